"""Nights on which the clocks were moved, worked out by hand: when it opens and closes, in UTC.

Rules kept here:
- A place is a zone, the instant from which it is looked at, and for how many hours. Each line is a
  case: its name, `:`, its windows, `->`, and every change in between. `+1` is the day after.
- No answer here was copied from what the code answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from policy.terms import NOTHING_KNOWN, NamedDays, Terms
from policy.windows import EVERY_DAY, During, Schedule, Window
from tests.policy.schedule_oracle import utc

_WEEKDAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
_HALF_TERM = Terms(holidays=(NamedDays("Half term", date(2025, 10, 25), date(2025, 11, 2)),))
_TWO_TERMS = Terms(
    terms=(
        NamedDays("Spring term", date(2025, 1, 6), date(2025, 3, 29)),
        NamedDays("Summer term", date(2025, 3, 31), date(2025, 7, 22)),
    )
)


@dataclass(frozen=True, slots=True)
class ByHand:
    """One case, read."""

    name: str
    zone: str
    begins: datetime
    ends: datetime
    schedule: Schedule
    open_at_first: bool
    changes: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    zone: str
    begins: str
    hours: int
    lines: str
    terms: Terms = NOTHING_KNOWN


_PLACES: tuple[_Place, ...] = (
    # 01:00 UTC: the wall goes from 01:00 to 02:00.
    _Place(
        "Europe/London",
        "2025-03-29 12:00",
        48,
        """
        bedtime over the short night: 21:00-07:00 -> 21:00, +1 06:00, +1 20:00, +2 06:00
        starts in the missing hour: 01:30-03:00 sun -> +1 01:00, +1 02:00
        lies in the missing hour: 01:15-01:45 sun -> never
        is the missing hour: 01:00-02:00 sun -> never
        ends in the missing hour: 00:30-01:30 sun -> +1 00:30, +1 01:00
        ends where it goes missing: 00:00-01:00 sun -> +1 00:00, +1 01:00
        starts where the clock lands: 02:00-03:00 sun -> +1 01:00, +1 02:00
        a gap that goes missing: 00:00-01:15 sun and 01:45-04:00 sun -> +1 00:00, +1 03:00
        back again on Monday: 01:15-01:45 -> +2 00:15, +2 00:45
        always is always: 00:00-24:00 -> open
        no window at all: nothing -> never
        """,
    ),
    # The same night, beside a school's year.
    _Place(
        "Europe/London",
        "2025-03-29 12:00",
        48,
        """
        between two terms lies a holiday: 09:00-10:00 in-holidays -> +1 08:00, +1 09:00
        a day off is not in term: 22:00-23:00 in-term -> 22:00, 23:00
        term begins again in the night: 22:00-07:00 in-term -> 22:00, +1 06:00
        """,
        _TWO_TERMS,
    ),
    # 01:00 UTC: from 02:00 back to 01:00.
    _Place(
        "Europe/London",
        "2025-10-25 12:00",
        48,
        """
        bedtime over the long night: 21:00-07:00 -> 20:00, +1 07:00, +1 21:00, +2 07:00
        comes twice: 01:30-01:45 sun -> +1 00:30, +1 00:45, +1 01:30, +1 01:45
        is the doubled hour: 01:00-02:00 sun -> +1 00:00, +1 02:00
        starts in the doubled hour: 01:30-02:30 sun -> +1 00:30, +1 01:00, +1 01:30, +1 02:30
        ends in the doubled hour: 00:30-01:30 sun -> 23:30, +1 00:30, +1 01:00, +1 01:30
        ends where the hour begins: 00:00-01:00 sun -> 23:00, +1 00:00
        starts after the doubled hour: 02:00-03:00 sun -> +1 02:00, +1 03:00
        """,
    ),
    # The same night, with which the holidays begin.
    _Place(
        "Europe/London",
        "2025-10-25 12:00",
        48,
        """
        no school night any more: 20:00-07:00 in-term -> never
        a night of the holidays: 22:00-09:00 in-holidays -> 21:00, +1 09:00, +1 22:00, +2 09:00
        """,
        _HALF_TERM,
    ),
    # 01:00 UTC, as in London, though here winter is the exception.
    _Place(
        "Europe/Dublin",
        "2024-03-30 12:00",
        72,
        """
        bedtime over Dublin's short night: 21:00-07:00 sat -> 21:00, +1 06:00
        two minutes, one of them missing: 01:59-02:01 sun -> +1 01:00, +1 01:01
        past midnight into the missing hour: 23:00-01:30 sat -> 23:00, +1 01:00
        a Monday night after the change: 20:00-07:00 mon -> +2 19:00, +3 06:00
        """,
    ),
    _Place(
        "Europe/Dublin",
        "2024-10-26 12:00",
        72,
        """
        past midnight into the doubled hour: 23:00-01:30 sat -> 22:00, +1 00:30, +1 01:00, +1 01:30
        one night by its date: 22:00-06:00 2024-10-27..2024-10-27 -> +1 22:00, +2 06:00
        the whole long day: 00:00-24:00 sun -> 23:00, +2 00:00
        """,
    ),
    _Place(
        "Europe/Dublin",
        "2024-01-15 00:00",
        24,
        """
        noon in Dublin's winter: 12:00-13:00 -> 12:00, 13:00
        """,
    ),
    _Place(
        "Europe/Dublin",
        "2024-07-15 00:00",
        24,
        """
        noon in Dublin's summer: 12:00-13:00 -> 11:00, 12:00
        """,
    ),
    # 01:00 UTC: from 00:00 to 01:00, so Sunday begins at one.
    _Place(
        "Atlantic/Azores",
        "2025-03-29 12:00",
        48,
        """
        Sunday begins at one: 00:00-06:00 sun -> +1 01:00, +1 06:00
        Saturday ends at its midnight: 20:00-24:00 sat -> 21:00, +1 01:00
        Saturday's night into the missing hour: 20:00-00:30 sat -> 21:00, +1 01:00
        lies in the hour after midnight: 00:15-00:45 sun -> never
        a night with no midnight in it: 20:00-07:00 sat -> 21:00, +1 07:00
        a short day by its date: 00:00-24:00 2025-03-30..2025-03-30 -> +1 01:00, +2 00:00
        """,
    ),
    # 01:00 UTC: from 01:00 back to 00:00.
    _Place(
        "Atlantic/Azores",
        "2025-10-25 12:00",
        48,
        """
        Sunday's first hour twice over: 00:00-06:00 sun -> +1 00:00, +1 07:00
        a half hour after midnight, twice: 00:30-01:00 sun -> +1 00:30, +1 01:00, +1 01:30, +1 02:00
        Saturday's night ends twice: 20:00-00:30 sat -> 20:00, +1 00:30, +1 01:00, +1 01:30
        Saturday ends once: 20:00-24:00 sat -> 20:00, +1 00:00
        a long day: 00:00-24:00 sun -> +1 00:00, +2 01:00
        """,
    ),
    # Nothing is moved, three quarters of an hour off.
    _Place(
        "Asia/Kathmandu",
        "2025-06-09 00:00",
        48,
        """
        bedtime in Kathmandu: 21:00-07:00 -> open, 01:15, 15:15, +1 01:15, +1 15:15
        a single minute: 12:00-12:01 tue -> +1 06:15, +1 06:16
        from noon to noon: 12:00-12:00 mon -> 06:15, +1 06:15
        past midnight on its last day: 22:00-02:00 2025-06-01..2025-06-09 -> 16:15, 20:15
        touching windows are one: 12:00-13:00 mon and 13:00-14:00 mon -> 06:15, 08:15
        """,
    ),
    # 18:30 UTC: from 00:00 to 00:15 on New Year's Day, a Wednesday.
    _Place(
        "Asia/Kathmandu",
        "1985-12-31 12:00",
        24,
        """
        lies in the missing quarter: 00:05-00:10 wed -> never
        the year begins a quarter late: 00:00-00:30 wed -> 18:30, 18:45
        the old year's night into the quarter: 23:00-00:10 tue -> 17:30, 18:30
        starts in the missing quarter: 00:10-00:20 wed -> 18:30, 18:35
        """,
    ),
    # 03:31 UTC: from 00:01 to 01:01.
    _Place(
        "America/St_Johns",
        "2010-03-13 12:00",
        48,
        """
        moved a minute after midnight: 00:00-06:00 sun -> +1 03:30, +1 08:30
        one minute is all it gets: 00:00-00:30 sun -> +1 03:30, +1 03:31
        is the hour that goes missing: 00:01-01:01 sun -> never
        starts in the hour left out: 00:30-02:00 sun -> +1 03:31, +1 04:30
        bedtime over St John's short night: 21:00-07:00 sat -> +1 00:30, +1 09:30
        """,
    ),
    # 02:31 UTC: from 00:01 on Sunday back to 23:01 on Saturday.
    _Place(
        "America/St_Johns",
        "2010-11-06 12:00",
        48,
        """
        Saturday's last half hour twice: 23:30-24:00 sat -> +1 02:00, +1 02:30, +1 03:00, +1 03:30
        Sunday begins, and begins again: 00:00-06:00 sun -> +1 02:30, +1 02:31, +1 03:30, +1 09:30
        bedtime does not notice: 21:00-07:00 sat -> 23:30, +1 10:30
        all but a minute twice: 23:00-24:00 sat -> +1 01:30, +1 02:30, +1 02:31, +1 03:30
        begins twice: 00:00-24:00 2010-11-07..2010-11-07 -> +1 02:30, +1 02:31, +1 03:30, +2 03:30
        """,
    ),
    # 04:30 UTC: from 02:00 back to 01:00, as ever since.
    _Place(
        "America/St_Johns",
        "2011-11-05 12:00",
        48,
        """
        moved at two since then: 01:30-01:45 sun -> +1 04:00, +1 04:15, +1 05:00, +1 05:15
        """,
    ),
    # 10:00 UTC on the 30th: Thursday the 29th ends, and Saturday the 31st begins.
    _Place(
        "Pacific/Apia",
        "2011-12-29 18:00",
        54,
        """
        a Friday that never came: 08:00-17:00 fri -> never
        bedtime over a missing day: 20:00-07:00 -> +1 06:00, +1 17:00, +2 06:00, +2 17:00
        Thursday's night ends with Thursday: 20:00-07:00 thu -> +1 06:00, +1 10:00
        Friday's night begins with Saturday: 20:00-07:00 fri -> +1 10:00, +1 17:00
        a date that never came: 00:00-24:00 2011-12-30..2011-12-30 -> never
        Saturday morning: 00:00-08:00 sat -> +1 10:00, +1 18:00
        noon, twice: 12:00-13:00 2011-12-29..2011-12-31 -> 22:00, 23:00, +1 22:00, +1 23:00
        from Thursday's noon to no noon: 12:00-12:00 thu -> 22:00, +1 10:00
        """,
    ),
    # 14:00 UTC: from 03:00 to 04:00.
    _Place(
        "Pacific/Apia",
        "2011-09-23 12:00",
        48,
        """
        starts in Apia's missing hour: 03:30-05:00 sat -> +1 14:00, +1 15:00
        """,
    ),
    # 14:00 UTC: from 04:00 back to 03:00.
    _Place(
        "Pacific/Apia",
        "2021-04-03 00:00",
        36,
        """
        comes twice in Apia: 03:30-03:45 sun -> 13:30, 13:45, 14:30, 14:45
        """,
    ),
)


def window(text: str) -> Window:
    """Return a window from a text such as `21:00-07:00 fri sat 2025-03-29..2025-03-30 in-term`."""
    clock, *words = text.split()
    start, end = (int(part[:2]) * 60 + int(part[3:]) for part in clock.split("-"))
    weekdays = frozenset(_WEEKDAYS[word] for word in words if word in _WEEKDAYS)
    dates = [word.split("..") for word in words if ".." in word]
    during = [During(word.removeprefix("in-")) for word in words if word.startswith("in-")]
    assert len(weekdays) + len(dates) + len(during) == len(words), text
    return Window(
        weekdays=weekdays or EVERY_DAY,
        start=start,
        end=end,
        first=date.fromisoformat(dates[0][0]) if dates else None,
        last=date.fromisoformat(dates[0][1]) if dates else None,
        during=during[0] if during else During.ALL_YEAR,
    )


def _cases() -> Iterator[ByHand]:
    for place in _PLACES:
        begins = utc(place.begins)
        for line in place.lines.strip().splitlines():
            name, _, rest = line.strip().partition(": ")
            windows, _, told = rest.partition(" -> ")
            words = [] if told == "never" else told.split(", ")
            yield ByHand(
                name=name,
                zone=place.zone,
                begins=begins,
                ends=begins + timedelta(hours=place.hours),
                schedule=Schedule(
                    windows=tuple(
                        window(text) for text in windows.split(" and ") if text != "nothing"
                    ),
                    terms=place.terms,
                ),
                open_at_first="open" in words,
                changes=tuple(_instant(begins, word) for word in words if word != "open"),
            )


def _instant(begins: datetime, text: str) -> datetime:
    days, _, clock = text.rpartition(" ")
    midnight = begins.replace(hour=0, minute=0)
    return midnight + timedelta(days=int(days or 0), hours=int(clock[:2]), minutes=int(clock[3:]))


BY_HAND = tuple(_cases())
