from __future__ import annotations

from pathlib import Path

import pytest

from console.security.permissions import Role
from console.store.database import engine
from console.store.database.engine import Database
from console.store.database.homes import Home, HomeKind, home_of, save_home
from console.store.database.sign_ins import add_sign_in, sign_ins_in
from policy.document import household_from_toml
from tests.console import homes


def test_a_home_from_before_has_nobody_who_signs_in(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of the step before keeps its home, and somebody can be added then."""
    home = Home(
        household=household_from_toml(homes.FULL), kind=HomeKind.FOSTER, set_up_at=homes.WHEN
    )
    with monkeypatch.context() as patch:
        patch.setattr(engine, "NEWEST", "0003")
        before = Database.open(state)
        with before.changing() as session:
            save_home(session, home)
        before.close()
    with Database.open(state).changing() as session:
        assert sign_ins_in(session) == ()
        add_sign_in(session, "Sam", Role.CARER, "kept", homes.WHEN)
        assert [one.name for one in sign_ins_in(session)] == ["Sam"]
        assert home_of(session) == home
