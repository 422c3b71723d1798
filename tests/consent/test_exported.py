from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.encoding import base64_from_octets
from consent.exported import (
    MOST_DAYS,
    MOST_OCTETS,
    ExportedDays,
    ExportRefused,
    SealedDay,
    export_from_octets,
    export_to_octets,
)
from consent.sealed_day import slip_to_octets
from tests.consent.days import (
    OTHERS,
    SAMPLE,
    SealedSample,
    named,
    sealed_sample,
)
from tests.consent.people import PRIYA

VIEWER = PRIYA.public_key.keyid


def for_priya(sample: SealedSample) -> SealedDay:
    """Return a day as it leaves the box for the social worker."""
    return SealedDay(
        slip=slip_to_octets(sample.slip), sealed_key=sample.key_for(PRIYA), frames=sample.lines
    )


EMPTY = sealed_sample((), device="d3" * 16)
EXPORT = ExportedDays(
    viewer=VIEWER,
    days=(for_priya(OTHERS["another day"]), for_priya(SAMPLE), for_priya(EMPTY)),
)
FILE = export_to_octets(EXPORT)
LINES = FILE.split(b"\n")
KEY = base64_from_octets(SAMPLE.key_for(PRIYA)).encode()


def test_days_are_read_as_they_left() -> None:
    """Slip, sealed key and frames of every day arrive octet for octet, in their order."""
    assert export_from_octets(FILE) == EXPORT


def test_the_file_has_one_form() -> None:
    """Whoever writes another reader finds the lines of the file spelt out."""
    slip = slip_to_octets(EMPTY.slip)
    lines = [
        b"lamplight-days/v1",
        b"viewer " + VIEWER.encode(),
        b"days 2",
        b"day 4",
        slip_to_octets(SAMPLE.slip),
        KEY,
        *SAMPLE.lines,
        b"day 0",
        slip,
        base64_from_octets(EMPTY.key_for(PRIYA)).encode(),
        b"end",
        b"",
    ]
    export = ExportedDays(viewer=VIEWER, days=(for_priya(SAMPLE), for_priya(EMPTY)))

    assert export_to_octets(export) == b"\n".join(lines)


def test_nobody_elses_key_leaves_the_box() -> None:
    """Of the sealed keys of a day there is the viewer's alone."""
    for keyid, sealed in SAMPLE.sealed_keys.items():
        assert (base64_from_octets(sealed).encode() in FILE) is (keyid == VIEWER)


def test_what_is_printed_of_a_day_is_its_slip() -> None:
    """Sealed octets are not spread over a page of errors."""
    assert "sealed_key" not in repr(EXPORT)
    assert "frames" not in repr(EXPORT)


def otherwise(old: bytes, new: bytes) -> bytes:
    """Return the file with something else in place of the first `old`, which must be there."""
    assert old in FILE
    return FILE.replace(old, new, 1)


DAMAGED: dict[str, tuple[bytes, str, int]] = {
    "nothing": (b"", "the first line", 1),
    "no line's end": (b"lamplight-days/v1", "the first line", 1),
    "another file": (otherwise(b"lamplight-days/v1", b"lamplight-days/v2"), "the first line", 1),
    "the first line alone": (b"lamplight-days/v1\n", "viewer", 2),
    "no viewer": (otherwise(b"viewer ", b"for "), "viewer", 2),
    "a viewer by name": (otherwise(VIEWER.encode(), b"priya"), "viewer", 2),
    "no days": (otherwise(b"days 3", b"days"), "days", 3),
    "days with a nought": (otherwise(b"days 3", b"days 03"), "days", 3),
    "days in another script": (otherwise(b"days 3", "days \u0663".encode()), "days", 3),
    "more days than said": (otherwise(b"days 3", b"days 2"), "end", 18),
    "fewer days than said": (otherwise(b"days 3", b"days 4"), "day", 21),
    "no frames said": (otherwise(b"day 4", b"day"), "day", 4),
    "more frames than said": (otherwise(b"day 4", b"day 3"), "day", 10),
    "fewer frames than said": (otherwise(b"day 4", b"day 5"), "frame", 11),
    "a slip that is none": (otherwise(b'"v":1', b'"v":2'), "slip", 5),
    "a sealed key that is none": (otherwise(KEY, KEY[:-1]), "sealed key", 13),
    "a sealed key in no text": (otherwise(KEY, b"\xff" + KEY), "sealed key", 13),
    "a frame that is none": (otherwise(b'"n":2', b'"n":-2'), "frame", 9),
    "a line's end of two characters": (FILE.replace(b"\n", b"\r\n"), "the first line", 1),
    "no end": (otherwise(b"\nend\n", b"\n"), "end", 21),
    "cut off in the end": (FILE[:-1], "end", 21),
    "another end": (otherwise(b"\nend\n", b"\nand\n"), "end", 21),
    "more after the end": (FILE + b"x\n", "end", 21),
    "an empty line after the end": (FILE + b"\n", "end", 21),
    "the beginning of a line after the end": (FILE + b"x", "end", 21),
    "a mark that no eye sees after the end": (FILE + b"\xef\xbb\xbf", "end", 21),
    "a line too long": (otherwise(LINES[4], b" " * 70_000), "slip", 5),
}


@pytest.mark.parametrize(("octets", "part", "line"), DAMAGED.values(), ids=DAMAGED)
def test_what_is_not_whole_is_refused_by_part_and_line(octets: bytes, part: str, line: int) -> None:
    """A file in another form is refused, and what is wrong is named."""
    with pytest.raises(ExportRefused) as refused:
        export_from_octets(octets)

    assert refused.value.code is Code.EXPORT_FORM
    assert (refused.value.part, refused.value.line) == (part, line)
    assert refused.value.where == f"{part}, line {line}"


def test_a_file_of_any_greater_length_is_not_looked_at() -> None:
    """A file that no box writes costs no work."""
    with pytest.raises(ExportRefused) as refused:
        export_from_octets(FILE + b"\n" * MOST_OCTETS)
    assert (refused.value.part, refused.value.line) == ("the file", 1)


def samples(count: int) -> tuple[SealedDay, ...]:
    """Return so many days without frames, each of another device."""
    return tuple(for_priya(sealed_sample((), device=f"{number:032x}")) for number in range(count))


UNWRITABLE: dict[str, ExportedDays] = {
    "no days": replace(EXPORT, days=()),
    "too many days": replace(EXPORT, days=samples(MOST_DAYS + 1)),
    "a day twice": replace(EXPORT, days=(EXPORT.days[0], EXPORT.days[0])),
    "a viewer by name": replace(EXPORT, viewer="priya"),
    "a slip that is none": replace(EXPORT, days=(replace(EXPORT.days[0], slip=b"{}"),)),
    "no sealed key": replace(EXPORT, days=(replace(EXPORT.days[0], frames=(b"end",)),)),
    "a line's end in a frame": replace(
        EXPORT, days=(replace(EXPORT.days[0], frames=(SAMPLE.lines[0] + b"\n",)),)
    ),
}


@pytest.mark.parametrize("export", UNWRITABLE.values(), ids=UNWRITABLE)
def test_what_could_not_be_read_does_not_leave(export: ExportedDays) -> None:
    """A file that its reader would refuse is not written."""
    with pytest.raises(ExportRefused):
        export_to_octets(export)


def test_as_many_days_as_can_be_asked_for_are_one_file() -> None:
    """A month of days fits, and so does a day of the most that is recorded."""
    month = ExportedDays(viewer=VIEWER, days=samples(MOST_DAYS))
    busy = for_priya(sealed_sample([[named(hour % 24, "example.com")] for hour in range(288)]))

    assert export_from_octets(export_to_octets(month)) == month
    assert len(export_to_octets(ExportedDays(viewer=VIEWER, days=(busy,)))) < MOST_OCTETS / 100


@given(st.data())
def test_no_two_files_say_the_same(chance: st.DataObject) -> None:
    """A file with any octet changed is refused, or says something else."""
    at = chance.draw(st.integers(0, len(FILE) - 1))
    by = chance.draw(st.integers(1, 255))
    try:
        found = export_from_octets(FILE[:at] + bytes([FILE[at] ^ by]) + FILE[at + 1 :])
    except ExportRefused:
        return
    assert found != EXPORT
