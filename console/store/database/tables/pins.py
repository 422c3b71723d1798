"""The table of PINs for shared devices; `console.store.database.pins` reads it.

Rules kept here:
- A PIN itself is nowhere; its hash carries its own salt and cost.
- How often it was mistyped outlives a restart, so that pulling the plug gives no more tries.
- Times are whole seconds since 1970 in UTC.
"""

from __future__ import annotations

from typing import ClassVar

from sqlmodel import Field, SQLModel


class PinRow(SQLModel, table=True):
    """One person's PIN, by their name here."""

    __tablename__: ClassVar[str] = "pin"

    person: str = Field(primary_key=True)
    kind: str
    hashed: str
    wrong: int = 0
    barred_until: int | None = None
