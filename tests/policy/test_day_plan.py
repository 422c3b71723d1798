from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from policy.day_plan import DayPlan
from policy.schedule import is_open
from policy.windows import Schedule
from tests.policy.schedule_by_hand import window
from tests.policy.schedule_cases import drawn_schedule
from tests.policy.schedule_oracle import utc


def plan_of(*windows: str) -> DayPlan:
    """Return the plan of windows written as the table by hand writes them."""
    return DayPlan(Schedule(windows=tuple(map(window, windows))))


def wall(text: str) -> datetime:
    """Return a time on the wall."""
    return datetime.fromisoformat(text)


def test_a_plan_says_what_the_schedule_says(dice: random.Random) -> None:
    """Looked up in a plan or judged window by window, each minute is open or closed alike."""
    day = date(2025, 3, 30)
    for _ in range(20):
        schedule = drawn_schedule(dice, (day,))
        plan = DayPlan(schedule)
        for minute in range(0, 6 * 24 * 60, 7):
            at = utc("2025-03-27 00:00") + timedelta(minutes=minute)

            assert plan.is_open(at.replace(tzinfo=None)) is is_open(schedule, at, UTC)


# Monday 2025-03-31, and what is asked after.
TURNS = {
    "closed, until it opens": (["21:00-07:00"], "2025-03-31 12:00", "2025-03-31 21:00"),
    "open, until it closes": (["09:00-17:00"], "2025-03-31 12:00", "2025-03-31 17:00"),
    "open over midnight": (["21:00-07:00"], "2025-03-31 22:00", "2025-04-01 07:00"),
    "open until midnight": (["21:00-24:00"], "2025-03-31 22:00", "2025-04-01 00:00"),
    "at the instant it opens": (["21:00-07:00"], "2025-03-31 21:00", "2025-04-01 07:00"),
    "at the instant it closes": (["09:00-17:00"], "2025-03-31 17:00", "2025-04-01 09:00"),
    "touching windows": (["09:00-12:00", "12:00-17:00"], "2025-03-31 10:00", "2025-03-31 17:00"),
    "touching at midnight": (
        ["20:00-24:00", "00:00-07:00"],
        "2025-03-31 21:00",
        "2025-04-01 07:00",
    ),
    "a window in another": (["09:00-17:00", "10:00-11:00"], "2025-03-31 10:30", "2025-03-31 17:00"),
    "nothing within a day": (["09:00-10:00 thu"], "2025-03-31 12:00", "2025-04-01 12:00"),
    "open for a day": (["00:00-24:00"], "2025-03-31 12:00:30", "2025-04-01 12:00:30"),
    "just after a day": (["12:00-12:30 tue"], "2025-03-31 11:59", "2025-04-01 11:59"),
    "part of a minute": (["12:01-13:00"], "2025-03-31 12:00:59.999999", "2025-03-31 12:01"),
}


@pytest.mark.parametrize(("windows", "since", "expected"), TURNS.values(), ids=TURNS)
def test_the_next_turn_is_the_first_within_a_day(
    windows: list[str], since: str, expected: str
) -> None:
    """What is open closes, and what is closed opens, where the union of the windows says so."""
    assert plan_of(*windows).next_turn(wall(since)) == wall(expected)


SAME = {
    "no window": ([], "2025-03-31", "9999-12-31"),
    "always": (["00:00-24:00"], "2025-03-31", "9999-12-31"),
    "bedtime": (["21:00-07:00"], "2025-03-31", None),
    "long before its dates": (["09:00-10:00 2025-07-01..2025-07-04"], "2025-03-31", "2025-07-01"),
    "shortly before its dates": (["09:00-10:00 2025-04-03..2025-04-04"], "2025-03-31", None),
    "shortly after its dates": (["22:00-10:00 2025-03-01..2025-03-30"], "2025-03-31", None),
    "three days after its dates": (["09:00-10:00 2025-03-01..2025-03-28"], "2025-03-31", None),
    "long after its dates": (["09:00-10:00 2025-03-01..2025-03-04"], "2025-03-31", "9999-12-31"),
    "always, between its dates": (
        ["00:00-24:00 2025-01-01..2025-06-30"],
        "2025-03-31",
        "2025-07-01",
    ),
    "all but one night a week": (["00:00-24:00 mon tue wed thu fri sat"], "2025-03-31", None),
}


@pytest.mark.parametrize(("windows", "day", "expected"), SAME.values(), ids=SAME)
def test_days_without_a_change_are_known_as_such(
    windows: list[str], day: str, expected: str | None
) -> None:
    """Only where every day to come is all open or all closed may the days be left out."""
    until = plan_of(*windows).same_until(date.fromisoformat(day))

    assert until == (None if expected is None else date.fromisoformat(expected).toordinal())


def test_the_last_edge_is_the_day_after_the_last_date() -> None:
    """A search knows from which day on all weeks are alike."""
    dated = plan_of("09:00-10:00 2025-03-01..2025-03-04", "10:00-11:00")

    assert dated.last_edge == date(2025, 3, 5).toordinal()
    assert plan_of("10:00-11:00").last_edge == 0
