from __future__ import annotations

from datetime import UTC

from console import words
from console.pages.turns import pin_page, turns_page
from console.services.sharing import PICTURES, PinTried
from policy.household import Device, Household
from tests.console import homes

TABLET = Device(name="Tablet", belongs_to="everyone", shared_by=("Maya", "Leo"))


def test_it_says_who_has_the_turn_and_who_can_take_it() -> None:
    """A name without a PIN is no button."""
    page = turns_page(TABLET, ("Maya", homes.WHEN), frozenset({"Maya"}), UTC)

    assert page.now == words.turns.TURN_OF.format(who="Maya", time="18:40")
    assert [person.empty for person in page.people] == [
        None,
        words.turns.NO_PIN.format(who="Leo"),
    ]


def test_waiting_and_wrong_are_told_apart() -> None:
    """Both kindly, and with the page as it was."""
    errors = [
        turns_page(TABLET, None, frozenset(), UTC, tried=tried).error
        for tried in (PinTried.WAIT, PinTried.NO_PIN)
    ]

    assert errors == [words.turns.WAIT, words.turns.WRONG]


def test_every_picture_has_a_look_and_a_word() -> None:
    """Nobody needs to see them to tap them."""
    assert set(words.turns.PICTURE_NAMES) == set(PICTURES)
    assert pin_page(Household(), "Maya").pictures == ()
