"""A carer says what time it is, where the box cannot know: kept, listed and published as one.

Rules kept here:
- What is said is what a clock on a wall of this home shows.
- It is for filtering alone; what is recorded needs time that nobody can say (`policy.confirmed`).
"""

from __future__ import annotations

from datetime import date

from console.house import House
from console.services.home import change_kept, household_in
from console.services.moments import confirmed_now, on_the_wall_of
from console.services.publish import await_taken_up
from console.store.database.changes import Changed, Note
from console.store.database.given import confirm


def confirm_time(house: House, who: str, day: date, minute: int) -> bool:
    """Go by what a clock shows, until a better one is known; False where that cannot be kept.

    Raises as `console.services.grants.give` does.
    """
    said = on_the_wall_of(household_in(house), day, minute)
    confirmed = None if said is None else confirmed_now(house, said)
    if confirmed is None:
        return False
    note = Note(who=who, what=Changed.TIME_CONFIRMED)
    snapshot = change_kept(house, note, lambda session: confirm(session, confirmed))
    await_taken_up(house.published, snapshot.version)
    return True
