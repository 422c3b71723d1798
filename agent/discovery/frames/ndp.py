"""Neighbour discovery for IPv6 (RFC 4861): addresses, routers, and the DNS servers they announce.

Rules kept here:
- What RFC 4861 sections 6.1 and 7.1 tell every host to check is checked: hop limit 255 (nobody
  beyond a router can have sent it), code 0, the checksum, whole options. One broken option makes
  the whole message nothing.
- An address that is only asked for before use is tentative (RFC 4862 section 5.4.3).
- A router is who sends the advertisement from a link-local address, and nobody else.
"""

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Mapping, Sequence
from typing import Final

from agent.discovery.frames.ip import ICMPV6, IPV6, Packet, icmpv6_checksum
from agent.discovery.heard import Claim, Heard, RouterSaid, link_text
from policy.neighbours import MAX_SERVERS, RouterSource, spelling_of

SOLICITED_ROUTER: Final = 133
ADVERTISED_ROUTER: Final = 134
SOLICITED: Final = 135
ADVERTISED: Final = 136

_SOURCE_LINK: Final = 1
_TARGET_LINK: Final = 2
_PREFIX: Final = 3
_DNS_SERVERS: Final = 25
"""RFC 8106 section 5.1."""

_ON_LINK: Final = 0x80
_SOLICITED_FLAG: Final = 0x40
_NOBODY: Final = bytes(16)
_GROUP: Final = 0xFF
_ALL_HOPS: Final = 255
ALL_ROUTERS: Final = bytes.fromhex("ff020000000000000000000000000002")

Options = Mapping[int, Sequence[bytes]]


def read_ndp(source: bytes, packet: Packet) -> tuple[Heard, ...]:
    """Return what an NDP message says, given the link address that the frame came from."""
    message = packet.payload
    if (
        packet.protocol != ICMPV6
        or packet.hops != _ALL_HOPS
        or len(message) < 16
        or message[1] != 0
        or icmpv6_checksum(packet.source, packet.destination, message)
    ):
        return ()
    match message[0]:
        case kind if kind == ADVERTISED_ROUTER:
            return _router(source, packet)
        case kind if kind == SOLICITED and len(message) >= 24:
            return _solicited(source, packet)
        case kind if kind == ADVERTISED and len(message) >= 24:
            return _advertised(source, packet)
        case _:
            return ()


def _solicited(source: bytes, packet: Packet) -> tuple[Claim, ...]:
    options = _options(packet.payload[24:])
    if options is None:
        return ()
    if packet.source == _NOBODY:
        # With a link address in it, it is not the question before use (RFC 4861 section 7.1.1).
        if _SOURCE_LINK in options:
            return ()
        return _claim(source, source, packet.payload[8:24], tentative=True)
    return _claim(source, _stated(options, _SOURCE_LINK, source), packet.source)


def _advertised(source: bytes, packet: Packet) -> tuple[Claim, ...]:
    options = _options(packet.payload[24:])
    answered = bool(packet.payload[4] & _SOLICITED_FLAG)
    to_all = packet.destination[0] == _GROUP
    if options is None or (answered and to_all):  # RFC 4861 section 7.1.2
        return ()
    return _claim(
        source,
        _stated(options, _TARGET_LINK, source),
        packet.payload[8:24],
        answered=answered,
    )


def _router(source: bytes, packet: Packet) -> tuple[Heard, ...]:
    options = _options(packet.payload[16:])
    if options is None or not ipaddress.IPv6Address(packet.source).is_link_local:
        return ()
    claims = _claim(source, _stated(options, _SOURCE_LINK, source), packet.source)
    servers = [
        spelling_of(option[at : at + 16])
        for option in options.get(_DNS_SERVERS, ())
        if any(option[2:6])  # a lifetime of 0 takes them back
        for at in range(6, len(option) - 15, 16)
    ]
    prefixes = [
        f"{ipaddress.IPv6Address(option[14:30])}/{option[0]}"
        for option in options.get(_PREFIX, ())
        if len(option) == 30 and option[1] & _ON_LINK and 0 < option[0] <= 128
    ]
    return (
        *claims,
        *(
            RouterSaid(
                link=claim.link,
                address=claim.address,
                told_by=RouterSource.ADVERTISEMENT,
                dns_servers=tuple(dict.fromkeys(one for one in servers if one))[:MAX_SERVERS],
                prefixes=tuple(dict.fromkeys(prefixes))[:MAX_SERVERS],
                stays=bool(struct.unpack_from("!H", packet.payload, 6)[0]) or bool(servers),
            )
            for claim in claims
        ),
    )


def _claim(
    source: bytes, link: bytes, address: bytes, *, tentative: bool = False, answered: bool = False
) -> tuple[Claim, ...]:
    said, at = spelling_of(address), link_text(link)
    if said is None or at is None:
        return ()
    return (
        Claim(
            link=at,
            address=said,
            tentative=tentative,
            relayed=link != source,
            answered=answered,
        ),
    )


def _options(octets: bytes) -> Options | None:
    """Return the options by their type, each without type and length; None where one is broken."""
    found: dict[int, list[bytes]] = {}
    at = 0
    while at < len(octets):
        length = octets[at + 1] * 8 if at + 2 <= len(octets) else 0
        if not length or at + length > len(octets):
            return None
        found.setdefault(octets[at], []).append(octets[at + 2 : at + length])
        at += length
    return found


def _stated(options: Options, kind: int, otherwise: bytes) -> bytes:
    """Return the link address that an option states, else the one that the frame came from."""
    return options[kind][0][:6] if kind in options else otherwise


def neighbour_solicitation(link: bytes, address: bytes, target: bytes) -> bytes:
    """Return the frame that asks everybody who has the IPv6 address `target`."""
    group = bytes.fromhex("ff0200000000000000000001ff") + target[13:]
    return _question(link, address, group, SOLICITED, target)


def router_solicitation(link: bytes, address: bytes) -> bytes:
    """Return the frame that asks every router to advertise itself."""
    return _question(link, address, ALL_ROUTERS, SOLICITED_ROUTER, b"")


def _question(link: bytes, address: bytes, group: bytes, kind: int, target: bytes) -> bytes:
    message = struct.pack("!BBHI", kind, 0, 0, 0) + target + bytes((_SOURCE_LINK, 1)) + link
    total = icmpv6_checksum(address, group, message)
    message = message[:2] + total.to_bytes(2, "big") + message[4:]
    header = struct.pack("!IHBB", 6 << 28, len(message), ICMPV6, _ALL_HOPS) + address + group
    return b"\x33\x33" + group[12:] + link + IPV6.to_bytes(2, "big") + header + message
