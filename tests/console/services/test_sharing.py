from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.services.home import household_in
from console.services.sharing import PinTried, kind_for, set_pin, try_pin, turn_on
from console.store.database.pins import PinKind
from tests.console import homes
from tests.console.at_hand import AtHand, at_hand

SHARED = homes.FULL.replace(
    'addresses = ["192.168.77.25"]', 'addresses = ["192.168.77.25"]\nshared_by = ["Maya", "Leo"]'
).replace('name = "Leo"\n', 'name = "Leo"\nage = "6-9"\n', 1)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[AtHand]:
    """Return a home with people, devices and rules."""
    with at_hand(tmp_path, SHARED) as home:
        yield home


def test_each_outcome_of_a_pin_is_told_apart(home: AtHand) -> None:
    """Right, wrong, none, and one who does not share it; only the right one takes the turn."""
    household = household_in(home.house)
    device = household.devices[4]
    set_pin(home.house, "Maya", PinKind.DIGITS, "2580")
    tried = [
        try_pin(home.house, device, person, pin)
        for person, pin in (("Noor", "2580"), ("Leo", "2580"), ("Maya", "9999"))
    ]
    before = turn_on(home.house, household, device)
    right = try_pin(home.house, device, "Maya", " 25 80 ")
    turn = turn_on(home.house, household, device)

    assert tried == [PinTried.NOT_THEIRS, PinTried.NO_PIN, PinTried.WRONG]
    assert (before, right) == (None, PinTried.RIGHT)
    assert turn is not None
    assert turn[0] == "Maya"


def test_under_tens_have_pictures(home: AtHand) -> None:
    """Everybody else has digits, adults too."""
    household = household_in(home.house)

    assert [kind_for(household, one) for one in ("Leo", "Maya", "Sam")] == [
        PinKind.PICTURES,
        PinKind.DIGITS,
        PinKind.DIGITS,
    ]
