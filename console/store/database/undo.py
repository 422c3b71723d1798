"""How the home was before its latest changes: kept as long as they can be undone, and no longer.

Rules kept here:
- A change can be undone only while the home is as that change left it. So undoing takes back what
  it shows and nothing that somebody did since.
- As soon as the home is otherwise, all that was kept before is of no more use and is erased: rules
  of somebody who moved away do not stay here.
- At most `STEPS` are kept.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, delete, select

from console.store.database.tables.undo import UndoRow
from policy.document import household_from_document, household_to_document
from policy.errors import HouseholdMalformed, JsonMalformed
from policy.household import Household
from policy.strict_json import parse_strict_json

STEPS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change that can be undone: its number, and the home as it was before."""

    number: int
    before: Household


def digest_of(household: Household) -> str:
    """Return a short name for this very household."""
    document = json.dumps(household_to_document(household), sort_keys=True)
    return hashlib.blake2b(document.encode(), digest_size=16).hexdigest()


def keep_step(session: Session, before: Household, after: Household) -> None:
    """Keep how the home was before a change that is being made."""
    rows = session.exec(select(UndoRow).order_by(col(UndoRow.number).desc())).all()
    keep = rows[: STEPS - 1] if rows and rows[0].after == digest_of(before) else []
    for row in rows[len(keep) :]:
        session.delete(row)
    session.add(
        UndoRow(
            before=json.dumps(household_to_document(before), ensure_ascii=False),
            after=digest_of(after),
        )
    )
    session.flush()


def last_step(session: Session, now: Household) -> Step | None:
    """Return the latest change, None where the home is not any more as it left it."""
    row = session.exec(select(UndoRow).order_by(col(UndoRow.number).desc()).limit(1)).first()
    if row is None or row.number is None or row.after != digest_of(now):
        return None
    try:
        before = household_from_document(parse_strict_json(row.before.encode()))
    except (HouseholdMalformed, JsonMalformed):
        return None  # another version wrote it; what cannot be read cannot be brought back
    return Step(number=row.number, before=before)


def drop_step(session: Session, number: int) -> None:
    """Forget a change that was undone."""
    session.exec(delete(UndoRow).where(col(UndoRow.number) == number))


def forget_steps(session: Session) -> None:
    """Forget how the home was before, as when somebody moves away."""
    session.exec(delete(UndoRow))
