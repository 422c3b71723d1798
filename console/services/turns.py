"""Whose turn it is on a device that several people share: kept and published as one.

Rules kept here:
- Only who shares a device can have a turn on it; a turn ends by itself (`policy.given.turns`), or
  when somebody hands the device back. Who may say so is asked before (`console.services.sharing`).
- A turn is not in the list of changes: a list of turns would be a list of when somebody used
  something (people.md, 14). The latest one alone is kept, until it is over.
- What is kept and not published heals at the next change or the next start, which publish whatever
  is kept.
"""

from __future__ import annotations

from console.house import House
from console.services.home import publish_home
from console.services.moments import moment_in
from console.services.outcomes import NoTurn
from console.store.database.given import confirmed_in, end_turn, take_turn
from console.store.database.homes import home_of
from policy.given.turns import Turn
from policy.household import EVERYONE


def take(house: House, device: str, person: str) -> NoTurn | None:
    """Make it somebody's turn, and return None once that is kept and published; or why not.

    Raises PublishRefused, PublishedDamaged and AllowedDamaged where it is kept, but not published.
    """
    with house.database.changing() as session:
        home = home_of(session)
        devices = home.household.devices if home else ()
        shared = next(
            (one for one in devices if one.name == device and one.belongs_to == EVERYONE), None
        )
        if home is None or shared is None:
            return NoTurn.NOT_SHARED
        if person not in shared.shared_by:
            return NoTurn.NOT_THEIRS
        moment = moment_in(house, home.household, confirmed_in(session))
        take_turn(session, Turn(device=device, person=person, since=moment.at))
    publish_home(house)
    return None


def hand_back(house: House, device: str) -> NoTurn | None:
    """Make it nobody's turn on a device, or return why there is none. Raises as `take` does."""
    with house.database.changing() as session:
        was = end_turn(session, device)
    if not was:
        return NoTurn.NOBODYS
    publish_home(house)
    return None
