from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given

from console.store.database.engine import Database
from console.store.database.tables.undo import UndoRow
from console.store.database.undo import (
    STEPS,
    digest_of,
    drop_step,
    forget_steps,
    keep_step,
    last_step,
)
from policy.household import Carer, Household
from tests.policy.strategies import households


def home(number: int) -> Household:
    """Return a household that is told apart by its number."""
    return Household(carers=(Carer(name=f"Sam {number}"),))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Return the database of a new home."""
    found = Database.open(tmp_path)
    yield found
    found.close()


def test_changes_are_undone_from_the_last_to_the_first(database: Database) -> None:
    """Each step leads to the home before it, as many as are kept and no further."""
    back = []
    with database.changing() as session:
        for number in range(STEPS + 3):
            keep_step(session, home(number), home(number + 1))
        now = home(STEPS + 3)
        while step := last_step(session, now):
            drop_step(session, step.number)
            now = step.before
            back.append(now)

    assert back == [home(number) for number in range(STEPS + 2, 2, -1)]


def test_what_was_changed_otherwise_cannot_be_undone(database: Database) -> None:
    """A home that is not as the last change left it has nothing to undo."""
    with database.changing() as session:
        keep_step(session, home(1), home(2))
        assert last_step(session, home(3)) is None
        keep_step(session, home(3), home(4))
        step = last_step(session, home(4))
        assert step is not None
        drop_step(session, step.number)
        assert last_step(session, home(2)) is None, "nothing of another home stays"


def test_a_number_is_never_given_twice(database: Database) -> None:
    """A page that is old cannot undo what it never showed."""
    numbers = []
    with database.changing() as session:
        for _ in range(3):
            keep_step(session, home(1), home(2))
            step = last_step(session, home(2))
            assert step is not None
            numbers.append(step.number)
            forget_steps(session)

    assert numbers == [1, 2, 3]


def test_what_cannot_be_read_is_not_brought_back(database: Database) -> None:
    """What another version wrote is no step."""
    with database.changing() as session:
        for text in ("{", '{"format": "lamplight-household/v9"}'):
            session.add(UndoRow(before=text, after=digest_of(home(1))))
            session.flush()
            assert last_step(session, home(1)) is None


@given(households(), households())
def test_two_homes_have_one_digest_only_if_they_are_one(one: Household, other: Household) -> None:
    """The digest tells whether anything at all was changed."""
    assert (digest_of(one) == digest_of(other)) == (one == other)
