from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.store.database.engine import Database
from console.store.database.own_words import (
    OwnWords,
    Sealed,
    add_words,
    erase_all_words,
    erase_words,
    heard_in,
    note_heard,
    words_in,
)
from console.store.purposes import Purpose
from tests.console import homes

OPEN = OwnWords(person=1, purpose=Purpose.REVIEW, words="I like it here.", at=homes.WHEN)
LOCKED = replace(
    OPEN,
    purpose=Purpose.HOUSE,
    words=Sealed(octets=b"\x00sealed\xff", to="c0" * 32, agreement="a0" * 32),
)
OTHERS = replace(OPEN, person=2, words="Another one's.")


@pytest.fixture
def database(state: Path) -> Iterator[Database]:
    """Return a database in which two young people wrote something."""
    database = Database.open(state)
    with database.changing() as session:
        for one in (OPEN, LOCKED, OTHERS):
            add_words(session, one)
            note_heard(session, one.person, 20_000)
    yield database
    database.close()


def test_what_was_kept_comes_back_the_newest_first(database: Database) -> None:
    """Open and sealed words are the same values that were kept, each with its number."""
    with database.reading() as session:
        found, mine = words_in(session), words_in(session, 1)

    assert [replace(one, number=None) for one in found] == [OTHERS, LOCKED, OPEN]
    assert [replace(one, number=None) for one in mine] == [LOCKED, OPEN]
    assert [one.number for one in found] == [3, 2, 1]


def test_no_value_prints_what_somebody_wrote() -> None:
    """Where a value is printed, such as in an error, the words are not."""
    assert "I like it here." not in repr(OPEN)
    assert r"\xff" not in repr(LOCKED)


def test_one_text_is_erased_by_its_writer_alone(database: Database) -> None:
    """The number of another person's text erases nothing."""
    with database.changing() as session:
        erase_words(session, 2, 1)
        still = len(words_in(session, 1))
        erase_words(session, 1, 1)
    with database.reading() as session:
        found = words_in(session)

    assert still == 2
    assert [replace(one, number=None) for one in found] == [OTHERS, LOCKED]


def test_all_of_one_person_are_erased_with_the_day_they_were_heard(database: Database) -> None:
    """Nothing of them is kept any more, and the other's words and day are."""
    with database.changing() as session:
        erase_words(session, 1)
    with database.reading() as session:
        assert [one.person for one in words_in(session)] == [2]
        assert heard_in(session) == {2: 20_000}


def test_the_day_goes_with_the_last_text(database: Database) -> None:
    """While something is there that it may come to erase, the day is kept, and no longer."""
    with database.changing() as session:
        erase_words(session, 1, 1)
        first = heard_in(session)
        erase_words(session, 1, 2)
        last = heard_in(session)

    assert (first, last) == ({1: 20_000, 2: 20_000}, {2: 20_000})


def test_everybodys_are_erased(database: Database) -> None:
    """At the end of a placement nothing of it is left."""
    with database.changing() as session:
        erase_all_words(session)
    with database.reading() as session:
        assert (words_in(session), heard_in(session)) == ((), {})


def test_what_was_erased_is_overwritten_on_the_disk(database: Database) -> None:
    """Once the file is whole again no byte of it holds what somebody erased."""
    with database.changing() as session:
        erase_words(session, 2)
    database.close()
    kept = b"".join(path.read_bytes() for path in database.path.parent.glob("household.db*"))

    assert b"Another one's." not in kept
    assert b"I like it here." in kept


def test_an_earlier_day_changes_nothing(database: Database) -> None:
    """A device counts from when it was heard last, whatever is noted after."""
    with database.changing() as session:
        note_heard(session, 1, 19_999)
        note_heard(session, 2, 20_001)
    with database.reading() as session:
        assert heard_in(session) == {1: 20_000, 2: 20_001}
