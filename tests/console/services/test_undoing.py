from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.services.home import household_in
from console.services.naming import forgotten, renamed
from console.services.undoing import NothingToUndo, change_undoably, undo, undoable
from console.store.database.changes import Changed, Note
from tests.console import homes
from tests.console.at_hand import AtHand, at_hand


@pytest.fixture
def home(tmp_path: Path) -> Iterator[AtHand]:
    """Return a home with people, devices and rules."""
    with at_hand(tmp_path, homes.FULL) as home:
        yield home


def test_undoing_brings_the_home_back_as_it_was(home: AtHand) -> None:
    """Two changes are undone one after the other, and then there is nothing to undo."""
    first = household_in(home.house)
    note = Note(who="Sam", what=Changed.DEVICE_CHANGED)
    change_undoably(home.house, note, lambda one: renamed(one, "Living room TV", "Telly"))
    second = household_in(home.house)
    change_undoably(home.house, note, lambda one: forgotten(one, "Telly"))
    for wanted in (second, first):
        latest = undoable(home.house)
        assert latest is not None
        undo(home.house, "Sam", latest.number)
        assert household_in(home.house) == wanted

    assert undoable(home.house) is None


def test_what_changes_nothing_cannot_be_undone(home: AtHand) -> None:
    """A form saved as it was leaves no step, and a number of nothing undoes nothing."""
    change_undoably(home.house, Note(who="Sam", what=Changed.DEVICE_CHANGED), lambda one: one)

    assert undoable(home.house) is None
    with pytest.raises(NothingToUndo):
        undo(home.house, "Sam", 1)
