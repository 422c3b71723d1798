"""A record in plain words: what it says, and which keys are said to have signed it.

Rules kept here:
- What people read of an agreement is the text they signed, rendered anew.
- Showing proves nothing: `verify` says who really signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from consent.calendar import london_time
from consent.commands.questions import day_shown
from consent.envelope import Envelope
from consent.frozen import FINGERPRINT_WORDS
from consent.records.acknowledgement import Acknowledgement
from consent.records.agency import Keyset, TrustRoot
from consent.records.agreement import Agreement
from consent.records.endings import Objection, Stop, Withdrawal
from consent.records.home_card import HomeCard
from consent.records.paper_notice import PaperNotice
from consent.records.reading import Record
from consent.records.review import Review
from consent.texts.signed import render
from consent.texts.template import template_for
from consent.words import words_for


def plain(record: Record, envelope: Envelope) -> str:
    """Return what a record says. Raises ConsentError where its text cannot be rendered."""
    words = " ".join(words_for(bytes.fromhex(envelope.digest), FINGERPRINT_WORDS))
    return "\n".join(
        (
            *_said(record),
            "",
            f"Its words: {words}",
            f"Signatures on it: {len(envelope.signatures)}. `./lamplight verify` says whose.",
        )
    )


def shown(at: datetime) -> str:
    """Return an instant as clocks in London show it."""
    time = london_time(at)
    return f"{day_shown(time.date())}, {time:%H:%M}"


def _said(record: Record) -> Iterator[str]:
    match record:
        case Agreement():
            yield render(record, template_for(record), record.text.language).plain()
        case Review():
            yield from _review(record)
        case TrustRoot() | Keyset() | HomeCard():
            yield from _list(record)
        case _:
            yield _ending(record)


def _list(record: TrustRoot | Keyset | HomeCard) -> Iterator[str]:
    match record:
        case TrustRoot():
            yield f"The trust root of {record.agency.domain} ({record.agency.name})."
            yield f"Version {record.version}, good until {shown(record.expires_at)}."
            yield f"{record.root.threshold} of these may change it:"
            yield from (f"  {key.title}" for key in record.root.keys)
        case Keyset():
            yield f"Who may sign for {record.agency}."
            yield f"Version {record.version}, good until {shown(record.expires_at)}."
            gone = {one.keyid: one.reason for one in record.revoked}
            for key in record.keys:
                left = f", revoked: {gone[key.keyid]}" if key.keyid in gone else ""
                yield f"  {key.keyid[:16]}  {key.role.replace('_', ' ')}: {key.name}{left}"
        case _:
            yield "A home's card."
            yield from (
                f"  {one.label}{'' if one.sole_user else ' (used by several people)'}"
                for one in record.devices
            )


def _ending(record: Withdrawal | Objection | Stop | PaperNotice | Acknowledgement) -> str:
    match record:
        case Withdrawal():
            return f"A withdrawal, signed {shown(record.issued_at)}. Recording ends."
        case Objection():
            return f"The young person's objection, {shown(record.issued_at)}. Recording pauses."
        case Stop():
            reason = record.reason.replace("_", " ")
            return f"A stop, signed {shown(record.issued_at)}: {reason}. Recording ends."
        case PaperNotice():
            day, language = day_shown(record.handed_over_on), record.language
            return f"Paper about the recording, in language {language}, was handed over on {day}."
        case _:
            return f"A viewer has read how to use this, {shown(record.issued_at)}."


def _review(review: Review) -> Iterator[str]:
    yield f"Review {review.seq}, held on {day_shown(review.held_on)}: {review.outcome}."
    for who in ("young_person", "family", "carer", "iro", "advocate"):
        part = getattr(review.participants, who)
        took = "took part" if part.took_part else f"did not take part ({part.why_not})"
        yield f"  {who.replace('_', ' ')}: {took}"
    yield f"Looked at {review.looks} times since the last time."
    if review.valid_until is not None and review.next_review_due is not None:
        yield f"Valid until {day_shown(review.valid_until)}, the next review at the latest."
