from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from console.store.database import engine
from console.store.database.contacts import (
    Contact,
    Told,
    contacts_in,
    keep_contacts,
    keep_told,
    told_in,
)
from console.store.database.engine import Database
from console.store.database.first_runs import Step, keep_step, step_of
from console.store.database.homes import Home, HomeKind, home_of, save_home
from console.store.routes_to_people import Route
from policy.document import household_from_toml
from tests.console import homes

STEP = importlib.import_module("console.store.database.migrations.versions.0007_contacts")


def test_it_stands_in_its_place() -> None:
    """The steps stand in one row."""
    assert (STEP.revision, STEP.down_revision) == ("0007", "0006")


def test_a_home_of_the_step_before_is_whole_and_has_no_numbers(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept before this step is there, and what the step brings is kept beside it."""
    home = Home(
        household=household_from_toml(homes.FULL), kind=HomeKind.FOSTER, set_up_at=homes.WHEN
    )
    with monkeypatch.context() as patch:
        patch.setattr(engine, "NEWEST", "0006")
        before = Database.open(state)
        with before.changing() as session:
            save_home(session, home)
            keep_step(session, Step.DONE)
        before.close()
    duty = Contact(route=Route.TEAM, name="Duty", number="0300 555 0199")
    told = Told(box="b0" * 32, place=7, who="Priya", at=homes.WHEN)
    with Database.open(state).changing() as session:
        empty = (contacts_in(session), told_in(session, told.box))
        keep_contacts(session, (duty,))
        keep_told(session, told)
    with Database.open(state).reading() as session:
        kept = (home_of(session), step_of(session))
        brought = (contacts_in(session), told_in(session, told.box))

    assert empty == ((), ())
    assert kept == (home, Step.DONE)
    assert brought == ((duty,), (told,))
