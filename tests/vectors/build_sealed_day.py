"""Days as they lie on a card, with fixed keys: what opens, and what must be noticed, as files.

`python -m tests.vectors.build_sealed_day` writes them anew. What is sealed was sealed by
`tests/vectors/hpke.py`, so the octets are always the same. `tests/vectors/README.md` says what the
members are.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from consent.codes import Code
from consent.encoding import JsonValue, base64_from_octets
from consent.rows import Row
from consent.schema import write as written
from consent.sealed_day import slip_to_octets
from consent.signer import Ed25519Signer
from tests.consent.days import (
    FRAMES,
    OTHERS,
    SAMPLE,
    SealedSample,
    counted,
    named,
    private_half,
    sealed_sample,
)
from tests.consent.people import ALEX, PRIYA, STRANGER

FOLDER = Path(__file__).parent / "sealed_day"
OPENED = "opened"
LINES = SAMPLE.lines
OTHER = OTHERS["another day"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What somebody found on a card, and what must come of it.

    `is_closed` is that the journal closed the day, with as many frames as the day really had.
    """

    name: str
    day: SealedSample = SAMPLE
    slip: bytes | None = None
    viewer: Ed25519Signer = PRIYA
    sealed_key: bytes | None = None
    lines: tuple[bytes, ...] | None = None
    is_closed: bool = True
    expect: str = OPENED
    frame: int | None = None
    rows: tuple[Row, ...] = ()


def changed(octets: bytes, at: int) -> bytes:
    """Return octets of which one was changed."""
    return octets[:at] + bytes([octets[at] ^ 1]) + octets[at + 1 :]


def day(name: str, *frames: tuple[Row, ...]) -> Case:
    """Return a whole day of some frames, which opens."""
    rows = tuple(row for one in frames for row in one)
    return Case(name=name, day=sealed_sample(frames), rows=rows)


def cases() -> tuple[Case, ...]:
    """Return every case, from what opens to each way to be wrong."""
    altered, removed = Code.FRAME_ALTERED, Code.FRAME_REMOVED
    reordered, foreign = Code.FRAME_REORDERED, Code.FRAME_FOREIGN
    return (
        day(
            "counts", (counted("gambling", 2), counted("strangers", 7)), (counted("strangers", 1),)
        ),
        day("blocked_sites", *FRAMES),
        replace(day("for_the_young_person", *FRAMES), viewer=ALEX),
        replace(day("of_an_open_day", *FRAMES), is_closed=False),
        day("watched_sites", (named(15, "example.com"),)),
        day("every_site", (named(0, "xn--bcher-kva.example"), named(23, "example.co.uk"))),
        day("no_longer_registrable", (named(15, "blogspot.com"),)),
        day("nothing_recorded"),
        Case(
            name="slip_of_another_day", slip=slip_to_octets(OTHER.slip), expect=Code.DAY_KEY_ALTERED
        ),
        Case(
            name="slip_with_another_device",
            slip=slip_to_octets(replace(SAMPLE.slip, device="d2" * 16)),
            expect=Code.DAY_KEY_CLOSED,
        ),
        Case(
            name="slip_of_another_form",
            slip=slip_to_octets(SAMPLE.slip) + b"\n",
            expect=Code.JSON_FORM,
        ),
        Case(
            name="sealed_key_altered",
            sealed_key=changed(SAMPLE.key_for(PRIYA), 40),
            expect=Code.DAY_KEY_ALTERED,
        ),
        Case(
            name="sealed_key_of_another_day",
            sealed_key=OTHER.key_for(PRIYA),
            expect=Code.DAY_KEY_ALTERED,
        ),
        Case(
            name="sealed_key_of_another_viewer",
            sealed_key=SAMPLE.key_for(ALEX),
            expect=Code.DAY_KEY_ALTERED,
        ),
        Case(
            name="viewer_not_named",
            viewer=STRANGER,
            sealed_key=SAMPLE.key_for(PRIYA),
            expect=Code.DAY_KEY_CLOSED,
        ),
        Case(
            name="frame_altered",
            lines=(LINES[0], changed(LINES[1], -20), *LINES[2:]),
            expect=altered,
            frame=1,
        ),
        Case(
            name="frame_altered_in_what_it_names",
            lines=(*LINES[:3], LINES[3].replace(b'"previous":"', b'"previous":"0', 1)),
            expect=altered,
            frame=3,
        ),
        Case(name="frame_removed", lines=(LINES[0], *LINES[2:]), expect=removed, frame=1),
        Case(name="last_frame_removed", lines=LINES[:3], expect=removed, frame=3),
        Case(name="all_frames_removed", lines=(), expect=removed, frame=0),
        Case(
            name="last_frame_removed_while_open",
            lines=LINES[:3],
            is_closed=False,
            rows=tuple(row for rows in FRAMES[:3] for row in rows),
        ),
        Case(
            name="frames_exchanged",
            lines=(LINES[0], LINES[2], LINES[1], LINES[3]),
            expect=reordered,
            frame=1,
        ),
        Case(name="frame_doubled", lines=(LINES[0], *LINES), expect=reordered, frame=1),
        Case(name="last_frame_doubled", lines=(*LINES, LINES[3]), expect=foreign, frame=4),
        Case(
            name="frame_of_another_day_put_in",
            lines=(*LINES[:2], OTHER.lines[2], *LINES[2:]),
            expect=foreign,
            frame=2,
        ),
        Case(
            name="frame_of_another_day_in_its_place",
            lines=(*LINES[:2], OTHER.lines[2], LINES[3]),
            expect=altered,
            frame=2,
        ),
        Case(name="frames_of_another_day", lines=OTHER.lines, expect=altered, frame=0),
        Case(
            name="written_anew",
            lines=sealed_sample((*FRAMES[:3], FRAMES[0])).lines,
            expect=altered,
            frame=3,
        ),
        Case(
            name="continued_after_its_end",
            lines=sealed_sample((*FRAMES, FRAMES[0])).lines,
            expect=foreign,
            frame=4,
        ),
    )


def document(case: Case) -> dict[str, JsonValue]:
    """Return a case as its file holds it."""
    found = case.day
    keyid = case.viewer.public_key.keyid
    sealed_key = case.sealed_key or found.sealed_keys[keyid]
    lines = found.lines if case.lines is None else case.lines
    closed: JsonValue = {"frames": len(found.lines), "last_frame": found.last_frame}
    return {
        "name": case.name,
        "slip": (case.slip or slip_to_octets(found.slip)).decode("ascii"),
        "viewer": keyid,
        "x25519": private_half(case.viewer).private_bytes_raw().hex(),
        "sealed_key": base64_from_octets(sealed_key),
        "frames": [line.decode("ascii") for line in lines],
        "closed": closed if case.is_closed else None,
        "expect": str(case.expect),
        "frame": case.frame,
        "rows": [written(row) for row in case.rows],
    }


def files() -> dict[str, str]:
    """Return the name and the contents of each file."""
    return {f"{one.name}.json": json.dumps(document(one), indent=1) + "\n" for one in cases()}


def write() -> None:
    """Write every file, in place of what is there."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for name, contents in files().items():
        (FOLDER / name).write_text(contents, encoding="utf-8")


if __name__ == "__main__":
    write()
