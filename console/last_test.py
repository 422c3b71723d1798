"""When a device of this home last passed the test: one instant for the whole home.

Rules kept here:
- It is kept in memory and goes with the console. Which device it was is not kept anywhere.
- A test that was passed more than a day ago says nothing of today (people.md, 17).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

HOLDS: Final = timedelta(hours=24)


class LastTest:
    """The instant, None before any device passed."""

    __slots__ = ("_at",)

    def __init__(self) -> None:
        """Begin with none."""
        self._at: datetime | None = None

    def passed(self, now: datetime) -> None:
        """Note that a device passed at `now`."""
        self._at = now

    def holds(self, now: datetime) -> bool:
        """Say whether a device passed within a day before `now`."""
        # A clock that was set back makes it lie ahead; then nobody knows how long ago it was.
        return self._at is not None and timedelta(0) <= now - self._at <= HOLDS
