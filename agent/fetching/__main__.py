"""The process that fetches for the lists job: composition root of `python -m agent.fetching`.

Rules kept here:
- It is started by its socket unit when somebody asks, and ends when nobody does any more. It opens
  no socket to listen on by itself, and no file to write.
- An error a person can mend is one sentence. Exit status 0: nobody asked any more. 2: it could not
  begin.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from agent.fetching.server import serve
from agent.lists.fetch import Session
from systemd.sockets import SocketsMalformed, given_sockets

SOCKETS: Final = "fetch"
"""What a socket unit calls the socket that this serves (FileDescriptorName)."""

ENDS_AFTER_SECONDS: Final = 60.0
"""Longer than the judging of a large list takes between two requests of one run."""

_NOBODY_ASKS, _NOT_BEGUN = 0, 2


def arguments() -> argparse.ArgumentParser:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m agent.fetching")
    parser.add_argument(
        "--authority",
        type=Path,
        metavar="FILE",
        help="trust only this authority's publishers (PEM)",
    )
    parser.add_argument(
        "--ends-after",
        type=float,
        default=ENDS_AFTER_SECONDS,
        metavar="SECONDS",
        help="end when nobody has asked for so long",
    )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Fetch for whoever asks; return the exit status."""
    options = arguments().parse_args(argv)
    try:
        given = given_sockets(os.environ, os.getpid()).get(SOCKETS, [])
    except (SocketsMalformed, OSError) as error:
        return _complain(str(error))
    if len(given) != 1:
        return _complain(f"start it by a socket unit that names one socket {SOCKETS}")
    try:
        session = Session(options.authority)
    except OSError as error:
        return _complain(
            f"{options.authority} is not a file of certificates that can be used: {error.strerror}"
        )
    with given[0] as listening, session:
        serve(listening, session, time.monotonic, ends_after_seconds=options.ends_after)
    return _NOBODY_ASKS


def _complain(sentence: str) -> int:
    print(f"lamplight fetching: {sentence}", file=sys.stderr)
    return _NOT_BEGUN


if __name__ == "__main__":
    sys.exit(main())
