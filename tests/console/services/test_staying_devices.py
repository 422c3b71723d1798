"""A device stays with whom it is while something is agreed about it; with a real recorder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from console import words
from console.app import create_app
from console.errors import DeviceStays
from console.house import House
from console.security.hosts import OUR_NAMES
from console.services.home import change_home, household_in
from console.services.household_text import read_text
from console.services.naming import forgotten, given_to, renamed
from console.services.recorded import Recorded
from console.services.undoing import change_undoably, undo, undoable
from console.store.database.changes import Changed, Note
from console.store.database.homes import HomeKind, home_of, save_home
from console.store.recorder import Recorder
from policy.household import EVERYONE, Household
from tests.console import homes
from tests.console.browsing import Browser
from tests.console.recorder_home import TABLET, RecorderHome, recorder_home
from tests.console.visit_home import HOUSEHOLD

NOTE: Final = Note(who="Sam", what=Changed.DEVICE_CHANGED)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A home with an agreement about Maya's tablet."""

    recorder: RecorderHome
    house: House

    def change(self, change: Callable[[Household], Household]) -> None:
        """Change the household as a page does."""
        change_home(self.house, NOTE, change)


@pytest.fixture
def agreed(tmp_path: Path) -> Iterator[Agreed]:
    """Return a home in which an agreement about the tablet holds."""
    with recorder_home(tmp_path / "home") as recorder:
        recorder.enrolled().agreed()
        house = homes.house_at(tmp_path / "state", HOUSEHOLD, recorder=Recorder(recorder.socket))
        yield Agreed(recorder, house)


def _swapped(home: Household) -> Household:
    """Return a home in which another device bears the tablet's name, and the tablet is Leo's."""
    tablet = next(one for one in home.devices if one.name == "Tablet")
    return replace(
        home,
        devices=(
            replace(tablet, addresses=("127.0.0.88",)),
            replace(tablet, name="Old one", belongs_to="Leo"),
        ),
    )


MOVES: Final[dict[str, Callable[[Household], Household]]] = {
    "to another young person": lambda home: given_to(home, "Tablet", "Leo", school=False),
    "to a carer": lambda home: given_to(home, "Tablet", "Sam", school=False),
    "to everyone": lambda home: given_to(home, "Tablet", EVERYONE, school=False),
    "to a school": lambda home: given_to(home, "Tablet", "Maya", school=True),
    "out of the home": lambda home: forgotten(home, "Tablet"),
    "under another's name": _swapped,
}


@pytest.mark.parametrize("move", MOVES)
def test_while_something_is_agreed_a_device_stays(move: str, agreed: Agreed) -> None:
    """Nobody is recorded by an agreement of somebody else, and nothing was changed."""
    before = household_in(agreed.house)
    with pytest.raises(DeviceStays):
        agreed.change(MOVES[move])

    assert household_in(agreed.house) == before
    assert agreed.house.published.snapshot().household == before


def test_the_page_says_what_to_do_first_and_not_what_is_agreed(agreed: Agreed) -> None:
    """Who presses the button reads that nothing was changed, also where the box cannot be sure."""
    browser = Browser(create_app(agreed.house, OUR_NAMES))
    sent = {"device": "Tablet", "owner": "Leo"}
    agreed_about = browser.send("/devices/1/give", **sent)
    agreed.recorder.stop()
    unsure = browser.send("/devices/1/give", **sent)

    assert agreed_about.shows(words.DEVICE_STAYS)
    assert agreed_about.shows(words.DEVICE_STAYS_TODO)
    assert unsure.body == agreed_about.body


def test_another_device_and_another_name_are_as_free_as_before(agreed: Agreed) -> None:
    """Only whose the agreed device is stays; a renamed one is still known, by its address."""
    agreed.change(lambda home: given_to(home, "Laptop", "Maya", school=False))
    agreed.change(lambda home: renamed(home, "Tablet", "Blue one"))
    with pytest.raises(DeviceStays):
        agreed.change(lambda home: given_to(home, "Blue one", "Leo", school=False))

    assert [one.belongs_to for one in household_in(agreed.house).devices] == ["Maya", "Maya"]


def test_a_text_of_the_home_is_refused_before_anybody_says_yes(agreed: Agreed) -> None:
    """What could not be taken up is not shown as though it could."""
    with pytest.raises(DeviceStays):
        read_text(agreed.house, HOUSEHOLD.replace('belongs_to = "Maya"', 'belongs_to = "Leo"'))


def test_undoing_gives_no_device_away(tmp_path: Path) -> None:
    """A device that became Maya's before it was agreed about stays hers also by an undo."""
    with recorder_home(tmp_path / "home") as recorder:
        recorder.enrolled()
        house = homes.house_at(tmp_path / "state", HOUSEHOLD, recorder=Recorder(recorder.socket))
        for owner in ("Leo", "Maya"):
            change_undoably(
                house, NOTE, partial(given_to, name="Tablet", owner=owner, school=False)
            )
        recorder.agreed()
        latest = undoable(house)

        assert latest is not None
        with pytest.raises(DeviceStays):
            undo(house, "Sam", latest.number)


def test_once_it_is_over_and_all_of_it_gone_a_device_is_free(agreed: Agreed) -> None:
    """After the last day of an agreement, whose end destroys what was kept, it can be Leo's."""
    agreed.recorder.later(days=60)
    agreed.change(MOVES["to another young person"])

    assert household_in(agreed.house).devices[0].belongs_to == "Leo"


def test_a_stop_before_anything_was_written_down_frees_it_at_once(agreed: Agreed) -> None:
    """Nothing of the agreement is left then, and it can never begin again."""
    [agreement] = [one.agreement for one in agreed.recorder.how().agreements]
    assert Recorded(Recorder(agreed.recorder.socket)).stop(TABLET, agreement)
    agreed.change(MOVES["to another young person"])

    assert household_in(agreed.house).devices[0].belongs_to == "Leo"


def test_a_recorder_that_is_silent_frees_nothing(agreed: Agreed) -> None:
    """It may have an agreement, and would go by it once it answers again."""
    agreed.recorder.stop()
    with pytest.raises(DeviceStays):
        agreed.change(MOVES["to another young person"])
    agreed.change(lambda home: renamed(home, "Tablet", "Blue one"))


def test_a_family_home_is_not_asked(agreed: Agreed) -> None:
    """There nothing is written down, so a recorder that nobody uses is in nobody's way."""
    with agreed.house.database.changing() as session:
        home = home_of(session)
        assert home is not None
        save_home(session, replace(home, kind=HomeKind.FAMILY))
    agreed.recorder.stop()
    agreed.change(MOVES["to another young person"])

    assert household_in(agreed.house).devices[0].belongs_to == "Leo"
