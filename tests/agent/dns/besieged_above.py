"""A resolver above that does wrong, as a program: it is dead, slow, or lies.

Rules kept here:
- `python -m tests.agent.dns.besieged_above KIND` prints its port, and goes on until it is ended.
- To the one name that is measured it says the truth, at once, whatever it does to all others.
- It is a process of its own, so that what it does takes nothing from whoever measures.
"""

from __future__ import annotations

import heapq
import select
import socket
import sys
import time
from collections.abc import Callable
from typing import Final

from tests.agent.dns.packets import end_of_question

HOST: Final = "127.0.0.1"
KNOWN: Final = b"\5known"
LIES: Final = 100
SLOW_SECONDS: Final = 0.9
"""Just before who asked would give up."""

Source = tuple[str, int]
Late = tuple[float, bytes, Source]


def _truth(packet: bytes, name: bytes | None = None) -> bytes:
    """Return an address as the answer to a query, or to one for another name."""
    end = end_of_question(packet)
    question = packet[12:end] if name is None else name + packet[end - 4 : end]
    record = b"\xc0\x0c\0\1\0\1\0\0\1\x2c\0\4\xc0\0\2\7"
    return packet[:2] + b"\x81\x80\0\1\0\1\0\0\0\0" + question + record


class Above:
    """One socket to be asked at, and another one to lie from."""

    def __init__(self) -> None:
        self.socket, self.elsewhere = (
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)
        )
        self.socket.bind((HOST, 0))
        self.elsewhere.bind((HOST, 0))
        self.late: list[Late] = []

    def serve(self, do: Callable[[Above, bytes, Source], None]) -> None:
        """Answer for ever."""
        while True:
            wait = max(0.0, self.late[0][0] - time.monotonic()) if self.late else None
            if select.select([self.socket], [], [], wait)[0]:
                packet, source = self.socket.recvfrom(4_096)
                if KNOWN in packet:
                    self.socket.sendto(_truth(packet), source)
                else:
                    do(self, packet, source)
            while self.late and self.late[0][0] <= time.monotonic():
                _, reply, source = heapq.heappop(self.late)
                self.socket.sendto(reply, source)


def dead(_: Above, __: bytes, ___: Source) -> None:
    """Say nothing."""


def slow(above: Above, packet: bytes, source: Source) -> None:
    """Say the truth, late."""
    heapq.heappush(above.late, (time.monotonic() + SLOW_SECONDS, _truth(packet), source))


def another_id(above: Above, packet: bytes, source: Source) -> None:
    """Answer what was not asked: the id is another one."""
    reply = bytes((packet[0] ^ 1,)) + _truth(packet)[1:]
    for _ in range(LIES):
        above.socket.sendto(reply, source)


def another_question(above: Above, packet: bytes, source: Source) -> None:
    """Answer what was not asked: the name is another one."""
    reply = _truth(packet, b"\5liars\7example\0")
    for _ in range(LIES):
        above.socket.sendto(reply, source)


def another_source(above: Above, packet: bytes, source: Source) -> None:
    """Say what would be right, were it not from somebody who was not asked."""
    reply = _truth(packet)
    for _ in range(LIES):
        above.elsewhere.sendto(reply, source)


def refuses(above: Above, packet: bytes, source: Source) -> None:
    """Say at once that it cannot."""
    reply = packet[:2] + b"\x81\x85\0\1\0\0\0\0\0\0" + packet[12 : end_of_question(packet)]
    above.socket.sendto(reply, source)


KINDS: Final = {
    one.__name__: one for one in (dead, slow, another_id, another_question, another_source, refuses)
}

if __name__ == "__main__":
    here = Above()
    sys.stdout.write(f"{here.socket.getsockname()[1]}\n")
    sys.stdout.flush()
    here.serve(KINDS[sys.argv[1]])
