from __future__ import annotations

import inspect

import pytest

from policy import errors
from policy.errors import HouseholdMalformed, PolicyError

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_room_has_one_root_error(kind: type[Exception]) -> None:
    """Whoever guards against this room's errors can name one class and miss none."""
    assert issubclass(kind, PolicyError)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_says_when_it_is_raised(kind: type[Exception]) -> None:
    """Each error carries a sentence of its own."""
    sentence = (kind.__dict__["__doc__"] or "").splitlines()[0]

    assert sentence.endswith(".")


def test_a_household_error_keeps_place_and_problem_apart() -> None:
    """A page can show the place beside the field and the problem in the text."""
    error = HouseholdMalformed("devices[2].addresses[0]", "expected an address")

    assert (error.where, error.problem) == ("devices[2].addresses[0]", "expected an address")
    assert str(error) == "devices[2].addresses[0]: expected an address"
