"""What a box says when its clock is wrong: from the reading to the decision, with a real ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from consent.clock_judgement import ClockMemory, begun, judged, raised_to
from consent.codes import Code
from consent.decide import decide
from consent.home import HomeState
from consent.ledger import TrustedLedger
from consent.permits import Permit
from tests.consent.samples import stop
from tests.consent.scene import (
    ADMITTED,
    BEGUN,
    NOW,
    agreed,
    device_of,
    home_of,
    notices_of,
    octets_of,
    trusting,
)
from tests.fake_time import FakeTime

BUILT = datetime(2026, 11, 21, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
DAY_SECONDS = 24 * 60 * 60
RUNNING = agreed()


class Box:
    """A box with the agreement in force, whose clock was trusted a minute ago."""

    def __init__(self, memory: ClockMemory | None = None) -> None:
        """Begin at the evening of the scene, or with what an earlier card remembers."""
        self.time = FakeTime(NOW)
        self.ledger: TrustedLedger = RUNNING
        self.home: HomeState = home_of(RUNNING)
        self.memory = raised_to(begun(BUILT), RUNNING.marks.newest_at)
        if memory is None:
            assert self.ask() is None
            self.time.advance(60)
        else:
            self.memory = memory

    def ask(self) -> Code | None:
        """Return why nothing may be written down now, None where it may."""
        clock, self.memory = judged(self.memory, self.time.read())
        now = self.time.now
        # Nothing but the clock stands in the way: the notice was seen a moment ago.
        home = replace(self.home, notices=notices_of(self.ledger.agreements, last_seen_at=now))
        answer = decide(self.ledger, home, device_of(), clock, now)
        return None if isinstance(answer, Permit) else answer.code


Case = Callable[[Box], Code | None]


def after(*changes: Callable[[FakeTime], None]) -> Case:
    """Return a case in which something happens to the clocks, and then the box is asked."""

    def asked(box: Box) -> Code | None:
        for change in changes:
            change(box.time)
        return box.ask()

    return asked


def stepped(by: timedelta) -> Case:
    """Return a case in which the wall clock is stepped while the box runs."""
    return after(lambda time: time.step(by))


def switched_on(off: timedelta, wrong_by: timedelta = timedelta()) -> Case:
    """Return a case of a box that was off, and is told a time by its sources."""
    return after(
        lambda time: time.reboot(off=off, is_synchronised=True), lambda time: time.step(wrong_by)
    )


def unsure(by: timedelta) -> Case:
    """Return a case of a box that was just switched on, with a clock that nobody has set yet."""
    return after(lambda time: time.reboot(), lambda time: time.step(by))


CASES: dict[str, tuple[Case, Code | None]] = {
    "nothing happened": (after(), None),
    # Clock back, T-E10.
    "unsynchronised": (after(FakeTime.unsynchronise), Code.CLOCK_UNSYNCHRONISED),
    "stale": (after(FakeTime.stale), Code.CLOCK_STALE),
    "back by a second": (stepped(-SECOND), None),
    "back by a second at the mark": (switched_on(timedelta(), -61 * SECOND), None),
    "back by a day": (stepped(-DAY), Code.CLOCK_BACK),
    "back by a year": (stepped(-365 * DAY), Code.CLOCK_BACK),
    "back by a day over a reboot": (switched_on(HOUR, -DAY), Code.CLOCK_BACK),
    "back by a year over a reboot": (switched_on(HOUR, -365 * DAY), Code.CLOCK_BACK),
    "a clock chip that lies of the past": (unsure(-365 * DAY), Code.CLOCK_UNSYNCHRONISED),
    "a clock chip that lies of the future": (unsure(365 * DAY), Code.CLOCK_UNSYNCHRONISED),
    "a clock chip that is right": (unsure(timedelta()), Code.CLOCK_UNSYNCHRONISED),
    # Clock forward, T-E11.
    "forward by a second": (stepped(SECOND), None),
    "forward by a day": (stepped(DAY), Code.CLOCK_FORWARD),
    "forward by a year": (stepped(365 * DAY), Code.CLOCK_FORWARD),
    "forward by 500 days over a reboot": (switched_on(HOUR, 500 * DAY), Code.CLOCK_FORWARD),
    # Within 400 days of the mark the clock is believed: a box may have been in a drawer. By then
    # the keyset has expired, so nothing is written down all the same.
    "forward by a year over a reboot": (
        switched_on(HOUR, 365 * DAY),
        Code.TRUST_KEYSET_EXPIRED,
    ),
    "a year in a drawer": (switched_on(365 * DAY), Code.TRUST_KEYSET_EXPIRED),
    "two years in a drawer": (switched_on(730 * DAY), Code.CLOCK_FORWARD),
    "a week in a drawer": (switched_on(7 * DAY), None),
}


@pytest.mark.parametrize(("case", "expected"), CASES.values(), ids=CASES)
def test_clock_cases_of_e(case: Case, expected: Code | None) -> None:
    """Each way in which a clock can be wrong ends in the refusal that the threat table says."""
    assert case(Box()) is expected


def until_believed(box: Box) -> Iterator[Code | None]:
    """Yield what the box says in each hour of the day after something happened."""
    for _ in range(24):
        yield box.ask()
        box.time.advance(60 * 60)


def test_nothing_is_written_down_for_a_day_after_a_jump() -> None:
    """A jump stops recording for all of the 24 hours that it takes to be believed."""
    box = Box()
    box.time.step(DAY)

    assert set(until_believed(box)) == {Code.CLOCK_FORWARD}
    assert box.ask() is None


def test_a_jump_leaves_the_mark_until_it_is_believed() -> None:
    """While a jump is doubted the mark stays, so that nothing is erased or expires by it."""
    box = Box()
    mark = box.memory.mark
    box.time.step(365 * DAY)

    assert {box.memory.mark for _ in until_believed(box)} == {mark}


# A card image that was put back: true time is above its mark, so its clock is right.
@pytest.mark.parametrize(
    ("days", "code"), [(30, Code.TIME_REVIEW), (60, Code.TRUST_KEYSET_EXPIRED)]
)
def test_an_old_card_with_its_own_marks_meets_true_time(days: int, code: Code) -> None:
    """A whole card put back in place of its later self is refused by true dates, not the clock."""
    earlier = Box(raised_to(begun(BUILT), BEGUN))
    earlier.time.advance(days * DAY_SECONDS)

    assert earlier.ask() is code
    assert earlier.memory.mark == earlier.time.now


def test_an_old_ledger_falls_short_of_newer_marks() -> None:
    """A ledger put back to before a stop is refused by the marks that the box kept beside it."""
    stopped = RUNNING.admit(octets_of(stop()), at=NOW)
    box = Box()
    box.home = home_of(stopped)

    assert box.ask() is Code.TRUST_ROLLBACK


def test_an_old_card_of_the_same_month_is_told_from_its_ledger() -> None:
    """A card from before the agreement knows nothing of it, and so writes nothing down."""
    box = Box(raised_to(begun(BUILT), BEGUN))
    box.ledger = trusting()
    box.home = home_of(box.ledger)

    assert box.ask() is Code.AGREEMENT_NONE


def test_what_was_admitted_proves_that_time_has_been() -> None:
    """A clock memory that fell behind its ledger does not let the clock go back behind it."""
    box = Box(begun(BUILT))
    box.time.step(ADMITTED - NOW - HOUR)

    assert box.ask() is Code.CLOCK_BACK
