"""One request or one answer on the recorder's socket: its octets, and what is attached to it.

    numbers   four octets each, big-endian: the message's length, how many parts are attached,
              and the length of each of those
    message   canonical JSON
    attached  as they are

Rules kept here:
- Lengths are judged before anything is read, so nobody can ask for more memory than there is.
- One connection carries one request and one answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from consent.codes import Code
from consent.errors import ConsentError
from consent.frozen import MAX_OCTETS

NUMBER_OCTETS: Final = 4
START_OCTETS: Final = 2 * NUMBER_OCTETS
MAX_ATTACHED: Final = 100_000
MAX_ALL_OCTETS: Final = 64 * 1024 * 1024


class PacketRefused(ConsentError):
    """Octets are not a packet, or one that is too large."""


@dataclass(frozen=True, slots=True)
class PacketStart:
    """How long the message is, and how many octets of lengths follow."""

    message: int
    lengths: int


def packet_to_octets(message: bytes, attached: Sequence[bytes] = ()) -> bytes:
    """Return a packet. Raises PacketRefused for one that nobody would read."""
    numbers = (len(message), len(attached), *map(len, attached))
    head = b"".join(number.to_bytes(NUMBER_OCTETS, "big") for number in numbers)
    lengths = packet_start(head[:START_OCTETS]).lengths
    packet_lengths(head[START_OCTETS : START_OCTETS + lengths])
    return b"".join((head, message, *attached))


def packet_start(octets: bytes) -> PacketStart:
    """Return what the first octets of a packet say. Raises PacketRefused."""
    message, attached = _number(octets[:NUMBER_OCTETS]), _number(octets[NUMBER_OCTETS:])
    if len(octets) != START_OCTETS or message > MAX_OCTETS or attached > MAX_ATTACHED:
        raise PacketRefused(Code.PACKET_SIZE, "the start of a packet")
    return PacketStart(message, attached * NUMBER_OCTETS)


def packet_lengths(octets: bytes) -> tuple[int, ...]:
    """Return how long each attached part is. Raises PacketRefused."""
    lengths = tuple(
        _number(octets[at : at + NUMBER_OCTETS]) for at in range(0, len(octets), NUMBER_OCTETS)
    )
    if sum(lengths) > MAX_ALL_OCTETS:
        raise PacketRefused(Code.PACKET_SIZE, "what is attached")
    return lengths


def _number(octets: bytes) -> int:
    return int.from_bytes(octets, "big")
