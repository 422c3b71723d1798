from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agent.files import replace_file
from console.app import create_app
from console.house import House
from console.pages.coverage import GUIDES
from console.store.database.homes import HomeKind, home_of, save_home
from console.store.known_roads import KnownRoads
from console.store.recorder import Recorder
from console.words import health as words
from policy.coverage import FindingKind, roads_of
from policy.coverage_words import _WORDS
from policy.neighbours import Neighbours
from policy.neighbours_document import neighbours_to_bytes
from tests.agent.test_main import running
from tests.console import homes
from tests.console.browsing import ELSEWHERE, Browser, hidden
from tests.console.recorder_home import recorder_home
from tests.policy.test_coverage import CAUSES, GOOD, KNOWN


class Home:
    """A console in a home whose discovery is a file in hand."""

    def __init__(self, house: House, neighbours: Path) -> None:
        self.house = house
        self._neighbours = neighbours
        self.carer = Browser(create_app(house, ["127.0.0.1"]))

    def see(self, seen: Neighbours) -> None:
        """Have discovery publish."""
        replace_file(self._neighbours, (neighbours_to_bytes(seen),))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Return a home in order: an agent that runs, lists in use, a network that was looked at."""
    neighbours, asked, state = (tmp_path / one for one in ("seen.json", "asked.sock", "state"))
    quiet = replace(homes.LISTS, lists=homes.LISTS.lists[:1])
    with running("--asked", asked), homes.agent_at(state):
        house = homes.house_at(
            state,
            homes.FULL,
            homes.IN_FORCE,
            agent=asked,
            neighbours=neighbours,
            lists=homes.lists_in(tmp_path / "lists", quiet),
        )
        found = Home(house, neighbours)
        found.see(GOOD)
        yield found


def test_all_is_working_after_a_test(home: Home) -> None:
    """In a home in order the page asks for a test, and after one says that all is working."""
    before = home.carer.open("/health")
    home.house.last_test.passed(homes.WHEN)
    after = home.carer.open("/health")

    assert before.shows(words.NOT_TESTED)
    assert not before.shows(words.ALL_WORKING)
    assert after.shows(words.ALL_WORKING)


def test_a_finding_is_on_both_pages(home: Home) -> None:
    """What is found on the network needs a look, and the other page says what it is."""
    conflict, _, _ = CAUSES[FindingKind.BOX_TWICE]
    assert conflict is not None
    home.see(conflict)
    home.house.last_test.passed(homes.WHEN)

    assert home.carer.open("/health").shows(words.NETWORK_LOOK)
    coverage = home.carer.open("/coverage")
    assert coverage.shows("Another device uses this box's address: 192.0.2.2")
    assert coverage.shows(_WORDS[FindingKind.BOX_TWICE].limit)


def test_nothing_found_is_said_with_what_the_box_can_never_do(home: Home) -> None:
    """Also where nothing was found, the limits and the guides for routers stand on the page."""
    page = home.carer.open("/coverage")

    assert page.shows(words.COVERAGE_NOTHING)
    for text in (*words.ALWAYS_TEXT, *(guide.heading for guide in GUIDES)):
        assert page.shows(text)


def test_a_new_router_is_told_once_a_network_was_said_to_be_ours(home: Home) -> None:
    """Before a carer says so nothing is new; after, whatever turns up is told."""
    page = home.carer.open("/coverage")
    said = home.carer.send("/coverage/known", network=hidden(page, "network"))
    assert (said.status, said["location"]) == (303, "/coverage")
    assert KnownRoads(home.house.published.state).read() == KNOWN
    assert home.carer.open("/coverage").shows(words.KNOWN_SAID)
    with_new, _, _ = CAUSES[FindingKind.NEW_ROUTER]
    assert with_new is not None
    home.see(with_new)

    assert home.carer.open("/coverage").shows("There is a new router")


def test_yes_is_taken_for_the_network_that_was_shown(home: Home) -> None:
    """A network that changed between looking and pressing is not said to be ours."""
    page = home.carer.open("/coverage")
    with_new, _, _ = CAUSES[FindingKind.NEW_ROUTER]
    assert with_new is not None
    home.see(with_new)
    said = home.carer.send("/coverage/known", network=hidden(page, "network"))

    assert said.status == 409
    assert said.shows(words.KNOWN_CHANGED)
    assert KnownRoads(home.house.published.state).read() is None
    again = home.carer.send("/coverage/known", network=hidden(said, "network"))
    assert again.status == 303
    assert KnownRoads(home.house.published.state).read() == roads_of(with_new)


def test_what_cannot_be_kept_is_said(home: Home) -> None:
    """Where the folder takes no file, the page says so and nothing else happens."""
    page = home.carer.open("/coverage")
    at = KnownRoads(home.house.published.state).path
    at.mkdir()
    said = home.carer.send("/coverage/known", network=hidden(page, "network"))

    assert said.shows(words.KNOWN_NOT_KEPT)


@pytest.mark.parametrize("path", ["/health", "/coverage"])
def test_both_pages_are_for_adults(home: Home, path: str) -> None:
    """Who is not signed in, on a device that nobody named, sees neither."""
    stranger = Browser(home.carer.app, source=ELSEWHERE)

    assert stranger.open(path).status == 303


def test_a_console_that_was_told_nothing_says_so(tmp_path: Path) -> None:
    """Without an agent to ask and without discovery, both pages say what they cannot know."""
    house = homes.house_at(tmp_path / "state", homes.FULL)
    carer = Browser(create_app(house, ["127.0.0.1"]))

    assert carer.open("/health").shows(words.ANSWERS_NOT_ASKED)
    page = carer.open("/coverage")
    assert page.shows(words.COVERAGE_NOT_ASKED)
    assert page.shows("The box cannot see the network")


def test_a_foster_home_reads_whether_recording_could_run(tmp_path: Path) -> None:
    """With a recorder that answers its line stands there; a family home has none."""
    with recorder_home(tmp_path / "recorder") as recorded:
        house = homes.house_at(tmp_path / "state", homes.FULL, recorder=Recorder(recorded.socket))
        carer = Browser(create_app(house, ["127.0.0.1"]))
        assert words.RECORDING in html.unescape(carer.open("/health").body)
        with house.database.changing() as session:
            home = home_of(session)
            assert home is not None
            save_home(session, replace(home, kind=HomeKind.FAMILY))

        assert "written" not in carer.open("/health").body
