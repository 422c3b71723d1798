"""Keeping the home tidy: what is over is erased in its time, also where nobody opens a page.

Rules kept here:
- It runs at every start and once an hour, so "erased after thirty days" holds within the hour.
- What is erased is gone from what is published too. Where nothing is, nothing is published anew.
- While the clock cannot be right nothing is erased: a clock that jumps ahead erases nothing.
- Whatever is in the way is one error that tells nothing of anybody, so that whoever calls this can
  say so and try again.
- Own words go by the recorder's time alone (`console.services.own_words`).
"""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from console.house import House
from console.services.home import publish_home
from console.services.moments import moment_in
from console.services.own_words import erase_due
from console.store.database.engine import DatabaseUnusable
from console.store.database.given import confirmed_in, given_of, tidy
from console.store.database.homes import home_of
from policy.errors import PolicyError


def keep_tidy(house: House) -> None:
    """Erase whatever is over. Raises ConsoleError where that cannot be done or published."""
    try:
        is_changed = _erase(house)
    except (SQLAlchemyError, PolicyError, ValueError, OSError) as error:
        raise DatabaseUnusable(
            f"what is over was not erased yet, and is tried again ({type(error).__name__})"
        ) from error
    if is_changed:
        publish_home(house)
    erase_due(house)


def _erase(house: House) -> bool:
    """Erase whatever is over in the tables, and say whether what is published holds less by it."""
    status = house.published.status()
    with house.database.changing() as session:
        home = home_of(session)
        if home is None:
            return False
        moment = moment_in(house, home.household, confirmed_in(session), status)
        if not moment.plausible:
            return False
        before = given_of(session)
        young_people = [one.name for one in home.household.young_people]
        tidy(session, young_people, home.household.devices, moment.at)
        return given_of(session) != before
