"""Is the time to be trusted: from what is read now, and from what was kept, as values alone.

Rules kept here (design, consent.md C.4):
- Trusted needs all of: the time service set the clock in this boot, by sources that prove who they
  are, at most 24 hours ago by the boot clock; at least two of them agree; the kernel says the same;
  and the time is neither before the mark nor far beyond it.
- The mark is the latest trusted time there has been. It never falls, and rises only with a trusted
  reading or with `raised_to`.
- The boot clock cannot be stepped. Where the wall clock moves against it after it was trusted in
  this boot, somebody has stepped it.
- Such a step, and a leap far beyond the mark, stop everything at once and leave the mark alone.
  They are believed only when two readings at least 24 hours apart on the boot clock said the same,
  each proven by the sources anew, within one boot. Until then nothing else ends the doubt but the
  wall clock's return to where it was trusted in this boot; a reboot begins the wait anew.
- What is missing is doubt. Doubt in the sources comes first: while they say nothing, the time is
  not known to have gone anywhere.

A card that was put back to an earlier day has an earlier mark, and true time is above that: the
clock is right, so this module says so. The ledger's marks and true dates catch the old card.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Final, Literal

from consent.clock_report import LASTS_MS, UPDATED_WITHIN_MS, ClockReport, Leap
from consent.codes import Code
from consent.decide import CLOCK_LEAP, CLOCK_SLACK
from consent.encoding import json_from_object, object_from_json
from consent.errors import JsonMalformed
from consent.home import Clock, ClockState
from consent.lease import BootMs
from consent.records.fields import Id, Instant
from consent.schema import Span, read, write

MAX_MEMORY_OCTETS: Final = 1024
LEAST_AGREEING: Final = 2
_SECOND_MS: Final = 1_000
CONFIRMED_AFTER_MS: Final = 24 * 60 * 60 * _SECOND_MS
SLACK_MS: Final = CLOCK_SLACK // timedelta(milliseconds=1)

_BEYOND: Final = datetime(2200, 1, 1, tzinfo=UTC)
"""The first instant that no document can hold (`schema.py`): as a mark it could not be kept."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_FARTHEST: Final = 2**53 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the clocks say at one moment.

    `now` is the wall clock (aware, UTC), `boot_ms` is CLOCK_BOOTTIME, and `boot_id` the kernel's
    name for this boot in 32 hexadecimal digits, None where it cannot be told. `report` is None
    where there is none of this boot.
    """

    now: datetime
    boot_ms: int
    boot_id: str | None
    kernel_synchronised: bool
    report: ClockReport | None


class Jump(StrEnum):
    """Which way the wall clock went."""

    BACK = "back"
    FORWARD = "forward"


_STATES: Final = {Jump.BACK: ClockState.BACK, Jump.FORWARD: ClockState.FORWARD}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Where the wall clock stood against the boot clock, at a moment of a boot.

    `ahead_ms` is wall less boot. Setting the clock by small corrections moves both alike (they are
    one counter in the kernel), so it changes only when somebody steps the wall clock.
    """

    boot_id: Id
    boot_ms: BootMs
    ahead_ms: Annotated[int, Span(-_FARTHEST, _FARTHEST)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A jump that nobody has confirmed yet, and the reading from which the 24 hours count.

    `first` is None where no reading was good enough yet to begin with.
    """

    jump: Jump
    first: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMemory:
    """What is kept over restarts.

    `mark` is the latest trusted time, a whole second. `trusted` is where the clock stood when it
    was first trusted in the latest boot in which it was; `waiting` is a jump not yet believed.
    """

    type: Literal["clock-memory"] = "clock-memory"
    v: Literal[1] = 1
    mark: Instant
    trusted: Moment | None
    waiting: Waiting | None


def begun(build_date: datetime) -> ClockMemory:
    """Return the memory of a box that has seen no time: it is no earlier than it was built."""
    return ClockMemory(mark=_whole_second(build_date), trusted=None, waiting=None)


def doubted(memory: ClockMemory) -> ClockMemory:
    """Return the memory where part of it was lost: nothing is believed until 24 hours confirm it.

    Any time is far ahead of what is left, and the mark that was lost may have been higher still.
    """
    return replace(memory, trusted=None, waiting=Waiting(jump=Jump.FORWARD, first=None))


def raised_to(memory: ClockMemory, at: datetime) -> ClockMemory:
    """Return the memory with its mark at least at a time that has surely been.

    That is a build date, or the time at which a record or a checkpoint was accepted; never a time
    to come, for until it comes the clock would be taken for one that went back.
    """
    return replace(memory, mark=max(memory.mark, _whole_second(at)))


def judged(memory: ClockMemory, reading: Reading) -> tuple[Clock, ClockMemory]:
    """Return whether the time is to be trusted, and what to remember from now on. Raises nothing.

    Whoever calls this keeps the memory it returns, at the latest before the next call.
    """
    report = _vouching(reading)
    if isinstance(report, ClockState):
        return Clock(state=report, mark=memory.mark), memory
    if reading.now < memory.mark - CLOCK_SLACK:
        return Clock(state=ClockState.BACK, mark=memory.mark), memory
    here = _moment(reading, report)
    jump = _jump(memory, reading, here)
    if jump is not None:
        first = _first_of(memory.waiting, here)
        if not _is_confirmed(first, here, report) or reading.now >= _BEYOND:
            waiting = Waiting(jump=jump, first=first)
            return Clock(state=_STATES[jump], mark=memory.mark), replace(memory, waiting=waiting)
    mark = max(memory.mark, _whole_second(reading.now))
    # Where it stood when it was first trusted in a boot stays: steps that are each too small to
    # notice must not add up.
    stays = jump is None and _is_of_one_boot(memory.trusted, here)
    trusted = memory.trusted if stays else here
    known = replace(memory, mark=mark, trusted=trusted, waiting=None)
    return Clock(state=ClockState.TRUSTED, mark=mark), known


def memory_to_octets(memory: ClockMemory) -> bytes:
    """Return a memory as the file that keeps it. Raises RecordMalformed for what none can hold."""
    octets = json_from_object(write(memory))
    memory_from_octets(octets)
    return octets


def memory_from_octets(octets: bytes) -> ClockMemory:
    """Return the memory that a file keeps. Raises JsonMalformed, RecordMalformed."""
    if len(octets) > MAX_MEMORY_OCTETS:
        raise JsonMalformed(Code.JSON_SIZE, f"longer than {MAX_MEMORY_OCTETS} octets")
    return read(ClockMemory, object_from_json(octets))


def _vouching(reading: Reading) -> ClockReport | ClockState:
    """Return the report where it vouches for the reading, else why it does not."""
    report = reading.report
    if report is None or report.boot_id != reading.boot_id:
        return ClockState.UNSYNCHRONISED
    if not 0 <= reading.boot_ms - report.asked_ms <= LASTS_MS:
        return ClockState.UNSYNCHRONISED
    if report.leap is Leap.UNSYNCHRONISED or report.updated_ms is None:
        return ClockState.UNSYNCHRONISED
    # Before the kernel's word: it calls a clock unset some hours after it was last set, and a
    # person should hear the reason that is worth more.
    if reading.boot_ms - report.updated_ms > UPDATED_WITHIN_MS:
        return ClockState.STALE
    vouches = (
        report.updated_ms <= report.asked_ms
        and report.agreeing >= LEAST_AGREEING
        and report.unproven == 0
        and report.offset_ms <= SLACK_MS
        and reading.kernel_synchronised
    )
    return report if vouches else ClockState.UNSYNCHRONISED


def _jump(memory: ClockMemory, reading: Reading, here: Moment) -> Jump | None:
    """Return which way the wall clock has gone that is not believed yet, None where it has not."""
    if reading.now > memory.mark + CLOCK_LEAP or reading.now >= _BEYOND:
        return Jump.FORWARD
    trusted = memory.trusted
    if trusted is not None and _is_of_one_boot(trusted, here):
        stepped_ms = here.ahead_ms - trusted.ahead_ms
        if abs(stepped_ms) <= SLACK_MS:
            return None
        return Jump.FORWARD if stepped_ms > 0 else Jump.BACK
    return None if memory.waiting is None else memory.waiting.jump


def _first_of(waiting: Waiting | None, here: Moment) -> Moment:
    """Return the reading from which the 24 hours count: this one, if the clock moved since then."""
    first = None if waiting is None else waiting.first
    if first is None or not _is_of_one_boot(first, here):
        return here
    return first if abs(here.ahead_ms - first.ahead_ms) <= SLACK_MS else here


def _is_confirmed(first: Moment, here: Moment, report: ClockReport) -> bool:
    # Set by its sources anew since the first reading: one answer must not count for both.
    is_set_anew = report.updated_ms is not None and report.updated_ms > first.boot_ms
    return is_set_anew and here.boot_ms - first.boot_ms >= CONFIRMED_AFTER_MS


def _is_of_one_boot(moment: Moment | None, here: Moment) -> bool:
    return moment is not None and moment.boot_id == here.boot_id


def _moment(reading: Reading, report: ClockReport) -> Moment:
    wall_ms = (reading.now - _EPOCH) // timedelta(milliseconds=1)
    return Moment(
        boot_id=report.boot_id, boot_ms=reading.boot_ms, ahead_ms=wall_ms - reading.boot_ms
    )


def _whole_second(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)
