"""What does not fit in what a box handed over: a closed set of oddities, each found at a place.

Rules kept here:
- An oddity is something to look at, not a verdict: a card that failed looks like one that somebody
  had in their hands. What each of them says to a person stands with the commands.
- A finding holds places, times, days, digests and codes, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from consent.audit_entry import AuditEntry
from consent.codes import Code


class Oddity(StrEnum):
    """What was found."""

    RECORD_NOT_TOLD = "record_not_told"
    RECORD_MISSING = "record_missing"
    RECORD_OTHER_TIME = "record_other_time"
    TIME_BACK = "time_back"
    ON_NOT_ALLOWED = "on_not_allowed"
    ON_OTHERWISE = "on_otherwise"
    ON_TOO_LONG = "on_too_long"
    KEY_NOT_ALLOWED = "key_not_allowed"
    KEY_OTHERWISE = "key_otherwise"
    KEY_TWICE = "key_twice"
    KEY_UNMADE = "key_unmade"
    KEY_LOST = "key_lost"
    KEY_KEPT_LONGER = "key_kept_longer"
    KEY_LEFT = "key_left"
    KEY_AFTER_CLOSED = "key_after_closed"
    KEY_WITHOUT_SLIP = "key_without_slip"
    CLOSED_WITH_KEYS = "closed_with_keys"
    NOT_CLOSED = "not_closed"
    SLIP_UNKNOWN = "slip_unknown"
    SLIP_FOR_OTHERS = "slip_for_others"
    DAY_WITHOUT_KEY = "day_without_key"
    FRAMES_MISSING = "frames_missing"
    LOOK_NO_KEY = "look_no_key"
    LOOK_NOT_NAMED = "look_not_named"
    LOOK_BARRED = "look_barred"
    LOOK_NOT_READ = "look_not_read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One oddity: the entry it was found at, None where it is of no one entry, and what it is of.

    `day` is the day that was recorded, `code` why something was not allowed, `record` a digest.
    """

    what: Oddity
    entry: int | None = None
    at: datetime | None = None
    day: date | None = None
    code: Code | None = None
    record: str | None = None


def found_at(
    entry: AuditEntry,
    what: Oddity,
    *,
    day: date | None = None,
    code: Code | None = None,
    record: str | None = None,
) -> Finding:
    """Return a finding at an entry."""
    return Finding(what=what, entry=entry.n, at=entry.at, day=day, code=code, record=record)
