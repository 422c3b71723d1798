from __future__ import annotations

from pathlib import Path

import pytest

from console.store.database import engine
from console.store.database.engine import Database
from console.store.database.first_runs import Step, keep_step, step_of
from console.store.database.homes import Home, HomeKind, home_of, save_home
from policy.compile import PROTECTIVE_DEFAULT
from tests.console import homes


def test_a_home_of_the_step_before_has_no_first_run(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept before this step is there, and what the step brings can be kept beside it."""
    home = Home(household=PROTECTIVE_DEFAULT, kind=HomeKind.FAMILY, set_up_at=homes.WHEN)
    with monkeypatch.context() as patch:
        patch.setattr(engine, "NEWEST", "0005")
        before = Database.open(state)
        with before.changing() as session:
            save_home(session, home)
        before.close()
    with Database.open(state).changing() as session:
        found = step_of(session)
        keep_step(session, Step.DONE)
        kept = home_of(session)

    assert (found, kept) == (None, home)
