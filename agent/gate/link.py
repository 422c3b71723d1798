"""The connection to the recorder: leases come in by it, and nothing goes out.

Rules kept here:
- The end of the connection, however it comes, ends every lens at once.
- A recorder that is not there is no fault: it is looked for once a second, which is one call to
  the kernel, and nothing is said about it.
- Whoever brings what is no lease is heard no more: the connection is closed, and every descriptor
  that came with it.
- The list of public suffixes is read when the first packet comes, beside the answering and not
  before it: a home in which nothing is ever recorded does not carry it.
"""

from __future__ import annotations

import asyncio
import socket
from array import array
from collections.abc import Callable
from typing import Final, NamedTuple, NoReturn

from agent.gate.lent import LeaseRefused, Lent
from consent.lease import MAX_MESSAGE_OCTETS
from consent.suffixes import registrable

AGAIN_SECONDS: Final = 1.0
"""How long until the recorder is looked for again, and how often what has ended is taken out."""

BATCH: Final = 64
"""How many packets are read before queries have their turn again."""

_DESCRIPTORS: Final = 2  # one is expected, and a second shows that there were too many
_INT_OCTETS: Final = array("i").itemsize
_ROOM: Final = socket.CMSG_SPACE(_DESCRIPTORS * _INT_OCTETS)


class Packet(NamedTuple):
    """What came at once. `descriptors` belong to whoever holds it."""

    octets: bytes
    descriptors: tuple[int, ...]

    def __repr__(self) -> str:
        return "<Packet>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a packet is not written to a file")


def read_suffixes() -> None:
    """Have the list of public suffixes read, so that no look-up has to wait for it."""
    registrable("example.org")


class Link:
    """Keeps what is lent as the recorder at `path` says, as long as it says anything."""

    def __init__(
        self,
        path: str,
        lent: Lent,
        *,
        prepare: Callable[[], object] = read_suffixes,
        again_seconds: float = AGAIN_SECONDS,
    ) -> None:
        """Connect to nothing yet. `prepare` runs in a thread before the first lease is read."""
        self._path = path
        self._lent = lent
        self._prepare = prepare
        self._again_seconds = again_seconds

    async def keep(self) -> NoReturn:
        """Connect, take what comes, and connect again when it ends; until cancelled."""
        while True:
            if (recorder := _connected(self._path)) is not None:
                try:
                    await self._listen(recorder)
                except (LeaseRefused, OSError):
                    pass  # all of it is taken back below, and that is all there is to say
                finally:
                    recorder.close()
                    self._lent.end_all()
            await asyncio.sleep(self._again_seconds)

    async def _listen(self, recorder: socket.socket) -> None:
        """Take packets until the other side ends it. Raises LeaseRefused, OSError."""
        await _readable(recorder, None)
        await asyncio.to_thread(self._prepare)
        while True:
            for _ in range(BATCH):
                try:
                    packet = receive(recorder)
                except BlockingIOError:
                    break
                if packet is None:
                    return
                self._lent.take(packet.octets, packet.descriptors)
            self._lent.sweep()
            await _readable(recorder, self._again_seconds if self._lent.devices else None)


def receive(recorder: socket.socket) -> Packet | None:
    """Return the next packet, None at the end. Raises LeaseRefused, OSError.

    What is longer than any message, or brings more than the room for descriptors, is refused.
    """
    octets, ancillary, flags, _ = recorder.recvmsg(
        MAX_MESSAGE_OCTETS, _ROOM, socket.MSG_CMSG_CLOEXEC
    )
    descriptors = array("i")
    for level, kind, rights in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            descriptors.frombytes(rights[: len(rights) // _INT_OCTETS * _INT_OCTETS])
    if octets and not flags & (socket.MSG_TRUNC | socket.MSG_CTRUNC):
        return Packet(octets, tuple(descriptors))
    for descriptor in descriptors:
        socket.close(descriptor)
    if octets:
        raise LeaseRefused("a packet is longer than any message, or brings too much")
    return None


def _connected(path: str) -> socket.socket | None:
    """Return a connection to the recorder, None where there is none now."""
    recorder = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET | socket.SOCK_NONBLOCK)
    try:
        recorder.connect(path)
    except OSError:
        recorder.close()
        return None
    return recorder


async def _readable(sock: socket.socket, seconds: float | None) -> None:
    """Return when there is something to read, or when the time is over."""
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(sock, ready.set)
    try:
        async with asyncio.timeout(seconds):
            await ready.wait()
    except TimeoutError:
        pass
    finally:
        loop.remove_reader(sock)
