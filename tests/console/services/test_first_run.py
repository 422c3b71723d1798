from __future__ import annotations

from pathlib import Path

import pytest

from console.services.first_run import (
    AnotherStep,
    StepRefused,
    TypedPerson,
    add_young_person,
    pass_device,
    step_in,
)
from console.services.first_run_wrong import Wrong
from console.store.database.first_runs import Step
from tests.console.signing_in import Home, home_in


@pytest.fixture
def home(state: Path) -> Home:
    """Return a box that nobody set up."""
    return home_in(state, text=None)


def test_a_later_step_cannot_be_taken_first(home: Home) -> None:
    """The order of the screens is kept by the box and not by the browser."""
    with pytest.raises(AnotherStep):
        add_young_person(home.house, "Sam", TypedPerson(name="Maya", age="10-12", limits=False))
    with pytest.raises(AnotherStep):
        pass_device(home.house, "Sam", has_passed=True, way="")

    assert step_in(home.house) is Step.HOME


def test_a_refusal_names_no_person() -> None:
    """What a log could hold of a refusal is its kind alone."""
    assert str(StepRefused(Wrong.NAME)) == "this step of the first run was not taken: name"
