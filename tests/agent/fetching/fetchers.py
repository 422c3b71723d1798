"""The process that fetches, started as its socket unit starts it, and others in its place.

Rules kept here:
- The socket lies in a folder whose path is short enough for one.
- Whoever plays the process has a real socket, and gets the request and the pipe that came with it.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from agent.fetching.messages import MAX_OCTETS
from tests.systemd.starting import Started, started

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
PROGRAM = ("-m", "agent.fetching")


class Fetcher(NamedTuple):
    """The running process, and where it is asked."""

    path: Path
    started: Started


@contextmanager
def listening() -> Iterator[tuple[Path, socket.socket]]:
    """Give a socket that listens as the socket unit has it, and where it is."""
    with (
        tempfile.TemporaryDirectory(prefix="fetch") as folder,
        socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as one,
    ):
        path = Path(folder, "fetch.sock")
        one.bind(str(path))
        one.listen(8)
        yield path, one


@contextmanager
def fetcher(*options: object, python: Sequence[str] = PROGRAM) -> Iterator[Fetcher]:
    """Start the process that fetches; it ends with the block."""
    command = [sys.executable, *python, *map(str, options)]
    with (
        listening() as (path, one),
        started(
            command, path.parent, name="fetch", sockets=[one], environment=ENVIRONMENT
        ) as running,
    ):
        yield Fetcher(path, running)


Plays = Callable[[socket.socket, FileIO], object]
"""Answers a request as it likes: on the connection, and through the pipe."""


@contextmanager
def in_its_place(plays: Plays) -> Iterator[Path]:
    """Answer one request as somebody else would; give where that one is asked."""
    with listening() as (path, one):

        def play() -> None:
            with suppress(OSError):  # nobody asked before the block ended
                asking, _ = one.accept()
                _, (way,), _, _ = socket.recv_fds(asking, MAX_OCTETS, 1)
                # Whoever asked may hang up first.
                with asking, FileIO(way, "wb") as file, suppress(OSError):
                    plays(asking, file)

        playing = Thread(target=play, name="in the place of who fetches")
        playing.start()
        try:
            yield path
        finally:
            one.shutdown(socket.SHUT_RDWR)
            playing.join()
