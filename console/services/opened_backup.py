"""The one backup, or text of a home, that was opened and waits for a yes: in memory, for minutes.

Rules kept here:
- It is nowhere but in the memory of this process, and after ten minutes not there either, whether
  or not anybody comes back.
- It is had again by the random mark that the page carries which showed it, and by nothing else.
- There is one at most: another that is opened takes its place.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from threading import Lock, Timer
from typing import Final, Generic, TypeVar

LASTS_SECONDS: Final = 600.0
_MARK_OCTETS: Final = 18

Thing = TypeVar("Thing")


@dataclass(slots=True)
class OpenedBackup(Generic[Thing]):
    """What waits for a yes, if anything does."""

    lasts_seconds: float = LASTS_SECONDS
    _held: tuple[str, Thing] | None = None
    _timer: Timer | None = None
    _lock: Lock = field(default_factory=Lock)

    def hold(self, opened: Thing) -> str:
        """Hold what was opened, and return the mark by which it is had again."""
        mark = secrets.token_urlsafe(_MARK_OCTETS)
        timer = Timer(self.lasts_seconds, self.forget, [mark])
        timer.daemon = True  # it keeps nobody from ending
        with self._lock:
            self._stop()
            self._held, self._timer = (mark, opened), timer
        timer.start()
        return mark

    def held_by(self, mark: str) -> Thing | None:
        """Return what is held under a mark, None where it is gone."""
        with self._lock:
            if self._held is None or not secrets.compare_digest(
                self._held[0].encode(), mark.encode(errors="replace")
            ):
                return None
            return self._held[1]

    def forget(self, mark: str | None = None) -> None:
        """Hold nothing any more; with a mark, only where it is still that one."""
        with self._lock:
            if mark is None or (self._held is not None and self._held[0] == mark):
                self._stop()
                self._held = self._timer = None

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
