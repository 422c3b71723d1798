"""Young people's own cards: rows to values, and back.

Rules kept here:
- Nobody's words can be read, also not here: what is kept is their hash.
- A card is erased with the person, and a new one takes the place of the one before.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, select

from console.store.database.tables.cards import CardRow


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCard:
    """What is kept of one young person's card."""

    person: str
    hashed: str
    made_at: datetime


def card_of(session: Session, person: str) -> KeptCard | None:
    """Return somebody's card, None where they made none."""
    row = session.get(CardRow, person)
    return None if row is None else _card(row)


def cards_in(session: Session) -> tuple[KeptCard, ...]:
    """Return every card."""
    return tuple(_card(row) for row in session.exec(select(CardRow)))


def keep_card(session: Session, card: KeptCard) -> None:
    """Keep a card in place of the one before."""
    made_at = int(card.made_at.timestamp())
    session.merge(CardRow(person=card.person, hashed=card.hashed, made_at=made_at))
    session.flush()


def erase_card(session: Session, person: str) -> None:
    """Erase somebody's card, where they have one."""
    row = session.get(CardRow, person)
    if row is not None:
        session.delete(row)
        session.flush()


def keep_cards_of(session: Session, people: Collection[str]) -> None:
    """Erase the cards of whoever is not one of these people."""
    for row in session.exec(select(CardRow)).all():
        if row.person not in people:
            session.delete(row)
    session.flush()


def _card(row: CardRow) -> KeptCard:
    return KeptCard(
        person=row.person, hashed=row.hashed, made_at=datetime.fromtimestamp(row.made_at, UTC)
    )
