"""Sockets to be asked at: bound on both transports, and answered from the address that was asked.

Rules kept here:
- One family for each socket: an IPv4 device must not arrive as ::ffff:192.0.2.1.
- Bound to one address, the kernel answers from that one. Bound to all of them, it would choose by
  the route back, and a device that asked at another address takes no such answer (RFC 2181 section
  4.1); so there each packet says to which address it came, and the answer leaves from that one.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

MAX_UDP_OCTETS: Final = 4_096
BUFFER_OCTETS: Final = 1 << 20
ATTEMPTS: Final = 20

ANYWHERE: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - to be recognised, not to be bound

_IP_PKTINFO: Final = 8
"""ip(7); the standard library names it from 3.12 on only."""
_PKTINFO: Final = struct.Struct("=i4s4s")
ANCILLARY_OCTETS: Final = socket.CMSG_SPACE(20)  # in6_pktinfo, the longer of the two

Ancillary = list[tuple[int, int, bytes]]
Source = tuple[str, int]
"""Address and port; of IPv6 more, which is handed back as it came."""


def bind_both(host: str, port: int) -> tuple[socket.socket, socket.socket]:
    """Return a UDP and a TCP socket on the same port; 0 picks one. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for attempt in range(ATTEMPTS):
        tcp = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        udp = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        try:
            tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_OCTETS)
            if family is socket.AF_INET6:
                for sock in (tcp, udp):
                    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            tcp.bind((host, port))
            udp.bind((host, tcp.getsockname()[1]))
        except OSError:
            tcp.close()
            udp.close()
            if port or attempt == ATTEMPTS - 1:
                raise
            continue  # port 0: what was free for TCP may be taken for UDP
        return udp, tcp
    raise AssertionError("the last attempt returns or raises")


def places_of(sockets: Iterable[socket.socket]) -> list[tuple[str, int]]:
    """Return where sockets are bound, whoever bound them: host and port of each."""
    families = (socket.AF_INET, socket.AF_INET6)
    return [one.getsockname()[:2] for one in sockets if one.family in families]


def is_of_this_machine(host: str) -> bool:
    """Say whether an address is this machine's own, as far as is known now. Nothing is sent."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as udp:
        try:
            udp.connect((host, 9))
        except OSError:  # no way leads there
            return False
        # What goes to an address of our own leaves from that same one.
        ours: str = udp.getsockname()[0]
        return ours == host


def ask_where_to(udp: socket.socket) -> None:
    """Have each packet say to which of our addresses it came."""
    if udp.family is socket.AF_INET6:
        udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
    else:
        udp.setsockopt(socket.IPPROTO_IP, _IP_PKTINFO, 1)


def way_back(ancillary: Ancillary) -> Ancillary:
    """Return how an answer leaves from where a packet was sent to, by what came beside it."""
    for level, kind, octets in ancillary:
        if (level, kind) in _TOLD:
            return _by(level, kind, octets)
    return []


_TOLD: Final = {(socket.IPPROTO_IP, _IP_PKTINFO), (socket.IPPROTO_IPV6, socket.IPV6_PKTINFO)}


@lru_cache(maxsize=256)
def _by(level: int, kind: int, octets: bytes) -> Ancillary:
    if level == socket.IPPROTO_IPV6:
        return [(level, kind, octets)]  # the address, and the interface of one that is local
    if len(octets) != _PKTINFO.size:
        return []
    # What it was sent to may be everybody's address; this is ours on that network.
    _, ours, _ = _PKTINFO.unpack(octets)
    return [(level, kind, _PKTINFO.pack(0, ours, bytes(4)))]


def send(udp: socket.socket, reply: bytes, source: Source, back: Ancillary | None = None) -> None:
    """Send a reply, or lose it: a full buffer, an asker that is gone. They will ask again."""
    try:
        if back:
            udp.sendmsg((reply,), back, 0, source)
        else:
            udp.sendto(reply, source)
    except OSError:
        return
