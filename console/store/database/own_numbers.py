"""The numbers that this home would ring first: rows to values, and back.

Rules kept here:
- They are few and short, so that whoever is in a hurry finds theirs.
- They are kept all at once, in place of those before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, delete, select

from console.store.database.tables.first_run import OwnNumberRow

MAX_NUMBERS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNumber:
    """Somebody to ring: `number` as it was typed."""

    name: str
    number: str


def own_numbers(session: Session) -> tuple[OwnNumber, ...]:
    """Return the home's numbers in the order in which they were typed."""
    rows = session.exec(select(OwnNumberRow).order_by(col(OwnNumberRow.place)))
    return tuple(OwnNumber(name=row.name, number=row.number) for row in rows)


def keep_own_numbers(session: Session, numbers: Sequence[OwnNumber]) -> None:
    """Keep these numbers, in place of those before."""
    session.exec(delete(OwnNumberRow))
    for place, one in enumerate(numbers[:MAX_NUMBERS], start=1):
        session.add(OwnNumberRow(place=place, name=one.name, number=one.number))
    session.flush()
