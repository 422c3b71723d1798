from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from console.services import moments
from console.services.moments import (
    confirmed_now,
    midnight_after,
    moment_in,
    next_at,
    on_the_wall_of,
)
from policy.household import Household
from policy.moment import Moment
from policy.status import ClockState
from tests.console import homes
from tests.console.given_home import SIX_IN_THE_EVENING, GivenHome, given_home
from tests.policy.evening import LONDON, clock

HOME = Household()
NOWHERE = Household(zone="Europe/Nowhere")


@pytest.fixture
def home(tmp_path: Path) -> GivenHome:
    """Return a home at six in the evening."""
    return given_home(tmp_path)


def test_it_is_what_the_clock_shows_in_whole_seconds(home: GivenHome) -> None:
    """Without a carer's word the machine's clock is the time, cut to its second."""
    home.clock.now += timedelta(microseconds=7)
    moment = moment_in(home.house, HOME, None)

    assert moment.at == SIX_IN_THE_EVENING
    assert moment.plausible
    assert moment.booted is not None
    assert moment.booted < moment.at


def test_a_carers_word_moves_the_time_as_long_as_it_counts(home: GivenHome) -> None:
    """An hour said is an hour later on every page, until somebody sets the machine's clock."""
    said = confirmed_now(home.house, SIX_IN_THE_EVENING + timedelta(hours=1))
    before = moment_in(home.house, HOME, said).at
    home.clock.goes(hours=5)
    after = moment_in(home.house, HOME, said).at

    assert said is not None
    assert before == SIX_IN_THE_EVENING + timedelta(hours=1)
    assert after == SIX_IN_THE_EVENING + timedelta(hours=5)


def test_a_machine_that_names_no_boot_takes_no_word(
    home: GivenHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody can say which boot it is, a word could count for ever, so there is none."""
    monkeypatch.setattr(moments, "boot_id_in", lambda: None)

    assert confirmed_now(home.house, SIX_IN_THE_EVENING) is None


JUDGED = {
    "plausible": (ClockState.PLAUSIBLE, True),
    "implausible": (ClockState.IMPLAUSIBLE, False),
    "no zone": (ClockState.ZONE_UNKNOWN, False),
}


@pytest.mark.parametrize(("state", "plausible"), JUDGED.values(), ids=JUDGED)
def test_whether_the_clock_can_be_right_is_the_agents_judgement(
    state: ClockState, home: GivenHome, *, plausible: bool
) -> None:
    """What the agent says of the clock holds for the pages too."""
    status = replace(homes.IN_FORCE, clock=state)

    assert moment_in(home.house, HOME, None, status).plausible is plausible


def test_a_zone_that_is_not_known_leaves_the_time_of_day_unknown(home: GivenHome) -> None:
    """Nothing that hangs on the time of day is reckoned with then."""
    moment = moment_in(home.house, NOWHERE, None)

    assert not moment.plausible
    assert (midnight_after(moment), next_at(moment, 60)) == (None, None)
    assert on_the_wall_of(NOWHERE, date(2026, 11, 21), 60) is None


SEVEN = 7 * 60
NEXT = {
    "in the evening": ("2026-11-21 18:00", "2026-11-22 07:00"),
    "a minute before": ("2026-11-21 06:59", "2026-11-21 07:00"),
    "in that very minute": ("2026-11-21 07:00", "2026-11-22 07:00"),
    "where a night is longer": ("2026-10-24 22:00", "2026-10-25 07:00"),
    "where a night is shorter": ("2026-03-28 22:00", "2026-03-29 07:00"),
}


@pytest.mark.parametrize(("at", "expected"), NEXT.values(), ids=NEXT)
def test_the_next_time_the_clock_shows_it(at: str, expected: str) -> None:
    """It is the next instant at which the home's clocks show that minute, never now."""
    assert next_at(Moment(at=clock(at), zone=LONDON), SEVEN) == clock(expected)


def test_midnight_is_the_home_s_own() -> None:
    """In summer the day is over an hour before UTC's."""
    moment = Moment(at=clock("2026-07-01 18:00"), zone=LONDON)

    assert midnight_after(moment) == datetime(2026, 7, 1, 23, 0, tzinfo=UTC)


def test_what_a_clock_on_the_wall_shows_is_an_instant() -> None:
    """A day and a time in summer are an hour earlier in UTC."""
    assert on_the_wall_of(HOME, date(2026, 7, 1), SEVEN) == datetime(2026, 7, 1, 6, 0, tzinfo=UTC)
