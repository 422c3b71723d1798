from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.household_total import HIGHEST, LOWEST, WholeDays, coarse

MONDAY = date(2026, 11, 16)
DAY = timedelta(days=1)

STEPS = {
    0: 0,
    LOWEST - 1: 0,
    LOWEST: 1_000,
    1_999: 1_000,
    2_000: 2_000,
    4_999: 2_000,
    5_000: 5_000,
    9_999: 5_000,
    10_000: 10_000,
    49_999: 20_000,
    999_999: 500_000,
    HIGHEST: HIGHEST,
    HIGHEST * 9: HIGHEST,
}


@pytest.mark.parametrize("count", STEPS)
def test_a_count_is_told_by_its_step(count: int) -> None:
    """Each count stands for the step at or below it, from none to the highest."""
    assert coarse(count) == STEPS[count]


@given(count=st.integers(LOWEST, HIGHEST - 1), more=st.integers(0, 50))
def test_a_step_is_never_above_nor_far_below(count: int, more: int) -> None:
    """What is told is at most what was counted, more than two fifths of it, and never falls."""
    assert coarse(count) <= count < coarse(count) * 2.5
    assert coarse(count) <= coarse(count + more)


def test_a_day_is_told_once_it_is_over_and_was_counted_whole() -> None:
    """Neither the day on which the box began nor the one that runs is told."""
    days = WholeDays()
    told = []
    for place in range(4):
        for _ in range(3):
            days.add(1_000 * place, MONDAY + place * DAY)
            told.append(days.yesterday)

    # The first call of a day still adds to the day before it: 2 * 1,000 + 2,000 and so on.
    assert told == [None] * 3 + [None] * 3 + [2_000] * 3 + [5_000] * 3


BROKEN = {
    "the clock is not known for a while": (MONDAY + DAY, None, MONDAY + DAY, MONDAY + 2 * DAY),
    "the clock jumps ahead": (MONDAY + DAY, MONDAY + 3 * DAY),
    "the clock goes back": (MONDAY + DAY, MONDAY),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_day_that_is_not_whole_has_no_total(case: str) -> None:
    """Where nobody knows what belongs to a day, nothing is told of it, nor of the one before."""
    days = WholeDays()
    for day in (MONDAY - DAY, MONDAY, *BROKEN[case]):
        days.add(2_000, day)

    assert days.yesterday is None


def test_after_a_broken_day_the_next_whole_one_is_told_again() -> None:
    """A clock that was lost costs the days that it touched and no more."""
    days = WholeDays()
    for day in (None, MONDAY, MONDAY + DAY, MONDAY + DAY, MONDAY + 2 * DAY):
        days.add(3_000, day)

    assert days.yesterday == 5_000
