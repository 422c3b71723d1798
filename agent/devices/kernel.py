"""Asking the kernel at which link address one address of the network is, right now.

Rules kept here:
- One question, one answer, without waiting: the kernel looks into its own table and sends nothing
  to anyone (RTM_GETNEIGH for one destination, rtnetlink(7); Linux 5.0 and later).
- What the kernel has not been answered, it does not know; neither do we.
- Any fault is an answer of nothing. A home whose kernel cannot be asked keeps its internet.
"""

from __future__ import annotations

import ipaddress
import socket
import struct
from typing import Final

from policy.links import LinkMalformed, link_from

_RTM_NEWNEIGH: Final = 28
_RTM_GETNEIGH: Final = 30
_NLM_F_REQUEST: Final = 1
_NDA_DST: Final = 1
_NDA_LLADDR: Final = 2
_VALID_STATES: Final = 0x02 | 0x04 | 0x08 | 0x10 | 0x80
"""Reachable, stale, delay, probe, permanent: those that come with a link address that answered."""

_HEADER: Final = struct.Struct("=IHHII")
_NEIGHBOUR: Final = struct.Struct("=BxxxiHBB")
_ATTRIBUTE: Final = struct.Struct("=HH")
_REPLY_OCTETS: Final = 4_096
_LOOPBACK: Final = 1
"""The loopback interface has this number in every network namespace (Linux: LOOPBACK_IFINDEX)."""


class Kernel:
    """The kernel's table of neighbours, one question at a time."""

    def __init__(self) -> None:
        """Open the way to the kernel. Raises OSError where this process may not."""
        self._socket = socket.socket(
            socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, socket.NETLINK_ROUTE
        )
        self._socket.bind((0, 0))
        self._socket.setblocking(False)
        self._number = 0

    def close(self) -> None:
        """Ask nothing more."""
        self._socket.close()

    def links_at(self, address: str) -> frozenset[str]:
        """Return the link addresses that the kernel knows at an address, one for each interface.

        A link-local address comes as the socket gives it, with the interface after `%`.
        """
        bare, _, zone = address.partition("%")
        try:
            packed = ipaddress.ip_address(bare)
            numbers = (
                [socket.if_nametoindex(zone)]
                if zone
                else [number for number, _ in socket.if_nameindex() if number != _LOOPBACK]
            )
            found = [self._link_at(packed.packed, number) for number in numbers]
        except (OSError, ValueError, struct.error):
            return frozenset()
        return frozenset(link for link in found if link is not None)

    def _link_at(self, packed: bytes, interface: int) -> str | None:
        self._number = (self._number + 1) & 0xFFFF_FFFF
        family = socket.AF_INET if len(packed) == 4 else socket.AF_INET6
        body = _NEIGHBOUR.pack(family, interface, 0, 0, 0)
        body += _ATTRIBUTE.pack(_ATTRIBUTE.size + len(packed), _NDA_DST) + packed
        size = _HEADER.size + len(body)
        self._socket.send(_HEADER.pack(size, _RTM_GETNEIGH, _NLM_F_REQUEST, self._number, 0) + body)
        while True:
            reply = self._socket.recv(_REPLY_OCTETS)
            _, kind, _, number, _ = _HEADER.unpack_from(reply)
            if number == self._number:  # else it answers what was given up on before
                return _link_in(reply) if kind == _RTM_NEWNEIGH else None


def _link_in(reply: bytes) -> str | None:
    """Return the link address in the kernel's answer, None where nothing has answered there."""
    _, _, state, _, _ = _NEIGHBOUR.unpack_from(reply, _HEADER.size)
    if not state & _VALID_STATES:
        return None
    at = _HEADER.size + _NEIGHBOUR.size
    while at + _ATTRIBUTE.size <= len(reply):
        size, kind = _ATTRIBUTE.unpack_from(reply, at)
        if size < _ATTRIBUTE.size:
            return None
        if kind == _NDA_LLADDR:
            return _link_text(reply[at + _ATTRIBUTE.size : at + size])
        at += (size + 3) & ~3  # attributes begin at multiples of four
    return None


def _link_text(octets: bytes) -> str | None:
    try:
        return link_from(octets.hex(":"))
    except LinkMalformed:
        return None
