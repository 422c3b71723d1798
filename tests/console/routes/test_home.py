from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from consent.recorder_requests import NoticeShown
from console import words
from console.app import create_app
from console.security.hosts import OUR_NAMES
from console.security.permissions import Role
from console.services.home import change_home
from console.store.database.changes import Changed, Note
from console.store.database.homes import HomeKind, home_of, save_home
from console.store.database.sign_ins import add_sign_in
from console.store.recorder import Recorder
from policy.neighbours import Conflict, ConflictKind
from tests.console import homes
from tests.console.at_hand import at_hand, here
from tests.console.browsing import ELSEWHERE, Browser
from tests.console.recorder_home import LAPTOP, TABLET, RecorderHome, recorder_home
from tests.console.signing_in import home_in


def test_before_the_first_run_everybody_reads_where_to_start(state: Path) -> None:
    """On a box that nobody set up every browser is told so, and is led to no sign-in."""
    home = home_in(state, text=None)
    for source, scheme in (("127.0.0.1", "http"), (ELSEWHERE, "https")):
        came = home.browser(source, scheme).open("/")

        assert (came.status, came.shows(words.start.TEXT)) == (200, True)


def test_a_helper_is_led_to_what_a_helper_does(state: Path) -> None:
    """Whoever sets up the box is not shown the rules of the people in it."""
    home = home_in(state, "Sam")
    home.add("Alex", Role.HELPER)
    came = home.signed_in("Alex").open("/")

    assert (came.status, came["location"]) == (303, "/devices")


def test_the_home_page_shows_the_home_as_the_database_has_it(state: Path) -> None:
    """A carer sees the people and the devices of the home."""
    came = home_in(state, "Sam").signed_in("Sam").open("/")

    assert (came.status, came.shows("Living room TV")) == (200, True)


NOBODYS = """\
format = "lamplight-household/v1"

[[young_people]]
name = "Maya"
"""
"""A home that has named none of the devices that its recorder knows."""
DOUBTED = "192.168.77.90"
VISITOR = {"a visitor's device": ELSEWHERE, "this machine itself": "127.0.0.1"}


@pytest.mark.parametrize("case", VISITOR)
def test_a_device_reads_its_own_rules_without_signing_in(case: str, state: Path) -> None:
    """With sign-ins there are, a visitor reads all rules for visitors, and nobody's name."""
    came = home_in(state, "Sam").browser(VISITOR[case]).open("/")

    assert (came.status, came["content-type"]) == (200, "text/html; charset=utf-8")
    for text in (
        words.this_device.VISITORS,
        words.this_device.EVERYONE,
        words.this_device.SINCE_BOX.format(date="21 November 2026"),
        words.this_device.NEW.format(date="21 November 2026"),
        words.this_device.WRITTEN_NO,
        words.HELP_LINES[0].number,
        "VPN",
        "chat.example",
    ):
        assert text in came.body, text
    assert not any(name in came.body for name in ("Maya", "Leo", "Noor", ">Sam<"))


def test_a_carers_device_reads_the_rules_that_are_a_carers(state: Path) -> None:
    """Who holds the laptop of a carer and did not sign in reads what holds there, and no more."""
    came = home_in(state, "Sam").browser("192.168.77.24").open("/")

    assert came.status == 200
    assert came.shows(words.this_device.OWNED)
    assert not came.shows(words.this_device.VISITORS)
    assert "Maya" not in came.body


def test_thirty_days_later_the_box_is_new_no_more(state: Path) -> None:
    """That the box was set up anew is said for thirty days."""
    home = home_in(state, "Sam")
    shown = []
    for days in (29, 1):
        home.clock.passes(days=days)
        came = home.browser(ELSEWHERE).open("/")
        shown.append(came.shows(words.this_device.NEW.format(date="21 November 2026")))

    assert shown == [True, False]


def test_who_made_the_rules_is_told_by_role(state: Path) -> None:
    """After a carer changed the rules for visitors, a visitor reads that a carer did."""
    home = home_in(state, "Sam")
    note = Note(who="Sam", what=Changed.VISITORS_RULES)
    home.clock.passes(days=3)
    change_home(home.house, note, lambda one: replace(one, visitors=one.everyone))
    visitors, shared = (home.browser(at).open("/") for at in (ELSEWHERE, "192.168.77.25"))

    assert visitors.shows(words.this_device.SINCE_CARER.format(date="24 November 2026"))
    assert shared.shows(words.this_device.SINCE_BOX.format(date="21 November 2026"))


def test_a_device_in_doubt_reads_what_the_filter_does_with_it(state: Path) -> None:
    """Where two devices answer at one address, the strictest rules hold there and are shown."""
    with at_hand(state, homes.FULL) as home:
        home.signed_in("Sam")
        links = ("3c:22:fb:10:20:22", "3c:22:fb:10:20:99")
        twice = Conflict(kind=ConflictKind.ADDRESS_TWICE, address=DOUBTED, links=links)
        home.sees(here(links[0], DOUBTED), conflicts=(twice,))
        seen = home.get("/", DOUBTED)

    assert words.this_device.DOUBT in seen.text
    assert "Dating sites are blocked." in seen.text
    assert words.this_device.VISITORS not in seen.text
    assert not any(name in seen.text for name in ("Maya", "Leo", "Noor"))


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecorderHome]:
    """Return a recorder that writes down a tablet, under an agreement, and no laptop."""
    with recorder_home(tmp_path_factory.mktemp("recorder")) as home:
        home.enrolled().agreed()
        home.done(NoticeShown(address=TABLET))
        home.later(days=2)
        yield home


WRITTEN = {
    "a family home without a recorder": (HomeKind.FAMILY, None, TABLET, True),
    "a device that is not written down": (HomeKind.FAMILY, "", LAPTOP, True),
    "a device that nobody knows": (HomeKind.FAMILY, "", "127.0.0.88", True),
    "a device that is written down": (HomeKind.FAMILY, "", TABLET, False),
    "a recorder that is silent": (HomeKind.FAMILY, "nobody", LAPTOP, False),
    "a foster home": (HomeKind.FOSTER, "", LAPTOP, False),
}
"""Which home it is, which recorder it has, who asks, and whether the page says a plain no."""


@pytest.mark.parametrize("case", WRITTEN)
def test_where_the_front_page_says_that_nothing_is_written_down_nothing_is(
    case: str, recorded: RecorderHome, state: Path
) -> None:
    """The plain no stands only where the recorder writes nothing; else the page leads to why."""
    kind, where, address, is_no = WRITTEN[case]
    path = None if where is None else (state / where if where else recorded.socket)
    house = homes.house_at(state, NOBODYS, recorder=path and Recorder(path))
    with house.database.changing() as session:
        home = home_of(session)
        assert home is not None
        save_home(session, replace(home, kind=kind))
        add_sign_in(session, "Sam", Role.CARER, "", homes.WHEN)
    came = Browser(create_app(house, OUR_NAMES), address).open("/")
    writes = [one for one in recorded.how().devices if one.off is None]

    assert [address in one.addresses for one in writes] == [address == TABLET]
    assert came.shows(words.this_device.WRITTEN_NO) is is_no
    assert came.shows(words.this_device.WRITTEN_ASK) is not is_no
