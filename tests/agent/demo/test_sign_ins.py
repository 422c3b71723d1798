from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from agent.demo import sign_ins
from agent.demo.parts import DemoFailed
from agent.demo.sign_ins import PEOPLE


def test_everybody_is_let_in_with_a_password_of_their_own(tmp_path: Path) -> None:
    """The console's own command lets them in, each with another password of several words."""
    found = asyncio.run(sign_ins.let_in(tmp_path))

    assert [(one.name, one.role) for one in found] == list(PEOPLE)
    assert len({one.password for one in found}) == len(PEOPLE)
    assert all(one.password and len(one.password.split()) >= 4 for one in found)


def test_who_is_in_already_keeps_the_password_of_before(tmp_path: Path) -> None:
    """In a folder that was kept, nobody knows a password any more but who wrote it down."""
    asyncio.run(sign_ins.let_in(tmp_path))
    again = asyncio.run(sign_ins.let_in(tmp_path))

    assert {one.password for one in again} == {None}


def test_a_console_that_cannot_be_reached_is_told(tmp_path: Path) -> None:
    """Where the folder cannot hold a database, the demonstration says so and ends."""
    (tmp_path / "console").touch()
    with pytest.raises(DemoFailed, match="nobody could be let in"):
        asyncio.run(sign_ins.let_in(tmp_path))
