"""Another judge of schedules, slow and simple, that shares no thought with `policy.schedule`.

It walks the minutes of a zone once, looks at the wall each minute, and judges all windows there.

Rules kept here:
- Nothing of `policy` is called. The fields of its values are read, and that is all.
- Nothing is computed that can be counted out: a window's minutes are marked one by one from its
  start until the clock shows its end, a school's holidays are written out day by day.
- One bit stands for each window, so that a walk of a year with hundreds of windows stays bearable.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from policy.terms import NamedDays, Terms
from policy.windows import During, Schedule, Window

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a walk found of one schedule: how it began, and when it opened or closed."""

    open_at_first: bool
    changes: tuple[datetime, ...]


def judge(
    schedules: Sequence[Schedule], zone: tzinfo, walks: Sequence[tuple[datetime, datetime]]
) -> list[list[Judged]]:
    """Return, for each walk from one whole minute to another, what it found of each schedule."""
    page = _Page(schedules)
    return [_walk(page, zone, begins, ends) for begins, ends in walks]


class _Page:
    """Which windows cover a minute of the day they start on, or of the day after."""

    def __init__(self, schedules: Sequence[Schedule]) -> None:
        self.members: list[int] = []
        self.windows: list[tuple[int, Window, frozenset[date]]] = []
        self.covers = {(day, minute): 0 for day in (0, 1) for minute in range(24 * 60)}
        self.may_start: dict[date, int] = {}
        bit = 1
        for schedule in schedules:
            holidays = frozenset(_holidays(schedule.terms))
            bits = 0
            for window in schedule.windows:
                for when in _minutes(window):
                    self.covers[when] |= bit
                self.windows.append((bit, window, holidays))
                bits |= bit
                bit <<= 1
            self.members.append(bits)

    def starting(self, day: date) -> int:
        """Return the windows that may start on a day."""
        if day not in self.may_start:
            self.may_start[day] = sum(
                bit for bit, window, holidays in self.windows if _may_start(window, day, holidays)
            )
        return self.may_start[day]

    def on_at(self, wall: datetime) -> int:
        """Return the windows that are on when the wall shows this."""
        minute = wall.hour * 60 + wall.minute
        today, yesterday = wall.date(), wall.date() - DAY
        return (self.covers[0, minute] & self.starting(today)) | (
            self.covers[1, minute] & self.starting(yesterday)
        )


def _walk(page: _Page, zone: tzinfo, begins: datetime, ends: datetime) -> list[Judged]:
    on = page.on_at(begins.astimezone(zone))
    first = [bool(on & bits) for bits in page.members]
    opened = list(first)
    changes: list[list[datetime]] = [[] for _ in page.members]
    at = begins
    while at < ends:
        before, on = on, page.on_at(at.astimezone(zone))
        if on != before:
            for place, bits in enumerate(page.members):
                if bool(on & bits) != opened[place]:
                    opened[place] = not opened[place]
                    changes[place].append(at)
        at += MINUTE
    return [Judged(one, tuple(found)) for one, found in zip(first, changes, strict=True)]


def _minutes(window: Window) -> Iterator[tuple[int, int]]:
    day, hour, minute = 0, *divmod(window.start, 60)
    while True:
        yield day, hour * 60 + minute
        minute += 1
        if minute == 60:
            hour, minute = hour + 1, 0
        if hour == 24:
            day, hour = day + 1, 0
        if (hour, minute) == (window.end // 60 % 24, window.end % 60):
            return


def _may_start(window: Window, day: date, holidays: frozenset[date]) -> bool:
    if day.weekday() not in {weekday - 1 for weekday in window.weekdays}:
        return False
    if window.first and day < window.first:
        return False
    if window.last and day > window.last:
        return False
    if window.during == During.TERM:
        return day not in holidays
    return window.during != During.HOLIDAYS or day in holidays


def _holidays(terms: Terms) -> Iterator[date]:
    """Yield each day off: those written down, and those from the first term on in no term."""
    for holiday in terms.holidays:
        yield from _written_out(holiday)
    at_school = {day for term in terms.terms for day in _written_out(term)}
    for day in _written_out(NamedDays("", min(at_school), max(at_school))) if at_school else ():
        if day not in at_school:
            yield day


def _written_out(days: NamedDays) -> Iterator[date]:
    day = days.first
    while day <= days.last:
        yield day
        day += DAY


def utc(text: str) -> datetime:
    """Return the instant that a text such as `2025-03-30 01:00` names, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
