"""Is it time? Whether a schedule is open at an instant, and the next instant at which that changes.

Rules kept here:
- One rule decides everything: what the clock on the wall shows. Elapsed time is never counted, so
  an hour that comes twice, one that is left out, and a day that is left out need no rule of their
  own. `decisions/0009-time-on-the-wall.md` says what follows from it.
- `next_change` is exact: `is_open` differs just before it and at it, and not in between.
- Zones are handed in; nothing here knows which zones there are.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from policy.day_plan import DayPlan
from policy.terms import is_holiday
from policy.windows import DAY, Schedule, starts_on
from policy.zones import even_until, on_the_wall

SEARCHED: Final = timedelta(days=366)
"""How far beyond the last date that a schedule names, or beyond now, a change is looked for."""

# A day with nothing new in it makes it worth asking whether anything can change at all.
_UNEVENTFUL: Final = timedelta(days=1)
_END: Final = datetime(9999, 1, 1, tzinfo=UTC)
_MOST_OFFSET: Final = timedelta(days=1)


def is_open(schedule: Schedule, at: datetime, zone: tzinfo) -> bool:
    """Say whether a schedule is open at an instant (aware) by the clocks of a zone."""
    wall = on_the_wall(at, zone)
    minute = wall.hour * 60 + wall.minute
    today, yesterday = wall.date(), wall.date() - timedelta(days=1)
    off_today, off_yesterday = (is_holiday(schedule.terms, day) for day in (today, yesterday))
    return any(
        (window.start <= minute < window.runs_until and starts_on(window, today, off_today))
        or (minute + DAY < window.runs_until and starts_on(window, yesterday, off_yesterday))
        for window in schedule.windows
    )


def next_change(schedule: Schedule, at: datetime, zone: tzinfo) -> datetime | None:
    """Return the first instant after `at` (aware) at which `is_open` changes, in UTC.

    None where it does not change any more: not within a year (SEARCHED) of `at`, nor within a
    year of the last date that a window or the school year names, however far off that is.
    """
    plan = DayPlan(schedule)
    opened = plan.is_open(on_the_wall(at, zone))
    here = at.astimezone(UTC)
    search_until = _plus(max(here, _midnight(plan.last_edge)), SEARCHED)
    uneventful = _plus(here, _UNEVENTFUL)
    while here < search_until:
        wall = on_the_wall(here, zone)
        if here > uneventful and (edge := plan.same_until(wall.date())) is not None:
            # No clock is further from UTC than a day, so none can show that date before this.
            here = max(here, _midnight(edge) - _MOST_OFFSET)
            uneventful = _plus(here, _UNEVENTFUL)
            wall = on_the_wall(here, zone)
        # Up to here nothing can turn, unless the clocks are moved before; then up to there.
        here = even_until(here, here + (plan.next_turn(wall) - wall), zone)
        if plan.is_open(on_the_wall(here, zone)) is not opened:
            return here
    return None


def _midnight(ordinal: int) -> datetime:
    ordinal = min(max(ordinal, 2), _END.toordinal())
    return datetime.fromordinal(ordinal).replace(tzinfo=UTC)


def _plus(at: datetime, time: timedelta) -> datetime:
    return at + time if at < _END - time else _END
