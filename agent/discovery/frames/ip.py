"""IPv4 and IPv6 headers, as far as discovery needs them: whose packet, which protocol, what in it.

Rules kept here:
- No fragments and no IPv6 extension headers: none of what is looked for needs them, and a parser
  that puts pieces together can be made to remember without end.
- A length that the octets do not bear out makes the packet nothing.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from policy.neighbours import spelling_of

IPV4: Final = 0x0800
IPV6: Final = 0x86DD
UDP: Final = 17
ICMPV6: Final = 58

_IPV4: Final = struct.Struct("!BBHHHBBH4s4s")
_IPV6: Final = struct.Struct("!IHBB16s16s")
_UDP: Final = struct.Struct("!HHHH")
_MORE_OR_OFFSET: Final = 0x3FFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """One IP packet: addresses as octets, the hop limit as it arrived, and what it carries."""

    source: bytes
    destination: bytes
    protocol: int
    hops: int
    payload: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Datagram:
    """One UDP datagram; `source` is None where the sender has no address yet."""

    source: str | None
    source_port: int
    destination_port: int
    hops: int
    payload: bytes


def read_ip(ethertype: int, octets: bytes) -> Packet | None:
    """Return the packet in an Ethernet frame, None for anything that is not one whole packet."""
    if ethertype == IPV4 and len(octets) >= _IPV4.size:
        first, _, total, _, fragment, hops, protocol, _, source, target = _IPV4.unpack_from(octets)
        header = (first & 0x0F) * 4
        whole = _IPV4.size <= header <= total <= len(octets)
        if first >> 4 != 4 or not whole or fragment & _MORE_OR_OFFSET:
            return None
    elif ethertype == IPV6 and len(octets) >= _IPV6.size:
        first, length, protocol, hops, source, target = _IPV6.unpack_from(octets)
        header, total = _IPV6.size, _IPV6.size + length
        if first >> 28 != 6 or total > len(octets):
            return None
    else:
        return None
    return Packet(
        source=source,
        destination=target,
        protocol=protocol,
        hops=hops,
        payload=octets[header:total],
    )


def read_udp(packet: Packet) -> Datagram | None:
    """Return the datagram in a packet, None where there is no whole one."""
    if packet.protocol != UDP or len(packet.payload) < _UDP.size:
        return None
    source_port, destination_port, length, _ = _UDP.unpack_from(packet.payload)
    if not _UDP.size <= length <= len(packet.payload):
        return None
    return Datagram(
        source=spelling_of(packet.source),
        source_port=source_port,
        destination_port=destination_port,
        hops=packet.hops,
        payload=packet.payload[_UDP.size : length],
    )


def checksum(octets: bytes) -> int:
    """Return the Internet checksum of octets (RFC 1071); 0 where they contain their own."""
    # The sum of 16-bit words with the carry brought round is the remainder by 0xFFFF.
    return -int.from_bytes(octets + b"\0" * (len(octets) % 2), "big") % 0xFFFF


def icmpv6_checksum(source: bytes, destination: bytes, message: bytes) -> int:
    """Return the checksum of an ICMPv6 message with its pseudo-header (RFC 4443 section 2.3)."""
    return checksum(source + destination + struct.pack("!II", len(message), ICMPV6) + message)
