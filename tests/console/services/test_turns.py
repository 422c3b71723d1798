from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import delete

from console.services.outcomes import NoTurn
from console.services.turns import hand_back, take
from console.store.database.changes import Changed, changes_in
from console.store.database.tables.home import HomeRow
from policy.given.turns import Turn
from tests.console.given_home import SIX_IN_THE_EVENING, GivenHome, given_home


@pytest.fixture
def home(tmp_path: Path) -> GivenHome:
    """Return a home with a shared tablet."""
    return given_home(tmp_path)


def test_a_turn_is_kept_and_published_and_listed_nowhere(home: GivenHome) -> None:
    """The agent learns whose turn it is; the list of changes holds nothing of it."""
    told = take(home.house, "Tablet", "Sam")
    taken = home.house.published.snapshot().turns
    again = take(home.house, "Tablet", "Alex")
    after = home.house.published.snapshot().turns
    with home.house.database.reading() as session:
        changes = changes_in(session)

    assert (told, again) == (None, None)
    assert taken == (Turn(device="Tablet", person="Sam", since=SIX_IN_THE_EVENING),)
    assert after == (Turn(device="Tablet", person="Alex", since=SIX_IN_THE_EVENING),)
    assert [one.note.what for one in changes] == [Changed.FILE_READ]


def test_handing_back_ends_it(home: GivenHome) -> None:
    """Then it is nobody's turn, for the agent too; a second time there is nothing to end."""
    take(home.house, "Tablet", "Sam")
    told = [hand_back(home.house, "Tablet"), hand_back(home.house, "Tablet")]

    assert told == [None, NoTurn.NOBODYS]
    assert home.house.published.snapshot().turns == ()


NOT_TAKEN = {
    "a device of one person": ("Sam's phone", "Sam", NoTurn.NOT_SHARED),
    "no device": ("Robin's phone", "Sam", NoTurn.NOT_SHARED),
    "a carer": ("Tablet", "Jo", NoTurn.NOT_THEIRS),
    "nobody": ("Tablet", "Robin", NoTurn.NOT_THEIRS),
}


@pytest.mark.parametrize(("device", "person", "why"), NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_only_who_shares_a_device_has_a_turn_on_it(
    device: str, person: str, why: NoTurn, home: GivenHome
) -> None:
    """Anybody else, and any other device, is refused, and nothing is published."""
    before = home.house.published.snapshot()

    assert take(home.house, device, person) is why
    assert home.house.published.snapshot() == before


def test_before_the_first_run_nothing_is_shared(home: GivenHome) -> None:
    """A home that nobody set up has no device to share."""
    with home.house.database.changing() as session:
        session.exec(delete(HomeRow))

    assert take(home.house, "Tablet", "Sam") is NoTurn.NOT_SHARED
