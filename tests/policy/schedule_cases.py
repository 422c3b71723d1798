"""Schedules to judge: the six zones with the days on which their clocks were moved, and dice.

Rules kept here:
- Days gone by only: what a parliament decides next year must not change a case.
- What is drawn lies where clocks are moved, for elsewhere all ways of reckoning agree.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from policy.terms import NamedDays, Terms
from policy.windows import DAY, During, Schedule, Window

# Each with what the wall showed last and what it showed next.
CHANGES = {
    "Europe/London": (
        ("2024-03-31 00:59", "2024-03-31 02:00"),
        ("2024-10-27 01:59", "2024-10-27 01:00"),
        ("2025-03-30 00:59", "2025-03-30 02:00"),
        ("2025-10-26 01:59", "2025-10-26 01:00"),
    ),
    "Europe/Dublin": (
        ("2024-03-31 00:59", "2024-03-31 02:00"),
        ("2024-10-27 01:59", "2024-10-27 01:00"),
    ),
    "Atlantic/Azores": (
        ("2025-03-29 23:59", "2025-03-30 01:00"),
        ("2025-10-26 00:59", "2025-10-26 00:00"),
    ),
    "Asia/Kathmandu": (("1985-12-31 23:59", "1986-01-01 00:15"),),
    "America/St_Johns": (
        ("2010-03-14 00:00", "2010-03-14 01:01"),
        ("2010-11-07 00:00", "2010-11-06 23:01"),
        ("2011-03-13 00:00", "2011-03-13 01:01"),
        ("2011-11-06 01:59", "2011-11-06 01:00"),
    ),
    "Pacific/Apia": (
        ("2011-04-02 03:59", "2011-04-02 03:00"),
        ("2011-09-24 02:59", "2011-09-24 04:00"),
        ("2011-12-29 23:59", "2011-12-31 00:00"),
        ("2021-04-04 03:59", "2021-04-04 03:00"),
    ),
}
ZONES = tuple(CHANGES)

YEARS = {
    "Europe/London": (2024, 2025),
    "Europe/Dublin": (2024, 2025),
    "Atlantic/Azores": (2024, 2025),
    "Asia/Kathmandu": (1986, 2025),
    "America/St_Johns": (2010, 2011, 2012),
    "Pacific/Apia": (2010, 2011, 2012, 2021),
}
"""Whole years for a soak. In Kathmandu 2025 nothing was moved: there, all must agree anyway."""

# Where clocks were moved, the minutes beside it, and the ends of a day.
_NEAR = (0, 1, 2, 15, 30, 59, 60, 61, 75, 90, 105, 119, 120, 121, 150, 179, 180, 181, 210, 239)
_LATE = (240, 241, 300, 1380, 1381, 1382, 1410, 1438, 1439)


def zone_named(name: str) -> ZoneInfo:
    """Return a zone. A machine without tables of zones fails here, and that is right."""
    return ZoneInfo(name)


def change_days(zone: str) -> tuple[date, ...]:
    """Return the days on which the clocks of a zone were moved."""
    return tuple(date.fromisoformat(before[:10]) for before, _ in CHANGES[zone])


def drawn_schedule(dice: random.Random, days: tuple[date, ...]) -> Schedule:
    """Return one schedule that has something to do with one of these days."""
    day = dice.choice(days)
    windows = tuple(drawn_window(dice, day) for _ in range(dice.choice((1, 1, 1, 2, 3, 6))))
    return Schedule(windows=windows, terms=_drawn_terms(dice, day))


def drawn_window(dice: random.Random, day: date) -> Window:
    """Return one window that has something to do with a day."""
    weekdays = dice.choice(
        (
            frozenset(range(1, 8)),
            frozenset({day.isoweekday()}),
            frozenset({(day - timedelta(days=1)).isoweekday(), day.isoweekday()}),
            frozenset(dice.sample(range(1, 8), dice.randint(1, 7))),
        )
    )
    first = last = None
    if dice.random() < 0.3:
        first = day + timedelta(days=dice.randint(-3, 2))
    if dice.random() < 0.3:
        last = (first or day) + timedelta(days=dice.randint(0, 4))
    return Window(
        weekdays=weekdays,
        start=min(_drawn_minute(dice), DAY - 1),
        end=_drawn_minute(dice),
        first=first,
        last=last,
        during=dice.choice((During.ALL_YEAR, During.ALL_YEAR, During.TERM, During.HOLIDAYS)),
    )


def _drawn_minute(dice: random.Random) -> int:
    return dice.choice((dice.choice(_NEAR), dice.choice(_NEAR + _LATE), dice.randint(0, DAY)))


def _drawn_terms(dice: random.Random, day: date) -> Terms:
    return Terms(
        terms=tuple(_drawn_days(dice, day, 30) for _ in range(dice.randint(0, 3))),
        holidays=tuple(_drawn_days(dice, day, 4) for _ in range(dice.randint(0, 2))),
    )


def _drawn_days(dice: random.Random, day: date, most: int) -> NamedDays:
    first = day + timedelta(days=dice.randint(-most, most))
    return NamedDays("some days", first, first + timedelta(days=dice.randint(0, most)))
