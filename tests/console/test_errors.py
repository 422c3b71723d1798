from __future__ import annotations

import inspect

import pytest

from console import errors
from console.errors import ConsoleError

KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if kind.__module__ == errors.__name__ and kind is not ConsoleError
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_the_rooms_root(kind: type[Exception]) -> None:
    """Whatever this room raises can be caught by its one root."""
    assert issubclass(kind, ConsoleError)
