"""What chrony answers, as a report: pure, so that recorded answers can be tried.

`chronyc -c` prints each answer as lines of values with commas (chronyc(1)). Three are asked for:

    tracking    whether and when it set the clock, and how far the clock still is from right
    sources     which servers it goes by
    authdata    which of them prove who they are; answered over chrony's own socket only

Rules kept here:
- A server agrees where it proves itself by NTS (RFC 8915) and chrony found it right: followed,
  combined, or right but farther away. It counts only while chrony follows one.
- When no server can be reached, chrony follows none; what agreed when it last set the clock then
  still stands, unless a server contradicts. How old that is, is the judgement's matter.
- When chrony set the clock is counted on the boot clock, from the first time that it said so.
- An answer in another form than expected says nothing: the clock counts as not set.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from consent.clock_report import MAX_SOURCES, ClockReport, Leap

_LEAPS: Final = {
    "Normal": Leap.NORMAL,
    "Insert second": Leap.INSERT,
    "Delete second": Leap.DELETE,
    "Not synchronised": Leap.UNSYNCHRONISED,
}
_SECONDS: Final = re.compile(r"(-?)([0-9]{1,12})\.([0-9]{9})")

# chronyc(1), sources: the state of a source.
_FOLLOWED: Final = "*"
_GOES_BY: Final = frozenset("*+")
_FOUND_RIGHT: Final = frozenset("*+-")
_FOUND_WRONG: Final = "x"
_STATES: Final = frozenset("*+-?x~")
_MODES: Final = frozenset("^=#")


class AnswerMalformed(ValueError):
    """chrony answered in a form that is not known here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What `chronyc -c -n` printed to each question."""

    tracking: str
    sources: str
    authdata: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """When it was asked: on both clocks, and in which boot."""

    boot_id: str
    boot_ms: int
    wall_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSet:
    """When chrony last set the clock, and by what; `set_at` is the wall time that it names."""

    set_at_ms: int
    updated_ms: int
    agreeing: int
    unproven: int


def reported(
    answers: Answers | None, asked: Asked, before: LastSet | None = None
) -> tuple[ClockReport, LastSet | None]:
    """Return the report of what chrony answered, and what to give as `before` the next time.

    `answers` is None where chrony did not answer. Raises nothing.
    """
    try:
        return _reported(answers, asked, before) if answers else _nothing(asked)
    except AnswerMalformed:
        return _nothing(asked)


def _nothing(asked: Asked) -> tuple[ClockReport, None]:
    report = ClockReport(
        boot_id=asked.boot_id,
        asked_ms=asked.boot_ms,
        leap=Leap.UNSYNCHRONISED,
        updated_ms=None,
        agreeing=0,
        unproven=0,
        offset_ms=0,
    )
    return report, None


def _reported(
    answers: Answers, asked: Asked, before: LastSet | None
) -> tuple[ClockReport, LastSet | None]:
    leap, set_at_ms, offset_ms = _last_setting(answers.tracking)
    updated_ms = _updated_ms(set_at_ms, asked, before)
    if leap is Leap.UNSYNCHRONISED or updated_ms is None:
        return _nothing(asked)
    agreeing, unproven = _counted(
        _sources(answers.sources),
        _proven(answers.authdata),
        before if before and before.set_at_ms == set_at_ms else None,
    )
    report = ClockReport(
        boot_id=asked.boot_id,
        asked_ms=asked.boot_ms,
        leap=leap,
        updated_ms=updated_ms,
        agreeing=agreeing,
        unproven=unproven,
        offset_ms=offset_ms,
    )
    last = LastSet(set_at_ms=set_at_ms, updated_ms=updated_ms, agreeing=agreeing, unproven=unproven)
    return report, last


def _updated_ms(set_at_ms: int, asked: Asked, before: LastSet | None) -> int | None:
    """Return when the clock was set, on the boot clock; None where that cannot have been."""
    if before is not None and before.set_at_ms == set_at_ms:
        return before.updated_ms
    updated_ms = asked.boot_ms - (asked.wall_ms - set_at_ms)
    # Never, before this boot, or in a time to come: the wall clock was stepped since.
    return updated_ms if set_at_ms and 0 <= updated_ms <= asked.boot_ms else None


def _counted(
    sources: dict[str, str], proven: frozenset[str], before: LastSet | None
) -> tuple[int, int]:
    """Return how many sources agree and prove themselves, and how many are gone by unproven."""
    if _FOLLOWED in sources.values():
        right = {one for one, state in sources.items() if state in _FOUND_RIGHT}
        goes_by = {one for one, state in sources.items() if state in _GOES_BY}
        return len(right & proven), len(goes_by - proven)
    is_contradicted = any(sources.get(one) == _FOUND_WRONG for one in proven)
    if before is None or is_contradicted:
        return 0, 0
    return before.agreeing, before.unproven


def _last_setting(text: str) -> tuple[Leap, int, int]:
    """Return the leap indicator, when the clock was set, and how far it still is from right."""
    line = next(iter(_lines(text, values=14, most=1)), None)
    if line is None or (leap := _LEAPS.get(line[13])) is None:
        raise AnswerMalformed
    return leap, _milliseconds(line[3]), abs(_milliseconds(line[4]))


def _sources(text: str) -> dict[str, str]:
    """Return the state of each source by its address."""
    lines = _lines(text, values=10, most=MAX_SOURCES)
    states = {line[2]: line[1] for line in lines}
    known = all(line[0] in _MODES and line[1] in _STATES for line in lines)
    if not known or len(states) != len(lines):
        raise AnswerMalformed
    return states


def _proven(text: str) -> frozenset[str]:
    """Return the addresses of the sources that have keys of their own by NTS."""
    lines = _lines(text, values=10, most=MAX_SOURCES)
    return frozenset(line[0] for line in lines if line[1] == "NTS" and line[4] != "0")


def _lines(text: str, *, values: int, most: int) -> list[list[str]]:
    lines = [line.split(",") for line in text.splitlines()]
    if len(lines) > most or any(len(line) != values for line in lines):
        raise AnswerMalformed
    return lines


def _milliseconds(text: str) -> int:
    """Return a time with nine decimals in whole milliseconds, cut off."""
    if (found := _SECONDS.fullmatch(text)) is None:
        raise AnswerMalformed
    sign, seconds, fraction = found.groups()
    size = int(seconds) * 1000 + int(fraction) // 1_000_000
    return -size if sign else size
