"""DHCP for IPv4 (RFC 2131): what a device says of itself when it asks, and what a server gives out.

Rules kept here:
- The link address counts that stands in the message (`chaddr`), and only where the frame came from
  it: another's device cannot be described by somebody else.
- Options are read whole or not at all (RFC 2132); those in the fields for file and server name
  (option 52) are left alone, for no device of a home needs them.
- The address that a device asks for is tentative: the server may refuse it.
- Names are suggestions and are cut down to short printable text; what cannot be shown is left out.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

from agent.discovery.frames.ip import IPV4, UDP, Datagram, checksum
from agent.discovery.heard import Claim, DhcpAsked, Heard, RouterSaid, clean_name, link_text
from policy.neighbours import MAX_SERVERS, DhcpFacts, RouterSource, spelling_of

SERVER_PORT: Final = 67
DEVICE_PORT: Final = 68

_COOKIE: Final = b"\x63\x82\x53\x63"
_COOKIE_AT: Final = 236
_FORM: Final = struct.Struct("!BBB")
_REQUEST: Final = (1, 1, 6)
_REPLY: Final = (2, 1, 6)

_TO_EVERYBODY: Final = 0x8000
_SHORTEST: Final = 300
"""Octets; some servers drop what is shorter, as BOOTP's messages had that length (RFC 1542)."""

# RFC 2132, by number.
_PAD, _ROUTERS, _DNS, _HOST_NAME, _WANTED, _TYPE, _SERVER = 0, 3, 6, 12, 50, 53, 54
_PARAMETERS, _VENDOR_CLASS, _IDENTIFIER, _END = 55, 60, 61, 255
_DISCOVER, _OFFER, _ASK, _ACK, _INFORM = 1, 2, 3, 5, 8


def read_dhcp(source: bytes, datagram: Datagram) -> tuple[Heard, ...]:
    """Return what a DHCP message says, given the link address that the frame came from."""
    message = datagram.payload
    if len(message) < _COOKIE_AT + 4 or message[_COOKIE_AT : _COOKIE_AT + 4] != _COOKIE:
        return ()
    options = _options(message[_COOKIE_AT + 4 :])
    link = link_text(source)
    if options is None or link is None or len(options.get(_TYPE, b"")) != 1:
        return ()
    kind, form = options[_TYPE][0], _FORM.unpack_from(message)
    if datagram.destination_port == SERVER_PORT and form == _REQUEST:
        if kind in {_DISCOVER, _ASK, _INFORM} and message[28:34] == source:
            wanted = _addresses(options.get(_WANTED, b"")) if kind == _ASK else ()
            claims = (Claim(link=link, address=one, tentative=True) for one in wanted[:1])
            return (*claims, _asked(link, options))
    elif datagram.destination_port == DEVICE_PORT and form == _REPLY and kind in {_OFFER, _ACK}:
        return _given(link, options)
    return ()


def _asked(link: str, options: Mapping[int, bytes]) -> DhcpAsked:
    vendor = options.get(_VENDOR_CLASS, b"")
    return DhcpAsked(
        link=link,
        facts=DhcpFacts(
            host_name=clean_name(options.get(_HOST_NAME, b"")),
            vendor_class=clean_name(vendor),
            parameters=tuple(options.get(_PARAMETERS, b"")),
        ),
        identity=(options.get(_IDENTIFIER, b""), vendor),
    )


def _given(link: str, options: Mapping[int, bytes]) -> tuple[RouterSaid, ...]:
    server, *more = _addresses(options.get(_SERVER, b"")) or ("",)
    if not server or more:
        return ()
    return (
        RouterSaid(
            link=link,
            address=server,
            told_by=RouterSource.DHCP,
            dns_servers=_addresses(options.get(_DNS, b"")),
            gateways=_addresses(options.get(_ROUTERS, b"")),
        ),
    )


def _addresses(octets: bytes) -> tuple[str, ...]:
    found = (spelling_of(octets[at : at + 4]) for at in range(0, len(octets) - 3, 4))
    return tuple(dict.fromkeys(one for one in found if one))[:MAX_SERVERS]


def _options(octets: bytes) -> Mapping[int, bytes] | None:
    """Return the options by number; None where one is cut off or the end is missing."""
    found: dict[int, bytes] = {}
    at = 0
    while at < len(octets):
        number = octets[at]
        if number == _END:
            return found
        if number == _PAD:
            at += 1
            continue
        if at + 2 > len(octets) or (end := at + 2 + octets[at + 1]) > len(octets):
            return None
        # One that comes in pieces is put together (RFC 3396 section 5).
        found[number] = found.get(number, b"") + octets[at + 2 : end]
        at = end
    return None


def dhcp_discover(link: bytes, transaction: bytes) -> bytes:
    """Return the frame that asks every DHCP server for an offer, to be sent to everybody.

    It takes nothing: what is offered and not asked for, a server gives to the next.
    """
    fixed = struct.pack("!BBBB4sHH", 1, 1, 6, 0, transaction, 0, _TO_EVERYBODY)
    asked = bytes((_TYPE, 1, _DISCOVER, _PARAMETERS, 2, _ROUTERS, _DNS, _END))
    message = fixed + bytes(16) + link + bytes(10 + 192) + _COOKIE + asked
    message += bytes(_SHORTEST - len(message))
    datagram = struct.pack("!HHHH", DEVICE_PORT, SERVER_PORT, 8 + len(message), 0) + message
    header = struct.pack("!BBHHHBB", 0x45, 0, 20 + len(datagram), 0, 0, 1, UDP)
    addresses = bytes(4) + b"\xff" * 4
    total = checksum(header + bytes(2) + addresses).to_bytes(2, "big")
    return b"\xff" * 6 + link + IPV4.to_bytes(2, "big") + header + total + addresses + datagram
