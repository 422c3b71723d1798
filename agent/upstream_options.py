"""How upstreams are written on a command line, and what is made of them: the one place for both.

    UPSTREAM = ADDR[:PORT]                    plain DNS; port 53 where none is written
             | tls://WHERE[#WHO]              DNS over TLS; port 853
             | https://WHERE[/PATH][#WHO]     DNS over HTTPS; port 443, and /dns-query
             | WORD | WORD+https              a well-known resolver, over TLS or over HTTPS
    WHERE    = ADDR[:PORT] | NAME[:PORT]
    WHO      = NAME                           whose certificate it must be
             | sha256/PIN[,sha256/PIN]...     or which key it must have
    ZONE     = NAME=UPSTREAM                  NAME and all names below it go there

Without WHO the certificate must be for the host in WHERE; an ADDR behind tls:// needs one. PIN is
the SHA-256 of the key (SubjectPublicKeyInfo) in base64, as RFC 7858 appendix A and most resolvers'
pages write it. Where WHERE is a NAME, its addresses are asked of the bootstrap resolvers.

Rules kept here:
- Encrypted is strict (RFC 8310 section 5): never plain instead, and so never both kinds beside
  each other for the same names.
- An upstream without a NAME or PIN could be anybody; that is not taken.
- What speaks HTTP/2 is loaded only where an upstream over HTTPS is named.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple

from agent.addresses import read_address, show_address
from agent.dns.sockets import is_of_this_machine
from agent.dns.upstream import Address, Do53Upstreams, Upstream
from agent.dns.upstream.asking import Known, Way, Whereabouts
from agent.dns.upstream.bootstrap import Bootstrapped
from agent.dns.upstream.coalescing import Coalescing
from agent.dns.upstream.dot import Dot
from agent.dns.upstream.kept import SECONDS
from agent.dns.upstream.secured import Identity
from agent.dns.upstream.several import Several
from agent.dns.upstream.zones import ByZone
from agent.errors import AsksItself, BootstrapMissing, UpstreamsMixed
from agent.upstreams.well_known import BY_WORD, WellKnown
from policy.errors import NameMalformed
from policy.names import Name, from_text, to_text

OVER_HTTPS = "+https"
PATH = "/dns-query"
PIN = "sha256/"
PIN_OCTETS = 32

_PATH_FORM = re.compile(r"/[A-Za-z0-9/._~!$&'()*+,;=:@%-]*")
_NAME_FORM = re.compile(r"(?P<name>[^:/\[\]]+)(?::(?P<port>[0-9]{1,5}))?")


class Transport(Enum):
    """How an upstream is asked."""

    PLAIN = ""
    TLS = "tls://"
    HTTPS = "https://"


PORTS = {Transport.PLAIN: 53, Transport.TLS: 853, Transport.HTTPS: 443}


class Named(NamedTuple):
    """Where an upstream is, by a name whose addresses must be asked for."""

    name: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One upstream as it was written. Encrypted is what has a `name` or `pins`.

    It is at `addresses`, or else where `named` says; `authority` and `path` are of its URL.
    """

    transport: Transport = Transport.PLAIN
    addresses: tuple[Address, ...] = ()
    named: Named | None = None
    name: str | None = None
    pins: frozenset[bytes] = frozenset()
    authority: str = ""
    path: str = ""

    @property
    def is_encrypted(self) -> bool:
        """Say whether it is asked over TLS or HTTPS."""
        return self.transport is not Transport.PLAIN


def read_upstream(text: str) -> Written:
    """Return one upstream. Raises argparse.ArgumentTypeError, which argparse shows."""
    for transport in (Transport.TLS, Transport.HTTPS):
        if text.startswith(transport.value):
            return _read_encrypted(text, transport)
    word = text.removesuffix(OVER_HTTPS)
    if (known := BY_WORD.get(word)) is not None:
        return _well_known(known, Transport.TLS if word == text else Transport.HTTPS)
    try:
        return Written(addresses=(read_address(text),))
    except argparse.ArgumentTypeError as error:
        words = ", ".join(BY_WORD)
        raise argparse.ArgumentTypeError(f"{error}, or as one of these: {words}") from error


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
    upstreams: Sequence[Written],
    zones: Sequence[tuple[Name, Written]] = (),
    bootstrap: Sequence[Address] = (),
) -> Upstream:
    """Return one upstream that asks all these. Raises UpstreamsMixed, BootstrapMissing."""
    of_zone: dict[Name, list[Written]] = {}
    for zone, upstream in zones:
        of_zone.setdefault(zone, []).append(upstream)
    known = {zone: _several(several, bootstrap) for zone, several in of_zone.items()}
    return Coalescing(ByZone(_several(upstreams, bootstrap), known))


def refuse_itself(listen: Sequence[Address], asked: Sequence[Address]) -> None:
    """Raise AsksItself where a resolver to ask is this very program: it would ask for ever.

    Who listens at all addresses is asked at each that the machine has, also that of its network.
    """
    for ours in listen:
        host = ip_address(ours.host)
        for address in asked:
            there = ip_address(address.host)
            if address.port != ours.port:
                continue
            if there == host or (host.is_unspecified and _is_ours(there)):
                raise AsksItself(
                    f"{show_address(address)} is to be asked, and is where this program itself"
                    " listens; name another resolver"
                )


def _is_ours(there: IPv4Address | IPv6Address) -> bool:
    return there.is_loopback or is_of_this_machine(f"{there}")


def addresses_of(written: Iterable[Written]) -> list[Address]:
    """Return where all these are, as far as that was written down."""
    return [address for one in written for address in one.addresses]


def _read_encrypted(text: str, transport: Transport) -> Written:
    rest, hash_sign, who = text.removeprefix(transport.value).partition("#")
    where, path = rest, ""
    if transport is Transport.HTTPS:
        where, slash, path = rest.partition("/")
        path = slash + path if path else PATH
        if not _PATH_FORM.fullmatch(path):
            raise argparse.ArgumentTypeError(
                f"{text!r} has no path that can be asked; write it as https://dns.example{PATH}"
            )
    address, named = _read_where(text, where, PORTS[transport])
    host = named.name if named else ""
    if address and transport is Transport.HTTPS:
        host = address.host  # as for any address of the web (RFC 9110 section 4.3.4)
    name, pins = _read_who(text, who) if hash_sign else (host, frozenset[bytes]())
    if not name and not pins:
        raise _whose(text)
    authority = ""
    if transport is Transport.HTTPS:
        # The certificate's name also stands in the URL: who serves many looks there.
        shown = name or host
        shown = f"[{shown}]" if ":" in shown else shown
        port = (address or named or Address("", 0)).port
        authority = shown if port == PORTS[transport] else f"{shown}:{port}"
    return Written(
        transport=transport,
        addresses=(address,) if address else (),
        named=named,
        name=name or None,
        pins=pins,
        authority=authority,
        path=path,
    )


def _read_where(text: str, where: str, port: int) -> tuple[Address | None, Named | None]:
    """Return an address, or else a name that must be asked for."""
    found = _NAME_FORM.fullmatch(where)
    # What ends in digits was meant as an address (as in the WHATWG's URLs), whole or not.
    if found is None or found["name"].rpartition(".")[2].isdigit():
        has_port = ":" in where.rpartition("]")[2]
        return read_address(where if has_port else f"{where}:{port}"), None
    try:
        name = to_text(from_text(found["name"]))
    except NameMalformed as error:
        raise argparse.ArgumentTypeError(f"{text!r}: {error}") from error
    if found["port"] and not 0 < int(found["port"]) <= 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} has no port that there is")
    return None, Named(name, int(found["port"] or port))


def _read_who(text: str, who: str) -> tuple[str, frozenset[bytes]]:
    if who.startswith(PIN):
        return "", frozenset(map(_read_pin, who.split(",")))
    try:
        return to_text(from_text(who)), frozenset()
    except NameMalformed as error:
        raise _whose(text) from error


def _whose(text: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(
        f"{text!r} does not say whose certificate it must be; write it as"
        f" tls://192.0.2.1:853#dns.example or tls://192.0.2.1:853#{PIN}PIN"
    )


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


def _well_known(known: WellKnown, transport: Transport) -> Written:
    is_https = transport is Transport.HTTPS
    name = known.https_name if is_https else known.tls_name
    return Written(
        transport=transport,
        addresses=tuple(Address(host, PORTS[transport]) for host in known.addresses),
        name=name,
        authority=name if is_https else "",
        path=known.path if is_https else "",
    )


def _several(written: Sequence[Written], bootstrap: Sequence[Address]) -> Upstream:
    if not any(one.is_encrypted for one in written):
        return Do53Upstreams(addresses_of(written))
    if not all(one.is_encrypted for one in written):
        raise UpstreamsMixed(
            "some upstreams are encrypted and some are not; for the same names name either all as"
            " tls:// or https://, or none, since a question that goes out plain can be read on its"
            " way"
        )
    return Several([_way(one, bootstrap) for one in written], rounds=SECONDS)


def _way(one: Written, bootstrap: Sequence[Address]) -> Way:
    identity = Identity(one.name, one.pins)
    where: Whereabouts = Known(one.addresses)
    if one.named:
        if not bootstrap:
            raise BootstrapMissing(
                f"{one.named.name} is a name, and somebody must be asked where it is; name a"
                " resolver by its address with --bootstrap, which is asked for nothing else"
            )
        where = Bootstrapped(from_text(one.named.name), one.named.port, Do53Upstreams(bootstrap))
    if one.transport is Transport.TLS:
        return Dot(where, identity)
    # Only now: HTTP/2 costs a home without it no memory.
    from agent.dns.upstream.doh import Doh  # noqa: PLC0415 - said above

    return Doh(where, identity, (one.authority, one.path))
