from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from console.security.backup import unseal
from console.security.passwords import TESTS
from console.services.backup import MEMBERS, backup_of, restore
from console.services.home import home_in as kept_home
from console.services.home import household_in
from console.services.worried import keep_numbers, numbers_in
from console.store.database.changes import Changed, changes_in
from console.store.database.given import grants_in
from console.store.database.own_numbers import OwnNumber
from tests.console.signing_in import Home, home_in

PHRASE: Final = "seven quiet herons"
NAN: Final = OwnNumber(name="Nan", number="020 7946 0000")


@pytest.fixture
def home(state: Path) -> Home:
    """Return a home in which Sam signs in."""
    return home_in(state, "Sam")


@pytest.fixture
def empty(tmp_path: Path) -> Home:
    """Return another box, that nobody set up."""
    return home_in(tmp_path / "another", text=None)


def test_a_home_comes_back_on_another_box(home: Home, empty: Home) -> None:
    """People, devices, rules, the kind of home and the numbers are there again, and published."""
    keep_numbers(home.house, [NAN])
    backup = backup_of(home.house, PHRASE, TESTS)
    restore(empty.house, "this box", backup, PHRASE, TESTS)

    assert household_in(empty.house) == household_in(home.house)
    assert empty.house.published.snapshot().household == household_in(home.house)
    assert kept_home(empty.house) is not None
    assert numbers_in(empty.house) == (NAN,)
    with empty.house.database.reading() as session:
        assert grants_in(session) == ()
        assert changes_in(session)[0].note.what is Changed.BACKUP


def test_it_holds_what_people_decided_and_nothing_else(home: Home) -> None:
    """No sign-in, no password, no key and nothing that was recorded stands in a backup."""
    document = json.loads(unseal(backup_of(home.house, PHRASE, TESTS), PHRASE, TESTS))
    text = json.dumps(document)
    with home.house.database.reading() as session:
        secrets = [
            str(value)
            for row in session.connection().exec_driver_sql("SELECT password FROM sign_in")
            for value in row
        ]

    assert secrets
    assert set(document) == MEMBERS
    assert [secret for secret in secrets if secret in text] == []
    assert home.passwords["Sam"] not in text
