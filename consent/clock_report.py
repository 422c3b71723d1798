"""What the box's time service says of the time, as a file for the recorder, which has no network.

A small job beside chrony asks it every few seconds and replaces this file (`agent/timekeeping/`).

Rules kept here:
- It holds counts, enums and moments of the boot clock. It names no server and no address.
- Moments are of CLOCK_BOOTTIME, which nobody can step, and of the boot that it names: what is said
  of another boot says nothing of this one.
- It is read only in the one form in which it is written, and never where it is long.
- It judges nothing; whether the time is to be trusted is said in `clock_judgement.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final, Literal

from consent.codes import Code
from consent.encoding import json_from_object, object_from_json
from consent.errors import JsonMalformed, RecordMalformed
from consent.lease import BootMs
from consent.records.fields import Id
from consent.schema import Span, read, write

MAX_REPORT_OCTETS: Final = 512
MAX_SOURCES: Final = 64
MAX_OFFSET_MS: Final = 2**53 - 1

_SECOND_MS: Final = 1_000
LASTS_MS: Final = 2 * 60 * _SECOND_MS
"""How old a report may be: the job beside the time service writes one every few seconds."""
UPDATED_WITHIN_MS: Final = 24 * 60 * 60 * _SECOND_MS
"""How long ago its sources may have set the clock. Both stand here for the filter's sake, which
goes by them too, and starts sooner without what judges a recording."""


class Leap(StrEnum):
    """The leap indicator (RFC 5905, figure 9): whether the clock is set, and what midnight does."""

    NORMAL = "normal"
    INSERT = "insert"
    DELETE = "delete"
    UNSYNCHRONISED = "unsynchronised"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReport:
    """What the time service said when it was asked.

    `updated_ms` is when it last set the clock by its sources, None where it never did in this boot.
    `agreeing` counts sources that prove who they are (NTS, RFC 8915) and agree on the time;
    `unproven` counts those that it goes by although they do not. `offset_ms` is how far the clock
    still is from what they say, either way.
    """

    type: Literal["clock-report"] = "clock-report"
    v: Literal[1] = 1
    boot_id: Id
    asked_ms: BootMs
    leap: Leap
    updated_ms: BootMs | None
    agreeing: Annotated[int, Span(0, MAX_SOURCES)]
    unproven: Annotated[int, Span(0, MAX_SOURCES)]
    offset_ms: Annotated[int, Span(0, MAX_OFFSET_MS)]


def report_to_octets(report: ClockReport) -> bytes:
    """Return a report as the file that holds it. Raises RecordMalformed for what none can say."""
    octets = json_from_object(write(report))
    # What could not be read again must not be written: the recorder would take it for damage.
    report_from_octets(octets)
    return octets


def report_from_octets(octets: bytes) -> ClockReport:
    """Return the report that a file says. Raises JsonMalformed, RecordMalformed."""
    if len(octets) > MAX_REPORT_OCTETS:
        raise JsonMalformed(Code.JSON_SIZE, f"longer than {MAX_REPORT_OCTETS} octets")
    report = read(ClockReport, object_from_json(octets))
    if report.updated_ms is not None and report.updated_ms > report.asked_ms:
        raise RecordMalformed(Code.RECORD_VALUE, "updated_ms")
    return report
