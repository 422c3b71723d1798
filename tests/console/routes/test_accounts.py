from __future__ import annotations

import re
from pathlib import Path

import pytest

from console import words
from console.security.permissions import Role
from console.store.database.changes import Changed, Note, changes_in
from tests.console.browsing import ELSEWHERE, Came
from tests.console.signing_in import LABEL, Home, home_in

texts = words.sign_in


@pytest.fixture
def home(state: Path) -> Home:
    """Return a home in which Sam and Kim sign in."""
    return home_in(state, "Sam", "Kim")


def _password(came: Came) -> str:
    found = re.search(r"<code>([^<]+)</code>", came.body)
    assert found
    return found[1]


def _note(home: Home) -> Note:
    with home.house.database.reading() as session:
        return changes_in(session)[0].note


def test_somebody_who_is_added_can_sign_in(home: Home) -> None:
    """The first password stands once on the answer, works, and the change is listed."""
    browser = home.signed_in("Sam")
    came = browser.send("/sign-ins", name="  Alex   Doe ", role="helper")
    home.passwords["Alex Doe"] = _password(came)

    assert (came.status, came["cache-control"]) == (200, "no-store")
    assert _note(home) == Note(who="Sam", what=Changed.SIGN_IN_ADDED, text="Alex Doe")
    assert home.passwords["Alex Doe"] not in browser.open("/sign-ins").body
    assert home.signed_in("Alex Doe").open("/devices").status == 200


def test_the_first_of_all_is_added_at_the_box(state: Path) -> None:
    """In a home without sign-ins whoever is at the machine begins, and is out by that."""
    home = home_in(state)
    browser = home.browser()
    asked = browser.open("/sign-ins")
    came = browser.send("/sign-ins", name="Sam", role="carer")
    home.passwords["Sam"] = _password(came)

    assert asked.shows(texts.ALL_NOBODY)
    assert browser.open("/tonight").status == 303
    assert home.signed_in("Sam").open("/tonight").status == 200


NAMES = {"nothing": " ", "somebody's": "kIM", "a long one": "x" * 41}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_that_will_not_do_is_said(name: str, home: Home) -> None:
    """The page keeps what was typed and says what would do, and nobody is added."""
    came = home.signed_in("Sam").send("/sign-ins", name=name, role="helper")

    assert (came.status, came.shows(texts.ALL_NAME_WRONG)) == (422, True)
    assert f'value="{name}"' in came.body
    assert 'value="helper" selected' in came.body


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/sign-ins", {"name": "Alex", "role": "owner"}),
        ("/sign-ins/remove", {"sign_in": "one"}),
        ("/sign-ins/phone", {"phone": "-1"}),
        ("/sign-ins/end", {"number": "9" * 30}),
    ],
)
def test_what_no_form_of_ours_sends_is_refused(
    path: str, fields: dict[str, str], home: Home
) -> None:
    """A role or a number that is none changes nothing."""
    came = home.signed_in("Sam").send(path, **fields)

    assert (came.status, came.shows(words.NOT_OUR_FORM)) == (400, True)


def test_somebody_who_is_taken_away_is_out_at_once(home: Home) -> None:
    """Their browser is led to the sign-in, which knows them no longer; the rest stays."""
    kim, sam = home.signed_in("Kim"), home.signed_in("Sam")
    came = sam.send("/sign-ins/remove", sign_in="2")
    again = sam.send("/sign-ins/remove", sign_in="2")

    assert (came.status, came["location"], again.status) == (303, "/sign-ins", 303)
    assert kim.open("/tonight")["location"] == "/sign-in"
    assert home.sign_in(home.browser(), "Kim").status == 422
    assert sam.open("/tonight").status == 200
    assert _note(home) == Note(who="Sam", what=Changed.SIGN_IN_REMOVED, text="Kim")


def test_the_last_carer_stays(home: Home) -> None:
    """A home cannot be left without anybody who could change it."""
    home.add("Alex", Role.HELPER)
    sam = home.signed_in("Sam")
    sam.send("/sign-ins/remove", sign_in="2")
    came = sam.send("/sign-ins/remove", sign_in="1")

    assert (came.status, came.shows(texts.ALL_LAST)) == (422, True)
    assert sam.open("/tonight").status == 200
    assert sam.send("/sign-ins/remove", sign_in="3").status == 303


def test_a_phone_that_is_removed_is_out_at_once(home: Home) -> None:
    """A lost phone neither visits nor takes its PIN, from the moment of the press."""
    lost = home.signed_in("Kim", ELSEWHERE, "https")
    home.pair(lost)
    sam = home.signed_in("Sam")
    shown = sam.open("/sign-ins").shows(LABEL)
    came = sam.send("/sign-ins/phone", phone="1")
    sam.send("/sign-ins/phone", phone="1")

    assert shown
    assert came.status == 303
    assert lost.open("/tonight")["location"] == "/sign-in"
    assert lost.open("/unlock").shows(texts.UNLOCK_NONE)
    assert not sam.open("/sign-ins").shows(LABEL)
    assert _note(home) == Note(who="Sam", what=Changed.PHONE_REMOVED, text=LABEL)


def test_signing_out_everywhere_leaves_the_phones_paired(home: Home) -> None:
    """Every visit is over, also one's own, and the PIN still works."""
    phone = home.signed_in("Sam", ELSEWHERE, "https")
    home.pair(phone)
    other = home.signed_in("Kim")
    before = other.open("/sign-ins")
    came = other.send("/sign-ins/end", number="1")

    assert came.status == 303
    assert before.shows(texts.ALL_VISITS_ONE)
    assert phone.open("/tonight")["location"] == "/sign-in"
    assert phone.send("/unlock", pin="4711").status == 303


def test_the_page_says_how_each_sign_in_stands(home: Home) -> None:
    """Role, phones, codes left and visits are there, and which of them is you."""
    home.pair(home.signed_in("Sam"))
    sam = home.signed_in_elsewhere_as("Sam")
    body = sam.open("/sign-ins")

    for line in (
        texts.ALL_YOU,
        texts.ALL_VISITS.format(count=2),
        texts.ALL_VISITS_NONE,
        texts.ALL_CODES.format(count=9),
        texts.ALL_NO_APP,
        texts.ALL_NO_PHONE,
        LABEL,
        texts.ALL_PAIR,
    ):
        assert body.shows(line), line
