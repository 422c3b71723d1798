from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.release import BUILT_ON
from agent.timing import SLACK, Clocks, Timing, at_hour, wall_clock, zone_named
from consent.clock_report import LASTS_MS, UPDATED_WITHIN_MS, ClockReport, Leap, report_to_octets
from policy.confirmed import ConfirmedTime
from policy.moment import Moment
from policy.status import ClockState
from tests.fake_time import FakeTime

EVENING = BUILT_ON + timedelta(days=10, hours=21)
LONDON = "Europe/London"
HOUR = timedelta(hours=1)


def hours(at: datetime) -> int:
    """Return a time in whole hours since 1970."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // HOUR


def clocks(time: FakeTime) -> Clocks:
    """Return what a test's clocks say."""
    return Clocks(wall=lambda: time.now, boot_ms=lambda: time.boot_ms, boot_id=lambda: time.boot_id)


def said(time: FakeTime, at: datetime) -> ConfirmedTime:
    """Return a carer's word that it is a time."""
    return ConfirmedTime(at=at, clock=time.now, boot_id=time.boot_id, boot_ms=time.boot_ms)


@pytest.mark.parametrize("times", [1, 2])
def test_a_process_that_stood_still_between_two_clocks_sees_no_step(times: int) -> None:
    """However long the box stops us between one clock and the other, neither was stepped."""
    time, stops = FakeTime(EVENING), [0]
    kept = time.now - timedelta(milliseconds=time.boot_ms)

    def wall() -> datetime:
        now = time.now
        if stops[0]:
            stops[0] -= 1
            time.advance(45)
        return now

    timing = Timing(replace(clocks(time), wall=wall))
    stops[0] = times
    moment = timing.moment(LONDON)

    assert moment.booted == kept
    assert moment.at == time.now


def test_a_box_that_never_comes_to_rest_still_says_a_time() -> None:
    """Where each reading is cut in two, the last one is taken, and nothing waits for ever."""
    time = FakeTime(EVENING)

    def wall() -> datetime:
        now = time.now
        time.advance(45)
        return now

    assert Timing(replace(clocks(time), wall=wall)).moment(LONDON).at > EVENING


PLAUSIBLE = {
    "a clock after the build": (EVENING, 0, True),
    "the day of the build": (BUILT_ON, 0, True),
    "within the slack before the build": (BUILT_ON - SLACK, 0, True),
    "a clock before the build": (BUILT_ON - SLACK - timedelta(seconds=1), 0, False),
    "the hour that was the latest": (EVENING, hours(EVENING), True),
    "an hour before it": (EVENING - HOUR, hours(EVENING), True),
    "more than an hour before it": (EVENING - HOUR - timedelta(seconds=1), hours(EVENING), False),
    "an hour beyond all time": (EVENING, 10**15, False),
    "a clock beyond all time": (datetime(9000, 1, 1, tzinfo=UTC), 0, False),
}


@pytest.mark.parametrize(("at", "latest", "expected"), PLAUSIBLE.values(), ids=PLAUSIBLE)
def test_a_clock_is_plausible_from_its_latest_time_on(
    at: datetime, latest: int, *, expected: bool
) -> None:
    """A clock is plausible unless it shows a time before the build or the last one it was right."""
    timing = Timing(clocks(FakeTime(at)), latest_hour=latest)

    assert timing.is_plausible is expected
    assert timing.moment(LONDON).plausible is expected
    assert timing.latest_hour == (hours(at) if expected and at > EVENING else timing.latest_hour)


def test_the_latest_hour_rises_with_the_clock_and_never_falls_by_itself() -> None:
    """What is kept for the next start follows the clock forward, and not back."""
    time = FakeTime(EVENING)
    timing, seen = Timing(clocks(time)), []
    for step in (timedelta(), 3 * HOUR, -4 * HOUR):
        time.step(step)
        timing.look()
        seen.append((timing.latest_hour - hours(EVENING), timing.is_plausible))

    assert seen == [(0, True), (3, True), (3, False)]


def test_a_moment_knows_its_zone_and_when_the_box_started() -> None:
    """A moment has the clock's time, the household's zone, and the start by the same clock."""
    time = FakeTime(EVENING, up_ms=60_000)

    assert Timing(clocks(time)).moment(LONDON) == Moment(
        at=EVENING,
        zone=ZoneInfo(LONDON),
        plausible=True,
        booted=EVENING - timedelta(minutes=1),
    )


def test_where_nobody_knows_the_zone_nobody_knows_the_time_of_day() -> None:
    """A zone that this machine lacks makes the clock count as not plausible, and is said."""
    timing = Timing(clocks(FakeTime(EVENING)))

    assert timing.moment("Atlantis/Capital") == replace(
        timing.moment("UTC"), zone=UTC, plausible=False
    )
    assert timing.state("Atlantis/Capital") is ClockState.ZONE_UNKNOWN
    assert timing.state(LONDON) is ClockState.PLAUSIBLE
    assert (zone_named("../../etc/passwd"), zone_named("Europe")) == (None, None)


def test_a_carers_word_is_gone_by_until_the_clock_is_set() -> None:
    """From a confirmation on it is that time, also where the clock was not plausible."""
    time = FakeTime(BUILT_ON - timedelta(days=200))
    timing = Timing(clocks(time))
    before = timing.state(LONDON)
    timing.confirm(said(time, EVENING))
    told = timing.now(), timing.state(LONDON), timing.latest_hour
    time.advance(600)
    later = timing.now()
    time.step(EVENING + timedelta(days=1) - time.now)
    timing.look()

    assert before is ClockState.IMPLAUSIBLE
    assert told == (EVENING, ClockState.PLAUSIBLE, hours(EVENING))
    assert later == EVENING + timedelta(minutes=10)
    assert timing.now() == EVENING + timedelta(days=1)


def test_a_carers_word_puts_right_a_clock_that_was_once_ahead() -> None:
    """After a leap into a far year, only what is proven puts the latest time back."""
    time = FakeTime(EVENING)
    timing = Timing(clocks(time))
    time.step(timedelta(days=30_000))
    timing.look()
    time.step(timedelta(days=-30_000))
    timing.look()
    after = timing.is_plausible
    timing.confirm(said(time, EVENING))
    told = timing.is_plausible, timing.latest_hour
    timing.confirm(None)

    assert (after, told) == (False, (True, hours(EVENING)))
    assert timing.is_plausible


def report(time: FakeTime) -> ClockReport:
    """Return what the time service says now."""
    found = time.read().report
    assert found is not None
    return found


def by_report(path: Path, time: FakeTime, found: ClockReport) -> bool:
    """Say whether a clock that shows too early a day is plausible by a report."""
    path.write_bytes(report_to_octets(found))
    return Timing(clocks(time), latest_hour=hours(EVENING) + 48, report=path).is_plausible


def test_the_networks_time_is_plausible_whatever_it_is(tmp_path: Path) -> None:
    """A clock that the time service set in this boot, lately, is right; no other report counts."""
    path, time = tmp_path / "clock.json", FakeTime(EVENING, up_ms=2 * UPDATED_WITHIN_MS)
    good = report(time)
    cases = {
        "as it is": good,
        "by sources that prove nothing": replace(good, agreeing=0, unproven=1),
        "of another boot": replace(good, boot_id="f" * 32),
        "not synchronised": replace(good, leap=Leap.UNSYNCHRONISED),
        "never set": replace(good, updated_ms=None),
        "an old report": replace(
            good,
            asked_ms=time.boot_ms - LASTS_MS - 1,
            updated_ms=time.boot_ms - LASTS_MS - 1,
        ),
        "of a time to come": replace(good, asked_ms=time.boot_ms + 1),
        "set long ago": replace(good, updated_ms=time.boot_ms - UPDATED_WITHIN_MS - 1),
    }
    counts = {name: by_report(path, time, found) for name, found in cases.items()}

    assert [name for name, found in counts.items() if found] == [*cases][:2]


def test_a_report_is_read_anew_when_it_is_replaced(tmp_path: Path) -> None:
    """What cannot be read is no report; the next one counts; and it beats a carer's word."""
    path, time = tmp_path / "clock.json", FakeTime(EVENING)
    timing = Timing(clocks(time), latest_hour=hours(EVENING) + 48, report=path)
    timing.confirm(said(time, EVENING + timedelta(days=3)))
    seen = [timing.now()]
    for octets in (b"{", report_to_octets(report(time))):
        path.write_bytes(octets)
        timing.look()
        seen.append(timing.now())

    assert seen == [EVENING + timedelta(days=3)] * 2 + [EVENING]
    assert timing.latest_hour == hours(EVENING)


def test_the_machines_own_clocks_are_read() -> None:
    """Without other clocks the machine's are asked."""
    assert wall_clock().tzinfo is UTC
    assert Clocks().boot_ms() > 0
    assert at_hour(1) == datetime(1970, 1, 1, 1, tzinfo=UTC)
