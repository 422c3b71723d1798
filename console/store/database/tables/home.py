"""The tables of the home and of what was changed in it.

Rules kept here:
- The home is one document in one row; `homes` turns it into a value of `policy` and back.
- Times are whole seconds since 1970 in UTC: SQLite has no kind of its own for them.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class HomeRow(SQLModel, table=True):
    """The one home that this box serves."""

    __tablename__: ClassVar[str] = "home"
    __table_args__ = (CheckConstraint("id = 1", name="one_home"),)

    id: int = Field(default=1, primary_key=True)
    document: str
    kind: str
    set_up_at: int
    file_digest: str | None = None


class ChangeRow(SQLModel, table=True):
    """Something that was changed: by whom, what, about whom, why, and when."""

    __tablename__: ClassVar[str] = "change"

    id: int | None = Field(default=None, primary_key=True)
    at: int = Field(index=True)
    who: str
    what: str
    about: str
    text: str
    why: str
