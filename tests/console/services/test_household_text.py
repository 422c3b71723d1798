from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from console.errors import CardTakesNothing
from console.house import House
from console.services.changing_rules import ChangedMeanwhile
from console.services.home import change_home, household_in
from console.services.household_text import (
    TextRefused,
    compared,
    household_text,
    read_text,
    take_text,
)
from console.store.database.changes import Changed, Note, changes_in
from policy.document import household_from_toml
from policy.household import Household
from policy.names import from_text
from policy.rules import RuleSet
from tests.console import homes

FULL: Final = household_from_toml(homes.FULL)
CHANGED: Final = homes.FULL.replace("chat.example", "other.example")


@pytest.fixture
def house(state: Path) -> House:
    """Return a home."""
    return homes.house_at(state, homes.FULL)


def test_the_text_says_what_the_home_is(house: House) -> None:
    """Read again it is the very same household, so it would change nothing."""
    read = read_text(house, household_text(house))

    assert read.before == read.after == FULL


def test_reading_a_text_changes_nothing(house: House) -> None:
    """What is published stays the very file, and nothing is listed."""
    path = house.published.snapshot_path
    before = (path.stat().st_ino, path.stat().st_mtime_ns)
    read = read_text(house, CHANGED)
    with house.database.reading() as session:
        listed = changes_in(session)

    assert (read.before, read.after) == (FULL, household_from_toml(CHANGED))
    assert household_in(house) == FULL
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == before
    assert len(listed) == 1  # the file that this home was begun with


def test_what_was_read_is_taken_listed_and_published(house: House) -> None:
    """The home is what was looked at, and the list says who took it."""
    take_text(house, "Sam", read_text(house, CHANGED))
    with house.database.reading() as session:
        latest = changes_in(session)[0].note

    assert household_in(house) == household_from_toml(CHANGED)
    assert house.published.snapshot().household == household_from_toml(CHANGED)
    assert latest == Note(who="Sam", what=Changed.FILE_READ)


def test_it_is_taken_upon_the_home_it_was_compared_with_alone(house: House) -> None:
    """A change that came since is not ended unseen; compared once more, it is taken."""
    read = read_text(house, CHANGED)
    note = Note(who="Alex", what=Changed.VISITORS_RULES)
    rules = RuleSet(block=frozenset({from_text("since.example")}))
    change_home(house, note, lambda one: replace(one, visitors=rules))
    since = household_in(house)
    with pytest.raises(ChangedMeanwhile):
        take_text(house, "Sam", read)
    assert household_in(house) == since

    take_text(house, "Sam", compared(house, read.after))
    assert household_in(house) == read.after


@pytest.mark.parametrize("text", ["", "format = 7", "[[devices]]", "= ="])
def test_a_text_that_is_no_household_is_refused(text: str, house: House) -> None:
    """The message says where it is wrong, in the words of its reader."""
    with pytest.raises(TextRefused, match=r"."):
        read_text(house, text)

    assert household_in(house) == FULL


def test_a_household_that_could_not_be_published_is_refused_before_the_yes(house: House) -> None:
    """What all readers of its shape let pass is refused where the filter would not take it."""
    nobody = Household(devices=FULL.devices)  # which belong to people who are not there
    with pytest.raises(TextRefused):
        compared(house, nobody)

    assert household_in(house) == FULL


def test_where_nothing_can_be_kept_nothing_is_asked(house: House) -> None:
    """Nobody says yes to what a card that takes nothing would lose."""
    reading = replace(house, database=house.database.that_only_reads())
    with pytest.raises(CardTakesNothing):
        read_text(reading, CHANGED)
