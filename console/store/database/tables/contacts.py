"""The tables of whom a carer rings about an agreement, and of who was told of a stop.

Rules kept here:
- A stop is known by its box and its place in the box's journal; nothing of an agreement stands
  here.
- Times are whole seconds since 1970 in UTC.
"""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field, SQLModel


class ContactRow(SQLModel, table=True):
    """One route to the people who work with the young person."""

    __tablename__: ClassVar[str] = "contact"

    route: str = Field(primary_key=True)
    name: str
    number: str


class ToldRow(SQLModel, table=True):
    """Who was told of one stop, and when, as a carer typed it."""

    __tablename__: ClassVar[str] = "told_of_stop"

    box: str = Field(primary_key=True)
    place: int = Field(primary_key=True)
    who: str
    told_at: int
