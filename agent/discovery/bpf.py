"""The filter that runs in the kernel: what discovery looks at, and nothing else reaches it.

Rules kept here:
- Only ARP, router advertisements and neighbour messages from this link, DHCP, and multicast DNS.
  What the home's devices send one another or the world is dropped before it is copied: it is no
  business of this process, and it would cost the box its processor.
- Frames that this box sends are dropped too: one from our own link address is then another's.
- Classic BPF, as SO_ATTACH_FILTER takes it (Linux, Documentation/networking/filter.rst); jumps go
  forwards only and are resolved from labels here, so that a line may be moved.
"""

from __future__ import annotations

import struct
from typing import Final, NamedTuple

ACCEPTED_OCTETS: Final = 2048

# Loads at a fixed place, at X + a place, X from an IPv4 header's length; jumps; the end.
_BYTE, _HALF, _HALF_X, _HEADER_X = 0x30, 0x28, 0x48, 0xB1
_EQUAL, _ABOVE, _AT_LEAST, _ANY_BIT, _END = 0x15, 0x25, 0x35, 0x45, 0x06

_PACKET_TYPE: Final = 0xFFFFF000 + 4  # SKF_AD_OFF + SKF_AD_PKTTYPE
_OUTGOING: Final = 4


class Line(NamedTuple):
    """One instruction; `then` and `otherwise` name labels, the empty text is the next line."""

    code: int
    value: int = 0
    then: str = ""
    otherwise: str = ""
    label: str = ""


PROGRAM: Final = (
    Line(_BYTE, _PACKET_TYPE),
    Line(_EQUAL, _OUTGOING, then="drop"),
    Line(_HALF, 12),
    Line(_EQUAL, 0x0806, then="take"),
    Line(_EQUAL, 0x86DD, then="IPv6"),
    Line(_EQUAL, 0x0800, otherwise="drop"),
    # IPv4: UDP, whole, to DHCP's ports or between the two of multicast DNS.
    Line(_BYTE, 23),
    Line(_EQUAL, 17, otherwise="drop"),
    Line(_HALF, 20),
    Line(_ANY_BIT, 0x3FFF, then="drop"),
    Line(_HEADER_X, 14),
    Line(_HALF_X, 16),
    Line(_EQUAL, 67, then="take"),
    Line(_EQUAL, 68, then="take"),
    Line(_EQUAL, 5353, otherwise="drop"),
    Line(_HALF_X, 14),
    Line(_EQUAL, 5353, then="take", otherwise="drop"),
    Line(_BYTE, 20, label="IPv6"),
    Line(_EQUAL, 58, then="ICMPv6"),
    Line(_EQUAL, 17, otherwise="drop"),
    Line(_HALF, 56),
    Line(_EQUAL, 5353, otherwise="drop"),
    Line(_HALF, 54),
    Line(_EQUAL, 5353, then="take", otherwise="drop"),
    # Router advertisement 134, neighbour solicitation 135 and advertisement 136, hop limit 255.
    Line(_BYTE, 21, label="ICMPv6"),
    Line(_EQUAL, 255, otherwise="drop"),
    Line(_BYTE, 54),
    Line(_AT_LEAST, 134, otherwise="drop"),
    Line(_ABOVE, 136, then="drop"),
    Line(_END, ACCEPTED_OCTETS, label="take"),
    Line(_END, 0, label="drop"),
)


def assemble(program: tuple[Line, ...]) -> bytes:
    """Return a program as an array of `struct sock_filter`."""
    places = {line.label: place for place, line in enumerate(program) if line.label}

    def away(place: int, label: str) -> int:
        return places[label] - place - 1 if label else 0

    return b"".join(
        struct.pack(
            "=HBBI", line.code, away(place, line.then), away(place, line.otherwise), line.value
        )
        for place, line in enumerate(program)
    )
