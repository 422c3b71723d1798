"""A desk in memory: a folder, a clock that is set, chance from a seed, and somebody who answers.

The answers are given by a rule: each question is met by the first text that it contains, so that a
test reads as what a person would say and not as a list of lines.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from consent.desk import DeskRefused

START = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@dataclass(slots=True)
class MemoryDesk:
    """A desk whose every part a test can look at."""

    answers: Mapping[str, str | list[str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)
    at: datetime = START
    seed: str = "lamplight"
    said: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    _drawn: int = 0

    def say(self, text: str) -> None:
        """Keep what was said."""
        self.said.append(text)

    def note(self, text: str) -> None:
        """Keep what was noted."""
        self.noted.append(text)

    def ask(self, question: str) -> str:
        """Return the answer to the first text that the question contains."""
        self.asked.append(question)
        for part, answer in self.answers.items():
            if part in question:
                if isinstance(answer, str):
                    return answer
                if answer:
                    return answer.pop(0)
        raise DeskRefused(f"nobody answers {question!r}")

    def ask_secret(self, question: str) -> str:
        """Return an answer like any other."""
        return self.ask(question)

    def read(self, name: str) -> bytes:
        """Return a file's octets."""
        if name not in self.files:
            raise DeskRefused(f"{name} cannot be read (No such file or directory)")
        return self.files[name]

    def write(self, name: str, octets: bytes, *, private: bool = False) -> None:
        """Keep a file."""
        self.files[name] = octets
        if private:
            self.private.add(name)

    def exists(self, name: str) -> bool:
        """Say whether a file was kept."""
        return name in self.files

    def now(self) -> datetime:
        """Return the time that was set."""
        return self.at

    def chance(self, octets: int) -> bytes:
        """Return octets that are the same in every run."""
        self._drawn += 1
        seed = f"{self.seed} {self._drawn}".encode()
        return hashlib.shake_256(seed).digest(octets)

    def later(self, **span: float) -> None:
        """Let time go by."""
        self.at += timedelta(**span)

    @property
    def text(self) -> str:
        """Everything that was said, in order."""
        return "\n".join(self.said)
