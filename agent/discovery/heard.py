"""What one frame or one word of the kernel says: the values between readers and the table.

Rules kept here:
- Link addresses and addresses are text in the one spelling of `policy.neighbours`, made here once,
  so that they can be compared everywhere after.
- A value says who said it by the frame's own source, and what it says; whether it is believed is
  decided in `table.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from policy.neighbours import DhcpFacts, RouterSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Somebody says that an address is at a link address.

    `tentative`: it is only asked for, before use (RFC 4862 section 5.4, RFC 5227 section 2.1).
    `relayed`: the frame came from another link address than the one it speaks of.
    `answered`: it is an answer that was sent to one machine, so somebody had asked.
    """

    link: str
    address: str
    tentative: bool = False
    relayed: bool = False
    answered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DhcpAsked:
    """A device asks for an IPv4 address; `identity` tells two askers apart and goes nowhere."""

    link: str
    facts: DhcpFacts
    identity: tuple[bytes, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSaid:
    """A device tells the name of the very address it speaks from (RFC 6762)."""

    link: str
    address: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouterSaid:
    """A router or a DHCP server tells devices what to use.

    `stays` is false where it takes itself back (RFC 4861 section 6.2.5). `prefixes` are those it
    calls on-link, `gateways` the routers that it names beside itself.
    """

    link: str
    address: str
    told_by: RouterSource
    dns_servers: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    gateways: tuple[str, ...] = ()
    stays: bool = True


Heard = Claim | DhcpAsked | NameSaid | RouterSaid

_GROUP_BIT: Final = 0x01


def link_text(octets: bytes) -> str | None:
    """Return a link address as text, None for what cannot be one machine's (a group, or zero)."""
    if len(octets) != 6 or octets[0] & _GROUP_BIT or not any(octets):
        return None
    return octets.hex(":")


def clean_name(octets: bytes) -> str | None:
    """Return a name that a device gives itself, None where it is not short, printable text."""
    try:
        name = octets.rstrip(b"\0").decode("utf-8").strip()
    except UnicodeDecodeError:
        return None
    return name if name.isprintable() and 0 < len(name) <= 63 else None
