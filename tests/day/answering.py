"""A resolver above, over a real socket: it knows the names of a household, and gives them lives.

Rules kept here:
- What it says of a name is always the same: whether there is an address, of which type, for how
  long, and whether it leads to another name first. It follows from the name's own octets.
- A name that nobody has does not exist (NXDOMAIN, RFC 2308). What exists without the type asked for
  is an empty answer.
"""

from __future__ import annotations

import socket
from collections.abc import Collection
from typing import Final
from zlib import crc32

from policy.names import Name
from tests.agent.dns.packets import AAAA, CNAME, HTTPS, SOA, A

HEADER_OCTETS: Final = 12
LIVES: Final = (20, 60, 60, 120, 300, 300, 300, 600, 1_800, 3_600, 14_400, 86_400)
"""How many seconds answers live, as often as here."""

NEGATIVE_SECONDS: Final = 900
HAS_IPV6: Final = 2
"""One name in so many has an IPv6 address, and one in twice as many tells of HTTPS."""
IS_ALIAS: Final = 3

ADDRESS: Final = b"\x5d\xb8\xd8"
ADDRESS_6: Final = bytes.fromhex("26062800022000010248189325c819")
NO_MORE_THAN_H2: Final = b"\0\1\0\0\1\0\3\2h2"
AT: Final = b"\xc0\x0c"


class Answering:
    """Answers what comes to its socket, when told to."""

    def __init__(self, known: Collection[Name]) -> None:
        """Open the socket."""
        self._known = known
        self.asked = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self.socket.bind(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]

    def answer(self) -> None:
        """Answer all that came."""
        while True:
            try:
                packet, source = self.socket.recvfrom(4_096)
            except BlockingIOError:
                return
            self.asked += 1
            self.socket.sendto(self.reply(packet), source)

    def close(self) -> None:
        """Be gone."""
        self.socket.close()

    def reply(self, packet: bytes) -> bytes:
        """Return what is said to a packet."""
        name_end = packet.index(0, HEADER_OCTETS) + 1
        name, rtype = packet[HEADER_OCTETS:name_end], int.from_bytes(packet[name_end:][:2], "big")
        number = crc32(name)
        records = self._records(name, rtype, number) if name in self._known else b""
        rcode = 0 if name in self._known or name == b"\0" else 3
        counts = b"\0\1\0\0\0\1\0\0"
        if records:
            is_alias = records[2:4] == CNAME.to_bytes(2, "big")
            counts = b"\0\1\0" + bytes((1 + is_alias,)) + b"\0\0\0\0"
        else:
            records = _record(
                b"\0", SOA, NEGATIVE_SECONDS, b"\0\0" + NEGATIVE_SECONDS.to_bytes(4, "big") * 5
            )
        flags = bytes((0x81, 0x80 | rcode))
        return packet[:2] + flags + counts + packet[HEADER_OCTETS : name_end + 4] + records

    def _records(self, name: bytes, rtype: int, number: int) -> bytes:
        life = LIVES[number % len(LIVES)]
        last = bytes((number >> 8 & 0x7F | 1,))
        match rtype:
            case _ if rtype == A:
                data = ADDRESS + last
            case _ if rtype == AAAA and not number % HAS_IPV6:
                data = ADDRESS_6 + last
            case _ if rtype == HTTPS and not number % (2 * HAS_IPV6):
                data = NO_MORE_THAN_H2
            case _:
                return b""
        if number % IS_ALIAS or rtype == HTTPS:
            return _record(AT, rtype, life, data)
        # The alias is of a name below the asked one, which takes a pointer and a label.
        alias = _record(AT, CNAME, life, b"\4edge" + AT)
        at = 0xC000 | HEADER_OCTETS + len(name) + 4 + 12
        return alias + _record(at.to_bytes(2, "big"), rtype, min(life, 60), data)


def _record(name: bytes, rtype: int, life: int, data: bytes) -> bytes:
    size = len(data).to_bytes(2, "big")
    return name + rtype.to_bytes(2, "big") + b"\0\1" + life.to_bytes(4, "big") + size + data
