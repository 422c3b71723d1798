"""The tables of what young people wrote; `console.store.database.own_words` reads them.

Rules kept here:
- Words are open or sealed, never both: what is not for a carer stands nowhere in the open.
- A person is a number, as in addresses, so that no row names anybody.
- When a device was heard last is a day, and is kept only beside words that it may come to erase.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class OwnWordsRow(SQLModel, table=True):
    """One text of one young person."""

    __tablename__: ClassVar[str] = "own_words"
    __table_args__ = (CheckConstraint("(text IS NULL) <> (sealed IS NULL)", name="open_or_sealed"),)

    number: int | None = Field(default=None, primary_key=True)
    person: int
    purpose: str
    text: str | None = None
    sealed: bytes | None = None
    sealed_to: str | None = None
    agreement: str | None = None
    written_at: int


class HeardRow(SQLModel, table=True):
    """The last day on which a device of a young person was heard, counted from 1970."""

    __tablename__: ClassVar[str] = "own_words_heard"

    person: int = Field(primary_key=True)
    day: int
