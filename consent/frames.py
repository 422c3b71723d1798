"""A day's frames: sealed rows, one line each, linked so that every line names the one before it.

Rules kept here:
- The first frame names the day's slip, each other the line before it, as the journal's entries do.
  So a frame that was altered, removed, put in another place or taken from another day is found
  without any key. Where one fault is all there is, the first wrong frame is named.
- Nobody names the last frame but the journal, at the day's end. Of a day that is still open, frames
  can be missing at the end unnoticed; and whoever holds the card can seal to the day's public half
  and write all of them anew. Once the day is closed, neither goes unnoticed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final

from consent.codes import Code
from consent.encoding import (
    base64_from_octets,
    json_from_object,
    object_from_json,
    octets_from_base64,
)
from consent.errors import ConsentError
from consent.frozen import FRAME_CONTEXT, MAX_OCTETS
from consent.records.fields import Digest
from consent.schema import Span, Text, read, write

_FRAME: Final = "a frame"


class SealedDayRefused(ConsentError):
    """A day's slip, sealed key or frame is not what it says, or cannot be opened with this key.

    `frame` is the first frame that is wrong, counted from 0; None where it is not a frame.
    """

    def __init__(self, code: Code, where: str, frame: int | None = None) -> None:
        super().__init__(code, where)
        self.frame = frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Some rows, sealed: its place, the digest of the line before it, and the sealed octets."""

    n: Annotated[int, Span(0, 2**31 - 1)]
    previous: Digest
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _FrameLine:
    n: Annotated[int, Span(0, 2**31 - 1)]
    previous: Digest
    sealed: Annotated[str, Text(MAX_OCTETS)]


def frame_info(fingerprint: str, n: int, previous: str) -> bytes:
    """Return what binds a frame to its day, its place and the frame before: HPKE's `info`."""
    return f"{FRAME_CONTEXT}|{fingerprint}|{n}|{previous}".encode("ascii")


def frame_to_line(frame: Frame) -> bytes:
    """Return a frame on one line, without the line's end. Raises JsonMalformed for a longer one."""
    line = _FrameLine(n=frame.n, previous=frame.previous, sealed=base64_from_octets(frame.sealed))
    return json_from_object(write(line))


def frame_from_line(line: bytes) -> Frame:
    """Return the frame that a line says. Raises JsonMalformed, RecordMalformed, TextMalformed."""
    found = read(_FrameLine, object_from_json(line))
    return Frame(
        n=found.n, previous=found.previous, sealed=octets_from_base64(found.sealed, "sealed")
    )


def digest_of_line(line: bytes) -> str:
    """Return how the frame after this one, and at its day's end the journal, names this line."""
    return hashlib.sha256(line).hexdigest()


def checked_frames(
    fingerprint: str, lines: Iterable[bytes], *, last_frame: str | None = None
) -> tuple[Frame, ...]:
    """Return a day's frames where each follows the one before. Raises SealedDayRefused.

    `last_frame` is what the journal names as the last of them, where it does; here it only helps
    to tell which of two neighbours is wrong.
    """
    links = _Links(fingerprint, tuple(lines), last_frame)
    frames: list[Frame] = []
    for place, frame in enumerate(links.frames):
        if frame is None or (frame.n, frame.previous) != (place, links.before(place)):
            raise links.fault(place)
        frames.append(frame)
    return tuple(frames)


def check_day_closed(
    fingerprint: str, lines: Sequence[bytes], *, frames: int, last_frame: str | None
) -> None:
    """Raise SealedDayRefused unless a day's frames are those that the journal closed it with.

    Where all frames follow from each other and the last is another one, they may all have been
    written anew: the first that is wrong may then lie before the one that is named.
    """
    kept = lines[:frames]
    ends_right = last_frame == (digest_of_line(kept[-1]) if kept else None)
    if ends_right and len(lines) > frames:
        # All that the day was closed with is there, unless this finds a fault before.
        checked_frames(fingerprint, kept, last_frame=last_frame)
        raise SealedDayRefused(Code.FRAME_FOREIGN, _FRAME, frames)
    checked_frames(fingerprint, lines, last_frame=last_frame)
    if len(lines) < frames:
        raise SealedDayRefused(Code.FRAME_REMOVED, _FRAME, len(lines))
    if not ends_right:
        raise SealedDayRefused(Code.FRAME_ALTERED, _FRAME, max(frames - 1, 0))


class _Links:
    """Lines, what they say, and what each of them is named by."""

    def __init__(self, fingerprint: str, lines: tuple[bytes, ...], last_frame: str | None) -> None:
        self._names = (fingerprint, *map(digest_of_line, lines))
        self._last_frame = last_frame
        self.frames = tuple(map(_frame_or_none, lines))

    def before(self, place: int) -> str:
        """Return how the line before a place, or for the first the slip, is named."""
        return self._names[place]

    def fault(self, place: int) -> SealedDayRefused:
        """Return what a frame that does not follow from the one before shows."""
        frame, belongs = self.frames[place], (place, self.before(place))
        is_linked = frame is not None and frame.previous in self._names
        if any(one is not None and (one.n, one.previous) == belongs for one in self.frames):
            # What belongs here comes later. What stands here is one of the others, or none of them.
            return _refused(Code.FRAME_REORDERED if is_linked else Code.FRAME_FOREIGN, place)
        if frame is None or frame.previous == self.before(place):
            return _refused(Code.FRAME_ALTERED, place)
        if frame.n > place:
            return _refused(Code.FRAME_REMOVED, place)
        if frame.n < place:
            return _refused(Code.FRAME_REORDERED if is_linked else Code.FRAME_FOREIGN, place)
        is_earlier = place > 0 and self._is_as_it_was(place)
        return _refused(Code.FRAME_ALTERED, place - 1 if is_earlier else place)

    def _is_as_it_was(self, place: int) -> bool:
        """Say whether a line is the one that what follows names.

        Where nothing follows, it is taken to be: of what can be altered in a line, nearly all is
        what was sealed, and that shows one line later.
        """
        if place + 1 < len(self.frames):
            following = self.frames[place + 1]
            return following is not None and following.previous == self._names[place + 1]
        return self._last_frame in {None, self._names[place + 1]}


def _frame_or_none(line: bytes) -> Frame | None:
    try:
        return frame_from_line(line)
    except ConsentError:
        return None


def _refused(code: Code, place: int) -> SealedDayRefused:
    return SealedDayRefused(code, _FRAME, place)
