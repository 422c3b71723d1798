"""One total of the whole home for one whole day, so rough that it tells of nobody.

Rules kept here:
- It is about a day that is over, from its first minute to its last. A day of which a part was not
  counted has no total: half a day could be read against another half.
- It is told in steps of 1, 2 and 5. The lowest step takes in no question at all, so that a day on
  which everybody was away looks like a quiet one.
- It counts questions, whatever they were for and whoever asked: blocked ones and answered ones
  alike, for a count of what was blocked would say something of those who live here.

Source: people.md, 3; console/decisions/0015-one-total-a-day.md.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

LOWEST: Final = 1_000
"""Below it, nothing more is told than that it was below it."""

HIGHEST: Final = 10_000_000

_DAY: Final = timedelta(days=1)


def coarse(count: int) -> int:
    """Return the step at or below a count; 0 for everything below the lowest."""
    step, factors = LOWEST, (2, 5, 10)
    if count < step:
        return 0
    while True:
        for factor in factors:
            if count < step * factor or step * factor > HIGHEST:
                return step * (1, 2, 5)[factors.index(factor)]
        step *= 10


class WholeDays:
    """The total of the day that runs, and that of the whole day before it."""

    __slots__ = ("_before", "_count", "_day", "_is_whole")

    def __init__(self) -> None:
        """Begin in the middle of a day, of which no total will be told."""
        self._day: date | None = None
        self._count = 0
        self._is_whole = False
        self._before: int | None = None

    def add(self, count: int, today: date | None) -> None:
        """Add what was asked since the last call; None is that nobody knows which day it is."""
        if today is not None and today == self._day:
            self._count += count
            return
        follows = today is not None and self._day is not None and today - self._day == _DAY
        # What was asked around midnight counts for the day that is over: it is at most a second.
        self._before = coarse(self._count + count) if follows and self._is_whole else None
        self._day, self._count, self._is_whole = today, 0, follows

    @property
    def yesterday(self) -> int | None:
        """The step of the whole day before today's; None where there is none to tell."""
        return self._before
