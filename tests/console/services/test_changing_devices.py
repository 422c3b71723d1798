from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.services.changing_devices import say_mine
from console.services.home import household_in
from console.services.inbox import InHand
from console.services.naming import NamingRefused, Wrong
from tests.console import homes
from tests.console.at_hand import AtHand, at_hand

HAND = InHand(address="192.168.77.90", link="3c:22:fb:10:20:30")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[AtHand]:
    """Return a home with people, devices and rules."""
    with at_hand(tmp_path, homes.FULL) as home:
        yield home


def test_only_a_carer_has_a_phone_without_a_filter(home: AtHand) -> None:
    """Nobody can say it of a young person, nor of a device that nobody can tell."""
    refused = []
    for owner, hand in (("Maya", HAND), ("Sam", InHand(address="192.168.77.90"))):
        with pytest.raises(NamingRefused) as told:
            say_mine(home.house, "Sam", owner, hand, "phone", "No filter")
        refused.append(told.value.wrong)
    say_mine(home.house, "Sam", "Sam", HAND, "phone", "No filter")

    assert refused == [Wrong.NO_OWNER, Wrong.LINK_TAKEN]
    assert household_in(home.house).devices[-1].links == (HAND.link,)
