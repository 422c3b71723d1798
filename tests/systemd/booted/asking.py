"""A device that asks every ten milliseconds and counts what it is told.

Rules kept here:
- A question is sent once and never again, so that one that is lost is seen to be lost.
- It asks by the clock, whatever is answered; it is ended by whoever began it, and then waits for
  what is still on its way.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import dns.message

from tests.systemd.booted.place import standing_in

EVERY_SECONDS: Final = 0.01
LATE_SECONDS: Final = 30.0
"""How long after the last question an answer may still come."""


@dataclass(slots=True)
class Asked:
    """What was asked and what was told, by the number of the question; in seconds."""

    sent: dict[int, float] = field(default_factory=dict)
    told: dict[int, float] = field(default_factory=dict)

    @property
    def lost(self) -> int:
        """How many questions were never answered."""
        return len(self.sent.keys() - self.told.keys())

    @property
    def longest_wait(self) -> float:
        """The longest that a question waited for its answer."""
        return max(self.told[one] - self.sent[one] for one in self.told)

    def __str__(self) -> str:
        return (
            f"{len(self.sent)} questions, {self.lost} lost, the longest wait"
            f" {self.longest_wait * 1000:.0f} ms"
        )


@contextmanager
def asking(network: Path, host: str, name: str) -> Iterator[Asked]:
    """Ask for a name as long as the context lasts; what is yielded is whole after it."""
    asked, is_over = Asked(), threading.Event()
    wire = dns.message.make_query(name, "A").to_wire()[2:]
    with standing_in(network):
        line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with line:
        line.connect((host, 53))
        line.settimeout(0.2)
        asker = threading.Thread(target=_ask, args=(line, wire, asked, is_over))
        hearer = threading.Thread(target=_hear, args=(line, asked, is_over))
        asker.start()
        hearer.start()
        try:
            yield asked
        finally:
            is_over.set()
            asker.join()
            hearer.join()


def _ask(line: socket.socket, wire: bytes, asked: Asked, is_over: threading.Event) -> None:
    number = 0
    while not is_over.wait(EVERY_SECONDS):
        asked.sent[number] = time.monotonic()
        line.send(number.to_bytes(2) + wire)
        number = (number + 1) % 65_536


def _hear(line: socket.socket, asked: Asked, is_over: threading.Event) -> None:
    end = float("inf")
    while time.monotonic() < end and not (is_over.is_set() and not asked.lost):
        if is_over.is_set():
            end = min(end, time.monotonic() + LATE_SECONDS)
        with suppress(TimeoutError, ConnectionRefusedError):
            reply = line.recv(4_096)
            asked.told.setdefault(int.from_bytes(reply[:2]), time.monotonic())
