"""The home that this box serves: one row to a value of `policy`, and back.

Rules kept here:
- The household is one document, the same that `policy.document` writes everywhere else, so there
  is one way to write it and one to check it.
- A row that cannot be read is never written over; a person looks at it first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlmodel import Session

from console.errors import PublishRefused
from console.store.database.engine import DatabaseUnusable
from console.store.database.tables.home import HomeRow
from policy.document import household_from_document, household_to_document
from policy.errors import HouseholdMalformed, JsonMalformed
from policy.household import Household
from policy.strict_json import parse_strict_json


class HomeKind(StrEnum):
    """Which kind of home it is; in a family home nothing is ever recorded (decision 19)."""

    FAMILY = "family"
    FOSTER = "foster"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The household, and how this box came to know it.

    `file_digest` is that of the household file that was last read, None where there was none.
    """

    household: Household
    kind: HomeKind
    set_up_at: datetime
    file_digest: str | None = None


def home_of(session: Session) -> Home | None:
    """Return the home, None before it was set up. Raises DatabaseUnusable."""
    row = session.get(HomeRow, 1)
    if row is None:
        return None
    try:
        return Home(
            household=household_from_document(parse_strict_json(row.document.encode())),
            kind=HomeKind(row.kind),
            set_up_at=datetime.fromtimestamp(row.set_up_at, UTC),
            file_digest=row.file_digest,
        )
    except (HouseholdMalformed, JsonMalformed, ValueError, OverflowError, OSError) as error:
        raise DatabaseUnusable(
            f"the home in household.db cannot be read: {error}\n"
            "Nothing was changed, and the filter keeps the last rules it took up. Put a copy of"
            " the file from before in its place, or move it away and set up the home anew."
        ) from error


def save_home(session: Session, home: Home) -> None:
    """Keep the home as it is now. Raises PublishRefused for one that could not be read again."""
    document = json.dumps(household_to_document(home.household), ensure_ascii=False)
    try:
        household_from_document(parse_strict_json(document.encode()))
    except (HouseholdMalformed, JsonMalformed) as error:
        raise PublishRefused(f"this household cannot be kept: {error}") from error
    row = session.get(HomeRow, 1) or HomeRow(document="", kind="", set_up_at=0)
    row.document = document
    row.kind = home.kind.value
    row.set_up_at = int(home.set_up_at.timestamp())
    row.file_digest = home.file_digest
    session.add(row)
    session.flush()
