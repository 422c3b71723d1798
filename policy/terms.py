"""When school is on: terms and holidays as named runs of days, and what any day is between them.

Rules kept here:
- A day is a holiday or it is in term; there is no third. What counts, in this order: it stands in
  a holiday; it stands in a term; it lies between two terms and is a holiday.
- A day that nothing is known about is in term. Most weeks of a year are, and a calendar that has
  run out must not turn into a holiday without end.
- Saturdays and Sundays inside a term are in term; a window says by its weekdays what it wants.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class NamedDays:
    """A run of days with the name that its calendar gives it; both ends are inside."""

    name: str
    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a run that ends before it begins."""
        if self.last < self.first:
            raise ValueError(f"the days end on {self.last}, before they begin on {self.first}")

    def holds(self, day: date) -> bool:
        """Say whether a day is one of these."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A school's year as a carer knows it: its terms, its holidays, or both.

    A day off inside a term stands in `holidays`, and wins there.
    """

    terms: tuple[NamedDays, ...] = ()
    holidays: tuple[NamedDays, ...] = ()


NOTHING_KNOWN = Terms()
"""For a home that has no school calendar: every day is in term."""


def is_holiday(terms: Terms, day: date) -> bool:
    """Say whether a day is in the holidays; if not, it is in term."""
    if any(days.holds(day) for days in terms.holidays):
        return True
    if any(days.holds(day) for days in terms.terms):
        return False
    before = any(days.last < day for days in terms.terms)
    return before and any(day < days.first for days in terms.terms)


def known_until(terms: Terms) -> date | None:
    """Return the last day that the calendar speaks of, so that somebody can ask for the next."""
    return max((days.last for days in (*terms.terms, *terms.holidays)), default=None)


def may_change_on(terms: Terms) -> frozenset[date]:
    """Return the days from which `is_holiday` may be another than on the day before."""
    runs = (*terms.terms, *terms.holidays)
    after = (days.last + timedelta(days=1) for days in runs if days.last < date.max)
    return frozenset({*(days.first for days in runs), *after})
