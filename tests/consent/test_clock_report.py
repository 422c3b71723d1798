from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.clock_report import (
    MAX_OFFSET_MS,
    MAX_REPORT_OCTETS,
    MAX_SOURCES,
    ClockReport,
    Leap,
    report_from_octets,
    report_to_octets,
)
from consent.codes import Code
from consent.encoding import json_from_object
from consent.errors import ConsentError
from consent.frozen import MAX_WHOLE_NUMBER
from consent.schema import write

REPORT = ClockReport(
    boot_id="0a" * 16,
    asked_ms=90_000,
    leap=Leap.NORMAL,
    updated_ms=80_000,
    agreeing=3,
    unproven=0,
    offset_ms=2,
)
UNSET = replace(REPORT, leap=Leap.UNSYNCHRONISED, updated_ms=None, agreeing=0, offset_ms=0)

moments = st.integers(0, MAX_WHOLE_NUMBER)
counts = st.integers(0, MAX_SOURCES)
reports = st.builds(
    ClockReport,
    boot_id=st.binary(min_size=16, max_size=16).map(bytes.hex),
    asked_ms=moments,
    leap=st.sampled_from(Leap),
    updated_ms=st.none() | moments,
    agreeing=counts,
    unproven=counts,
    offset_ms=st.integers(0, MAX_OFFSET_MS),
)


@given(reports)
def test_a_report_is_read_as_it_was_written(report: ClockReport) -> None:
    """Every report of what has been is read back, and is no longer than a report may be."""
    sound = replace(report, updated_ms=min(report.updated_ms or 0, report.asked_ms))

    octets = report_to_octets(sound)

    assert report_from_octets(octets) == sound
    assert len(octets) <= MAX_REPORT_OCTETS


def test_a_report_is_a_line_of_counts() -> None:
    """The file holds counts, enums and moments, and no server's name."""
    assert report_to_octets(REPORT) == (
        b'{"agreeing":3,"asked_ms":90000,"boot_id":"' + b"0a" * 16 + b'","leap":"normal",'
        b'"offset_ms":2,"type":"clock-report","unproven":0,"updated_ms":80000,"v":1}'
    )
    assert report_from_octets(report_to_octets(UNSET)) == UNSET


def test_the_bounds_are_these() -> None:
    """How long a report is and what it counts to is known to whoever writes another reader."""
    assert (MAX_REPORT_OCTETS, MAX_SOURCES, MAX_OFFSET_MS) == (512, 64, 2**53 - 1)


def document(**changes: Any) -> bytes:  # noqa: ANN401 - any JSON
    """Return a report's file with members changed; what is Ellipsis is left out."""
    members = {**write(REPORT), **changes}
    return json_from_object({name: one for name, one in members.items() if one is not ...})


MALFORMED: dict[str, tuple[bytes, Code]] = {
    "nothing": (b"", Code.JSON_UNREADABLE),
    "half": (report_to_octets(REPORT)[:-9], Code.JSON_UNREADABLE),
    "a line's end": (report_to_octets(REPORT) + b"\n", Code.JSON_FORM),
    "a space": (report_to_octets(REPORT).replace(b":3", b": 3"), Code.JSON_FORM),
    "a list": (b"[]", Code.JSON_SHAPE),
    "long": (document(boot_id="0a" * 256), Code.JSON_SIZE),
    "long and unreadable": (b"{" * (MAX_REPORT_OCTETS + 1), Code.JSON_SIZE),
    "another kind": (document(type="clock-memory"), Code.RECORD_VALUE),
    "another version": (document(v=2), Code.RECORD_VALUE),
    "a version that is true": (document(v=True), Code.RECORD_VALUE),
    "one more": (document(server="time.test"), Code.RECORD_UNKNOWN),
    "one less": (document(offset_ms=...), Code.RECORD_MISSING),
    "a boot with hyphens": (
        document(boot_id="0a0a0a0a-0a0a-0a0a-0a0a-0a0a0a0a0a0a"),
        Code.RECORD_VALUE,
    ),
    "no boot": (document(boot_id=None), Code.RECORD_TYPE),
    "a leap of its own": (document(leap="sideways"), Code.RECORD_VALUE),
    "before the boot": (document(asked_ms=-1), Code.RECORD_VALUE),
    "a fraction": (report_to_octets(REPORT).replace(b"90000", b"90000.5"), Code.JSON_NUMBER),
    "a text for a number": (document(agreeing="3"), Code.RECORD_TYPE),
    "true for a number": (document(agreeing=True), Code.RECORD_TYPE),
    "fewer than none": (document(agreeing=-1), Code.RECORD_VALUE),
    "more than there are": (document(agreeing=MAX_SOURCES + 1), Code.RECORD_VALUE),
    "unproven beyond count": (document(unproven=MAX_SOURCES + 1), Code.RECORD_VALUE),
    "a distance below none": (document(offset_ms=-1), Code.RECORD_VALUE),
    "set in a time to come": (document(updated_ms=90_001), Code.RECORD_VALUE),
}


@pytest.mark.parametrize(("octets", "code"), MALFORMED.values(), ids=MALFORMED)
def test_another_form_is_refused(octets: bytes, code: Code) -> None:
    """A file that is not exactly a report is refused with what is wrong."""
    with pytest.raises(ConsentError) as caught:
        report_from_octets(octets)

    assert caught.value.code is code


def test_what_could_not_be_read_is_not_written() -> None:
    """A report of something that cannot have been is refused by whoever writes it."""
    with pytest.raises(ConsentError) as caught:
        report_to_octets(replace(REPORT, updated_ms=REPORT.asked_ms + 1))

    assert caught.value.code is Code.RECORD_VALUE
