"""The PINs of people who take turns on shared devices: rows to values, and back.

Rules kept here:
- Nobody's PIN can be read, also not here: what is kept is its hash.
- It is erased with the person, and set anew in place of the one before.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlmodel import Session, select

from console.store.database.tables.pins import PinRow


class PinKind(StrEnum):
    """How a PIN is given: four to eight digits, or pictures for whoever does not read yet."""

    DIGITS = "digits"
    PICTURES = "pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One person's PIN. `wrong` is how often it was mistyped since it was right."""

    person: str
    kind: PinKind
    hashed: str
    wrong: int = 0
    barred_until: datetime | None = None


def pin_of(session: Session, person: str) -> Pin | None:
    """Return somebody's PIN, None where they have none."""
    row = session.get(PinRow, person)
    return None if row is None else _pin(row)


def pins_in(session: Session) -> tuple[Pin, ...]:
    """Return every PIN."""
    return tuple(_pin(row) for row in session.exec(select(PinRow)))


def keep_pin(session: Session, pin: Pin) -> None:
    """Keep a PIN as it is now, in place of the one before."""
    barred = None if pin.barred_until is None else int(pin.barred_until.timestamp())
    session.merge(
        PinRow(
            person=pin.person,
            kind=pin.kind.value,
            hashed=pin.hashed,
            wrong=pin.wrong,
            barred_until=barred,
        )
    )
    session.flush()


def keep_pins_of(session: Session, people: Collection[str]) -> None:
    """Erase the PINs of whoever is not one of these people."""
    for row in session.exec(select(PinRow)).all():
        if row.person not in people:
            session.delete(row)
    session.flush()


def _pin(row: PinRow) -> Pin:
    until = row.barred_until
    return Pin(
        person=row.person,
        kind=PinKind(row.kind),
        hashed=row.hashed,
        wrong=row.wrong,
        barred_until=None if until is None else datetime.fromtimestamp(until, UTC),
    )
