"""What was changed in this home: by whom, what, about whom, why, and when.

Rules kept here:
- What can be changed is a closed list, so that each change has its own sentence on a page.
- It holds what people decided and nothing that a device asked for.
- It is only added to here; what a change did is undone by another change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlmodel import Session, col, select

from console.store.changed import Changed
from console.store.database.tables.home import ChangeRow

__all__ = [
    "BY_FILE",
    "MAX_TEXT",
    "SHOWN",
    "Change",
    "Changed",
    "Note",
    "add_change",
    "changes_in",
    "kind_of_change",
]

MAX_TEXT: Final = 500
"""How many letters of what somebody wrote are kept."""

BY_FILE: Final = "household.toml"
"""Who changed what the household file says; no person may bear a name with a dot and no space."""

SHOWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is noted of a change. `who` did it, by the name that people here call them.

    `about` is the young person or the device it concerns, empty for the whole home; `text` says
    what it was before and is now, where a number or a name says more than `what`; `why` is the
    reason that was given.
    """

    who: str
    what: Changed
    about: str = ""
    text: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change as it is kept, with its number."""

    number: int
    at: datetime
    note: Note


def add_change(session: Session, note: Note, at: datetime) -> Change:
    """Add a change to the list, and return it with its number."""
    row = ChangeRow(
        at=int(at.timestamp()),
        who=note.who[:MAX_TEXT],
        what=note.what.value,
        about=note.about[:MAX_TEXT],
        text=note.text[:MAX_TEXT],
        why=note.why[:MAX_TEXT],
    )
    session.add(row)
    session.flush()
    return _change(row)


def changes_in(
    session: Session, *, about: str | None = None, limit: int = SHOWN
) -> tuple[Change, ...]:
    """Return the latest changes, the newest first; with `about`, those about it or about all."""
    query = select(ChangeRow).order_by(col(ChangeRow.id).desc()).limit(limit)
    if about is not None:
        query = query.where(col(ChangeRow.about).in_((about, "")))
    return tuple(_change(row) for row in session.exec(query))


def kind_of_change(session: Session, number: int) -> Changed | None:
    """Return what was changed by the change of a number, None where none of it is kept."""
    row = session.get(ChangeRow, number)
    return None if row is None else Changed(row.what)


def _change(row: ChangeRow) -> Change:
    assert row.id is not None  # it was flushed, or read
    return Change(
        number=row.id,
        at=datetime.fromtimestamp(row.at, UTC),
        note=Note(
            who=row.who,
            what=Changed(row.what),
            about=row.about,
            text=row.text,
            why=row.why,
        ),
    )
