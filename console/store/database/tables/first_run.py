"""The tables of the first run and of the home's own numbers to ring.

Rules kept here:
- How far the first run is stands on the disk, so that a power cut resumes at the same screen.
- A number to ring is what a carer typed; nobody ever rang it from here.
"""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class FirstRunRow(SQLModel, table=True):
    """The one first run of this box."""

    __tablename__: ClassVar[str] = "first_run"
    __table_args__ = (CheckConstraint("id = 1", name="one_first_run"),)

    id: int = Field(default=1, primary_key=True)
    step: str


class OwnNumberRow(SQLModel, table=True):
    """A number that this home would ring first, in its place on the page."""

    __tablename__: ClassVar[str] = "own_number"

    place: int = Field(primary_key=True)
    name: str
    number: str
