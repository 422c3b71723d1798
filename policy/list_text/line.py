"""What one line of a list holds, and what a zone file has said before it.

Rules kept here:
- A line may hold names although something else in it is bad: those that are good are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from policy.index import Reach
from policy.list_text.entries import address, entry, is_local
from policy.list_text.faults import Fault, Unsupported


@dataclass(slots=True)
class Line:
    """The names of a line, each with what the list means by it; or why there are none.

    `heading` belongs to the form of the file and says nothing about a name.
    """

    entries: list[tuple[Reach, bytes]] = field(default_factory=list)
    local: int = 0
    addresses: int = 0
    heading: bool = False
    fault: Fault | None = None
    asks: Unsupported | None = None

    def add(self, words: Iterable[bytes], reach: Reach) -> Line:
        """Take the name of each word; the first fault stays. Return this line."""
        for word in words:
            if is_local(word):
                self.local += 1
            elif address(word):
                self.addresses += 1
            elif isinstance(name := entry(word), Fault):
                self.fault = self.fault or name
            else:
                self.entries.append((reach, name))
        return self


@dataclass(slots=True)
class Zone:
    """The origin of a zone file, and whether a record of it goes on over the next line."""

    origin: bytes = b""
    open_record: bool = False


def holding(word: bytes, reach: Reach) -> Line:
    """Return a line that holds one word."""
    return Line().add((word,), reach)
