from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.services.changing_rules import ChangedMeanwhile, proposed, save_rules
from console.services.home import household_in
from console.services.rule_forms import FormAt, Part
from console.services.subjects import EVERYONE
from tests.console import homes
from tests.console.at_hand import AtHand, at_hand

AT = FormAt(subject=EVERYONE, part=Part.NAMES)
FILLED = {"block": ("new.example",)}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[AtHand]:
    """Return a home with people, devices and rules."""
    with at_hand(tmp_path, homes.FULL) as home:
        yield home


def test_what_was_compared_is_what_is_saved(home: AtHand) -> None:
    """Asking changes nothing; saving makes the home what was told."""
    found = proposed(home.house, AT, FILLED)
    assert household_in(home.house) == found.before
    save_rules(home.house, "Sam", AT, FILLED, found.check)

    assert household_in(home.house) == found.after


def test_upon_another_home_nothing_is_saved(home: AtHand) -> None:
    """What it was compared with must be what is there."""
    before = household_in(home.house)
    with pytest.raises(ChangedMeanwhile):
        save_rules(home.house, "Sam", AT, FILLED, "another")

    assert household_in(home.house) == before
