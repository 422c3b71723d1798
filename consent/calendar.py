"""Days of Europe/London and months that clamp: the only calendar in this room.

Rules kept here:
- A day is a local day, from its first to its last instant; both ends of an agreement are inclusive.
- A month later is the same day of that month, or its last day: 31 January + 1 is 28 or 29 February.
- Summer time is computed, not read from the machine's tables: from 01:00 UTC on the last Sunday of
  March to 01:00 UTC on the last Sunday of October (Summer Time Order 2002, regulation 2).
"""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

_HOUR: Final = timedelta(hours=1)


def london_day(at: datetime) -> date:
    """Return the day that it is in London at an instant (aware, UTC)."""
    return london_time(at).date()


def london_time(at: datetime) -> datetime:
    """Return what clocks in London show at an instant (aware, UTC), as a naive time."""
    shown = at.astimezone(UTC).replace(tzinfo=None)
    return shown + _HOUR if _is_summer(shown) else shown


def start_of(day: date) -> datetime:
    """Return the first instant of a day in London, in UTC."""
    midnight = datetime.combine(day, time())
    # Both changes are at 01:00 UTC, so midnight is the same side of them in UTC as in London.
    return (midnight - _HOUR if _is_summer(midnight) else midnight).replace(tzinfo=UTC)


def end_of(day: date) -> datetime:
    """Return the first instant after a day in London, in UTC."""
    return start_of(day + timedelta(days=1))


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _is_summer(utc: datetime) -> bool:
    begins, ends = (_last_sunday(utc.year, month) for month in (3, 10))
    return begins <= utc < ends


def _last_sunday(year: int, month: int) -> datetime:
    last = date(year, month, calendar.monthrange(year, month)[1])
    sunday = last - timedelta(days=(last.weekday() + 1) % 7)
    return datetime.combine(sunday, time(1))
