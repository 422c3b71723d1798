"""Answers that are awaited, each on a socket of its own: one look at all of them at a time.

Rules kept here:
- A socket is looked at only while its answer is awaited; what does not fit is passed over, and the
  wait goes on.
- The kernel's table of sockets stands here and not in the event loop, which would do the same with
  a call more for each socket and several objects: a fifth of what a question above costs.
- One clock looks whose time is over, for all of them together: a timer for each costs more than all
  else that is done about the wait.
- One table for each event loop, for as long as that loop lives.
"""

from __future__ import annotations

import asyncio
import select
import socket
from collections.abc import Callable
from typing import Final, NamedTuple
from weakref import WeakKeyDictionary

MAX_UDP_OCTETS: Final = 4_096
LOOK_SECONDS: Final = 0.05
"""How much longer than it should a wait may be."""
_ONCE: Final = select.EPOLLIN | select.EPOLLONESHOT


class _Awaited(NamedTuple):
    sock: socket.socket
    fits: Callable[[bytes], bool]
    found: asyncio.Future[bytes | None]
    until: float


class Awaiting:
    """The sockets on which an answer is awaited in one event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Be told by the loop when anything came."""
        self._poll = select.epoll()
        self._awaited: dict[int, _Awaited] = {}
        self._has_clock = False
        loop.add_reader(self._poll.fileno(), self._look)

    def __len__(self) -> int:
        return len(self._awaited)

    async def answer(
        self, sock: socket.socket, fits: Callable[[bytes], bool], seconds: float
    ) -> bytes | None:
        """Return the first packet that fits; None where none came in time, or none can come.

        Closes the socket.
        """
        loop, number = asyncio.get_running_loop(), sock.fileno()
        found: asyncio.Future[bytes | None] = loop.create_future()
        self._awaited[number] = _Awaited(sock, fits, found, loop.time() + seconds)
        if not self._has_clock:
            self._has_clock = True
            loop.call_later(LOOK_SECONDS, self._give_up)
        try:
            self._poll.register(number, _ONCE)
            return await found
        finally:
            # First out of the table: a number is given to the next socket as soon as it is closed.
            del self._awaited[number]
            sock.close()

    def _look(self) -> None:
        for number, _ in self._poll.poll(0):
            if (awaited := self._awaited.get(number)) is not None and not _hear(awaited):
                self._poll.modify(number, _ONCE)

    def _give_up(self) -> None:
        """End the waits whose time is over, and look again while there are others."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        for awaited in self._awaited.values():
            if now >= awaited.until and not awaited.found.done():
                awaited.found.set_result(None)
        if self._awaited:
            loop.call_later(LOOK_SECONDS, self._give_up)
        else:
            self._has_clock = False


def _hear(awaited: _Awaited) -> bool:
    """Read what came; say whether the wait is over."""
    sock, fits, found, _ = awaited
    while not found.done():
        try:
            packet = sock.recv(MAX_UDP_OCTETS)
        except BlockingIOError:
            return False
        except OSError:  # the upstream's port is closed (ICMP), or its network is gone
            found.set_result(None)
        else:
            if fits(packet):
                found.set_result(packet)
    return True


_in_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Awaiting] = WeakKeyDictionary()


def awaiting() -> Awaiting:
    """Return what is awaited in the running event loop."""
    loop = asyncio.get_running_loop()
    if (known := _in_loop.get(loop)) is None:
        known = _in_loop[loop] = Awaiting(loop)
    return known
