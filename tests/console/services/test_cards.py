"""Whose card some words are, with a real recorder where an agreement names the card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest

from consent.recorder_requests import Bind
from console import words
from console.app import create_app
from console.house import House
from console.security.hosts import OUR_NAMES
from console.security.opened import NOBODY
from console.security.passwords import TESTS
from console.security.permissions import ByCard, Nobody
from console.services.cards import (
    addresses_for,
    bound_addresses,
    made_at,
    make_card,
    person_with,
    take_card,
)
from console.services.home import change_home
from console.store.database.changes import Changed, Note
from console.store.recorder import Recorder
from policy.household import Household
from policy.neighbours import Neighbours
from policy.neighbours_document import neighbours_to_bytes
from tests.consent.commands import ceremony
from tests.console import homes
from tests.console.at_hand import here
from tests.console.browsing import ELSEWHERE, Browser
from tests.console.recorder_home import LAPTOP, TABLET, RecorderHome, recorder_home
from tests.console.visit_home import HOUSEHOLD

CARD: Final = " ".join(ceremony.CARD)
BY_CARD: Final = ByCard(person="Maya", number=1, session="s")


@dataclass(frozen=True, slots=True)
class Agreed:
    """A home with an agreement about Maya's tablet, and the digest of that agreement."""

    home: RecorderHome
    house: House
    agreement: str

    def browser(self) -> Browser:
        """Return a browser on a device that nobody has named."""
        return Browser(create_app(self.house, OUR_NAMES), ELSEWHERE, "https")

    def by_card(self) -> Browser:
        """Return a browser in which Maya typed the words of her card."""
        browser = self.browser()
        assert browser.send("/card", words=CARD).status == 303
        return browser


@pytest.fixture(scope="module")
def agreed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agreed]:
    """Return a home in which an agreement names Maya's card."""
    folder = tmp_path_factory.mktemp("agreed")
    with recorder_home(folder / "home") as home:
        digest = home.enrolled().agreed()
        house = homes.house_at(
            folder / "state", HOUSEHOLD, recorder=Recorder(home.socket), profile=TESTS
        )
        yield Agreed(home, house, digest)


@pytest.fixture
def house(state: Path) -> House:
    """Return a home without a recorder."""
    return homes.house_at(state, HOUSEHOLD, profile=TESTS)


def test_the_words_that_were_made_are_the_ones_that_count(house: House) -> None:
    """Each new card has other words, and the one before opens nothing any more."""
    first, second, leos = (" ".join(make_card(house, who)) for who in ("Maya", "Maya", "Leo"))

    assert [person_with(house, one) for one in (first, second, leos)] == [None, "Maya", "Leo"]
    assert made_at(house, "Maya") == house.clock().replace(microsecond=0)
    take_card(house, "Maya")
    assert [person_with(house, one) for one in (second, leos)] == [None, "Leo"]
    assert made_at(house, "Maya") is None


def test_what_is_kept_of_a_card_holds_none_of_its_words(house: House, state: Path) -> None:
    """Whoever copies the console's folder has no card from it."""
    made = make_card(house, "Maya")
    kept = b"".join(path.read_bytes() for path in state.rglob("*") if path.is_file())

    assert " ".join(made).encode() not in kept
    assert "".join(made).encode() not in kept


def test_a_card_goes_with_whoever_leaves(house: House) -> None:
    """After somebody was taken out of the home their card opens nothing, also for a namesake."""
    card = " ".join(make_card(house, "Leo"))
    whole: list[Household] = []

    def without_leo(home: Household) -> Household:
        whole.append(home)
        people = tuple(one for one in home.young_people if one.name != "Leo")
        devices = tuple(one for one in home.devices if one.belongs_to != "Leo")
        return replace(home, young_people=people, devices=devices)

    change_home(house, Note(who="Sam", what=Changed.PERSON_REMOVED), without_leo)
    change_home(house, Note(who="Sam", what=Changed.PERSON_ADDED), lambda _: whole[0])

    assert person_with(house, card) is None


def test_the_card_that_an_agreement_names_opens_the_same_pages(agreed: Agreed) -> None:
    """The words from the social worker's desk are Maya's here, and other words nobody's."""
    other = " ".join(reversed(ceremony.CARD))

    assert person_with(agreed.house, CARD) == "Maya"
    assert person_with(agreed.house, other) is None
    assert agreed.by_card().open("/mine").shows(words.mine.HELLO.format(person="Maya"))


def test_by_card_somebody_reads_what_is_written_down_about_them(agreed: Agreed) -> None:
    """The page is about Maya's tablet and says so, wherever she asks from."""
    browser = agreed.by_card()
    page = browser.open("/recorded")

    assert page.shows(words.RECORDED_DEVICE.format(device="Tablet"))
    assert page.shows(words.card.RECORDED)
    assert page.shows(words.LOOKS)
    assert browser.open("/recorded/2").status == 404
    assert browser.open("/viewing").shows(words.viewing.TITLE)
    assert browser.open("/my-words").shows(words.own_words.PRIVATE)
    assert browser.open("/visit").shows("Tablet")
    assert not agreed.browser().open("/recorded").shows("Tablet")


def test_by_card_no_notice_counts_as_shown(agreed: Agreed) -> None:
    """The day's wait begins on the device that the notice is about, and nowhere else."""
    headers = {
        "accept": "text/html",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
        "sec-fetch-site": "none",
    }
    by_card = agreed.by_card()
    by_card.ask("GET", "/recorded", headers, b"")
    before = agreed.home.how().notices
    own = Browser(create_app(agreed.house, OUR_NAMES), TABLET, "https")
    own.ask("GET", "/recorded", headers, b"")
    after = agreed.home.how().notices

    assert before == ()
    assert [one.agreement for one in after] == [agreed.agreement]


def test_their_own_devices_are_found_wherever_they_ask_from(agreed: Agreed) -> None:
    """By card it is one's own devices, without a card the one in hand, and none is nobody's."""
    assert bound_addresses(agreed.house, "Maya") == (TABLET,)
    assert bound_addresses(agreed.house, "Leo") == (LAPTOP,)
    assert addresses_for(agreed.house, BY_CARD, ELSEWHERE) == (TABLET,)
    assert addresses_for(agreed.house, Nobody(), ELSEWHERE) == (ELSEWHERE,)


def test_a_device_that_is_known_by_its_link_is_theirs_under_any_name(tmp_path: Path) -> None:
    """Its addresses are not kept, and a carer may rename it: the network shows which it is."""
    link, address = "a4:83:e7:12:34:56", "192.168.77.30"
    text = HOUSEHOLD.replace('name = "Tablet"', 'name = "Blue one"').replace(
        f'addresses = ["{TABLET}"]', f'links = ["{link}"]'
    )
    seen = tmp_path / "neighbours.json"
    seen.write_bytes(neighbours_to_bytes(Neighbours(neighbours=(here(link, address),))))
    with recorder_home(tmp_path / "home") as home:
        home.trusting().done(Bind(label="Tablet", addresses=(address,), sole_user=True))
        house = homes.house_at(
            tmp_path / "state", text, recorder=Recorder(home.socket), neighbours=seen
        )

        assert bound_addresses(house, "Maya") == (address,)
        assert bound_addresses(house, "Leo") == ()


def test_a_silent_recorder_leaves_the_cards_of_this_home(state: Path, tmp_path: Path) -> None:
    """Nothing is told of devices then, and nobody else's page is shown instead."""
    house = homes.house_at(state, HOUSEHOLD, profile=TESTS, recorder=Recorder(tmp_path / "nobody"))
    card = " ".join(make_card(house, "Maya"))

    assert (person_with(house, card), person_with(house, CARD)) == ("Maya", None)
    assert bound_addresses(house, "Maya") == ()
    assert addresses_for(house, BY_CARD, TABLET) == (NOBODY,)


def test_a_card_whose_device_is_nobodys_here_opens_nothing(agreed: Agreed, tmp_path: Path) -> None:
    """Where the home gives the tablet to nobody, the box cannot tell whose pages to open."""
    text = HOUSEHOLD.replace(TABLET, "127.0.0.77").replace('name = "Tablet"', 'name = "Other"')
    house = homes.house_at(tmp_path, text, profile=TESTS, recorder=Recorder(agreed.home.socket))

    assert person_with(house, CARD) is None


def test_the_card_of_an_agreement_that_is_over_and_gone_opens_nothing(tmp_path: Path) -> None:
    """Its tablet may be another young person's by then, whose pages are not for those words."""
    with recorder_home(tmp_path / "home") as home:
        home.enrolled().agreed()
        leos = HOUSEHOLD.replace('"Tablet"\nbelongs_to = "Maya"', '"Tablet"\nbelongs_to = "Leo"')
        house = homes.house_at(
            tmp_path / "state", leos, recorder=Recorder(home.socket), profile=TESTS
        )
        home.later(days=60)
        assert all(one.is_closed for one in home.how().agreements)

        assert person_with(house, CARD) is None


def test_a_stop_by_card_is_the_young_persons_own(agreed: Agreed) -> None:
    """Maya stops it from another device, and at once nothing can be written down any more."""
    browser = agreed.by_card()
    came = browser.send("/recorded/stop", agreement=agreed.agreement)
    standing = next(one for one in agreed.home.how().agreements)
    page = browser.open("/recorded")

    assert (came.status, came["location"]) == (303, "/recorded")
    assert standing.over is not None or standing.is_objected
    assert page.shows(words.STOP_DONE)
