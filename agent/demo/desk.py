"""A desk that plays everybody of the demonstration's agency: files in memory, answers by rule.

Rules kept here:
- It is the desk of `consent/desk.py`, so the ceremony runs the very commands of a social worker.
- Its keys and words are made by chance each time, and go with the process.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from consent.desk import DeskRefused


@dataclass(slots=True)
class PlayedDesk:
    """A desk at an instant; each question is met by the first text that it contains."""

    at: datetime
    answers: Mapping[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Keep what was said."""
        self.said.append(text)

    def note(self, text: str) -> None:
        """Leave what is said beside the result unsaid."""

    def ask(self, question: str) -> str:
        """Return the answer. Raises DeskRefused where nobody knows one."""
        for part, answer in self.answers.items():
            if part in question:
                return answer
        raise DeskRefused(f"nobody in the demonstration can answer {question!r}")

    def ask_secret(self, question: str) -> str:
        """Return an answer like any other."""
        return self.ask(question)

    def read(self, name: str) -> bytes:
        """Return a file's octets. Raises DeskRefused where there is none."""
        if name not in self.files:
            raise DeskRefused(f"{name} is not there")
        return self.files[name]

    def write(self, name: str, octets: bytes, *, private: bool = False) -> None:
        """Keep a file in memory, whoever may read it."""
        del private
        self.files[name] = octets

    def exists(self, name: str) -> bool:
        """Say whether there is such a file."""
        return name in self.files

    def now(self) -> datetime:
        """Return the instant that was given."""
        return self.at

    def chance(self, octets: int) -> bytes:
        """Return octets of chance."""
        return secrets.token_bytes(octets)
