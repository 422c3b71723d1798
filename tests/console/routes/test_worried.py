from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from console import words
from console.pages.worried import CARDS
from console.services.worried import NumbersRefused, checked, numbers_in
from console.store.database.own_numbers import MAX_NUMBERS, OwnNumber
from tests.console.browsing import ELSEWHERE
from tests.console.signing_in import Home, home_in

EMPTY: Final = {
    f"{part}-{place}": "" for place in range(1, MAX_NUMBERS + 1) for part in ("name", "number")
}


@pytest.fixture
def home(state: Path) -> Home:
    """Return a home in which Sam signs in."""
    return home_in(state, "Sam")


def test_everybody_may_open_it_without_signing_in(home: Home) -> None:
    """Whoever is in a hurry is shown what to do, and not asked who they are."""
    came = home.browser(ELSEWHERE).open("/worried")

    assert came.status == 200
    assert [card.heading for card in CARDS if not came.shows(card.heading)] == []
    assert came.shows(words.worried.PRIVATE)


@pytest.mark.parametrize("number", ["999", "101", "116 000", "0800 1111", "0808 800 5000"])
def test_the_numbers_that_matter_are_there_and_dialled(number: str, home: Home) -> None:
    """Each number can be pressed on a phone, and dials what it shows."""
    body = home.browser(ELSEWHERE).open("/worried").body

    assert f'href="tel:{number.replace(" ", "")}"' in body
    assert f"{number}</span>" in body


def test_own_numbers_are_kept_and_shown_to_carers_alone(home: Home) -> None:
    """A carer types them once; nobody else in the house or network reads them."""
    sam = home.signed_in("Sam")
    typed = EMPTY | {"name-1": " Nan  next door ", "number-1": "020 7946 0000"}
    came = sam.send("/worried/numbers", **typed)

    assert (came.status, came["location"]) == (303, "/worried")
    assert numbers_in(home.house) == (OwnNumber(name="Nan next door", number="020 7946 0000"),)
    assert 'href="tel:02079460000"' in sam.open("/worried").body
    for source in (ELSEWHERE, "192.168.77.21"):
        assert "7946" not in home.browser(source).open("/worried").body
        assert home.browser(source).send("/worried/numbers", **EMPTY).status == 403


def test_all_rows_empty_takes_the_numbers_away(home: Home) -> None:
    """What a carer empties is gone from the page."""
    sam = home.signed_in("Sam")
    sam.send("/worried/numbers", **EMPTY | {"name-1": "Nan", "number-1": "123"})
    sam.send("/worried/numbers", **EMPTY)

    assert numbers_in(home.house) == ()
    assert sam.open("/worried").shows(words.worried.OWN_NONE)


MALFORMED: Final = {
    "no name": ("", "020 7946 0000"),
    "no number": ("Nan", ""),
    "words": ("Nan", "ring her"),
    "a link": ("Nan", "tel:123;evil"),
    "markup": ("Nan", "<b>123</b>"),
    "two digits": ("Nan", "12"),
    "too long": ("Nan", "1" * 30),
    "digits of another script": ("Nan", "١٢٣"),
    "a long name": ("x" * 61, "123"),
    "a name with a line in it": ("a\x00b", "123"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_row_that_is_half_filled_is_told_and_kept(case: str, home: Home) -> None:
    """Nothing is saved, and what was typed is still there to put right."""
    name, number = MALFORMED[case]
    with pytest.raises(NumbersRefused):
        checked([OwnNumber(name=name, number=number)])
    sam = home.signed_in("Sam")
    came = sam.send("/worried/numbers", **EMPTY | {"name-3": name, "number-3": number})

    assert came.status == 422
    assert came.shows(words.worried.OWN_WRONG)
    assert came.shows(number)
    assert numbers_in(home.house) == ()


def test_it_asks_no_other_site(home: Home) -> None:
    """The page works without the internet: nothing on it is fetched from elsewhere."""
    body = home.browser(ELSEWHERE).open("/worried").body

    assert re.findall(r'(?:src|href)="(?:https?:)?//', body) == []
