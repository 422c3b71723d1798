"""Who is on the home's network, as discovery saw it: link addresses, and the addresses they use.

`neighbours.json` carries this. Discovery writes it; the agent and the console read it, to know
which device a packet is from, to tell of a device that nobody has named, and to say what the home's
devices are told to ask. `policy.neighbours_document` reads and writes the octets.

Rules kept here:
- No time stands in it, and no state that moves while a device is used: an address stays for about a
  day after it was last heard, so that nobody can read here who is at home right now. A reader keeps
  no old copies: a telephone that comes home may draw a new address, and two copies would show it.
- An address belongs to one link address at most. Where two claim it, it stays where it was, and the
  two stand in a conflict; a reader decides what that means.
- What a device says of itself (names, the parameters it asks for) is a suggestion to a person and
  never decides whose device it is: anyone can say anything.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

MAX_NEIGHBOURS: Final = 1_000
MAX_ADDRESSES: Final = 64
"""Of one link address; a phone with temporary addresses has about eight (RFC 8981)."""
MAX_CONFLICTS: Final = 100
MAX_ROUTERS: Final = 20
MAX_SERVERS: Final = 16
MAX_OWN: Final = 64
MAX_PARAMETERS: Final = 255
MAX_NAME: Final = 63
"""Letters of a name that a device gives itself: one label (RFC 1035 section 2.3.4)."""


_BROADCAST: Final = ipaddress.IPv4Address("255.255.255.255")


class Freshness(StrEnum):
    """How well it is known that an address belongs to a link address."""

    CONFIRMED = "confirmed"
    """The kernel asked, and was answered from there, since the address was first heard there."""
    CLAIMED = "claimed"
    """It stood in a frame, which anyone on the network can write; nobody has asked back yet."""


class ConflictKind(StrEnum):
    """What two devices cannot both be right about, or one device cannot be."""

    ADDRESS_TWICE = "one-address-two-links"
    """Two link addresses claim one address: set by hand twice, or somebody pretends."""
    ROUTER_TWICE = "router-address-two-links"
    """The same about a router's address: what the home sends out may go through the pretender."""
    BOX_TWICE = "box-address-two-links"
    """The same about an address of this box: what the home asks may go to the pretender."""
    LINK_TWICE = "one-link-two-devices"
    """One link address behaves like two devices: copied, or a repeater that speaks for many."""


class RouterSource(StrEnum):
    """By which protocol a router makes itself known."""

    ADVERTISEMENT = "router-advertisement"
    """RFC 4861 section 4.2, with the DNS servers of RFC 8106."""
    DHCP = "dhcp"
    """RFC 2131: the server's identifier stands as its address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DhcpFacts:
    """What a device says of itself when it asks for an IPv4 address."""

    host_name: str | None = None
    vendor_class: str | None = None
    parameters: tuple[int, ...] = ()
    """The options it asks for, in its order (RFC 2132 section 9.8): the make tells itself so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """One link address and what is known of it. `addresses` may be empty: it was only heard."""

    link: str
    addresses: Mapping[str, Freshness] = field(default_factory=dict)
    dhcp: DhcpFacts | None = None
    mdns_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Router:
    """Somebody who tells devices where to send packets and whom to ask for names."""

    link: str
    address: str
    told_by: RouterSource
    dns_servers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Something that cannot all be true. `address` is None where it is about the link itself."""

    kind: ConflictKind
    address: str | None = None
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The home's network at one moment.

    `own_addresses` carry their prefix length, as in `192.168.1.2/24`.
    """

    own_links: tuple[str, ...] = ()
    own_addresses: tuple[str, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    routers: tuple[Router, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


NOTHING_SEEN: Final = Neighbours()
"""What a reader holds before discovery has published anything."""


def link_by_address(seen: Neighbours) -> dict[str, str]:
    """Return the link address of each address, the one that held it first where two claim it."""
    return {address: one.link for one in seen.neighbours for address in one.addresses}


def contested(seen: Neighbours) -> frozenset[str]:
    """Return the addresses that two link addresses claim right now."""
    return frozenset(one.address for one in seen.conflicts if one.address is not None)


def spelling(text: str) -> str | None:
    """Return the one spelling of a device's address, None for what cannot be a device's.

    A zone (`%eth0`) is left away, and IPv4 inside IPv6 is IPv4, as a socket may show either.
    """
    try:
        return _spelled(ipaddress.ip_address(text.partition("%")[0]))
    except ValueError:
        return None


def spelling_of(octets: bytes) -> str | None:
    """Return the same of an address as octets: four for IPv4, sixteen for IPv6."""
    try:
        return _spelled(ipaddress.ip_address(octets))
    except ValueError:
        return None


def _spelled(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str | None:
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address
    unfit = address.is_multicast or address.is_unspecified or address.is_loopback
    return None if unfit or address == _BROADCAST else str(address)
