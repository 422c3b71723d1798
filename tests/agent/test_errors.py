from __future__ import annotations

import inspect

import pytest

from agent import errors
from agent.errors import AgentError

ERRORS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if kind is not AgentError and kind.__module__ == errors.__name__
]


@pytest.mark.parametrize("kind", ERRORS)
def test_every_error_of_the_room_has_its_root(kind: type[Exception]) -> None:
    """Whoever catches the root catches all, and each says in a sentence what it is."""
    assert issubclass(kind, AgentError)
    assert (kind.__doc__ or "").endswith(".")


def test_there_are_errors() -> None:
    """The table above is not empty."""
    assert len(ERRORS) >= 2
