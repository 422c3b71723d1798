"""Tables of what carers give and young people ask; `console.store.database.given` reads them.

Rules kept here:
- Instants are text, as published documents write them (`policy.given.document`), so that they sort
  by time. A grant is one document, since only `policy` knows what a grant may be.
- Nothing here points from one row to another: each is erased in its own time.
"""

from __future__ import annotations

from typing import ClassVar, Final

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

NUMBERED_FOR_GOOD: Final = {"sqlite_autoincrement": True}
"""A number is never given twice: a page that is old would undo what it never showed."""


class GrantRow(SQLModel, table=True):
    """A grant as the snapshot writes it, and by whom and when it was ended before its time."""

    __tablename__: ClassVar[str] = "given_grant"
    __table_args__: ClassVar[dict[str, bool]] = NUMBERED_FOR_GOOD

    number: int | None = Field(default=None, primary_key=True)
    document: str
    ended: str | None = None
    ended_by: str | None = None


class RequestRow(SQLModel, table=True):
    """What a young person asked for, and what was answered; `target` is a document."""

    __tablename__: ClassVar[str] = "request"
    __table_args__: ClassVar[dict[str, bool]] = NUMBERED_FOR_GOOD

    number: int | None = Field(default=None, primary_key=True)
    young_person: str
    asked: str
    words: str
    name: str | None = None
    target: str | None = None
    minutes: int = 0
    title: str | None = None
    answer: str
    answered: str | None = None
    answered_by: str | None = None
    answer_words: str = ""


class TurnRow(SQLModel, table=True):
    """Whose turn it is on a shared device; the latest one alone."""

    __tablename__: ClassVar[str] = "turn"

    device: str = Field(primary_key=True)
    person: str
    since: str


class ListedPauseRow(SQLModel, table=True):
    """A pause that belongs to more than 24 hours in a week; a trigger refuses every change."""

    __tablename__: ClassVar[str] = "listed_pause"
    __table_args__ = (UniqueConstraint("young_person", "grant_number", name="listed_once"),)

    number: int | None = Field(default=None, primary_key=True)
    young_person: str
    grant_number: int
    giver: str
    reason: str
    given: str
    until: str


class ConfirmedTimeRow(SQLModel, table=True):
    """What time it is by a carer's word; there is one at most."""

    __tablename__: ClassVar[str] = "confirmed_time"
    __table_args__ = (CheckConstraint("number = 1", name="one_time"),)

    number: int = Field(default=1, primary_key=True)
    document: str
