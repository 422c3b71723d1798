"""What a box knows beside records: itself, its clock, its devices, who saw the notice, who stopped.

Rules kept here:
- These are values. Who keeps them, and how they come about, is the recorder's.
- Marks only rise: a ledger that falls short of them was put back to an earlier day.
- A notice that went unseen for 14 days stays so until carer and young person have looked together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from consent.calendar import start_of

NOTICE_LASTS: Final = timedelta(days=14)


class ClockState(StrEnum):
    """Whether the time is to be trusted, and if not, why not."""

    TRUSTED = "trusted"
    UNSYNCHRONISED = "unsynchronised"
    STALE = "stale"
    BACK = "back"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The judgement of a clock, and the latest trusted time there has been on this box."""

    state: ClockState
    mark: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFacts:
    """What is known of a device now.

    `bound_on` is when it was bound in the hand of whoever uses it; a replacement that was bound
    again with the young person's card or a social worker's signature keeps the day and the id.
    `ambiguous` is that more than one device answers to it.
    """

    id: str
    bound: bool
    sole_user: bool
    ambiguous: bool
    bound_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Who was told of an agreement on a device, when, and when it was last seen (trusted time).

    `paper_at` is when the signed statement was entered that paper was handed over.
    """

    device: str
    agreement: str
    first_seen_at: datetime | None = None
    paper_at: datetime | None = None
    last_seen_at: datetime | None = None
    looked_together_on: date | None = None


class Press(StrEnum):
    """How something was stopped on the box itself.

    The young person's own button is a withdrawal if they gave the agreement, else an objection.
    The stop code and the carer's stop end it, whoever gave it.
    """

    YOUNG_PERSON = "young_person"
    STOP_CODE = "stop_code"
    CARER = "carer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """One such stop, of one agreement, at an instant."""

    agreement: str
    press: Press
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tip:
    """The highest number of a review seen of one agreement; 0 is the agreement itself."""

    agreement: str
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """How far a ledger had come: what never falls."""

    root_version: int
    keyset_version: int
    entries: int
    newest_at: datetime
    tips: tuple[Tip, ...] = ()

    def tip(self, agreement: str) -> int:
        """Return the highest number seen of an agreement, 0 where none was."""
        return max((one.seq for one in self.tips if one.agreement == agreement), default=0)

    def is_reached_by(self, other: Marks) -> bool:
        """Say whether nothing has fallen below these marks, but for the tips."""
        return (
            self.root_version <= other.root_version
            and self.keyset_version <= other.keyset_version
            and self.entries <= other.entries
        )

    def risen_to(self, other: Marks) -> Marks:
        """Return the higher of each."""
        agreements = sorted({one.agreement for one in (*self.tips, *other.tips)})
        return Marks(
            root_version=max(self.root_version, other.root_version),
            keyset_version=max(self.keyset_version, other.keyset_version),
            entries=max(self.entries, other.entries),
            newest_at=max(self.newest_at, other.newest_at),
            tips=tuple(
                Tip(agreement=one, seq=max(self.tip(one), other.tip(one))) for one in agreements
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeState:
    """What the box knows of itself and of what happened in the home.

    `hosted` is that the agency keeps its keyset on its own site, which was last fetched then.
    `paused` holds the agreements that a carer has paused.
    """

    box: str
    proven_domain: str | None
    hosted: bool
    last_fetched_at: datetime | None
    marks: Marks
    notices: tuple[Notice, ...]
    paused: frozenset[str]
    stopped: tuple[Stopped, ...]
    audit_writable: bool


def seen(notice: Notice, at: datetime) -> Notice:
    """Return the notice as it is once the device has shown it, at an instant of trusted time.

    Where it had gone unseen for too long, being seen again does not make up for it.
    """
    if has_lapsed(notice, at):
        return notice
    return replace(notice, first_seen_at=notice.first_seen_at or at, last_seen_at=at)


def told_at(notice: Notice) -> datetime | None:
    """Return when the notice began to count, None where nobody has been told."""
    told = (notice.first_seen_at, notice.paper_at)
    return min((at for at in told if at is not None), default=None)


def has_lapsed(notice: Notice, at: datetime) -> bool:
    """Say whether a notice, once given, was neither seen nor looked at together for 14 days."""
    together = notice.looked_together_on
    moments = (
        notice.first_seen_at,
        notice.paper_at,
        notice.last_seen_at,
        None if together is None else start_of(together),
    )
    # What is said to have happened later than now says nothing.
    past = [one for one in moments if one is not None and one <= at]
    return told_at(notice) is not None and not any(at <= one + NOTICE_LASTS for one in past)
