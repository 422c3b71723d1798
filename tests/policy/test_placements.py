from __future__ import annotations

from datetime import date, timedelta

import pytest

from policy.placements import Placement, may_have_ended, must_be_erased

BEGAN = date(2025, 3, 1)
OPEN = Placement(since=BEGAN)
ENDED = Placement(since=BEGAN, until=date(2025, 5, 1))


def after(days: int, since: date = BEGAN) -> date:
    """Return a day some days later."""
    return since + timedelta(days=days)


def test_both_days_of_a_stay_are_inside() -> None:
    """It holds from its first to its last day and on no other."""
    assert [ENDED.holds(day) for day in (after(-1), BEGAN, date(2025, 5, 1), date(2025, 5, 2))] == [
        *(False, True, True, False)
    ]
    assert OPEN.holds(after(10_000))


def test_a_stay_that_ends_before_it_begins_is_refused() -> None:
    """The two days are told."""
    with pytest.raises(ValueError, match="ends on 2025-02-28, before it begins on 2025-03-01"):
        Placement(since=BEGAN, until=date(2025, 2, 28))


def test_the_first_week_is_seven_days() -> None:
    """The day of arrival counts, so it ends six days later."""
    assert OPEN.last_of_first_week == date(2025, 3, 7)


@pytest.mark.parametrize(
    ("heard", "day", "offered"),
    [
        (None, after(27), False),
        (None, after(28), True),
        (after(10), after(37), False),
        (after(10), after(38), True),
        (after(-90), after(27), False),
        (after(10), after(-1), False),
    ],
)
def test_after_28_silent_days_it_is_offered_to_end_a_stay(
    heard: date | None, day: date, *, offered: bool
) -> None:
    """The days count from the last device heard, or from the beginning of the stay."""
    assert may_have_ended(OPEN, heard, day) is offered


def test_what_was_ended_is_not_offered_again() -> None:
    """A stay that is over needs no question."""
    assert not may_have_ended(ENDED, None, date(2025, 5, 2))


@pytest.mark.parametrize(
    ("stay", "heard", "day", "erased"),
    [
        (OPEN, None, after(59), False),
        (OPEN, None, after(60), True),
        (OPEN, after(20), after(79), False),
        (OPEN, after(20), after(80), True),
        (ENDED, date(2025, 6, 25), date(2025, 6, 30), False),
        (ENDED, date(2025, 6, 25), date(2025, 7, 1), True),
    ],
)
def test_after_60_days_what_hangs_on_it_is_erased(
    stay: Placement, heard: date | None, day: date, *, erased: bool
) -> None:
    """Silent for 60 days, or ended over 60 days ago although a device is still heard."""
    assert must_be_erased(stay, heard, day) is erased
