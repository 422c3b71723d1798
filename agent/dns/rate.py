"""How much one address may ask over UDP: far more than a home needs, and less than would hurt it.

Rules kept here:
- Each address has a store of questions that fills up again every second. The path of a query pays
  for this with one look into a table.
- Who asks beyond that is told to come over TCP, in a packet that is no longer than the question:
  what really asks so much gets its answers there, and what only forges an address does not, nor can
  an answer be aimed at somebody (RFC 5358 section 4). Beyond that again nothing is said.
- Addresses are kept for as long as their store is not full, in memory only; nobody is told of them.
  That it happened at all is one yes or no for the home.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Final

from agent.dns.gate import SILENCE
from agent.dns.wire import HEADER_OCTETS

A_SECOND: Final = 300
AT_ONCE: Final = 1_000
TOLD_A_SECOND: Final = 100
"""How often in a second an address is told to come over TCP."""
MAX_KNOWN: Final = 4_096

_QR_TC, _RA = 0x82, 0x80
_QUESTION_REST: Final = 5
"""The octet that ends a name, type and class."""


def is_the_box(source: str) -> bool:
    """Say whether an address is one of the box to itself, which nobody on the network can have."""
    return source.startswith("127.") or source == "::1"


class Stores(dict[str, float]):
    """How many questions each address may still ask; one that is not there has its full store."""

    def __init__(self, at_once: float, is_free: Callable[[str], bool]) -> None:
        super().__init__()
        self._at_once = at_once
        self._is_free = is_free

    def __missing__(self, source: str) -> float:
        if len(self) >= MAX_KNOWN:
            self.clear()  # so many addresses are forged ones; what they ask is bounded elsewhere
        return inf if self._is_free(source) else self._at_once


class Rate:
    """Counts what each address asks. `fill_up` once a second."""

    def __init__(
        self,
        a_second: int = A_SECOND,
        at_once: int = AT_ONCE,
        *,
        is_free: Callable[[str], bool] = is_the_box,
        too_much: Callable[[], None] = lambda: None,
    ) -> None:
        """Begin with full stores; nothing is counted for addresses that are free.

        `too_much` is told that somebody asked beyond it, and nothing else.
        """
        self._a_second = a_second
        self._at_once = at_once
        self._too_much = too_much
        self._told: dict[str, int] = {}
        self.left = Stores(at_once, is_free)
        """What the path of a query looks into, and takes one from."""

    def fill_up(self) -> None:
        """Give every address what a second brings."""
        self._told.clear()
        full = self._at_once - self._a_second
        for source, left in tuple(self.left.items()):
            if left >= full:
                del self.left[source]
            else:
                self.left[source] = left + self._a_second

    def over(self, packet: bytes, source: str) -> bytes:
        """Return what is sent to an address whose store is empty: SILENCE, or to use TCP."""
        told = self._told.get(source, 0)
        if not told:
            self._too_much()
            if len(self._told) >= MAX_KNOWN:
                return SILENCE
        if self.is_told(source):
            return SILENCE
        self._told[source] = told + 1
        return come_over_tcp(packet)

    def is_told(self, source: str) -> bool:
        """Say whether an address was told often enough in this second that there is another way.

        What it asks beyond its store gets no answer until the next one, so it need not be read.
        """
        return self._told.get(source, 0) >= TOLD_A_SECOND


def come_over_tcp(packet: bytes) -> bytes:
    """Return the question of a query with TC set; SILENCE where there is none to repeat."""
    end = packet.find(b"\0", HEADER_OCTETS) + _QUESTION_REST
    if (
        end < HEADER_OCTETS + _QUESTION_REST
        or end > len(packet)
        or packet[2] & 0xF8
        or packet[4:6] != b"\0\1"
    ):
        return SILENCE
    flags = bytes((_QR_TC | packet[2] & 0x01, _RA | packet[3] & 0x10))
    return packet[:2] + flags + b"\0\1\0\0\0\0\0\0" + packet[HEADER_OCTETS:end]


def rate_of(a_second: int, too_much: Callable[[], None]) -> Rate:
    """Return what counts so many questions a second, or nothing where it is 0."""
    if a_second <= 0:
        return Rate(is_free=lambda _: True)
    return Rate(a_second, max(a_second, AT_ONCE), too_much=too_much)
