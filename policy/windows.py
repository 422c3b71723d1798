"""A window is a stretch of the day's clock on some days; a schedule is any number of windows.

Rules kept here:
- A window is said in what the clock on the wall shows, as a family would say it; which zone the
  wall stands in is not part of it.
- A window belongs to the day on which it starts: its weekdays, its dates and its term are judged
  by that day, also for the part that lies after midnight.
- What cannot be a window cannot be built. Whoever reads one from a document says where it stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from policy.terms import NOTHING_KNOWN, Terms

DAY: Final = 24 * 60
"""The minutes of a day's clock, also on days that are longer or shorter."""

EVERY_DAY: Final = frozenset(range(1, 8))


class During(StrEnum):
    """Which part of the school year a window is for. The value is the permanent tag."""

    ALL_YEAR = "all-year"
    TERM = "term"
    HOLIDAYS = "holidays"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From `start` up to, and not including, `end`; as it stands here, always.

    `weekdays` are ISO's, Monday 1 to Sunday 7. `start` and `end` are minutes of the day's clock,
    and an end of 24:00 may be written so. An end at or before the start lies on the next day; the
    two alike is a whole day's clock. `first` and `last` are both inside, and either may be open.
    """

    weekdays: frozenset[int] = EVERY_DAY
    start: int = 0
    end: int = DAY
    first: date | None = None
    last: date | None = None
    during: During = During.ALL_YEAR

    def __post_init__(self) -> None:
        """Refuse what no day could satisfy, and what no clock shows."""
        if not self.weekdays or not self.weekdays <= EVERY_DAY:
            raise ValueError("a window needs weekdays, from 1 for Monday to 7 for Sunday")
        if not 0 <= self.start < DAY:
            raise ValueError("a window starts between 00:00 and 23:59")
        if not 0 <= self.end <= DAY:
            raise ValueError("a window ends between 00:00 and 24:00")
        if self.first is not None and self.last is not None and self.last < self.first:
            raise ValueError(f"the last day {self.last} is before the first day {self.first}")

    @property
    def runs_until(self) -> int:
        """Return the end in minutes since the midnight that the window's day began with."""
        return self.end if self.end > self.start else self.end + DAY


ALWAYS: Final = Window()


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Open whenever one of its windows is. `terms` is the school year that they are judged by."""

    windows: tuple[Window, ...] = ()
    terms: Terms = NOTHING_KNOWN


def starts_on(window: Window, day: date, holiday: bool) -> bool:  # noqa: FBT001 - a fact of the day
    """Say whether a window starts on a day, which is a holiday or is in term."""
    return (
        (window.first is None or window.first <= day)
        and (window.last is None or day <= window.last)
        and day.isoweekday() in window.weekdays
        and (window.during is During.ALL_YEAR or holiday is (window.during is During.HOLIDAYS))
    )
