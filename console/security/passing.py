"""Visits that are held in memory alone: what a card or the set-up code opened.

Rules kept here:
- Nothing of them is ever on the disk, so nobody can read later who was here, when, or on what.
- A browser holds a random token and this table its digest. The token is made here, and never taken
  from a browser.
- One that is left alone is over, and so is one after its longest time, or when the clock goes back.
- There are never more than a few; the oldest makes room.

Source: OWASP Session Management Cheat Sheet.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from console.security.sessions import SEEN_EVERY, digest_of, token

AT_MOST: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passing:
    whose: str
    began_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Passing:
    """The visits of one kind: after how long alone one is over, and after how long at all."""

    idle: timedelta
    longest: timedelta
    _held: dict[str, _Passing] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def begin(self, whose: str, at: datetime) -> str:
        """Begin a visit of somebody; return what their browser shall keep."""
        kept = token()
        with self._lock:
            while len(self._held) >= AT_MOST:
                del self._held[next(iter(self._held))]
            self._held[digest_of(kept)] = _Passing(whose=whose, began_at=at, seen_at=at)
        return kept

    def whose(self, kept: str | None, at: datetime, *, is_alone: bool = False) -> str | None:
        """Return whose visit a browser keeps, None where it is over.

        That it goes on is noted, but for what an open page asks by itself (`is_alone`).
        """
        if kept is None:
            return None
        digest = digest_of(kept)
        with self._lock:
            found = self._held.get(digest)
            if found is None:
                return None
            alone, whole = at - found.seen_at, at - found.began_at
            # As with other visits, a clock that was set right by less than a minute ends nothing.
            if not -SEEN_EVERY <= alone <= self.idle or whole > self.longest:
                del self._held[digest]
                return None
            if not is_alone:
                self._held[digest] = replace(found, seen_at=at)
            return found.whose

    def end(self, kept: str | None) -> None:
        """End a visit."""
        if kept is not None:
            with self._lock:
                self._held.pop(digest_of(kept), None)

    def end_all_of(self, whose: str) -> None:
        """End every visit of somebody."""
        with self._lock:
            for digest in [digest for digest, one in self._held.items() if one.whose == whose]:
                del self._held[digest]


def of_cards() -> Passing:
    """Return the table for visits by card: the device may be anybody's, so they are short."""
    return Passing(timedelta(minutes=5), timedelta(hours=1))


def of_set_up() -> Passing:
    """Return the table for visits by set-up code: long enough to read the screens."""
    return Passing(timedelta(minutes=15), timedelta(hours=2))
