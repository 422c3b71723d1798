"""What young people wrote for a review or for the house agreement: rows to values, and back.

Rules kept here:
- Words are erased one by one by whoever wrote them, all of a person's at once, or all of them.
- What was erased is overwritten on the disk (`secure_delete`, which the engine sets or SQLite has).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlmodel import Session, col, delete, select

from console.store.database.tables.own_words import HeardRow, OwnWordsRow
from console.store.purposes import Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """Words that only one key opens: the key's id, and the agreement that names it."""

    octets: bytes = field(repr=False)
    to: str
    agreement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """One text: open, or sealed. `number` is None before it was kept."""

    person: int
    purpose: Purpose
    words: str | Sealed = field(repr=False)
    at: datetime
    number: int | None = None


def add_words(session: Session, words: OwnWords) -> None:
    """Keep a text."""
    sealed = words.words if isinstance(words.words, Sealed) else None
    session.add(
        OwnWordsRow(
            person=words.person,
            purpose=words.purpose.value,
            text=words.words if isinstance(words.words, str) else None,
            sealed=sealed.octets if sealed else None,
            sealed_to=sealed.to if sealed else None,
            agreement=sealed.agreement if sealed else None,
            written_at=int(words.at.timestamp()),
        )
    )
    session.flush()


def words_in(session: Session, person: int | None = None) -> tuple[OwnWords, ...]:
    """Return every text, or one person's, the newest first."""
    wanted = select(OwnWordsRow).order_by(col(OwnWordsRow.number).desc())
    if person is not None:
        wanted = wanted.where(OwnWordsRow.person == person)
    return tuple(_words(row) for row in session.exec(wanted))


def erase_words(session: Session, person: int, number: int | None = None) -> None:
    """Erase one text of a person, or all of them."""
    wanted = delete(OwnWordsRow).where(col(OwnWordsRow.person) == person)
    if number is not None:
        wanted = wanted.where(col(OwnWordsRow.number) == number)
    session.exec(wanted)
    if not words_in(session, person):
        session.exec(delete(HeardRow).where(col(HeardRow.person) == person))


def erase_all_words(session: Session) -> None:
    """Erase everybody's."""
    session.exec(delete(OwnWordsRow))
    session.exec(delete(HeardRow))


def heard_in(session: Session) -> dict[int, int]:
    """Return the last day on which each person's devices were heard, by the person's number."""
    return {row.person: row.day for row in session.exec(select(HeardRow))}


def note_heard(session: Session, person: int, day: int) -> None:
    """Note a day on which a device of a person was heard; an earlier one changes nothing."""
    row = session.get(HeardRow, person)
    if row is None or row.day < day:
        session.merge(HeardRow(person=person, day=day))
        session.flush()


def _words(row: OwnWordsRow) -> OwnWords:
    words: str | Sealed = row.text or ""
    if row.sealed is not None:
        words = Sealed(octets=row.sealed, to=row.sealed_to or "", agreement=row.agreement or "")
    return OwnWords(
        number=row.number,
        person=row.person,
        purpose=Purpose(row.purpose),
        words=words,
        at=datetime.fromtimestamp(row.written_at, UTC),
    )
