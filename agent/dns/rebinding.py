"""Answers from outside that point into the home: a site of the internet is not at a home's address.

A page that a device opened could else have its own name answered with the address of the home's
router or printer, and the device's browser would take that for the page's own server (DNS
rebinding). So what comes from a resolver of the internet may not give addresses that only a home
or a machine itself has.

Rules kept here:
- What a zone of `--zone` covers is the home's own word and may give any address. So may a name of
  the internet that is known to lead into homes on purpose, or that an option names.
- One such address is enough to refuse the whole answer: a device chooses among them as it likes.
- The address of nowhere is refused as well, since a machine may take it for itself. But nobody is
  led home by it: a resolver that filters says no in this way.
- An IPv4 address inside an IPv6 one is judged as what it is (RFC 6052, RFC 3056). The address of a
  translator itself says nothing about homes.

Sources: RFC 1122 section 3.2.1.3 (0/8, 127/8), RFC 1918, RFC 3927 (169.254/16), RFC 6598
(100.64/10), RFC 4291 (::, ::1, ::/96, ::ffff:0:0/96, fe80::/10), RFC 3879 (fec0::/10), RFC 4193
(fc00::/7), RFC 6052 and RFC 8215 (64:ff9b::/96, 64:ff9b:1::/48), RFC 3056 (2002::/16).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from policy.names import Name, from_text, suffix_offsets

LEADS_HOME_ON_PURPOSE: Final = frozenset({from_text("plex.direct")})
"""Names by which a home's own machine is reached under a certificate: plex.direct holds the address
in the name itself, and who answers there has to prove who it is."""

_IPV4_OCTETS: Final = 4
_MAPPED: Final = bytes(10) + b"\xff\xff"
_COMPATIBLE: Final = bytes(12)
_TRANSLATED: Final = bytes.fromhex("0064ff9b") + bytes(8)
_TRANSLATED_HERE: Final = bytes.fromhex("0064ff9b0001")
_6TO4: Final = bytes.fromhex("2002")


def is_of_a_home(address: bytes) -> bool:
    """Say whether an address, as its octets, is one that only a home or a machine itself has."""
    if len(address) == _IPV4_OCTETS:
        return _is_ipv4_of_a_home(address)
    if address.startswith((_MAPPED, _COMPATIBLE)):
        return True  # never in the DNS (RFC 4291 section 2.5.5), and `::` and `::1` are among them
    if address.startswith((_TRANSLATED, _TRANSLATED_HERE)):
        return _is_ipv4_of_a_home(address[-_IPV4_OCTETS:])
    if address.startswith(_6TO4):
        return _is_ipv4_of_a_home(address[2 : 2 + _IPV4_OCTETS])
    first, second = address[0], address[1]
    return first & 0xFE == 0xFC or (first == 0xFE and second & 0x80 != 0)


def _is_ipv4_of_a_home(address: bytes) -> bool:
    first, second = address[0], address[1]
    match first:
        case 0 | 10 | 127:
            return True
        case 100:
            return second & 0xC0 == 64
        case 169:
            return second == 254
        case 172:
            return second & 0xF0 == 16
        case 192:
            return second == 168
        case _:
            return False


def is_nowhere(address: bytes) -> bool:
    """Say whether an address, as its octets, is the unspecified one of its family."""
    return not any(address)


class Rebinding:
    """Judges whether an answer may be given, by the addresses in it."""

    def __init__(self, may_lead_home: Collection[Name] = ()) -> None:
        """Let these names, and all below them, give any address: zones of the home, and options."""
        self._may = LEADS_HOME_ON_PURPOSE.union(may_lead_home)

    def is_refused(self, asked: Name, addresses: Iterable[bytes]) -> bool:
        """Say whether an answer with these addresses leads from outside into the home."""
        return any(map(is_of_a_home, addresses)) and not self._may_lead_home(asked)

    def _may_lead_home(self, asked: Name) -> bool:
        return any(Name(asked[offset:]) in self._may for offset in suffix_offsets(asked))
