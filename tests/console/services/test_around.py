from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.services.around import around
from console.store.neighbours import Unseen
from tests.console import homes
from tests.console.at_hand import AtHand, at_hand, here


@pytest.fixture
def home(tmp_path: Path) -> Iterator[AtHand]:
    """Return a home with people, devices and rules."""
    with at_hand(tmp_path, homes.FULL) as home:
        yield home


def test_what_is_around_is_read_anew(home: AtHand) -> None:
    """A device that was heard since is in hand at the next request."""
    before = around(home.house, "192.168.77.90").hand.link
    home.sees(here("3c:22:fb:10:20:30", "192.168.77.90"))
    after = around(home.house, "192.168.77.90")
    home.neighbours.unlink()

    assert (before, after.hand.link) == (None, "3c:22:fb:10:20:30")
    assert around(home.house, "192.168.77.90").seen is Unseen.ABSENT
    assert after.household.devices[0].name == "Maya's tablet"
