from __future__ import annotations

from datetime import timedelta

import pytest

from console.last_test import HOLDS, LastTest
from tests.console.homes import WHEN

LATER = {
    "at once": (timedelta(0), True),
    "a day later": (HOLDS, True),
    "a second after that": (HOLDS + timedelta(seconds=1), False),
    "before it, for the clock was set back": (timedelta(seconds=-1), False),
}


def test_before_any_test_nothing_holds() -> None:
    """Nobody passed a test that nobody made."""
    assert not LastTest().holds(WHEN)


@pytest.mark.parametrize(("later", "expected"), LATER.values(), ids=LATER)
def test_a_test_holds_for_a_day(later: timedelta, *, expected: bool) -> None:
    """A test that a device passed says something of the day after it, and of no other time."""
    last = LastTest()
    last.passed(WHEN)

    assert last.holds(WHEN + later) is expected
