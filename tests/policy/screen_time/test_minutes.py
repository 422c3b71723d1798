from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.categories import Category
from policy.screen_time.minutes import (
    NO_MINUTES,
    Minutes,
    Used,
    borrowed,
    counted,
    given_back,
    lent,
    may_borrow,
    on_day,
    slot_ends,
    slot_of,
    used_of,
    without_person,
)
from policy.screen_time.targets import TargetMask, mask_of
from policy.timed import Period, Target

ALL, GAMES = Target(), Target(category=Category.GAMES)
BOTH = mask_of((ALL, GAMES))
WEDNESDAY = date(2025, 3, 26)
SUNDAY = date(2025, 3, 30)
MONDAY = date(2025, 3, 31)
SAM, ALEX = 1, 2
BUDGETED = {SAM: (ALL, GAMES), ALEX: (ALL,)}


def used(minutes: Minutes, target: Target = ALL, person: int = SAM) -> tuple[int, int]:
    """Return the minutes of today and of this week."""
    return (
        used_of(minutes, person, target, Period.DAY),
        used_of(minutes, person, target, Period.WEEK),
    )


def count(
    minutes: Minutes, slot: int, today: date, mask: TargetMask = BOTH, person: int = SAM
) -> Minutes:
    """Return the sums after a slot of one young person."""
    return counted(minutes, slot, today, {person: mask}, BUDGETED)


def test_a_slot_is_five_minutes_of_each_target_with_a_budget() -> None:
    """Only what has a budget is counted, for whoever has it."""
    found = counted(NO_MINUTES, 7, WEDNESDAY, {SAM: BOTH, ALEX: BOTH, 3: BOTH}, BUDGETED)

    assert found.used == (
        Used(person=SAM, target=1, today=5, this_week=5),
        Used(person=SAM, target=3, today=5, this_week=5),
        Used(person=ALEX, target=1, today=5, this_week=5),
    )
    assert (found.through, found.day) == (7, WEDNESDAY.toordinal())
    assert found.week == (WEDNESDAY - timedelta(days=2)).toordinal()


def test_a_slot_counts_once() -> None:
    """The same slot again, or one before it, changes nothing; a restart counts nothing twice."""
    once = count(NO_MINUTES, 7, WEDNESDAY)

    assert count(once, 7, WEDNESDAY) == once
    assert count(once, 6, WEDNESDAY) == once
    assert used(count(once, 8, WEDNESDAY)) == (10, 10)


def test_a_target_with_two_budgets_is_counted_once() -> None:
    """A budget of a day and one of a week for the same thing share a sum."""
    assert used(counted(NO_MINUTES, 7, WEDNESDAY, {SAM: BOTH}, {SAM: (ALL, ALL)})) == (5, 5)


def test_with_the_day_go_its_minutes_and_with_the_week_the_weeks() -> None:
    """On the next day a sum of the week is left, on Monday nothing at all."""
    sunday = count(count(NO_MINUTES, 7, WEDNESDAY), 900, SUNDAY)

    assert used(sunday) == (5, 10)
    assert used(on_day(sunday, MONDAY)) == (0, 0)
    assert on_day(sunday, MONDAY).used == ()
    assert used(on_day(sunday, SUNDAY)) == (5, 10)


def test_a_clock_put_back_over_midnight_erases_nothing() -> None:
    """For the hour in which yesterday is there once more, the new day goes on."""
    found = count(NO_MINUTES, 7, SUNDAY)
    again = count(found, 8, SUNDAY - timedelta(days=1))

    assert again.day == SUNDAY.toordinal()
    assert used(again) == (10, 10)


def test_a_clock_that_was_far_ahead_counts_again_once_it_is_right() -> None:
    """A wrong day does not stop the minutes for good."""
    ahead = count(NO_MINUTES, 10_000, date(2026, 3, 30))
    right = count(ahead, 7, WEDNESDAY)

    assert used(right) == (5, 5)
    assert right.through == 7


def test_a_carer_gives_minutes_back() -> None:
    """Today's and the week's fall, not below nothing, and nobody else's."""
    found = counted(NO_MINUTES, 7, WEDNESDAY, {SAM: BOTH, ALEX: BOTH}, BUDGETED)
    found = count(found, 8, WEDNESDAY)

    assert used(given_back(found, SAM, ALL, 5)) == (5, 5)
    assert used(given_back(found, SAM, ALL, 500)) == (0, 0)
    assert used(given_back(found, SAM, ALL, 5), GAMES) == (10, 10)
    assert used(given_back(found, SAM, ALL, 5), ALL, ALEX) == (5, 5)
    with pytest.raises(ValueError, match="never taken"):
        given_back(found, SAM, ALL, -5)


def test_ten_minutes_are_borrowed_once_an_evening_and_paid_back_the_next_day() -> None:
    """Ten more today, ten fewer tomorrow, and after that nothing."""
    found = borrowed(NO_MINUTES, SAM, ALL, WEDNESDAY)
    after = [lent(found, SAM, ALL, WEDNESDAY + timedelta(days=days)) for days in range(3)]

    assert after == [10, -10, 0]
    assert lent(found, SAM, GAMES, WEDNESDAY) == lent(found, ALEX, ALL, WEDNESDAY) == 0
    assert not may_borrow(found, SAM, WEDNESDAY)
    assert may_borrow(found, ALEX, WEDNESDAY)
    assert may_borrow(found, SAM, WEDNESDAY + timedelta(days=1))
    with pytest.raises(ValueError, match="once an evening"):
        borrowed(found, SAM, GAMES, WEDNESDAY)


def test_borrowing_every_day_never_adds_up() -> None:
    """Who borrows each evening has the same minutes each day."""
    found = borrowed(NO_MINUTES, SAM, ALL, WEDNESDAY)
    found = borrowed(found, SAM, ALL, WEDNESDAY + timedelta(days=1))

    assert lent(found, SAM, ALL, WEDNESDAY + timedelta(days=1)) == 0
    assert lent(found, SAM, ALL, WEDNESDAY + timedelta(days=2)) == -10


def test_with_a_stay_go_its_minutes() -> None:
    """The sums and loans of somebody who left are gone, others' are not."""
    found = counted(NO_MINUTES, 7, WEDNESDAY, {SAM: BOTH, ALEX: BOTH}, BUDGETED)
    found = borrowed(borrowed(found, SAM, ALL, WEDNESDAY), ALEX, ALL, WEDNESDAY)
    left = without_person(found, SAM)

    assert {one.person for one in left.used} == {one.person for one in left.borrowed} == {ALEX}


def test_a_slot_is_five_minutes_of_the_world() -> None:
    """Slots begin at whole five minutes, and one ends where the next begins."""
    at = datetime(2025, 3, 30, 0, 59, 59, tzinfo=UTC)

    assert slot_of(at + timedelta(seconds=1)) == slot_of(at) + 1
    assert slot_ends(slot_of(at)) == at + timedelta(seconds=1)


_SLOTS = st.lists(
    st.tuples(
        st.integers(0, 700),
        st.sampled_from((NO_MINUTES.through, 1, 2, 3)),
        st.sampled_from((SAM, ALEX)),
    ),
    max_size=40,
)


@given(_SLOTS)
def test_sums_never_fall_within_a_period_but_by_a_carers_act(
    slots: list[tuple[int, int, int]],
) -> None:
    """Whatever slots come in whatever order, a day's and a week's sum only rise while they run."""
    minutes, before = NO_MINUTES, NO_MINUTES
    for slot, mask, person in slots:
        today = WEDNESDAY + timedelta(days=slot // 288)
        minutes = count(minutes, slot, today, TargetMask(mask), person)
        for who in (SAM, ALEX):
            for target in (ALL, GAMES):
                day, week = used(minutes, target, who)
                day_before, week_before = used(before, target, who)
                assert day >= day_before or minutes.day != before.day
                assert week >= week_before or minutes.week != before.week
                assert day <= week
        before = minutes


@given(st.lists(st.integers(0, 287), max_size=60))
def test_no_slot_counts_twice(slots: list[int]) -> None:
    """A day's sum is at most five minutes for each slot there was, however often it came."""
    minutes = NO_MINUTES
    for slot in slots:
        minutes = count(minutes, slot, WEDNESDAY)

    assert used(minutes)[0] <= 5 * len(set(slots))
