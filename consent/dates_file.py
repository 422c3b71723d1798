"""The dates of an agreement as a calendar file (RFC 5545): nobody's name, nobody's case.

Rules kept here:
- A calendar is seen by colleagues, so the file says what is due and never about whom. Whoever looks
  after several agreements tells them apart by two words of the agreement's digest.
- An event keeps its UID for as long as the agreement lasts, and its number rises with each review:
  a new file moves the entries of the one before instead of standing beside them.
- Days are whole local days. Reminders come 10, 5 and 1 days before, at nine in the morning.
- Nothing is read from a clock: the stamp of an event is when its record was issued.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from consent.calendar import london_day
from consent.encoding import digest, json_from_object
from consent.records.agency import Keyset
from consent.records.agreement import Agreement
from consent.records.fields import Outcome
from consent.records.review import Review
from consent.schema import write
from consent.words import words_for

_FOLD_OCTETS: Final = 75
_REMINDERS: Final = (10, 5, 1)
_LINE_END: Final = "\r\n"
_CONTEXT: Final = "lamplight/dates/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What a calendar shows for one kind of day."""

    summary: str
    description: str


_SAID: Final = {
    "review": _Said(
        summary="Lamplight: review due",
        description="Hold the review on this day or before, and ask the young person alone first. "
        "Without a signed review, recording stops by itself.",
    ),
    "lapse": _Said(
        summary="Lamplight: last day",
        description="Recording stops by itself at the end of this day, unless a review was signed. "
        "Filters go on as they are. A late review cannot start it again.",
    ),
    "end": _Said(
        summary="Lamplight: ends for good",
        description="No review can go beyond this day. By then the action plan takes the place of "
        "recording.",
    ),
    "keyset": _Said(
        summary="Lamplight: list of who may sign expires",
        description="Every home of this agency needs the next list before this day. "
        "Without it, recording stops by itself.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    """One day on which something is due. `subject` is what the UID is made of."""

    subject: str
    sequence: int
    stamp: datetime
    day: date
    summary: str
    description: str
    cancelled: bool


def dates_file(
    agreement: Agreement,
    *,
    review: Review | None = None,
    keyset: Keyset | None = None,
    ended: bool = False,
) -> str:
    """Return the calendar file of an agreement, its newest review and the agency's keyset.

    `ended` is true after a withdrawal or a stop: the file then takes the entries away, as it does
    after a review that decided to stop.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lamplight//dates v1//EN",
        "CALSCALE:GREGORIAN",
    ]
    for due in (*_of_agreement(agreement, review, ended=ended), *_of_keyset(keyset)):
        lines += _event(due)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}{_LINE_END}" for line in lines)


def _of_agreement(agreement: Agreement, review: Review | None, *, ended: bool) -> Iterator[_Due]:
    record = digest(json_from_object(write(agreement)))
    words = " ".join(words_for(bytes.fromhex(record), 2))
    newest = agreement if review is None else review
    # A review that decided to stop has no dates of its own: those before it are taken away.
    review_due = agreement.valid_until
    valid_until = agreement.valid_until
    if review is not None and review.next_review_due and review.valid_until:
        review_due, valid_until = review.next_review_due, review.valid_until
    cancelled = ended or (review is not None and review.outcome is Outcome.STOP)
    days = {"review": review_due, "lapse": valid_until, "end": agreement.end_by}
    for name, day in days.items():
        said = _SAID[name]
        yield _Due(
            subject=f"{name}|{record}",
            # An ending comes after every review, and RFC 5545 asks for a higher number.
            sequence=2 * newest.seq + ended,
            stamp=newest.issued_at,
            day=day,
            summary=f"{said.summary} ({words})",
            description=said.description,
            cancelled=cancelled,
        )


def _of_keyset(keyset: Keyset | None) -> Iterator[_Due]:
    if keyset is not None:
        yield _Due(
            subject=f"keyset|{keyset.agency}",
            sequence=keyset.version,
            stamp=keyset.issued_at,
            day=london_day(keyset.expires_at),
            summary=_SAID["keyset"].summary,
            description=_SAID["keyset"].description,
            cancelled=False,
        )


def _event(due: _Due) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{digest(f'{_CONTEXT}|{due.subject}'.encode())[:32]}",
        f"DTSTAMP:{due.stamp.strftime('%Y%m%dT%H%M%SZ')}",
        f"SEQUENCE:{due.sequence}",
        f"DTSTART;VALUE=DATE:{_basic(due.day)}",
        f"SUMMARY:{_escaped(due.summary)}",
        f"DESCRIPTION:{_escaped(due.description)}",
        "CLASS:CONFIDENTIAL",
        "TRANSP:TRANSPARENT",
        f"STATUS:{'CANCELLED' if due.cancelled else 'CONFIRMED'}",
    ]
    if not due.cancelled:
        for days in _REMINDERS:
            lines += [
                "BEGIN:VALARM",
                "ACTION:DISPLAY",
                f"DESCRIPTION:{_escaped(due.summary)}",
                # Nine in the morning: that many days before midnight, less the night and morning.
                f"TRIGGER:-P{days - 1}DT15H",
                "END:VALARM",
            ]
    return [*lines, "END:VEVENT"]


def _basic(day: date) -> str:
    return day.isoformat().replace("-", "")


def _escaped(text: str) -> str:
    """Return a text as RFC 5545 section 3.3.11 writes it."""
    for character in "\\;,":
        text = text.replace(character, f"\\{character}")
    return text


def _folded(line: str) -> str:
    """Return a line folded at 75 octets (RFC 5545 section 3.1). All that is written is ASCII."""
    parts = [line[:_FOLD_OCTETS]]
    # A line that goes on begins with a space, which counts.
    step = _FOLD_OCTETS - 1
    parts += [f" {line[at : at + step]}" for at in range(_FOLD_OCTETS, len(line), step)]
    return _LINE_END.join(parts)
