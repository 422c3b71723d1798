from __future__ import annotations

from pathlib import Path

import pytest

from console.store.database.engine import Database
from console.store.database.first_runs import Step, keep_step, step_of


def test_before_the_first_run_there_is_no_step(state: Path) -> None:
    """A box that nobody touched has none, and neither has one that a file set up."""
    with Database.open(state).reading() as session:
        assert step_of(session) is None


@pytest.mark.parametrize("step", list(Step))
def test_the_step_outlives_the_console(step: Step, state: Path) -> None:
    """Whoever opens the file again finds the step that was kept last."""
    database = Database.open(state)
    for kept in (Step.HOME, step):
        with database.changing() as session:
            keep_step(session, kept)
    database.close()
    with Database.open(state).reading() as session:
        assert step_of(session) is step
