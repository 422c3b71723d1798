"""Case notes ready to paste: what happened, when, in which role, what is next, and by when.

Rules kept here:
- A note holds no name, no contact, and nothing that anyone wrote into a record: only roles, days,
  closed choices, and the words of digests, by which a note and a record find each other.
- Every note says what is next. Where the next step has no day, it says that too.
- A note says what a record says. Whether a box did it is what the visit page shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeAlias

from consent.calendar import london_day, london_time
from consent.encoding import digest, json_from_object
from consent.frozen import FINGERPRINT_WORDS
from consent.records.acknowledgement import Acknowledgement
from consent.records.agency import Keyset, TrustRoot
from consent.records.agreement import Agreement, OwnKey
from consent.records.endings import Objection, Stop, Withdrawal
from consent.records.fields import AgencyRole, Capacity, Outcome, StopReason, ViewerRole
from consent.records.home_card import HomeCard
from consent.records.paper_notice import PaperNotice
from consent.records.review import Review
from consent.schema import write
from consent.words import words_for

AnyRecord: TypeAlias = (
    TrustRoot
    | Keyset
    | HomeCard
    | Agreement
    | Review
    | Withdrawal
    | Objection
    | Stop
    | Acknowledgement
    | PaperNotice
)


class Happening(StrEnum):
    """What can happen to a record that a case file should know."""

    DRAFTED = "drafted"
    SIGNED = "signed"
    IN_FORCE = "in force"
    REVIEWED = "reviewed"
    WITHDRAWN = "withdrawn"
    OBJECTED = "objected"
    STOPPED = "stopped"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, when (aware, UTC), and in which role; None where it is nobody's act alone."""

    what: Happening
    at: datetime
    by: AgencyRole | Capacity | ViewerRole | None = None


_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_KINDS: Final[Mapping[type, str]] = MappingProxyType(
    {
        TrustRoot: "the agency's list of key holders",
        Keyset: "the agency's list of who may sign",
        HomeCard: "home card",
        Agreement: "agreement",
        Review: "review",
        Withdrawal: "withdrawal",
        Objection: "objection",
        Stop: "stop",
        Acknowledgement: "note that the viewing rules were read",
        PaperNotice: "statement that paper was handed over",
    }
)

# What can happen to one kind of record alone; the rest can happen to each.
_ONLY: Final[Mapping[Happening, type]] = MappingProxyType(
    {
        Happening.IN_FORCE: Agreement,
        Happening.REVIEWED: Review,
        Happening.WITHDRAWN: Withdrawal,
        Happening.OBJECTED: Objection,
        Happening.STOPPED: Stop,
    }
)

_ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "social_worker": "social worker",
        "team_manager": "team manager",
        "service_manager": "service manager",
        "iro": "independent reviewing officer",
        "advocate": "advocate",
        "young_person": "young person",
        "pr_holder": "person with parental responsibility",
        "carer": "carer",
    }
)

_OUTCOMES: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        Outcome.CONTINUE: "go on as before",
        Outcome.REDUCE: "go on with less",
        Outcome.STOP: "stop",
    }
)

_REASONS: Final[Mapping[StopReason, str]] = MappingProxyType(
    {
        StopReason.NO_LONGER_NEEDED: "it is no longer needed",
        StopReason.PLACEMENT_ENDED: "the placement ended",
        StopReason.YOUNG_PERSON_ASKED: "the young person asked for it",
        StopReason.NOT_LAWFUL: "it may not be lawful",
        StopReason.KEY_LOST: "a key was lost",
        StopReason.OTHER: "another reason, which the case file holds",
    }
)

_HAPPENED: Final[Mapping[Happening, str]] = MappingProxyType(
    {
        Happening.DRAFTED: "It was drawn up. It has no effect yet.",
        Happening.SIGNED: "One person signed it.",
        Happening.IN_FORCE: "Everyone who must sign has signed. It counts from its first day.",
        Happening.REVIEWED: "The review was held, and everyone who must sign has signed.",
        Happening.WITHDRAWN: "The agreement ended at once. Nobody can start it again.",
        Happening.OBJECTED: "The young person said no. Recording is paused at once.",
        Happening.STOPPED: "The agency ended the agreement at once. Nobody can start it again.",
        Happening.VERIFIED: "Its signatures were checked, and they fit.",
    }
)

_OBJECTION_DAYS: Final = 7
_SIGN: Final = (
    "Read it with the young person and with each person who signs. "
    "Nothing is recorded before all have signed."
)
_HOLD_REVIEW: Final = (
    "Hold the review, and ask the young person alone first. "
    "Without a signed review recording stops by itself after this day."
)
_SIGN_REVIEW: Final = (
    "See who has still to sign. "
    "Without all signatures recording stops by itself after the agreement's last day."
)
_BRING: Final = "Take it to the box in the home. This one signature is enough."
_HEAR: Final = (
    "Hold a review in which the young person is heard. Without it the agreement ends "
    "after this day, or sooner if its last day is sooner."
)
_SEE_THAT_IT_ENDED: Final = (
    "See on the visit page that nothing is recorded. Ask the young person what would help now."
)
_SEND_NEXT: Final = "Send the next list to every home before this one expires."
_START_DRAFT: Final = "Start the draft of the agreement from it."
_NO_STEP: Final = "None."


def case_note(event: Event, record: AnyRecord) -> str:
    """Return the note of an event, as plain text. Raises ValueError where a record has no such."""
    if _ONLY.get(event.what) not in {None, type(record)}:
        raise ValueError(f"a {_KINDS[type(record)]} is never {event.what}")
    shown = london_time(event.at)
    step, by = _next(event, record)
    return "\n".join(
        (
            f"Lamplight: {_KINDS[type(record)]}, {event.what}",
            f"When: {_day(shown.date())}, {shown:%H:%M} London time",
            *(() if event.by is None else (f"By: {_ROLES[event.by]}",)),
            f"What happened: {_HAPPENED[event.what]}",
            *_facts(record),
            f"Check words: {_words(digest(json_from_object(write(record))))}",
            f"Next step: {step}",
            f"Next date: {'none' if by is None else _day(by)}",
            "",
        )
    )


def _facts(record: AnyRecord) -> tuple[str, ...]:
    match record:
        case Agreement():
            how = "own key" if isinstance(record.giver.how, OwnKey) else "on paper"
            return (
                f"Agreed by: {_ROLES[record.giver.capacity]}, {how}",
                f"Level: {record.scope.level} of 4",
                f"First day: {_day(record.starts_on)}",
                f"Last day without a review: {_day(record.valid_until)}",
                f"Ends for good: {_day(record.end_by)}",
                f"Words of the text that was read: {_words(record.text.digest)}",
            )
        case Review():
            until = () if record.valid_until is None else (f"Last day: {_day(record.valid_until)}",)
            return (
                f"Held on: {_day(record.held_on)}",
                f"Decided: {_OUTCOMES[record.outcome]}",
                *until,
            )
        case Stop():
            reason = f"Reason: {_REASONS[record.reason]}"
            return (f"Agreement's check words: {_words(record.agreement)}", reason)
        case PaperNotice():
            handed_over = f"Handed over on: {_day(record.handed_over_on)}"
            return (f"Agreement's check words: {_words(record.agreement)}", handed_over)
        case Withdrawal() | Objection() | Acknowledgement():
            return (f"Agreement's check words: {_words(record.agreement)}",)
        case TrustRoot() | Keyset():
            expires = _day(london_day(record.expires_at))
            return (f"Version: {record.version}", f"Expires: {expires}")
        case _:
            return ()


def _next(event: Event, record: AnyRecord) -> tuple[str, date | None]:
    """Return the next step, and by when."""
    unfinished = event.what in {Happening.DRAFTED, Happening.SIGNED}
    match record:
        case Agreement() if unfinished:
            return _SIGN, record.starts_on
        case Agreement():
            return _HOLD_REVIEW, record.valid_until
        case Review() if unfinished:
            return _SIGN_REVIEW, None
        case Review(next_review_due=date() as due):
            return _HOLD_REVIEW, due
        case Withdrawal() | Objection() | Stop() | PaperNotice() if unfinished:
            return _BRING, london_day(event.at)
        case Objection():
            return _HEAR, london_day(record.issued_at) + timedelta(days=_OBJECTION_DAYS)
        case Review() | Withdrawal() | Stop():
            return _SEE_THAT_IT_ENDED, london_day(event.at)
        case TrustRoot() | Keyset():
            return _SEND_NEXT, london_day(record.expires_at)
        case _:
            return (_START_DRAFT if isinstance(record, HomeCard) else _NO_STEP), None


def _day(day: date) -> str:
    # By hand: the library's names of months follow the machine's language.
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _words(of: str) -> str:
    return " ".join(words_for(bytes.fromhex(of), FINGERPRINT_WORDS))
