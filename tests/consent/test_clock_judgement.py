from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from consent.clock_judgement import (
    CONFIRMED_AFTER_MS,
    LEAST_AGREEING,
    MAX_MEMORY_OCTETS,
    SLACK_MS,
    ClockMemory,
    Jump,
    Moment,
    Reading,
    Waiting,
    begun,
    doubted,
    judged,
    memory_from_octets,
    memory_to_octets,
    raised_to,
)
from consent.clock_report import LASTS_MS, UPDATED_WITHIN_MS, ClockReport, Leap
from consent.codes import Code
from consent.decide import CLOCK_LEAP, CLOCK_SLACK
from consent.encoding import json_from_object
from consent.errors import ConsentError
from consent.frozen import MAX_WHOLE_NUMBER
from consent.home import Clock, ClockState
from consent.schema import write
from tests.consent.test_clock_report import reports
from tests.fake_time import FakeTime

BUILT = datetime(2026, 11, 21, tzinfo=UTC)
NOW = datetime(2026, 12, 9, 18, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
HOUR_SECONDS = 3_600
DAY_SECONDS = 24 * HOUR_SECONDS

TRUSTED, BACK, FORWARD = ClockState.TRUSTED, ClockState.BACK, ClockState.FORWARD
UNSYNCHRONISED, STALE = ClockState.UNSYNCHRONISED, ClockState.STALE


class Box:
    """A judgement with its memory, on clocks that a test holds in its hands."""

    def __init__(self, memory: ClockMemory | None = None) -> None:
        """Begin with a box that has seen nothing, unless told otherwise."""
        self.time = FakeTime(NOW)
        self.memory = begun(BUILT) if memory is None else memory

    def state(self) -> ClockState:
        """Return the judgement of now, and remember it."""
        clock, self.memory = judged(self.memory, self.time.read())
        assert clock.mark == self.memory.mark
        return clock.state


# Each of these is all that stands between the reading and trust.
def reading(**changes: Any) -> Reading:  # noqa: ANN401 - fields
    """Return a reading that is trusted, but for changes to its report or to itself."""
    said = FakeTime(NOW, up_ms=10 * UPDATED_WITHIN_MS).read()
    assert said.report is not None
    of_report = {name: one for name, one in changes.items() if name in ClockReport.__slots__}
    of_reading = {name: one for name, one in changes.items() if name not in of_report}
    return replace(said, **{"report": replace(said.report, **of_report), **of_reading})


AT_MS = 10 * UPDATED_WITHIN_MS
SOURCES: dict[str, tuple[dict[str, Any], ClockState]] = {
    "all well": ({}, TRUSTED),
    "a leap second to come": ({"leap": Leap.INSERT}, TRUSTED),
    "a leap second to go": ({"leap": Leap.DELETE}, TRUSTED),
    "no report": ({"report": None}, UNSYNCHRONISED),
    "no name of the boot": ({"boot_id": None}, UNSYNCHRONISED),
    "a report of another boot": ({"boot_id": "0b" * 16}, UNSYNCHRONISED),
    "a report just fresh": ({"boot_ms": AT_MS + LASTS_MS}, TRUSTED),
    "a report too old": ({"boot_ms": AT_MS + LASTS_MS + 1}, UNSYNCHRONISED),
    "a report of a time to come": ({"boot_ms": AT_MS - 1}, UNSYNCHRONISED),
    "the service does not know": ({"leap": Leap.UNSYNCHRONISED}, UNSYNCHRONISED),
    "never set in this boot": ({"updated_ms": None}, UNSYNCHRONISED),
    "set a day ago": ({"updated_ms": AT_MS - UPDATED_WITHIN_MS}, TRUSTED),
    "set longer ago": ({"updated_ms": AT_MS - UPDATED_WITHIN_MS - 1}, STALE),
    "set longer ago, and the kernel too": (
        {"updated_ms": AT_MS - UPDATED_WITHIN_MS - 1, "kernel_synchronised": False},
        STALE,
    ),
    "set in a time to come": ({"updated_ms": AT_MS + 1}, UNSYNCHRONISED),
    "two sources": ({"agreeing": LEAST_AGREEING}, TRUSTED),
    "one source": ({"agreeing": LEAST_AGREEING - 1}, UNSYNCHRONISED),
    "no source": ({"agreeing": 0}, UNSYNCHRONISED),
    "a source that proves nothing": ({"unproven": 1}, UNSYNCHRONISED),
    "five seconds from right": ({"offset_ms": SLACK_MS}, TRUSTED),
    "farther from right": ({"offset_ms": SLACK_MS + 1}, UNSYNCHRONISED),
    "the kernel does not agree": ({"kernel_synchronised": False}, UNSYNCHRONISED),
}


@pytest.mark.parametrize(("changes", "expected"), SOURCES.values(), ids=SOURCES)
def test_sources_must_vouch_for_the_time(changes: dict[str, Any], expected: ClockState) -> None:
    """Whatever is missing of what the sources must say is doubt, and changes no memory."""
    memory = begun(BUILT)

    clock, after = judged(memory, reading(**changes))

    assert clock.state is expected
    assert (after == memory) == (expected is not TRUSTED)


MARKS = {
    "at the mark": (timedelta(), TRUSTED),
    "a second before": (-SECOND, TRUSTED),
    "five seconds before": (-5 * SECOND, TRUSTED),
    "more than five": (-5 * SECOND - timedelta(microseconds=1), BACK),
    "a day before": (-DAY, BACK),
    "a year before": (-365 * DAY, BACK),
    "before there were computers": (datetime(1, 1, 1, tzinfo=UTC) - NOW, BACK),
    "a day after": (DAY, TRUSTED),
    "a year after": (365 * DAY, TRUSTED),
    "400 days after": (400 * DAY, TRUSTED),
    "more than 400": (400 * DAY + timedelta(microseconds=1), FORWARD),
    "when nobody is left": (datetime(9999, 12, 31, tzinfo=UTC) - NOW, FORWARD),
}


@pytest.mark.parametrize(("by", "expected"), MARKS.values(), ids=MARKS)
def test_time_is_held_against_the_mark(by: timedelta, expected: ClockState) -> None:
    """Whatever sources say, more than five seconds before the mark or 400 days after is doubted."""
    clock, memory = judged(begun(NOW), reading(now=NOW + by))

    assert clock.state is expected
    assert clock.mark == memory.mark == (max(NOW, NOW + by) if expected is TRUSTED else NOW)


def test_only_trusted_time_raises_the_mark() -> None:
    """The mark follows the clock to the second while it is trusted, and stays while it is not."""
    box = Box()
    box.time.step(timedelta(milliseconds=700))
    states = [box.state()]
    marks = [box.memory.mark]
    for change in (box.time.unsynchronise, box.time.synchronise):
        change()
        box.time.advance(60)
        states.append(box.state())
        marks.append(box.memory.mark)

    assert states == [TRUSTED, UNSYNCHRONISED, TRUSTED]
    assert marks == [NOW, NOW, NOW + 120 * SECOND]


def test_a_time_that_has_been_raises_the_mark() -> None:
    """The time of an accepted record raises the mark, and an earlier one leaves it alone."""
    memory = begun(NOW)

    assert raised_to(memory, NOW - DAY) == memory
    assert raised_to(memory, NOW + DAY + timedelta(milliseconds=9)) == begun(NOW + DAY)


# Steps while running: the wall clock against the boot clock.
STEPS = {
    "not at all": (timedelta(), TRUSTED),
    "back by a second": (-SECOND, TRUSTED),
    "back by five": (-5 * SECOND, TRUSTED),
    "back by six": (-6 * SECOND, BACK),
    "back by a day": (-DAY, BACK),
    "back by a year": (-365 * DAY, BACK),
    "forward by a second": (SECOND, TRUSTED),
    "forward by five": (5 * SECOND, TRUSTED),
    "forward by six": (6 * SECOND, FORWARD),
    "forward by a day": (DAY, FORWARD),
    "forward by a year": (365 * DAY, FORWARD),
    "forward by a thousand days": (1000 * DAY, FORWARD),
    "forward beyond what can be said": (datetime(2200, 1, 1, tzinfo=UTC) - NOW, FORWARD),
}


@pytest.mark.parametrize(("by", "expected"), STEPS.values(), ids=STEPS)
def test_a_step_while_running_is_noticed_against_the_boot_clock(
    by: timedelta, expected: ClockState
) -> None:
    """Once trusted in a boot, a clock that moves more than five seconds by itself is doubted."""
    box = Box()
    box.state()
    box.time.advance(HOUR_SECONDS)
    box.time.step(by)

    assert box.state() is expected
    assert box.memory.mark == (max(NOW, NOW + HOUR + by) if expected is TRUSTED else NOW)


@pytest.mark.parametrize("by", [4 * SECOND, -4 * SECOND], ids=["forward", "back"])
def test_small_steps_do_not_add_up(by: timedelta) -> None:
    """A second step that would pass alone is noticed after a first that did."""
    box = Box()
    states = [box.state()]
    for _ in range(2):
        box.time.advance(60)
        box.time.step(by)
        states.append(box.state())

    assert states == [TRUSTED, TRUSTED, FORWARD if by > timedelta() else BACK]


def test_a_step_that_is_taken_back_is_over() -> None:
    """When the wall clock is where it was trusted in this boot, nothing is left to wait for."""
    box = Box()
    states = [box.state()]
    for by in (HOUR, -HOUR):
        box.time.step(by)
        box.time.advance(60)
        states.append(box.state())

    assert states == [TRUSTED, FORWARD, TRUSTED]
    assert box.memory.waiting is None


def leapt() -> Box:
    """Return a box whose clock, once trusted, went a year ahead of the boot clock."""
    box = Box()
    assert box.state() is TRUSTED
    box.time.step(365 * DAY)
    assert box.state() is FORWARD
    return box


def test_a_jump_is_believed_after_a_day() -> None:
    """Two readings a day apart that say the same make a jump the time from then on."""
    box = leapt()
    before = box.memory
    states = []
    for seconds in (DAY_SECONDS - 1, 1, 60):
        box.time.advance(seconds)
        states.append(box.state())

    assert states == [FORWARD, TRUSTED, TRUSTED]
    assert before.mark == NOW
    assert box.memory.mark == box.time.now
    assert box.memory.waiting is None


def test_a_jump_back_that_stays_above_the_mark_is_believed_after_a_day() -> None:
    """A step back that the mark does not forbid waits for the same confirmation."""
    box = Box()
    box.state()
    box.time.advance(HOUR_SECONDS)
    box.time.step(-60 * SECOND)
    states = [box.state()]
    box.time.advance(DAY_SECONDS)
    states.append(box.state())

    assert states == [BACK, TRUSTED]


def reboot_in_line(time: FakeTime) -> None:
    """Begin another boot with the wall clock where it stood against the boot clock before."""
    ahead = time.now - timedelta(milliseconds=time.boot_ms)
    time.reboot(is_synchronised=True)
    time.step(ahead + timedelta(milliseconds=time.boot_ms) - time.now)


def test_a_hair_does_not_begin_the_day_anew() -> None:
    """What is within the slack is the same jump, whichever way it moves."""
    box = leapt()
    for by in (5 * SECOND, -10 * SECOND):
        box.time.advance(60)
        box.time.step(by)
        assert box.state() is FORWARD
    box.time.advance(DAY_SECONDS - 120)

    assert box.state() is TRUSTED


BEGIN_ANEW: dict[str, Callable[[FakeTime], None]] = {
    "another step": lambda time: time.step(6 * SECOND),
    "another step back": lambda time: time.step(-HOUR),
    "a reboot": lambda time: time.reboot(is_synchronised=True),
    "a reboot that seems to be none": reboot_in_line,
}


@pytest.mark.parametrize("change", BEGIN_ANEW.values(), ids=BEGIN_ANEW)
def test_the_day_begins_anew(change: Callable[[FakeTime], None]) -> None:
    """The wait counts within one boot and for one jump: another of either begins it again."""
    box = leapt()
    box.time.advance(DAY_SECONDS - 60)
    change(box.time)
    states = [box.state()]
    for seconds in (60, DAY_SECONDS - 61, 1):
        box.time.advance(seconds)
        states.append(box.state())

    assert states == [FORWARD, FORWARD, FORWARD, TRUSTED]


def test_a_reboot_does_not_make_a_jump_believable() -> None:
    """After a reboot even a time that looks right waits for its day, since nobody can tell."""
    box = leapt()
    box.time.reboot()
    box.time.synchronise()
    box.time.step(-365 * DAY)

    assert box.state() is FORWARD


def test_one_answer_does_not_count_twice() -> None:
    """The second reading must be proven by the sources anew, not by what they said at the first."""
    box = leapt()
    first = box.time.read()
    box.time.advance(DAY_SECONDS)
    second = box.time.read()
    assert second.report is not None
    said_before = replace(second.report, updated_ms=first.boot_ms)

    assert judged(box.memory, second)[0].state is TRUSTED
    assert judged(box.memory, replace(second, report=said_before))[0].state is FORWARD


def test_silence_of_the_sources_confirms_nothing() -> None:
    """A day in which the sources said nothing does not count until they speak again."""
    box = leapt()
    box.time.unsynchronise()
    box.time.advance(DAY_SECONDS)
    states = [box.state()]
    box.time.synchronise()
    box.time.advance(1)
    states.append(box.state())

    assert states == [UNSYNCHRONISED, TRUSTED]


def test_beyond_what_can_be_written_nothing_is_ever_believed() -> None:
    """A year that no document can hold is not believed after a day, nor from a mark close by."""
    box = Box()
    box.state()
    box.time.step(datetime(2200, 1, 1, tzinfo=UTC) - NOW)
    states = [box.state()]
    box.time.advance(2 * DAY_SECONDS)
    states.append(box.state())
    to_the_end = Box()
    to_the_end.state()
    to_the_end.time.step(datetime(2199, 12, 31, tzinfo=UTC) - NOW)
    states.append(to_the_end.state())
    to_the_end.time.advance(DAY_SECONDS)
    states.append(to_the_end.state())
    near = begun(datetime(2199, 12, 31, tzinfo=UTC))
    last = datetime(2199, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)

    assert states == [FORWARD] * 4
    assert judged(near, reading(now=last))[0].state is TRUSTED
    assert judged(near, reading(now=last + timedelta(microseconds=1)))[0].state is FORWARD


def test_after_a_lost_memory_nothing_is_believed_for_a_day() -> None:
    """Where the mark was lost, any time waits for the same confirmation as a jump."""
    box = Box(doubted(begun(BUILT)))
    states = []
    for seconds in (0, DAY_SECONDS - 1, 1):
        box.time.advance(seconds)
        states.append(box.state())

    assert states == [FORWARD, FORWARD, TRUSTED]


def test_a_lost_memory_forgets_where_it_was_trusted() -> None:
    """What is left of a memory in doubt does not end the doubt."""
    box = Box()
    box.state()
    box.memory = doubted(box.memory)

    assert box.state() is FORWARD


def test_a_card_of_an_earlier_day_has_the_right_time() -> None:
    """A mark that was put back does not make true time wrong, for the ledger's marks see it."""
    earlier = begun(NOW - 60 * DAY)

    assert Box(earlier).state() is TRUSTED


# What is kept.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
instants = st.integers(
    int(datetime(2000, 1, 1, tzinfo=UTC).timestamp()),
    int(datetime(2200, 1, 1, tzinfo=UTC).timestamp()) - 1,
).map(lambda seconds: EPOCH + timedelta(seconds=seconds))
boots = st.sampled_from(["0a" * 16, "0b" * 16])
moments = st.builds(
    Moment,
    boot_id=boots,
    boot_ms=st.integers(0, MAX_WHOLE_NUMBER),
    ahead_ms=st.integers(-MAX_WHOLE_NUMBER, MAX_WHOLE_NUMBER),
)
memories = st.builds(
    ClockMemory,
    mark=instants,
    trusted=st.none() | moments,
    waiting=st.none() | st.builds(Waiting, jump=st.sampled_from(Jump), first=st.none() | moments),
)


@given(memories)
def test_a_memory_is_read_as_it_was_written(memory: ClockMemory) -> None:
    """Every memory comes back from its octets, within the size that a file may have."""
    octets = memory_to_octets(memory)

    assert memory_from_octets(octets) == memory
    assert len(octets) <= MAX_MEMORY_OCTETS


def test_a_memory_is_a_line() -> None:
    """The file says what an update of the program will still have to read."""
    assert memory_to_octets(leapt().memory) == (
        b'{"mark":"2026-12-09T18:00:00Z","trusted":{"ahead_ms":1796835600000,"boot_id":"'
        + b"0" * 31
        + b'1","boot_ms":3600000},"type":"clock-memory","v":1,"waiting":{"first":{"ahead_ms":'
        b'1828371600000,"boot_id":"' + b"0" * 31 + b'1","boot_ms":3600000},"jump":"forward"}}'
    )


def test_the_bounds_are_these() -> None:
    """The rules of the design are these numbers: two sources, a day, two minutes, five seconds."""
    assert LEAST_AGREEING == 2
    assert UPDATED_WITHIN_MS == CONFIRMED_AFTER_MS == 24 * 60 * 60 * 1000
    assert LASTS_MS == 2 * 60 * 1000
    assert SLACK_MS == 5_000
    assert MAX_MEMORY_OCTETS == 1024


def document(**changes: Any) -> bytes:  # noqa: ANN401 - any JSON
    """Return a memory's file with members changed."""
    return json_from_object({**write(leapt().memory), **changes})


MALFORMED: dict[str, tuple[bytes, Code]] = {
    "nothing": (b"", Code.JSON_UNREADABLE),
    "zeros, as after a power cut": (bytes(200), Code.JSON_UNREADABLE),
    "long": (document() + bytes(MAX_MEMORY_OCTETS), Code.JSON_SIZE),
    "a report": (document(type="clock-report"), Code.RECORD_VALUE),
    "another version": (document(v=2), Code.RECORD_VALUE),
    "no mark": (document(mark=None), Code.RECORD_TYPE),
    "a mark between seconds": (document(mark="2026-12-09T18:00:00.5Z"), Code.RECORD_DATE),
    "a mark beyond the calendar": (document(mark="2200-01-01T00:00:00Z"), Code.RECORD_DATE),
    "one more": (document(server="time.test"), Code.RECORD_UNKNOWN),
    "a jump sideways": (
        document(waiting={"first": None, "jump": "sideways"}),
        Code.RECORD_VALUE,
    ),
}


@pytest.mark.parametrize(("octets", "code"), MALFORMED.values(), ids=MALFORMED)
def test_another_form_is_refused(octets: bytes, code: Code) -> None:
    """A file that is not exactly a memory is refused with what is wrong."""
    with pytest.raises(ConsentError) as caught:
        memory_from_octets(octets)

    assert caught.value.code is code


def test_what_could_not_be_read_is_not_written() -> None:
    """A memory of something that cannot have been is refused by whoever writes it."""
    moment = Moment(boot_id="0a" * 16, boot_ms=-1, ahead_ms=0)

    with pytest.raises(ConsentError) as caught:
        memory_to_octets(replace(begun(NOW), trusted=moment))

    assert caught.value.code is Code.RECORD_VALUE


# Whatever is read.
readings = st.builds(
    Reading,
    now=st.integers(0, 10**16).map(lambda micros: EPOCH + timedelta(microseconds=micros)),
    boot_ms=st.integers(0, 2**40),
    boot_id=st.none() | boots,
    kernel_synchronised=st.booleans(),
    report=st.none() | reports,
)


def earlier(report: ClockReport, asked_ms: int) -> ClockReport:
    """Return the report as it would have been said earlier, of nothing that came after."""
    updated_ms = report.updated_ms and min(report.updated_ms, asked_ms)
    return replace(report, asked_ms=asked_ms, updated_ms=updated_ms)


WORSE: dict[str, Callable[[ClockReport], ClockReport | None]] = {
    "no report": lambda _: None,
    "of another boot": lambda report: replace(report, boot_id="0d" * 16),
    "asked earlier": lambda report: earlier(report, report.asked_ms - LASTS_MS),
    "not set": lambda report: replace(report, leap=Leap.UNSYNCHRONISED),
    "never set": lambda report: replace(report, updated_ms=None),
    "set earlier": lambda report: replace(
        report, updated_ms=report.updated_ms and report.updated_ms - UPDATED_WITHIN_MS
    ),
    "one source less": lambda report: replace(report, agreeing=report.agreeing - 1),
    "one more that proves nothing": lambda report: replace(report, unproven=report.unproven + 1),
    "farther from right": lambda report: replace(report, offset_ms=report.offset_ms + SLACK_MS),
}


@st.composite
def near_readings(draw: st.DrawFn) -> tuple[ClockMemory, Reading]:
    """Return a memory and a reading close to it, so that every reason is met at its edge."""
    memory = draw(memories)
    boot_ms = draw(st.integers(3 * UPDATED_WITHIN_MS, 2**40))
    boot_id = draw(boots)
    seconds = draw(st.sampled_from([-86_400, -6, -5, 0, 5, 6, 86_400, 400 * 86_400, 401 * 86_400]))
    now = memory.mark + timedelta(seconds=seconds)
    ahead_ms = (now - EPOCH) // timedelta(milliseconds=1) - boot_ms
    near = st.builds(
        Moment,
        boot_id=st.just(boot_id),
        boot_ms=st.sampled_from([0, boot_ms, boot_ms - CONFIRMED_AFTER_MS]),
        ahead_ms=st.sampled_from([-2, -1, 0, 1, 2]).map(lambda many: ahead_ms + many * SLACK_MS),
    )
    first = st.none() | near
    waiting = st.none() | st.builds(Waiting, jump=st.sampled_from(Jump), first=first)
    report: ClockReport | None = ClockReport(
        boot_id=boot_id,
        asked_ms=boot_ms,
        leap=draw(st.sampled_from([Leap.NORMAL, Leap.INSERT])),
        updated_ms=boot_ms - draw(st.sampled_from([0, 1, UPDATED_WITHIN_MS])),
        agreeing=draw(st.integers(LEAST_AGREEING, 3)),
        unproven=0,
        offset_ms=draw(st.sampled_from([0, SLACK_MS])),
    )
    for change in draw(st.lists(st.sampled_from(list(WORSE.values())), max_size=2)):
        report = report and change(report)
    return replace(memory, trusted=draw(first), waiting=draw(waiting)), Reading(
        now=now,
        boot_ms=boot_ms,
        boot_id=boot_id,
        kernel_synchronised=draw(st.sampled_from([True, True, False])),
        report=report,
    )


def check_judged(memory: ClockMemory, said: Reading) -> None:
    """Hold one judgement against what must be true of every one."""
    clock, after = judged(memory, said)

    assert isinstance(clock, Clock)
    assert memory.mark <= after.mark == clock.mark
    assert memory_from_octets(memory_to_octets(after)) == after
    if clock.state is not TRUSTED:
        assert after.mark == memory.mark
        return
    assert memory.mark - CLOCK_SLACK <= said.now
    assert after.waiting is None
    report = said.report
    assert report is not None
    assert report.boot_id == said.boot_id
    assert report.updated_ms is not None
    assert said.boot_ms - report.updated_ms <= UPDATED_WITHIN_MS
    assert report.agreeing >= LEAST_AGREEING
    assert said.kernel_synchronised
    assert memory.waiting is not None or said.now <= memory.mark + CLOCK_LEAP


@given(memories, readings)
def test_any_reading_is_judged_by_the_rules(memory: ClockMemory, said: Reading) -> None:
    """Whatever is read, the mark never falls, nothing raises, and trust has all its reasons."""
    check_judged(memory, said)


@given(near_readings())
def test_readings_at_the_edges_are_judged_by_the_rules(pair: tuple[ClockMemory, Reading]) -> None:
    """The same holds where most of the reasons for trust are there."""
    check_judged(*pair)


@given(near_readings())
def test_more_doubt_never_makes_trust(pair: tuple[ClockMemory, Reading]) -> None:
    """What is not trusted stays so when anything about it gets worse."""
    memory, said = pair
    report = said.report
    worse = [replace(said, report=report and change(report)) for change in WORSE.values()]
    worse += [replace(said, kernel_synchronised=False), replace(said, boot_id=None)]
    states = {judged(memory, one)[0].state for one in worse}
    states.add(judged(doubted(memory), said)[0].state)

    assert judged(memory, said)[0].state is TRUSTED or TRUSTED not in states


class Life(RuleBasedStateMachine):
    """A box's clocks through anything that may happen to them."""

    @initialize()
    def begin(self) -> None:
        """Switch on a new box."""
        self.box = Box()
        self.highest = self.box.memory.mark

    @rule(seconds=st.sampled_from([1, 60, 3_600, 86_400]))
    def advance(self, seconds: int) -> None:
        """Let time pass."""
        self.box.time.advance(seconds)

    @rule(seconds=st.sampled_from([-400 * 86_400, -86_400, -60, -4, 4, 60, 86_400, 500 * 86_400]))
    def step(self, seconds: int) -> None:
        """Step the wall clock."""
        self.box.time.step(timedelta(seconds=seconds))

    @rule()
    def lose_the_sources(self) -> None:
        """Let the sources say that they know nothing."""
        self.box.time.unsynchronise()

    @rule()
    def hear_the_sources(self) -> None:
        """Let the sources set the clock."""
        self.box.time.synchronise()

    @rule()
    def go_stale(self) -> None:
        """Let the sources be silent for more than a day."""
        self.box.time.stale()

    @rule()
    def reboot(self) -> None:
        """Switch it off and on; what is kept comes back from its octets."""
        self.box.time.reboot()
        self.box.memory = memory_from_octets(memory_to_octets(self.box.memory))

    @rule()
    def lose_the_memory(self) -> None:
        """Lose what was kept, but for the mark."""
        self.box.memory = doubted(self.box.memory)

    @invariant()
    def judge(self) -> None:
        """Hold that the mark never falls, and that no wait ends before its day."""
        before, said = self.box.memory, self.box.time.read()
        check_judged(before, said)
        state = self.box.state()
        if state is TRUSTED and before.waiting is not None:
            first, trusted = before.waiting.first, before.trusted
            is_back = trusted is not None and trusted.boot_id == said.boot_id
            assert is_back or (
                first is not None
                and first.boot_id == said.boot_id
                and said.boot_ms - first.boot_ms >= CONFIRMED_AFTER_MS
            )
        assert self.highest <= self.box.memory.mark
        self.highest = self.box.memory.mark


TestLife = Life.TestCase
