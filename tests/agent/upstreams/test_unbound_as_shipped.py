from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import dns.dnssec
import dns.dnssectypes
import dns.edns
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rcode
import dns.rdataset
import dns.rdatatype
import dns.zone
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.agent.dns.upstream.real_upstreams import HOST, agent_below, unbound_as_shipped

ZONE = "signed.example."
RECORDS = """
@ 3600 IN SOA ns hostmaster 1 3600 600 86400 300
@ 3600 IN NS ns
ns 3600 IN A 192.0.2.53
good 3600 IN A 192.0.2.1
bad 3600 IN A 192.0.2.2
worse 3600 IN A 192.0.2.3
"""
FORGED = "192.0.2.66"


class Served(NamedTuple):
    """Where unbound as we ship it listens, and the agent below it."""

    unbound: int
    agent: int


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield both, with a zone that we signed ourselves and then forged one record of."""
    folder = tmp_path_factory.mktemp("unbound")
    anchor = signed(folder / "signed.zone")
    zone = [
        f"trust-anchor: '{anchor}'",
        "auth-zone:",
        f"name: {ZONE}",
        f"zonefile: {folder / 'signed.zone'}",
        *("for-downstream: no", "for-upstream: yes", "fallback-enabled: no"),
    ]
    with (
        unbound_as_shipped(folder, *zone) as resolver,
        agent_below("--upstream", f"{HOST}:{resolver.port}") as port,
    ):
        yield Served(resolver.port, port)


def signed(file: Path) -> str:
    """Write a signed zone with one record that was changed after; return its trust anchor."""
    key = ec.generate_private_key(ec.SECP256R1())
    public = dns.dnssec.make_dnskey(
        key.public_key(), dns.dnssectypes.Algorithm.ECDSAP256SHA256, flags=257
    )
    zone = dns.zone.from_text(RECORDS, ZONE, relativize=False)
    dns.dnssec.sign_zone(
        zone,
        keys=[(key, public)],
        inception=datetime(2020, 1, 1, tzinfo=UTC),
        expiration=time.time() + 86_400,
        add_dnskey=True,
    )
    for name in ("bad", "worse"):
        forged = dns.rdataset.from_text("IN", "A", 3_600, FORGED)
        zone.replace_rdataset(f"{name}.{ZONE}", forged)
    zone.to_file(str(file), relativize=False)
    return f"{ZONE} 3600 IN DNSKEY {public}"


def asked(port: int, name: str, *, checks: bool = True) -> dns.message.Message:
    """Ask for an address with DNSSEC; without `checks`, for whatever is there."""
    query = dns.message.make_query(name + ZONE, "A", want_dnssec=True)
    if not checks:
        query.flags |= dns.flags.CD
    return dns.query.udp(query, HOST, 20, port)


def addresses(answer: dns.message.Message) -> list[str]:
    """Return the addresses of an answer."""
    return [
        rdata.to_text()
        for rrset in answer.answer
        if rrset.rdtype == dns.rdatatype.A
        for rdata in rrset
    ]


BOTH = pytest.mark.parametrize("place", ["unbound", "agent"])


@BOTH
def test_what_is_signed_is_told_to_be_authentic(place: str, served: Served) -> None:
    """A record whose signature is right comes with AD and its signature, also through the agent."""
    for _ in range(2):  # the second time out of the agent's cache
        answer = asked(getattr(served, place), "good.")
        assert addresses(answer) == ["192.0.2.1"]
        assert bool(answer.flags & dns.flags.AD)
        assert any(rrset.rdtype == dns.rdatatype.RRSIG for rrset in answer.answer)


@BOTH
def test_what_is_not_there_is_proven(place: str, served: Served) -> None:
    """A denial whose proof is right comes with AD too."""
    answer = asked(getattr(served, place), "nothing.")
    assert answer.rcode() == dns.rcode.NXDOMAIN
    assert bool(answer.flags & dns.flags.AD)


@BOTH
def test_what_was_forged_is_not_given(place: str, served: Served) -> None:
    """A record that does not fit its signature is SERVFAIL, and nobody sees the forged address."""
    answer = asked(getattr(served, place), "bad.")
    assert answer.rcode() == dns.rcode.SERVFAIL
    assert addresses(answer) == []


@BOTH
def test_it_is_said_why(place: str, served: Served) -> None:
    """The file we ship has unbound say that a signature was wrong (RFC 8914, code 6)."""
    codes = [
        int(option.code)
        for option in asked(getattr(served, place), "worse.").options
        if isinstance(option, dns.edns.EDEOption)
    ]
    assert codes == [6]


@BOTH
def test_who_checks_for_themselves_gets_what_is_there(place: str, served: Served) -> None:
    """With CD the forged record comes, without AD; and without CD it is still refused after."""
    port = getattr(served, place)
    answer = asked(port, "bad.", checks=False)
    assert addresses(answer) == [FORGED]
    assert not answer.flags & dns.flags.AD
    assert asked(port, "bad.").rcode() == dns.rcode.SERVFAIL


def test_nobody_else_is_served(served: Served) -> None:
    """It listens on the loopback address alone."""
    with pytest.raises(OSError, match="refused"):
        dns.query.tcp(dns.message.make_query(ZONE, "A"), "127.0.0.2", 20, served.unbound)
