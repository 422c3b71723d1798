"""What the PIN of a paired phone is good for: whom 15 minutes can be given, and what to undo.

Rules kept here:
- Nothing is told here of how somebody's evening stands; there are names, and what the very person
  with this PIN gave and that still runs.
"""

from __future__ import annotations

from console.house import House
from console.services.home import household_in
from console.store.database.given import grants_in
from policy.household import EVERYONE, ids_of


def young_people(house: House) -> dict[str, int]:
    """Return the young people who live here, each with their number."""
    return ids_of(household_in(house))


def grants_to_undo(house: House, giver: str) -> tuple[tuple[int, str], ...]:
    """Return what this carer gave that still runs: its number and whom it is for, newest first."""
    now = house.clock()
    with house.database.reading() as session:
        kept = grants_in(session)
    return tuple(
        (one.number, one.grant.young_person or EVERYONE)
        for one in reversed(kept)
        if one.ended is None and one.grant.giver == giver and one.grant.until > now
    )
