from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from console.services.evening_by_pin import grants_to_undo, young_people
from console.store.database.given import add_grant, end_grant
from policy.given.grants import Grant, GrantKind
from policy.timed import Target
from tests.console import homes

MORE = Grant(
    kind=GrantKind.MORE_TIME,
    young_person="Maya",
    giver="Sam",
    given=homes.WHEN - timedelta(minutes=1),
    until=homes.WHEN + timedelta(minutes=15),
    target=Target(),
    minutes=15,
)


def test_everybody_to_give_to_has_their_number(state: Path) -> None:
    """The young people of the home are there, each by the number that addresses use."""
    assert young_people(homes.house_at(state, homes.FULL)) == {"Maya": 1, "Leo": 2, "Noor": 3}


def test_what_this_carer_gave_and_still_runs_can_be_undone(state: Path) -> None:
    """Neither what another gave, nor what is over, nor what was undone is offered."""
    house = homes.house_at(state, homes.FULL)
    over = replace(MORE, until=homes.WHEN)
    with house.database.changing() as session:
        numbers = [
            add_grant(session, grant).number
            for grant in (
                MORE,
                replace(MORE, giver="Kim"),
                over,
                MORE,
                replace(MORE, young_person="Leo"),
            )
        ]
        end_grant(session, numbers[3], "Sam", homes.WHEN)

    assert grants_to_undo(house, "Sam") == ((numbers[4], "Leo"), (numbers[0], "Maya"))
