"""A young person's stay: from when, until when, and what ends with it.

Rules kept here:
- Both days are inside. Rules hang on a stay: before it and after it the person's devices are
  visitors' devices, and nothing of the person's own holds.
- For its first seven days a new young person has helplines and filters, and no limits of time
  unless somebody chose them.
- A stay that nobody ended is noticed: after 28 days in which no device was heard it is offered to
  end it, and after 60 what hangs on it is erased (words, requests, minutes).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

FIRST_WEEK: Final = timedelta(days=7)
OFFER_TO_END: Final = timedelta(days=28)
ERASE: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """From the day `since` to the day `until`, both inside; open at its end where that is None."""

    since: date
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse a stay that ends before it begins."""
        if self.until is not None and self.until < self.since:
            raise ValueError(f"it ends on {self.until}, before it begins on {self.since}")

    @property
    def last_of_first_week(self) -> date:
        """Return the last day without limits of time."""
        return self.since + FIRST_WEEK - timedelta(days=1)

    def holds(self, day: date) -> bool:
        """Say whether a day is one of the stay."""
        return self.since <= day and (self.until is None or day <= self.until)


def may_have_ended(placement: Placement, heard_last: date | None, day: date) -> bool:
    """Say whether it is time to ask if a stay is over: none of its devices heard for 28 days.

    `heard_last` is None where no device was ever heard; then the days count from its beginning.
    """
    return placement.holds(day) and _silent(placement, heard_last, day) >= OFFER_TO_END


def must_be_erased(placement: Placement, heard_last: date | None, day: date) -> bool:
    """Say whether words, requests and minutes of a stay are to be erased.

    That is after 60 days without any of its devices. Where it was ended, they are counted from
    the day after, if that is earlier.
    """
    ended = placement.until is not None and day - placement.until > ERASE
    return ended or _silent(placement, heard_last, day) >= ERASE


def _silent(placement: Placement, heard_last: date | None, day: date) -> timedelta:
    last = placement.since if heard_last is None else max(heard_last, placement.since)
    return day - last
