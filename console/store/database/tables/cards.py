"""The table of young people's own cards; `console.store.database.cards` reads it.

Rules kept here:
- The words of a card are nowhere; what is kept is their hash, with its own salt and cost.
- Nothing says when a card was used, or where: no column could hold it.
- Times are whole seconds since 1970 in UTC.
"""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field, SQLModel


class CardRow(SQLModel, table=True):
    """One young person's card, by their name here."""

    __tablename__: ClassVar[str] = "card"

    person: str = Field(primary_key=True)
    hashed: str
    made_at: int
