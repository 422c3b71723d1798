"""Asking the process that fetches: one connection for each list, and a pipe that it comes through.

Rules kept here:
- Whatever that process does, or where it is not there, becomes a Failed that says so: the old copy
  stays, and the next list has its turn.
- It never holds the file: it writes into a pipe, and the octets are counted and written here. So
  nothing comes that is larger than the list may be, and nothing can change after it was judged.
- What it says is held against what came. Nobody is told "unchanged" who has no copy, and a list is
  whole only if as many octets came as it says.
- It is waited for as long as the fetch may last, and a little for its start.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import Final, Self

from agent.fetching.messages import MAX_OCTETS, Told, answer_from_octets, wanted_to_octets
from agent.lists.allowance import FetchEnded, FetchFault
from agent.lists.bringing import Failed, Fetched, Into, Outcome, Tell, Unchanged, Wanted
from policy.errors import AgentMessageMalformed

SPARE_SECONDS: Final = 60.0
"""For the start of that process on the smallest board, and for names that are looked up slowly."""

CONNECT_SECONDS: Final = 10.0
PIECE_OCTETS: Final = 2**16


class Asking:
    """Lists are brought by the process that listens at a path; `agent.lists.bringing.Bringer`."""

    def __init__(self, path: Path) -> None:
        """Remember the path; nothing is opened yet."""
        self._path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def bring(self, wanted: Wanted, *, into: Into, tell: Tell, now: Callable[[], float]) -> Outcome:
        """Have a list fetched; see `agent.lists.bringing.Bringer`."""
        ends_at = now() + wanted.limits.seconds + SPARE_SECONDS
        try:
            with self._asked(wanted) as (asking, way):
                coming = _Coming(asking, way, wanted, tell)
                for piece in coming.pieces(lambda: ends_at - now()):
                    into.write(piece)
                return coming.outcome()
        except FetchEnded as end:
            return Failed(end.fault, end.detail)

    @contextmanager
    def _asked(self, wanted: Wanted) -> Iterator[tuple[socket.socket, int]]:
        """Ask; give the connection, and the end of the pipe to read. Raises FetchEnded."""
        way, theirs = os.pipe()
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
            try:
                try:
                    asking.settimeout(CONNECT_SECONDS)
                    asking.connect(str(self._path))
                    socket.send_fds(asking, [wanted_to_octets(wanted)], [theirs])
                except OSError as error:
                    why = error.strerror or error
                    raise FetchEnded(
                        FetchFault.UNREACHABLE, f"nobody who fetches is at {self._path}: {why}"
                    ) from error
                finally:
                    # Ours would keep the pipe open after theirs is gone.
                    os.close(theirs)
                yield asking, way
            finally:
                os.close(way)


class _Coming:
    """A list on its way: what comes through the pipe, and what is told beside it."""

    def __init__(self, asking: socket.socket, way: int, wanted: Wanted, tell: Tell) -> None:
        self._asking, self._way = asking, way
        self._wanted, self._tell = wanted, tell
        self._octets = 0
        self._ended: Outcome | None = None

    def pieces(self, left: Callable[[], float]) -> Iterator[bytes]:
        """Yield what comes, until pipe and connection have ended. Raises FetchEnded.

        `left` says for how many seconds more they may be waited for.
        """
        with DefaultSelector() as both:
            both.register(self._asking, EVENT_READ)
            both.register(self._way, EVENT_READ)
            while both.get_map():
                seconds = left()
                ready = both.select(seconds) if seconds > 0 else []
                if not ready:
                    raise FetchEnded(FetchFault.TOO_SLOW, "who fetches took too long")
                for key, _ in ready:
                    if key.fileobj is self._asking:
                        if self._heard():
                            both.unregister(self._asking)
                    elif piece := os.read(self._way, PIECE_OCTETS):
                        yield self._counted(piece)
                    else:
                        both.unregister(self._way)

    def outcome(self) -> Outcome:
        """Return how it ended, if that can be believed. Raises FetchEnded."""
        ended = self._ended
        if ended is None:
            fault = FetchFault.CUT_OFF if self._octets else FetchFault.UNREACHABLE
            raise FetchEnded(fault, "who fetches ended before its answer")
        if isinstance(ended, Fetched) and ended.octets != self._octets:
            raise FetchEnded(FetchFault.CUT_OFF, f"{self._octets:,} octets of {ended.octets:,}")
        if isinstance(ended, Unchanged) and self._wanted.validators is None:
            raise FetchEnded(FetchFault.REFUSED, "unchanged, and no copy is here")
        return ended

    def _heard(self) -> bool:
        """Take what is told next; say whether it was the end. Raises FetchEnded."""
        try:
            octets = self._asking.recv(MAX_OCTETS + 1)
        except OSError:
            octets = b""
        if not octets:
            return True
        try:
            answer = answer_from_octets(octets)
        except AgentMessageMalformed as error:
            raise FetchEnded(
                FetchFault.UNREACHABLE, f"who fetches makes no sense: {error}"
            ) from error
        if isinstance(answer, Told):
            self._tell(answer.octets, answer.of)
            return False
        self._ended = answer
        return True

    def _counted(self, piece: bytes) -> bytes:
        self._octets += len(piece)
        if self._octets > self._wanted.limits.octets:
            raise self._wanted.limits.too_large()
        return piece
