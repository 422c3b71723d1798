"""Whoever fetches for the lists job: one request after another on a socket, until nobody asks.

Rules kept here:
- A connection carries one request, and with it the writing end of a pipe. The list goes into the
  pipe and nowhere else. A file is refused: what was judged could be changed through it afterwards.
- How far it is, and how it ended, is told on the connection. The pipe is closed before the end is
  told, so that whoever hears of the end can have all of the list.
- Whoever asked and is gone is fetched for no longer.
- Nothing outlives a request: no list, no address, no descriptor.
"""

from __future__ import annotations

import fcntl
import os
import socket
import stat
from array import array
from collections.abc import Callable
from typing import Final

from agent.fetching.messages import MAX_OCTETS, Told, answer_to_octets, wanted_from_octets
from agent.lists.bringing import Bringer, Wanted
from policy.errors import AgentMessageMalformed

PATIENCE_SECONDS: Final = 30.0
"""How long a request may take to come, and how long nobody may take up what is told."""

_DESCRIPTORS: Final = 2  # one is expected, and a second shows that there were too many
_INT_OCTETS: Final = array("i").itemsize
_ROOM: Final = socket.CMSG_SPACE(_DESCRIPTORS * _INT_OCTETS)


def serve(
    listening: socket.socket,
    session: Bringer,
    now: Callable[[], float],
    *,
    ends_after_seconds: float,
    patience_seconds: float = PATIENCE_SECONDS,
) -> None:
    """Fetch what is asked for, until nobody has asked for so long. `now` counts seconds.

    Raises OSError where nobody can be listened to any more.
    """
    listening.settimeout(ends_after_seconds)
    while True:
        try:
            asking, _ = listening.accept()
        except TimeoutError:
            return
        with asking:
            asking.settimeout(patience_seconds)
            try:
                _answer(asking, session, now)
            except (OSError, AgentMessageMalformed):
                # Gone, or nobody who knows how to ask. There is no one to be told.
                continue


def _answer(asking: socket.socket, session: Bringer, now: Callable[[], float]) -> None:
    """Take one request and answer it. Raises AgentMessageMalformed, OSError."""

    def tell(octets: int, of: int | None) -> None:
        asking.send(answer_to_octets(Told(octets, of)))

    wanted, way = _request(asking)
    with os.fdopen(way, "wb") as into:
        outcome = session.bring(wanted, into=into, tell=tell, now=now)
    asking.send(answer_to_octets(outcome))


def _request(asking: socket.socket) -> tuple[Wanted, int]:
    """Return what is asked for and where it goes. Raises AgentMessageMalformed, OSError."""
    octets, ancillary, flags, _ = asking.recvmsg(MAX_OCTETS, _ROOM, socket.MSG_CMSG_CLOEXEC)
    descriptors = array("i")
    for level, kind, rights in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            descriptors.frombytes(rights[: len(rights) // _INT_OCTETS * _INT_OCTETS])
    is_whole = not flags & (socket.MSG_TRUNC | socket.MSG_CTRUNC)
    try:
        if is_whole and len(descriptors) == 1 and _is_way_out(descriptors[0]):
            return wanted_from_octets(octets), descriptors.pop()
    finally:
        # What is not handed on is closed, whatever was wrong with it.
        for descriptor in descriptors:
            os.close(descriptor)
    raise AgentMessageMalformed("a request is one packet, and brings the end of one pipe to write")


def _is_way_out(descriptor: int) -> bool:
    """Say whether a descriptor is the writing end of a pipe."""
    is_pipe = stat.S_ISFIFO(os.fstat(descriptor).st_mode)
    return is_pipe and fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY
