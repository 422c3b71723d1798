from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import timedelta
from pathlib import Path

import pytest

from console.house import utc_now
from tests.console import homes


def test_the_machines_clock_is_asked_in_utc() -> None:
    """A time without a zone would be another time on another machine."""
    assert utc_now().utcoffset() == timedelta()


def test_what_a_console_works_with_stays_as_it_was_given(state: Path) -> None:
    """Nothing can be put into the bag or taken out of it while pages are drawn."""
    house = homes.house_at(state)
    with pytest.raises(FrozenInstanceError):
        house.agent = state  # type: ignore[misc] # this is what must fail
