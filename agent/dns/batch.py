"""Many packets with one call of the kernel's each way (`agent.many_packets`).

Rules kept here:
- An answer is written over the packet that asked, behind its id, and goes back by the same
  addresses: nothing of it is made anew, which is most of what a packet costs in Python.
- Answers that stand side by side are sent together. One that the socket does not take is lost, and
  the next one is sent; nothing ever waits.
- All is as large at each call as it was at the first: the kernel writes over the sizes it is told.
- Linux on a 64-bit machine, as the front door asks for; the layouts are those of socket(2) there.

Measured, not guessed: ADR 0013.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Sequence
from typing import Final

from agent.dns.sockets import ANYWHERE, MAX_UDP_OCTETS, Ancillary, Source, ask_where_to, way_back
from agent.many_packets import Room, receive_many, send_many

MOST: Final = 64
"""Packets in one call: more bring no more, and keep others waiting."""

SLOT_OCTETS: Final = MAX_UDP_OCTETS + 64
"""A packet's own stretch. Were it a page, all packets would share a few lines of the cache."""

_NAME_OCTETS: Final = 32
"""A socket address and room to its end: sockaddr_in has 16 octets, sockaddr_in6 has 28."""
_HEADER: Final = struct.Struct("=QIxxxxQQQQixxxxIxxxx")
"""struct mmsghdr: name and its size, parts and their count, control and its size, flags, length."""
_LENGTH_WORD: Final = 14
_HEADER_WORDS: Final = _HEADER.size // 4
_PART: Final = struct.Struct("=QQ")
_CONTROL: Final = struct.Struct("=Qii")
"""struct cmsghdr: length with itself, level, kind."""
_IPV4_TOLD, _IPV6_TOLD = 12, 20
"""in_pktinfo, which begins with the interface, and in6_pktinfo."""
_INTERFACE_WORD: Final = 4
_CONTROL_SIZE_AT: Final = 40
_IPV4_OCTETS, _IPV6_OCTETS = 16, 28
_IPV6_AND_SCOPE: Final = 20
_NAME_IPV4: Final = struct.Struct("!2xH4s")
_NAME_IPV6: Final = struct.Struct("!2xHI16s")


class Batch:
    """The packets that came to one UDP socket with the last call, and what goes back for them.

    Packet number `at` stands in `room` from `at * SLOT_OCTETS` on and has `sizes[at]` octets. For
    an answer write over it, put its size into `sizes_back[at]`, and `send` what stands together.
    """

    def __init__(self, udp: socket.socket) -> None:
        """Make room for a socket, which is bound.

        One that is bound to any address is asked to tell to which one each packet came.
        """
        self._udp = udp
        self._fd = udp.fileno()
        self._is_ipv6 = udp.family is socket.AF_INET6
        is_told = udp.getsockname()[0] in ANYWHERE
        if is_told:
            ask_where_to(udp)
        told = (_IPV6_TOLD if self._is_ipv6 else _IPV4_TOLD) if is_told else 0
        self._control_octets = socket.CMSG_SPACE(told) if told else 0
        self._kept: list[Room] = []
        room, rooms = self._made(MOST * SLOT_OCTETS)
        self.room = room
        self._names, names = self._made(MOST * _NAME_OCTETS)
        self._controls, controls = self._made(MOST * self._control_octets or 1)
        self._parts, parts = self._made(MOST * _PART.size)
        self._headers, self._headers_at = self._made(MOST * _HEADER.size)
        name_octets = _IPV6_OCTETS if self._is_ipv6 else _IPV4_OCTETS
        for at in range(MOST):
            _PART.pack_into(self._parts, at * _PART.size, rooms + at * SLOT_OCTETS, MAX_UDP_OCTETS)
            _HEADER.pack_into(
                self._headers,
                at * _HEADER.size,
                *(names + at * _NAME_OCTETS, name_octets, parts + at * _PART.size, 1),
                *(controls + at * self._control_octets, self._control_octets, 0, 0),
            )
        self._first_parts, self._first_headers = bytes(self._parts), bytes(self._headers)
        self._header_words = self._headers.cast("I")
        self._name_words = self._names.cast("I")
        self.sizes_back = self._parts.cast("Q")[1::2]
        self.sizes: list[int] = []
        self._interfaces = (
            self._controls.cast("I")[4 :: self._control_octets // 4] if told else None
        )
        self._no_interfaces = memoryview(bytes(4 * MOST)).cast("I")

    def _made(self, octets: int) -> tuple[memoryview, int]:
        """Return room that stays where it is, and its address."""
        room = Room(octets)
        self._kept.append(room)
        return room.octets, room.at

    def receive(self) -> int:
        """Take what has come, up to MOST packets, and return how many; 0 where nothing can be had.

        An error of an earlier reply that the kernel tells here is over with that.
        """
        self._headers[:] = self._first_headers
        self._parts[:] = self._first_parts
        came = receive_many(self._fd, self._headers_at, MOST)
        if came <= 0:
            self.sizes = []
            return 0
        words = self._header_words[_LENGTH_WORD : came * _HEADER_WORDS : _HEADER_WORDS]
        self.sizes = words.tolist()
        if self._interfaces is not None:
            # By its own address of ours, and by whichever interface leads there.
            self._interfaces[:] = self._no_interfaces
        return came

    def sources(self, came: int) -> Sequence[int | bytes]:
        """Return what tells the sources of so many packets apart: their addresses, in one form."""
        if self._is_ipv6:
            names = self._names
            starts = range(8, came * _NAME_OCTETS, _NAME_OCTETS)
            return [names[start : start + _IPV6_AND_SCOPE].tobytes() for start in starts]
        numbers: list[int] = self._name_words[1 : came * 8 : 8].tolist()
        return numbers

    def send(self, first: int, end: int) -> None:
        """Send the answers from number `first` to before `end`; what is not taken is lost."""
        while first < end:
            at = self._headers_at + first * _HEADER.size
            sent = send_many(self._fd, at, end - first)
            first += sent if sent > 0 else 1

    def packet(self, at: int) -> bytes:
        """Return the whole of a packet."""
        start = at * SLOT_OCTETS
        return self.room[start : start + self.sizes[at]].tobytes()

    def source(self, at: int) -> Source:
        """Return where a packet came from, in the form in which it is given to a socket."""
        start = at * _NAME_OCTETS
        if self._is_ipv6:
            port, flow, address = _NAME_IPV6.unpack_from(self._names, start)
            scope = self._name_words[at * 8 + 6]
            host = socket.inet_ntop(socket.AF_INET6, address)
            if scope:  # an address of one network only, which a socket tells with its interface
                host += "%" + socket.if_indextoname(scope)
            return (host, port, flow, scope)  # type: ignore[return-value] # of this family
        port, address = _NAME_IPV4.unpack_from(self._names, start)
        return socket.inet_ntop(socket.AF_INET, address), port

    def way_back(self, at: int) -> Ancillary | None:
        """Return how an answer to a packet leaves from where it was sent to; None by the route."""
        if not self._control_octets:
            return None
        if not self._headers[at * _HEADER.size + _CONTROL_SIZE_AT]:
            return None  # the kernel told nothing beside this one
        start = at * self._control_octets
        length, level, kind = _CONTROL.unpack_from(self._controls, start)
        octets = self._controls[start + _CONTROL.size : start + length].tobytes()
        return way_back([(level, kind, octets)])
