"""Days and times as people here write them: the day in London, the clock in London.

Rules kept here:
- A time is cut to its minute, never rounded up: what is not before it is not before what is shown.
"""

from __future__ import annotations

from consent.calendar import london_time
from consent.records.fields import Instant, LocalDate
from console import words


def day_in_words(day: LocalDate) -> str:
    """Return a day, such as 21 November 2026."""
    return words.DATE.format(day=day.day, month=words.MONTHS[day.month - 1], year=day.year)


def time_in_words(at: Instant) -> str:
    """Return an instant (aware) as London's clocks show it, such as 21 November 2026, 09:30."""
    shown = london_time(at)
    return words.DATE_AND_TIME.format(date=day_in_words(shown.date()), time=f"{shown:%H:%M}")


def minute_in_words(minute: int) -> str:
    """Return a minute since midnight; the last one of the day is its end, 24:00."""
    return f"{minute // 60:02}:{minute % 60:02}"
