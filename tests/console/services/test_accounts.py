from __future__ import annotations

from pathlib import Path

import pytest

from console.security.permissions import Role
from console.services.accounts import (
    First,
    NotAdded,
    add,
    remove,
    remove_paired,
    reset,
    sign_out_everywhere,
    standings,
)
from console.store.database.changes import Changed, Note, changes_in
from tests.console.signing_in import Home, home_in


@pytest.fixture
def home(state: Path) -> Home:
    """Return a home in which Sam signs in."""
    return home_in(state, "Sam")


def test_whoever_is_added_has_a_password_of_chance(home: Home) -> None:
    """Two who are added have two passwords, and stand in the order in which they came."""
    first, second = (add(home.house, "Sam", name, Role.HELPER) for name in ("Kim", "Alex"))

    assert isinstance(first, First)
    assert isinstance(second, First)
    assert first.password != second.password
    assert [one.sign_in.name for one in standings(home.house)] == ["Sam", "Kim", "Alex"]


def test_what_is_not_there_cannot_be_taken_away(home: Home) -> None:
    """A number of nobody changes nothing and is listed nowhere."""
    assert remove(home.house, "Sam", 9) is None
    remove_paired(home.house, "Sam", 9)
    sign_out_everywhere(home.house, 9)
    assert reset(home.house, "Sam", "Kim") is NotAdded.UNKNOWN
    with home.house.database.reading() as session:
        assert changes_in(session)[0].note.what is Changed.SIGN_IN_ADDED


def test_a_reset_is_listed(home: Home) -> None:
    """Who let somebody in again stands in the list of changes."""
    reset(home.house, "this box", "Sam")
    with home.house.database.reading() as session:
        note = changes_in(session)[0].note

    assert note == Note(who="this box", what=Changed.SIGN_IN_RESET, text="Sam")


def test_the_only_carer_stays_and_helpers_do_not_count(home: Home) -> None:
    """A helper beside the last carer does not make the carer spare."""
    add(home.house, "Sam", "Kim", Role.HELPER)

    assert remove(home.house, "Sam", 1) is NotAdded.LAST_CARER
    assert remove(home.house, "Sam", 2) is None
