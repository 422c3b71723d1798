from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from console.store.database.changes import (
    MAX_TEXT,
    Changed,
    Note,
    add_change,
    changes_in,
    kind_of_change,
)
from console.store.database.engine import Database
from tests.console.homes import WHEN

NOTE = Note(
    who="Sam", what=Changed.PERSON_RULES, about="Maya", text="20:30 to 21:00", why="A birthday"
)


def test_a_change_is_read_back_as_it_was_added(state: Path) -> None:
    """Who, what, about whom, from what to what, why and when come back the same."""
    database = Database.open(state)
    with database.changing() as session:
        added = add_change(session, NOTE, WHEN)
    with database.reading() as session:
        assert changes_in(session) == (added,)
    assert (added.note, added.at) == (NOTE, WHEN)


def test_the_newest_change_comes_first(state: Path) -> None:
    """They come in the order in which they were made, also where a clock went back."""
    with Database.open(state).changing() as session:
        first = add_change(session, NOTE, WHEN)
        second = add_change(session, NOTE, WHEN - timedelta(days=1))

        assert changes_in(session) == (second, first)
        assert changes_in(session, limit=1) == (second,)


def test_a_young_person_is_shown_theirs_and_everyones(state: Path) -> None:
    """What concerns another young person is not among what concerns this one."""
    with Database.open(state).changing() as session:
        theirs = add_change(session, NOTE, WHEN)
        add_change(session, Note(who="Sam", what=Changed.PERSON_RULES, about="Leo"), WHEN)
        everyones = add_change(session, Note(who="Sam", what=Changed.EVERYONE_RULES), WHEN)

        assert changes_in(session, about="Maya") == (everyones, theirs)


@pytest.mark.parametrize("what", Changed)
def test_every_kind_of_change_can_be_kept(what: Changed, state: Path) -> None:
    """Each member of the closed list comes back as itself."""
    with Database.open(state).changing() as session:
        add_change(session, Note(who="Sam", what=what), WHEN)
        (change,) = changes_in(session)

    assert change.note.what is what


def test_what_somebody_wrote_is_bounded(state: Path) -> None:
    """A reason of any length keeps a page readable."""
    with Database.open(state).changing() as session:
        add_change(session, Note(who="S", what=Changed.SET_UP, why="x" * 10_000), WHEN)
        (change,) = changes_in(session)

    assert change.note.why == "x" * MAX_TEXT


def test_what_a_change_was_is_known_by_its_number_once_it_is_kept(state: Path) -> None:
    """Nothing is known of a change that was refused, also where its number was given already."""
    database = Database.open(state)
    with database.changing() as session:
        kept = add_change(session, NOTE, WHEN)
    with database.reading() as session:
        refused = add_change(session, NOTE, WHEN)
    with database.reading() as session:
        assert kind_of_change(session, kept.number) is Changed.PERSON_RULES
        assert kind_of_change(session, refused.number) is None
