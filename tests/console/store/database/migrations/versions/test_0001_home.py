from __future__ import annotations

from pathlib import Path

import pytest

from console.store.database import engine
from console.store.database.changes import Changed, Note, add_change, changes_in
from console.store.database.engine import Database
from console.store.database.homes import Home, HomeKind, home_of, save_home
from policy.document import household_from_toml
from tests.console import homes


def test_a_home_of_the_first_step_is_read_after_all_steps(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the first version kept is there, whole, once the newest version opened it."""
    home = Home(
        household=household_from_toml(homes.FULL), kind=HomeKind.FAMILY, set_up_at=homes.WHEN
    )
    with monkeypatch.context() as patch:
        patch.setattr(engine, "NEWEST", "0001")
        first = Database.open(state)
        with first.changing() as session:
            save_home(session, home)
            change = add_change(session, Note(who="Sam", what=Changed.SET_UP), homes.WHEN)
        first.close()
    with Database.open(state).reading() as session:
        assert home_of(session) == home
        assert changes_in(session) == (change,)
