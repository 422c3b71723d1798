"""A young person's card, from making it on their own device to their pages on any other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from console import words
from console.security.permissions import Role
from tests.console.browsing import ELSEWHERE, Browser, Came
from tests.console.signing_in import Home, home_in

MAYAS: Final = "192.168.77.22"
SAMS: Final = "192.168.77.24"
TV: Final = "192.168.77.25"
OTHERS: Final = "192.168.77.98"


@pytest.fixture
def home(state: Path) -> Home:
    """Return a home in which Sam signs in."""
    return home_in(state, "Sam")


def card_of(home: Home, source: str = MAYAS) -> str:
    """Make a card on somebody's own device; return its words."""
    came = home.browser(source, "https").send("/mine/card/make", sure="yes")
    assert came.status == 200, came.body
    return " ".join(re.findall(r"<li><code>([a-z-]+)</code></li>", came.body))


def opened(home: Home, typed: str, source: str = ELSEWHERE, scheme: str = "https") -> Browser:
    """Return a browser in which somebody typed the words of a card."""
    browser = home.browser(source, scheme)
    came = browser.send("/card", words=typed)
    assert (came.status, came["location"]) == (303, "/mine"), came.body
    return browser


def test_a_card_opens_the_persons_own_pages_on_any_device(home: Home) -> None:
    """The words made on Maya's phone open hers on another device, whoever's that is."""
    card = card_of(home)
    for source in (ELSEWHERE, SAMS, TV):
        browser = opened(home, card.upper().replace(" ", ", "), source)
        assert browser.open("/mine").shows(words.mine.HELLO.format(person="Maya"))
        assert browser.open("/mine/rules").status == 200
        assert browser.send("/mine/ask/later", title="A trip", words="").status == 303
    came = home.browser(MAYAS, "https").open("/mine/ask")

    assert came.shows("A trip")


def test_what_is_about_the_device_in_hand_is_not_there_by_card(home: Home) -> None:
    """A card fixes no app and makes no card, and no way leads there."""
    browser = opened(home, card_of(home))
    page = browser.open("/mine")
    refused = [
        browser.open("/mine/fix"),
        browser.send("/mine/fix/start", start="yes"),
        browser.open("/mine/card"),
        browser.send("/mine/card/make", sure="yes"),
        browser.send("/mine/card/stop", sure="yes"),
    ]

    assert {came.status for came in refused} == {403}
    assert refused[0].shows(words.card.NOT_HERE_TEXT)
    assert "/mine/fix" not in page.body
    assert "/mine/card" not in page.body
    assert 'href="/card"' in page.body


def test_a_card_may_nothing_that_is_a_carers(home: Home) -> None:
    """Neither rules nor the evening nor the list of sign-ins opens by a card."""
    browser = opened(home, card_of(home))

    assert {browser.open(path).status for path in ("/tonight", "/rules", "/sign-ins")} == {403}


def test_pages_close_when_left_or_left_alone(home: Home) -> None:
    """The button closes them at once, five minutes alone do as well, and so does a new card."""
    card = card_of(home)
    left, alone, replaced = (opened(home, card) for _ in range(3))
    left_came = left.send("/card/leave", leave="yes")
    home.clock.passes(minutes=3)
    kept = alone.open("/mine")
    home.clock.passes(minutes=4)
    on = alone.open("/mine").shows(words.mine.HELLO.format(person="Maya"))
    replaced_gone = not replaced.open("/mine").shows(words.mine.HELLO.format(person="Maya"))
    home.clock.passes(minutes=5, seconds=1)
    off = alone.open("/mine")
    again = opened(home, card)
    card_of(home)

    assert (left_came["location"], left.jar) == ("/card", {})
    assert kept.shows(words.mine.HELLO.format(person="Maya"))
    assert (on, replaced_gone) == (True, True)
    assert off.shows(words.mine.UNKNOWN)
    assert again.open("/mine").shows(words.mine.UNKNOWN)
    assert home.browser(ELSEWHERE, "https").send("/card", words=card).shows(words.card.WRONG)


def test_the_browser_forgets_it_when_it_is_closed(home: Home) -> None:
    """What is kept has no end of its own, is sent over TLS alone, and no script reads it."""
    card = card_of(home)
    (line,) = home.browser(ELSEWHERE, "https").send("/card", words=card).cookies
    kept = line.lower()

    assert line.startswith("__Host-lamplight-card=")
    assert ("max-age" in kept, "expires" in kept) == (False, False)
    assert ("secure" in kept, "httponly" in kept) == (True, True)


WRONG: Final = {
    "nothing": "",
    "four words": "zoom zoom zoom zoom",
    "another's": "abacus abdomen abdominal abide abiding",
    "no words": "💡 \x00 ½",
    "a great many": "zoom " * 400,
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_words_open_nothing_and_are_not_shown_again(case: str, home: Home) -> None:
    """The page says that they are wrong, and not which, whose, or what they were."""
    card_of(home)
    came = home.browser(ELSEWHERE, "https").send("/card", words=WRONG[case])

    assert (came.status, came.shows(words.card.WRONG), came.cookies) == (422, True, ())
    assert "zoom" not in came.body
    assert "abdomen" not in came.body
    assert "Maya" not in came.body


def test_tries_are_few_from_one_place_and_free_elsewhere(home: Home) -> None:
    """After five wrong ones a minute passes there, and the card still opens from another device."""
    card = card_of(home)
    guessing = home.browser(ELSEWHERE, "https")
    came = [guessing.send("/card", words=WRONG["another's"]) for _ in range(5)]
    right = guessing.send("/card", words=card)

    assert {one.status for one in came} == {422}
    assert (right.status, right.shows(words.card.TOO_OFTEN)) == (429, True)
    opened(home, card, OTHERS)


def test_words_go_over_no_plain_line(home: Home) -> None:
    """On a plain line neither typing nor making a card is taken, and a token counts for nothing."""
    card = card_of(home)
    plain = home.browser(ELSEWHERE)
    token = opened(home, card).jar["__Host-lamplight-card"]
    plain.jar = {"lamplight-card": token, "__Host-lamplight-card": token}

    assert plain.send("/card", words=card).shows(words.sign_in.NOT_SAFE)
    assert home.browser(MAYAS).send("/mine/card/make", sure="yes").shows(words.sign_in.NOT_SAFE)
    assert plain.open("/mine").shows(words.mine.UNKNOWN)


def test_only_the_young_person_makes_a_card_on_a_device_of_their_own(home: Home) -> None:
    """Neither a carer, nor a shared device, nor a carer's device, nor a stranger makes one."""
    sam = home.signed_in("Sam")
    seats: dict[str, Came] = {
        "a carer": sam.send("/mine/card/make", sure="yes"),
        "the TV": home.browser(TV, "https").send("/mine/card/make", sure="yes"),
        "a carer's device": home.browser(SAMS, "https").send("/mine/card/make", sure="yes"),
        "a stranger": home.browser(ELSEWHERE, "https").send("/mine/card/make", sure="yes"),
    }

    assert {case: came.status for case, came in seats.items()} == dict.fromkeys(seats, 403)


def test_the_own_device_says_since_when_there_is_a_card_and_stops_it(home: Home) -> None:
    """Who finds a card that they did not make sees its day, and one button ends it."""
    own = home.browser(MAYAS, "https")
    before, card = own.open("/mine/card"), card_of(home)
    since = own.open("/mine/card")
    stopped = own.send("/mine/card/stop", sure="yes")
    after = own.open("/mine/card")
    came = home.browser(ELSEWHERE, "https").send("/card", words=card)

    assert before.shows(words.card.OWN_NONE)
    assert since.shows("You made a card on 21 November 2026.")
    assert (stopped.status, after.shows(words.card.OWN_NONE), came.status) == (303, True, 422)


def test_no_carer_can_tell_that_somebody_came_by_card(home: Home) -> None:
    """Every page that Sam can open is the same before and after, and so is the database."""
    home.add("Alex", Role.HELPER)
    card = card_of(home)
    sam = home.signed_in("Sam")
    paths = ("/", "/tonight", "/changes", "/sign-ins", "/devices", "/rules", "/health")
    pages = {path: sam.open(path).body for path in paths}
    kept = _rows(home)
    browser = opened(home, card)
    browser.open("/mine")
    browser.open("/mine/rules")

    assert {path: sam.open(path).body for path in paths} == pages
    assert _rows(home) == kept


def test_no_address_or_title_names_anybody(home: Home) -> None:
    """What a browser keeps of the pages says nothing of whose they were."""
    browser = opened(home, card_of(home))
    for path in ("/card", "/mine", "/mine/ask", "/mine/rules"):
        title = re.search(r"<title>(.*?)</title>", browser.open(path).body)
        assert title
        assert "Maya" not in title[1]


def test_a_carers_visit_waits_underneath(home: Home) -> None:
    """In a carer's own browser the card counts, which may less; closing it gives the visit back."""
    card = card_of(home)
    browser = home.signed_in("Sam")
    browser.send("/card", words=card)
    by_card = browser.open("/tonight")
    browser.send("/card/leave", leave="yes")
    back = browser.open("/tonight")
    browser.send("/card", words=card)
    home.sign_in(browser, "Sam")

    assert (by_card.status, back.status) == (403, 200)
    assert browser.open("/tonight").status == 200


def _rows(home: Home) -> list[object]:
    with home.house.database.reading() as session:
        connection = session.connection()
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).scalars()
        return [
            [tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')]  # noqa: S608 - names of our own tables
            for name in names.all()
        ]
