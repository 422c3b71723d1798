"""Which minutes of each day a schedule is open, worked out once for days that are alike.

Rules kept here:
- A day is its midnight and its clock from 00:00 to 24:00; what real clocks make of it is not known
  here.
- Two days are alike when they have the same weekday and no date that a window or the school year
  names lies between them.
- Stretches are merged, so that an end is one only if nothing else goes on there.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TypeAlias

from policy.terms import is_holiday, may_change_on
from policy.windows import DAY, During, Schedule, starts_on

Stretches: TypeAlias = tuple[tuple[int, int], ...]
"""Minutes from and up to, in order, apart from each other."""

_NEVER: Stretches = ()
_ALL_DAY: Stretches = ((0, DAY),)
_DAYS_OF_A_WEEK = 7
_ONE_DAY = timedelta(days=1)


class DayPlan:
    """The days of one schedule. Dates are counted as `date.toordinal` counts them."""

    __slots__ = ("_days", "_edges", "_schedule", "_starting")

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._edges = sorted(set(_edges(schedule)))
        self._starting: dict[tuple[int, int], Stretches] = {}
        self._days: dict[tuple[int, int, int], Stretches] = {}

    @property
    def last_edge(self) -> int:
        """Return the last day that is not like those before it; 0 where all days are alike."""
        return self._edges[-1] if self._edges else 0

    def is_open(self, wall: datetime) -> bool:
        """Say whether the schedule is open at a time on the wall."""
        minute = wall.hour * 60 + wall.minute
        return any(begins <= minute < ends for begins, ends in self._day(wall.toordinal()))

    def next_turn(self, since: datetime) -> datetime:
        """Return the first time at which open and closed change, at most a day after `since`.

        The clock is taken to run evenly. After a day without a change, that is the time returned.
        """
        opened = self.is_open(since)
        until = since + _ONE_DAY
        midnight = datetime(since.year, since.month, since.day)  # noqa: DTZ001 - as on the wall
        for day in (midnight, midnight + _ONE_DAY):
            for minute in self._turns(day.toordinal(), opened=opened):
                if since < (turn := day + timedelta(minutes=minute)):
                    return min(turn, until)
        return until

    def same_until(self, day: date) -> int | None:
        """Return the next day that is not alike, if from `day` to there nothing changes at all.

        None where something may change before, or soon. The first week after such a date is not
        asked about: what began before it may still run, and clocks that are put back may show the
        day before once more.
        """
        today = day.toordinal()
        place = bisect.bisect_right(self._edges, today)
        begins = self._edges[place - 1] if place else 0
        ends = self._edges[place] if place < len(self._edges) else date.max.toordinal()
        if today - begins <= _DAYS_OF_A_WEEK or ends - today <= _DAYS_OF_A_WEEK:
            return None
        week = {self._day(one) for one in range(today, today + _DAYS_OF_A_WEEK)}
        return ends if week in ({_ALL_DAY}, {_NEVER}) else None

    def _turns(self, ordinal: int, *, opened: bool) -> Iterator[int]:
        """Yield the minutes of a day at which it closes, for one who is open, or else opens."""
        day = self._day(ordinal)
        if not opened:
            yield from (begins for begins, _ in day)
            return
        if not day or day[0][0] > 0:
            yield 0
        # What lasts until midnight may go on after it; the next day tells.
        yield from (ends for _, ends in day if ends < DAY)

    def _day(self, ordinal: int) -> Stretches:
        """Return when a day is open, the night that began on the day before included."""
        run, before = (bisect.bisect_right(self._edges, one) for one in (ordinal, ordinal - 1))
        alike = (before, run, ordinal % _DAYS_OF_A_WEEK)
        if alike not in self._days:
            own = [(begins, min(ends, DAY)) for begins, ends in self._from(ordinal, run)]
            night = [
                (max(begins - DAY, 0), ends - DAY)
                for begins, ends in self._from(ordinal - 1, before)
                if ends > DAY
            ]
            self._days[alike] = _merged(own + night)
        return self._days[alike]

    def _from(self, ordinal: int, run: int) -> Stretches:
        """Return what starts on a day, in minutes since its midnight, merged."""
        alike = (run, ordinal % _DAYS_OF_A_WEEK)
        if alike not in self._starting:
            day = date.fromordinal(ordinal)
            holiday = is_holiday(self._schedule.terms, day)
            self._starting[alike] = _merged(
                (window.start, window.runs_until)
                for window in self._schedule.windows
                if starts_on(window, day, holiday)
            )
        return self._starting[alike]


def _edges(schedule: Schedule) -> Iterator[int]:
    """Yield the days from which the plan may be another than on the same weekday before."""
    for window in schedule.windows:
        if window.first is not None:
            yield window.first.toordinal()
        if window.last is not None:
            yield window.last.toordinal() + 1
    if any(window.during is not During.ALL_YEAR for window in schedule.windows):
        yield from (day.toordinal() for day in may_change_on(schedule.terms))


def _merged(stretches: Iterable[tuple[int, int]]) -> Stretches:
    """Return stretches in order, those that overlap or touch made one."""
    merged: list[tuple[int, int]] = []
    for begins, ends in sorted(set(stretches)):
        if merged and begins <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ends))
        else:
            merged.append((begins, ends))
    return tuple(merged)
