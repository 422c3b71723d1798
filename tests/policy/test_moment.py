from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from policy.moment import LOOK_AHEAD, Clockwork, Moment, soonest
from policy.schedule import is_open, next_change
from policy.windows import ALWAYS, Schedule, Window
from tests.conftest import Scale
from tests.policy.evening import LONDON, clock, moment
from tests.policy.schedule_cases import ZONES, change_days, drawn_schedule, zone_named

NIGHT = (Window(start=21 * 60, end=7 * 60),)


def test_today_is_what_the_wall_shows() -> None:
    """Before midnight in UTC it may be tomorrow where the home is."""
    at = datetime(2025, 6, 1, 23, 30, tzinfo=UTC)

    assert Moment(at=at).today.isoformat() == "2025-06-01"
    assert Moment(at=at, zone=LONDON).today.isoformat() == "2025-06-02"


def test_only_a_box_that_knows_when_it_started_knows_what_came_since() -> None:
    """Both ends are inside; without a start nothing is since."""
    started = moment("14:00", booted="13:00")

    assert [
        started.is_since_boot(clock(text)) for text in ("12:59", "13:00", "14:00", "14:01")
    ] == [*(False, True, True, False)]
    assert not moment("14:00").is_since_boot(clock("14:00"))


@pytest.mark.parametrize(
    ("now", "knows"),
    [(None, False), (moment("14:00", plausible=False), False), (moment("14:00"), True)],
)
def test_the_time_of_day_is_known_by_a_plausible_clock_alone(
    now: Moment | None, *, knows: bool
) -> None:
    """Without one there is no day either, and no tomorrow."""
    clockwork = Clockwork(now)

    assert clockwork.knows is knows
    assert (clockwork.today is None) is not knows
    assert (clockwork.tomorrow() is None) is not knows


def test_always_needs_no_clock() -> None:
    """Windows that are always open are open at any time and at none."""
    assert Clockwork(None).open_until((*NIGHT, ALWAYS)) == (True, None)


@pytest.mark.parametrize("zone", ZONES)
def test_it_says_what_the_schedule_says(zone: str, dice: random.Random, scale: Scale) -> None:
    """Open or not and the next change are those of `policy.schedule`, up to a week ahead."""
    for day in change_days(zone):
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
            seconds=dice.randint(-10 * 86_400, 86_400)
        )
        clockwork = Clockwork(Moment(at=at, zone=zone_named(zone)))
        for _ in range(scale(30, 300)):
            schedule = drawn_schedule(dice, (day,))
            expected = next_change(schedule, at, zone_named(zone))
            opened, found = clockwork.open_until(schedule.windows, schedule.terms)

            assert opened is (ALWAYS in schedule.windows or is_open(schedule, at, zone_named(zone)))
            if found is None:
                assert expected is None or (not opened and expected >= at + LOOK_AHEAD)
            else:
                assert found == expected


def test_what_opens_far_ahead_is_looked_for_again() -> None:
    """Of what is closed for over a week it is told up to when was looked."""
    clockwork = Clockwork(moment("14:00"))
    summer = (Window(first=datetime(2025, 7, 1, tzinfo=UTC).date()),)

    assert clockwork.look_again is None
    assert clockwork.open_until(summer) == (False, None)
    assert clockwork.look_again == clock("14:00") + LOOK_AHEAD
    assert Clockwork(moment("2025-07-02 14:00")).open_until(summer) == (True, None)


def test_the_next_day_begins_when_the_wall_says_so() -> None:
    """In the Azores the clocks are put back over midnight; the day comes twice."""
    azores = ZoneInfo("Atlantic/Azores")
    before = Moment(at=datetime(2025, 10, 25, 23, 30, tzinfo=UTC), zone=azores)

    assert Clockwork(before).tomorrow() == datetime(2025, 10, 26, 0, 0, tzinfo=UTC)
    assert Clockwork(moment("2025-03-29 22:00")).tomorrow() == clock("2025-03-30 00:00")


def test_within_two_days_both_are_inside() -> None:
    """A stay of one day begins and ends at its midnights."""
    day = moment("14:00").today

    assert Clockwork(moment("14:00")).within(day, day) == (True, clock("2025-03-30 00:00"))
    assert Clockwork(moment("14:00")).within(None, None) == (True, None)


def test_the_same_is_judged_once() -> None:
    """Many rules have one bedtime; it is worked out once for a moment."""
    clockwork = Clockwork(moment("14:00"))

    assert clockwork.open_until(NIGHT) is clockwork.open_until(NIGHT)
    assert clockwork.open_until(NIGHT) == (False, clock("21:00"))
    assert next_change(Schedule(windows=NIGHT), clock("14:00"), LONDON) == clock("21:00")


def test_the_soonest_of_what_there_is() -> None:
    """None counts for nothing, and of nothing there is none."""
    assert soonest(None, clock("15:00"), clock("14:00")) == clock("14:00")
    assert soonest(None) is soonest() is None
