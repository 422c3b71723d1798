"""The table of how the home was before its latest changes; `console.store.database.undo` reads it.

Rules kept here:
- `before` is the household's document, `after` the digest of the one that the change made of it.
- A number is never given twice: a page that is old would undo what it never showed.
"""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field, SQLModel


class UndoRow(SQLModel, table=True):
    """One change that can be undone."""

    __tablename__: ClassVar[str] = "undo"
    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_autoincrement": True}

    number: int | None = Field(default=None, primary_key=True)
    before: str
    after: str
