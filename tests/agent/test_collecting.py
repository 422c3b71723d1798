from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from agent.collecting import EVERY_SECONDS, Collecting
from tests.agent.dns import house

MANY = 400_000
"""Enough new objects that Python's own rule would have all walked through several times."""


class Ring:
    """Something that holds itself."""

    def __init__(self) -> None:
        """Close the ring."""
        self.itself = self


@pytest.fixture
def clock() -> Iterator[house.Clock]:
    """Return a clock that stands still, and leave the collector as it was."""
    thresholds = gc.get_threshold()
    yield house.Clock()
    gc.enable()
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def collections() -> int:
    """Return how often everything was walked through."""
    return int(gc.get_stats()[2]["collections"])


def lost_ring() -> weakref.ref[Ring]:
    """Return a ring that lived long and that nobody holds any more."""
    ring = Ring()
    for _ in range(2):
        gc.collect(1)
    return weakref.ref(ring)


def test_what_is_kept_by_the_thousand_is_not_walked_through(clock: house.Clock) -> None:
    """However much is kept, nothing but the clock has everything walked through."""
    Collecting(clock).begin()
    before = collections()
    kept: list[list[int]] = [[] for _ in range(MANY)]

    assert (collections(), len(kept)) == (before, MANY)


def test_in_the_end_the_collector_goes_by_its_own_rule_again(clock: house.Clock) -> None:
    """Whatever runs on in this process, as a test does, is collected as ever."""
    before, collecting = gc.get_threshold(), Collecting(clock)
    collecting.begin()
    assert gc.get_threshold() != before
    collecting.end()

    assert gc.get_threshold() == before


def test_what_lived_long_and_holds_itself_goes_with_the_clock(clock: house.Clock) -> None:
    """A ring that nobody holds is there until the time has come, each time anew, and then gone."""
    collecting = Collecting(clock)
    collecting.begin()
    for _ in range(2):
        lost = lost_ring()
        clock.now += EVERY_SECONDS - 1
        collecting.look()
        assert lost() is not None
        clock.now += 1
        collecting.look()
        assert lost() is None


def test_it_rests_while_work_goes_on_beside(clock: house.Clock) -> None:
    """While the collector is off nothing is walked through, and with the first look after it is."""
    collecting = Collecting(clock)
    collecting.begin()
    lost = lost_ring()
    gc.disable()
    clock.now += EVERY_SECONDS
    collecting.look()
    assert lost() is not None
    gc.enable()
    collecting.look()

    assert lost() is None
