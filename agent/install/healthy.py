"""Whether a box does what it is there for, asked as the home asks it, again and again for a while.

Rules kept here:
- Names first: a question over UDP and one over TCP. Whether a question that goes on to an upstream
  is answered counts only if it was before: a home without internet is no fault of a release.
- It asks nobody for a name that means anything: `localhost`, and who keeps the root.
- A service that falls and is started again is not well, though it runs whenever one looks.
"""

from __future__ import annotations

import http.client
import os
import secrets
import select
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.install.checking import NAME
from agent.install.machine import run
from agent.install.steps import StepFailed

PATIENCE: Final = 120.0
STEADY: Final = 10.0
"""For how long all of it has to be well at a stretch."""

EACH: Final = 1.0
MOMENT: Final = 0.2
"""How long one answer may take just after a start, in seconds."""

RECORDER: Final = Path("/run/lamplight/recorder/recorder.sock")
_ROOT: Final = b"\x00\x00\x02\x00\x01"
_LOCAL: Final = NAME + b"\x00\x01\x00\x01"
_ASKS: Final = b"\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"
_NO_ERROR: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Where a box is asked, and by what it is known that it is well.

    `services` have to run. `upstream` says whether names of the internet were answered before.
    """

    services: tuple[str, ...] = ()
    upstream: bool = False
    recorder: Path = RECORDER
    host: str = "127.0.0.1"
    names_port: int = 53
    pages_port: int = 80
    patience: float = PATIENCE
    steady: float = STEADY


def rcode_over_udp(question: bytes, host: str, port: int, seconds: float = 3.0) -> int | None:
    """Return how a question is answered, None where it is not."""
    query_id = secrets.token_bytes(2)
    with socket.socket(type=socket.SOCK_DGRAM) as asker:
        asker.settimeout(seconds)
        try:
            asker.connect((host, port))
            asker.send(query_id + _ASKS + question)
            reply = asker.recv(4_096)
        except OSError:
            return None
    return _rcode(query_id, reply)


def rcode_over_tcp(question: bytes, host: str, port: int, seconds: float = 3.0) -> int | None:
    """Return how a question is answered over TCP, None where it is not."""
    query_id = secrets.token_bytes(2)
    query = query_id + _ASKS + question
    try:
        with socket.create_connection((host, port), timeout=seconds) as asker:
            asker.sendall(len(query).to_bytes(2, "big") + query)
            reply = asker.recv(4_096)
    except OSError:
        return None
    return _rcode(query_id, reply[2:])


def _rcode(query_id: bytes, reply: bytes) -> int | None:
    is_answer = len(reply) >= 12 and reply[:2] == query_id and bool(reply[2] & 0x80)
    return reply[3] & 0x0F if is_answer else None


def asks_upstream(host: str = "127.0.0.1", port: int = 53) -> bool:
    """Say whether a question that this box cannot answer by itself is answered."""
    return any(rcode_over_udp(_ROOT, host, port) == _NO_ERROR for _ in range(3))


def names_are_answered(asked: Asked, process: int | None = None) -> bool:
    """Say whether the one thing is well that must never fail.

    It is asked for a moment only: whoever starts the filter asks again. Where the `process` that
    should answer ends, it is no at once: each moment longer the home waits.
    """
    with ExitStack() as held, socket.socket(type=socket.SOCK_DGRAM) as asker:
        looked_at = select.poll()
        if process is not None:
            try:
                ends = os.pidfd_open(process)
            except ProcessLookupError:
                return False
            held.callback(os.close, ends)
            looked_at.register(ends, select.POLLIN)
        looked_at.register(asker, select.POLLIN)
        query_id = secrets.token_bytes(2)
        try:
            asker.connect((asked.host, asked.names_port))
            asker.send(query_id + _ASKS + _LOCAL)
            if asker.fileno() not in dict(looked_at.poll(MOMENT * 1000)):
                return False
            return _rcode(query_id, asker.recv(4_096)) is not None
        except OSError:
            return False


def wrong_with(asked: Asked) -> str | None:
    """Return what is wrong now, in a sentence, None where nothing is."""
    if rcode_over_udp(_LOCAL, asked.host, asked.names_port) is None:
        return "Names are not answered over UDP."
    if rcode_over_tcp(_LOCAL, asked.host, asked.names_port) is None:
        return "Names are not answered over TCP."
    if asked.upstream and not asks_upstream(asked.host, asked.names_port):
        return "Names of the internet are not answered, and were before."
    for unit in asked.services:
        if run("systemctl", "show", "--value", "--property=ActiveState", unit).strip() != "active":
            return f"{unit} does not run."
    if asked.recorder.exists() and not _connects(asked.recorder):
        return "The recorder does not answer."
    return _wrong_with_pages(asked)


def _wrong_with_pages(asked: Asked) -> str | None:
    connection = http.client.HTTPConnection(asked.host, asked.pages_port, timeout=5)
    try:
        connection.request("GET", "/")
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return "The pages do not answer."
    finally:
        connection.close()
    return f"The pages answer with an error ({status})." if status >= 500 else None


def _connects(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as asker:
        asker.settimeout(3)
        try:
            asker.connect(str(path))
        except OSError:
            return False
    return True


def restarts(units: Sequence[str]) -> dict[str, str]:
    """Return how often each service was started again by systemd."""
    return {
        unit: run("systemctl", "show", "--value", "--property=NRestarts", unit).strip()
        for unit in units
    }


def await_well(
    asked: Asked,
    *,
    clock: Callable[[], float] = time.monotonic,
    wait: Callable[[float], None] = time.sleep,
) -> str | None:
    """Return None once all was well for a stretch, else what was wrong last."""
    until, well_since, wrong = clock() + asked.patience, None, "Nothing was heard."
    counted: dict[str, str] = {}
    while clock() < until:
        try:
            found = wrong_with(asked)
            counts = restarts(asked.services)
        except StepFailed as error:
            found, counts = str(error), {}
        if found is None and counts != counted:
            # The first look is where counting begins.
            found = None if not counted else "A service fell, and was started again."
            counted, well_since = counts, None
        if found is None:
            well_since = clock() if well_since is None else well_since
            if clock() - well_since >= asked.steady:
                return None
        else:
            well_since, wrong = None, found
        wait(EACH)
    return wrong
