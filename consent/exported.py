"""Sealed days as they leave the box for one viewer: one file, opened at that viewer's own desk.

    lamplight-days/v1
    viewer 5be1…               the id of the viewer's key
    days 2
    day 12                     so many frames; before them the slip and the sealed key, a line each
    {"agreement":…}
    MIGf…
    {"n":0,…}
    …
    end

Rules kept here:
- Nothing in it is open: slip and frames are those of the card, and of the sealed keys there is the
  viewer's alone.
- It is read only in the one form in which it is written, with nothing after `end`. What is wrong is
  named by part and line. Whether the days are the box's own, `sealed_day.py` and the journal say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from consent.codes import Code
from consent.encoding import base64_from_octets, octets_from_base64
from consent.errors import ConsentError
from consent.frames import frame_from_line
from consent.frozen import EXPORT_CONTEXT, MAX_OCTETS
from consent.lines import Lines
from consent.sealed_day import slip_from_octets

MOST_DAYS: Final = 31
MOST_OCTETS: Final = 64 * 1024 * 1024
"""As much as the recorder hands out at once."""

_NUMBER: Final = r"(0|[1-9][0-9]{0,5})"
_VIEWER: Final = re.compile(r"viewer ([0-9a-f]{64})")
_DAYS: Final = re.compile(f"days {_NUMBER}")
_DAY: Final = re.compile(f"day {_NUMBER}")


class ExportRefused(ConsentError):
    """A file is not sealed days. `part` is what is wrong, `line` its line, counted from 1."""

    def __init__(self, part: str, line: int) -> None:
        super().__init__(Code.EXPORT_FORM, f"{part}, line {line}")
        self.part = part
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedDay:
    """One day for one viewer: the slip, the viewer's sealed key, and the frames, as on the card."""

    slip: bytes
    sealed_key: bytes = field(repr=False)
    frames: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedDays:
    """Some days for the viewer whose key has this id."""

    viewer: str
    days: tuple[SealedDay, ...]


def export_to_octets(export: ExportedDays) -> bytes:
    """Return days as a file. Raises ExportRefused for what none can hold."""
    lines = [EXPORT_CONTEXT.encode(), f"viewer {export.viewer}".encode()]
    lines.append(b"days %d" % len(export.days))
    for day in export.days:
        lines += [b"day %d" % len(day.frames), day.slip]
        lines += [base64_from_octets(day.sealed_key).encode(), *day.frames]
    octets = b"\n".join([*lines, b"end", b""])
    # What could not be read again must not leave the box: its day may be destroyed by then.
    export_from_octets(octets)
    return octets


def export_from_octets(octets: bytes) -> ExportedDays:
    """Return the days that a file holds. Raises ExportRefused."""
    if len(octets) > MOST_OCTETS:
        raise ExportRefused("the file", 1)
    lines = Lines(octets, MAX_OCTETS, ExportRefused)
    if lines.take("the first line") != EXPORT_CONTEXT.encode():
        raise lines.refused("the first line")
    viewer = _taken(lines, _VIEWER, "viewer")
    days = tuple(_day(lines) for _ in range(int(_taken(lines, _DAYS, "days"))))
    if not 0 < len(days) <= MOST_DAYS or len({one.slip for one in days}) != len(days):
        raise lines.refused("days")
    if lines.take("end") != b"end" or not lines.are_over:
        raise lines.refused("end")
    return ExportedDays(viewer=viewer, days=days)


def _taken(lines: Lines, form: re.Pattern[str], part: str) -> str:
    """Return what stands in the next line, which has this form. Raises ExportRefused."""
    found = form.fullmatch(lines.take(part).decode("utf-8", "replace"))
    if found is None:
        raise lines.refused(part)
    return found[1]


def _day(lines: Lines) -> SealedDay:
    count = int(_taken(lines, _DAY, "day"))
    part = "slip"
    try:
        slip = lines.take(part)
        slip_from_octets(slip)
        part = "sealed key"
        sealed_key = octets_from_base64(lines.take(part).decode("utf-8", "replace"), part)
        part = "frame"
        frames: list[bytes] = []
        for _ in range(count):
            frames.append(lines.take(part))
            frame_from_line(frames[-1])
    except ConsentError:
        raise lines.refused(part) from None
    return SealedDay(slip=slip, sealed_key=sealed_key, frames=tuple(frames))
