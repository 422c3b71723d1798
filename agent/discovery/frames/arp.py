"""ARP on Ethernet (RFC 826): who says that an IPv4 address is at a link address.

Rules kept here:
- Only Ethernet and IPv4, request or answer, of full length; anything else says nothing.
- A request says as much as an answer: its sender names itself in both.
- A sender without an address probes for one (RFC 5227 section 1.1): what it asks for is tentative.
"""

from __future__ import annotations

import struct
from typing import Final

from agent.discovery.heard import Claim, link_text
from policy.neighbours import spelling_of

ETHERTYPE: Final = 0x0806
REQUEST: Final = 1
ANSWER: Final = 2

_PACKET: Final = struct.Struct("!HHBBH6s4s6s4s")
_ETHERNET_IPV4: Final = (1, 0x0800, 6, 4)
_NOBODY: Final = bytes(4)


def read_arp(source: bytes, destination: bytes, payload: bytes) -> tuple[Claim, ...]:
    """Return what an ARP packet says, given the link addresses of the frame around it."""
    if len(payload) < _PACKET.size:
        return ()
    *form, operation, link, address, _, target = _PACKET.unpack_from(payload)
    if tuple(form) != _ETHERNET_IPV4 or operation not in {REQUEST, ANSWER}:
        return ()
    tentative = address == _NOBODY
    said = spelling_of(target if tentative else address)
    at = link_text(link)
    if said is None or at is None or (tentative and operation == ANSWER):
        return ()
    return (
        Claim(
            link=at,
            address=said,
            tentative=tentative,
            relayed=link != source,
            answered=operation == ANSWER and not destination[0] & 1,
        ),
    )


def arp_request(link: bytes, address: bytes, target: bytes) -> bytes:
    """Return the frame that asks everybody who has `target`."""
    packet = _PACKET.pack(*_ETHERNET_IPV4, REQUEST, link, address, bytes(6), target)
    return b"\xff" * 6 + link + ETHERTYPE.to_bytes(2, "big") + packet
