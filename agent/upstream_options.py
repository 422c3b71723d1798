"""How upstreams are written on a command line, and what is made of them: the one place for both.

    UPSTREAM = ADDR[:PORT]                            plain DNS; port 53 where none is written
             | tls://ADDR[:PORT]#NAME                 DNS over TLS, whose certificate is for NAME
             | tls://ADDR[:PORT]#sha256/PIN[,sha256/PIN]...
                                                      DNS over TLS, whose key is one of these
    ZONE     = NAME=UPSTREAM                          NAME and all names below it go there

Port 853 where none is written. PIN is the SHA-256 of the key (SubjectPublicKeyInfo) in base64, as
RFC 7858 appendix A and most resolvers' pages write it.

Rules kept here:
- Encrypted is strict (RFC 8310 section 5): never plain instead, and so never both kinds beside
  each other for the same names.
- An upstream without a NAME or PIN could be anybody; that is not taken.
"""

from __future__ import annotations

import argparse
import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from agent.addresses import read_address
from agent.dns.upstream import Address, Do53Upstreams, Upstream
from agent.dns.upstream.coalescing import Coalescing
from agent.dns.upstream.dot import DotUpstreams, Identity
from agent.dns.upstream.zones import ByZone
from agent.errors import UpstreamsMixed
from policy.errors import NameMalformed
from policy.names import Name, from_text, to_text

TLS = "tls://"
TLS_PORT = 853
PIN = "sha256/"
PIN_OCTETS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One upstream as it was written. Encrypted is what has a `name` or `pins`."""

    address: Address
    name: str | None = None
    pins: frozenset[bytes] = frozenset()

    @property
    def is_encrypted(self) -> bool:
        """Say whether it is asked over TLS."""
        return bool(self.name or self.pins)


def read_upstream(text: str) -> Written:
    """Return one upstream. Raises argparse.ArgumentTypeError, which argparse shows."""
    if not text.startswith(TLS):
        return Written(address=read_address(text))
    where, _, who = text.removeprefix(TLS).partition("#")
    has_port = ":" in where.rpartition("]")[2]
    address = read_address(where if has_port else f"{where}:{TLS_PORT}")
    if who.startswith(PIN):
        return Written(address=address, pins=frozenset(map(_read_pin, who.split(","))))
    try:
        name = to_text(from_text(who))
    except NameMalformed as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} does not say whose certificate it must be; write it as"
            f" {TLS}192.0.2.1:853#dns.example or {TLS}192.0.2.1:853#{PIN}PIN"
        ) from error
    return Written(address=address, name=name)


def read_zone(text: str) -> tuple[Name, Written]:
    """Return a zone and who knows it. Raises argparse.ArgumentTypeError."""
    zone, equals, upstream = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is no zone; write it as lan=192.168.1.1:53")
    try:
        return from_text(zone), read_upstream(upstream)
    except NameMalformed as error:
        raise argparse.ArgumentTypeError(f"{error}") from error


def put_together(
    upstreams: Sequence[Written], zones: Sequence[tuple[Name, Written]] = ()
) -> Upstream:
    """Return one upstream that asks all these. Raises UpstreamsMixed."""
    of_zone: dict[Name, list[Written]] = {}
    for zone, upstream in zones:
        of_zone.setdefault(zone, []).append(upstream)
    known = {zone: _several(several) for zone, several in of_zone.items()}
    return Coalescing(ByZone(_several(upstreams), known))


def _several(written: Sequence[Written]) -> Upstream:
    if not any(one.is_encrypted for one in written):
        return Do53Upstreams([one.address for one in written])
    if not all(one.is_encrypted for one in written):
        raise UpstreamsMixed(
            "some upstreams are encrypted and some are not; for the same names name either all as"
            f" {TLS} or none, since a question that goes out plain can be read on its way"
        )
    return DotUpstreams([(one.address, Identity(one.name, one.pins)) for one in written])


def _read_pin(text: str) -> bytes:
    try:
        pin = base64.b64decode(text.removeprefix(PIN), validate=True)
    except binascii.Error:
        pin = b""
    if not text.startswith(PIN) or len(pin) != PIN_OCTETS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no pin; write the SHA-256 of the key in base64, 44 characters,"
            f" behind {PIN}"
        )
    return pin
