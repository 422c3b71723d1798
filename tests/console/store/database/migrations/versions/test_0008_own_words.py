from __future__ import annotations

import importlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from console.store.database import engine
from console.store.database.contacts import Contact, contacts_in, keep_contacts
from console.store.database.engine import Database
from console.store.database.homes import Home, HomeKind, home_of, save_home
from console.store.database.own_words import (
    OwnWords,
    add_words,
    heard_in,
    note_heard,
    words_in,
)
from console.store.purposes import Purpose
from console.store.routes_to_people import Route
from policy.document import household_from_toml
from tests.console import homes

STEP = importlib.import_module("console.store.database.migrations.versions.0008_own_words")


def test_it_stands_in_its_place() -> None:
    """The steps stand in one row."""
    assert (STEP.revision, STEP.down_revision) == ("0008", "0007")


def test_a_home_of_the_step_before_is_whole_and_has_no_words(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The home and its numbers are there after the step, and words are kept beside them."""
    home = Home(
        household=household_from_toml(homes.FULL), kind=HomeKind.FOSTER, set_up_at=homes.WHEN
    )
    duty = Contact(route=Route.TEAM, name="Duty", number="0300 555 0199")
    with monkeypatch.context() as patch:
        patch.setattr(engine, "NEWEST", "0007")
        before = Database.open(state)
        with before.changing() as session:
            save_home(session, home)
            keep_contacts(session, (duty,))
        before.close()
    with Database.open(state).changing() as session:
        empty = (words_in(session), heard_in(session))
        add_words(
            session, OwnWords(person=1, purpose=Purpose.HOUSE, words="Doors shut.", at=homes.WHEN)
        )
        note_heard(session, 1, 20_000)
    with Database.open(state).reading() as session:
        kept = (home_of(session), contacts_in(session))
        [words] = words_in(session)
        heard = heard_in(session)

    assert empty == ((), {})
    assert kept == (home, (duty,))
    assert (words.words, words.at, heard) == ("Doors shut.", homes.WHEN, {1: 20_000})


@pytest.mark.parametrize(
    ("text", "sealed"),
    [("in the open", b"sealed"), (None, None)],
    ids=["open and sealed", "neither"],
)
def test_the_file_takes_no_words_that_are_open_and_sealed_or_neither(
    tmp_path: Path, text: str | None, sealed: bytes | None
) -> None:
    """Whoever writes into the file, words are open or sealed and never both."""
    path = Database.open(tmp_path).path
    with (
        closing(sqlite3.connect(path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="open_or_sealed"),
    ):
        connection.execute(
            "INSERT INTO own_words (person, purpose, text, sealed, written_at)"
            " VALUES (1, 'review', ?, ?, 0)",
            (text, sealed),
        )
