"""Multicast DNS (RFC 6762): the name that a device tells of itself.

Rules kept here:
- Only an answer of type A or AAAA counts whose address is the one that the packet came from: a
  device can name itself and nobody else.
- A name is two labels, the second `local` (RFC 6762 section 3). Compression is followed backwards
  only, so that no message leads in a circle; what is broken anywhere before the name makes the
  message nothing.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from agent.discovery.frames.ip import Datagram
from agent.discovery.heard import NameSaid, clean_name, link_text
from policy.neighbours import spelling_of

PORT: Final = 5353

_HEADER: Final = struct.Struct("!HHHHHH")
_FIXED: Final = struct.Struct("!HHIH")
_ANSWER: Final = 0x8000
_POINTER: Final = 0xC0
_LENGTHS: Final = {1: 4, 28: 16}
"""Types A and AAAA, and how long their RDATA is."""
_MOST: Final = 100
_CACHE_FLUSH: Final = 0x7FFF
"""All of the class but its first bit (RFC 6762 section 10.2)."""


def read_mdns(source: bytes, datagram: Datagram) -> tuple[NameSaid, ...]:
    """Return the name that a device tells of itself, given the link address of the frame."""
    link, address = link_text(source), datagram.source
    ports = {datagram.source_port, datagram.destination_port}
    if link is None or address is None or ports != {PORT}:
        return ()
    try:
        for name, said in _addresses(datagram.payload):
            if said == address:
                return (NameSaid(link=link, address=address, name=name),)
    except (ValueError, IndexError, struct.error):
        pass  # cut off or crooked: it says nothing
    return ()


def _addresses(message: bytes) -> Iterator[tuple[str, str]]:
    """Yield each name below `local` with an address that the message gives it."""
    _, flags, questions, *records = _HEADER.unpack_from(message)
    if not flags & _ANSWER or questions + sum(records) > _MOST:
        raise ValueError
    at = _HEADER.size
    for _ in range(questions):
        at = _name(message, at)[1] + 4
    for _ in range(sum(records)):
        labels, at = _name(message, at)
        kind, of_class, _, length = _FIXED.unpack_from(message, at)
        at += _FIXED.size
        rdata = message[at : at + length]
        at += length
        if at > len(message):
            raise ValueError
        name = clean_name(labels[0]) if len(labels) == 2 else None
        if name and labels[1].lower() == b"local" and of_class & _CACHE_FLUSH == 1:
            said = spelling_of(rdata) if _LENGTHS.get(kind) == length else None
            if said:
                yield name, said


def _name(message: bytes, at: int) -> tuple[list[bytes], int]:
    """Return the labels of a name and where the octets after it begin. Raises ValueError."""
    labels: list[bytes] = []
    after, before = 0, at
    while length := message[at]:
        if length & _POINTER == _POINTER:
            target = (length & ~_POINTER) << 8 | message[at + 1]
            after = after or at + 2
            if target >= before:
                raise ValueError
            at = before = target
        elif length & _POINTER or at + 1 + length > len(message) or len(labels) > 32:
            raise ValueError
        else:
            labels.append(message[at + 1 : at + 1 + length])
            at += 1 + length
    return labels, after or at + 1
