"""What is met while a list is read: counts, and where the first odd lines stand.

Rules kept here:
- A line is shown by its place and by why it is odd, never by what it holds: a list is somebody
  else's text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from policy.list_text.faults import Fault, Unsupported

KEPT_LINES: Final = 10


@dataclass(frozen=True, slots=True)
class BadLine:
    """Where a line that cannot be read stands, counted from 1, and why it cannot."""

    number: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class UnsupportedLine:
    """Where a line stands that cannot be followed, counted from 1, and what it asks for."""

    number: int
    asks: Unsupported


@dataclass(slots=True)
class Tally:
    """Counts of one list; they grow until its last line was read.

    `lines` are those that are neither empty nor a comment. `names` cover what is below them,
    `exact` mean themselves alone, `below` only what is below. `headings` belong to the form of the
    file. `private` counts entries that are endings of a provider, such as github.io: they are
    listed, and shown.
    """

    lines: int = 0
    names: int = 0
    exact: int = 0
    below: int = 0
    exceptions: int = 0
    local: int = 0
    addresses: int = 0
    headings: int = 0
    bad: int = 0
    first_bad: list[BadLine] = field(default_factory=list)
    faults: Counter[Fault] = field(default_factory=Counter)
    unsupported: Counter[Unsupported] = field(default_factory=Counter)
    first_unsupported: list[UnsupportedLine] = field(default_factory=list)
    private: int = 0
    first_private: list[int] = field(default_factory=list)

    @property
    def named(self) -> int:
        """How many names are listed, whatever is meant by each."""
        return self.names + self.exact + self.below

    def count_bad(self, number: int, fault: Fault) -> None:
        """Count a line that cannot be read, and keep the first ten places."""
        self.bad += 1
        self.faults[fault] += 1
        if len(self.first_bad) < KEPT_LINES:
            self.first_bad.append(BadLine(number, fault))

    def count_unsupported(self, number: int, asks: Unsupported) -> None:
        """Count a line that cannot be followed, and keep the first ten places."""
        self.unsupported[asks] += 1
        if len(self.first_unsupported) < KEPT_LINES:
            self.first_unsupported.append(UnsupportedLine(number, asks))

    def count_private(self, number: int) -> None:
        """Count an entry that is a provider's ending, and keep the first ten places."""
        self.private += 1
        if len(self.first_private) < KEPT_LINES:
            self.first_private.append(number)
