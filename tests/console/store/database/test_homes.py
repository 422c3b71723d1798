from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given

from console.store.database.engine import Database, DatabaseUnusable
from console.store.database.homes import Home, HomeKind, home_of, save_home
from console.store.database.tables.home import HomeRow
from policy.document import household_from_toml
from policy.household import Household
from tests.console import homes
from tests.policy.strategies import households

HOME = Home(
    household=household_from_toml(homes.FULL),
    kind=HomeKind.FOSTER,
    set_up_at=datetime(2026, 11, 21, 18, 40, tzinfo=UTC),
    file_digest="ab" * 32,
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """Return one database for all of this module; each test keeps a home of its own in it."""
    return Database.open(tmp_path_factory.mktemp("state"))


def _kept(database: Database, home: Home) -> Home | None:
    with database.changing() as session:
        save_home(session, home)
    with database.reading() as session:
        return home_of(session)


@pytest.mark.parametrize(
    "home",
    [HOME, replace(HOME, kind=HomeKind.FAMILY), replace(HOME, file_digest=None)],
    ids=["foster", "family", "no file"],
)
def test_a_home_is_read_back_as_it_was_kept(home: Home, database: Database) -> None:
    """Household, kind, day and digest come back the same."""
    assert _kept(database, home) == home


@given(household=households())
def test_any_household_is_read_back_as_it_was_kept(
    database: Database, household: Household
) -> None:
    """Whatever a household file can say, the database keeps."""
    home = replace(HOME, household=household)

    assert _kept(database, home) == home


def test_before_the_first_run_there_is_no_home(state: Path) -> None:
    """An empty database says so, and invents nothing."""
    with Database.open(state).reading() as session:
        assert home_of(session) is None


def test_keeping_again_keeps_one(database: Database) -> None:
    """The next home takes the place of the one before."""
    changed = replace(HOME, household=Household())
    _kept(database, HOME)

    assert _kept(database, changed) == changed


DAMAGE = {
    "no JSON": {"document": "precious"},
    "another shape": {"document": "{}"},
    "a kind that is none": {"kind": "boarding house"},
    "a time that is none": {"set_up_at": 2**60},
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_home_that_cannot_be_read_is_said(damage: dict[str, object], state: Path) -> None:
    """Nothing is guessed of a row that breaks the shape, and the message says what to do."""
    database = Database.open(state)
    with database.changing() as session:
        save_home(session, HOME)
        row = session.get(HomeRow, 1)
        assert row
        for name, value in damage.items():
            setattr(row, name, value)
    with pytest.raises(DatabaseUnusable, match="cannot be read"), database.reading() as session:
        home_of(session)
