from __future__ import annotations

import inspect
from pathlib import Path

from consent.__main__ import Terminal
from consent.desk import Desk, DeskRefused
from consent.errors import ConsentError
from tests.consent.commands.memory import MemoryDesk


def test_the_real_desk_and_the_one_in_memory_are_both_desks() -> None:
    """What a command may ask of a desk, both can do, with the same parameters."""
    desks: tuple[Desk, ...] = (Terminal(Path()), MemoryDesk())
    asked = [name for name in vars(Desk) if not name.startswith("_")]

    assert len(asked) == 9
    for name in asked:
        expected = inspect.signature(getattr(Desk, name)).parameters
        for desk in desks:
            found = inspect.signature(getattr(type(desk), name)).parameters
            assert list(found) == list(expected)


def test_a_refusal_at_the_desk_is_no_error_of_a_record() -> None:
    """A sentence for the person at the desk is told from what is wrong with octets."""
    assert not issubclass(DeskRefused, ConsentError)
    assert str(DeskRefused("nothing was signed")) == "nothing was signed"
