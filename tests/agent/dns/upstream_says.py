"""What upstream resolvers say, written by dnspython: chains, denials, referrals, with an OPT.

Rules kept here:
- Where the OPT stands among the additional RRs, and what it carries, is for the test to choose.
"""

from __future__ import annotations

from typing import NamedTuple

import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset
from hypothesis import strategies as st

from tests.agent.dns import packets
from tests.agent.dns.packets import two


class RR(NamedTuple):
    """One RR as text; an empty owner stands for the asked name."""

    rtype: str
    rdata: str
    ttl: int = 300
    owner: str = ""


class Says(NamedTuple):
    """What an upstream says to a query; `opt_place` is the OPT's place among the additional RRs."""

    rcode: int = 0
    answer: tuple[RR, ...] = ()
    authority: tuple[RR, ...] = ()
    additional: tuple[RR, ...] = ()
    flags: int = packets.RD | 0x80
    opt_place: int | None = None
    opt: bytes = packets.opt()

    def to(self, query: bytes) -> bytes:
        """Return this as the answer to a query."""
        end = packets.end_of_question(query)
        message = self.message(query)
        octets = bytearray(message.to_wire(max_size=65_535))
        extra = [_on_its_own(rr, query[12 : end - 4]) for rr in self.additional]
        if self.opt_place is not None:
            extra.insert(min(self.opt_place, len(extra)), self.opt)
        octets[10:12] = two(len(extra))
        return bytes(octets) + b"".join(extra)

    def message(self, query: bytes) -> dns.message.Message:
        """Return it without the additional section, which `to` writes by hand."""
        end = packets.end_of_question(query)
        message = dns.message.QueryMessage(int.from_bytes(query[:2], "big"))
        message.flags = packets.QR | self.flags
        message.set_rcode(dns.rcode.Rcode(self.rcode))
        name = dns.name.from_wire(query, 12)[0]
        qtype, qclass = query[end - 4 : end - 2], query[end - 2 : end]
        message.question = [
            dns.rrset.RRset(
                name,
                dns.rdataclass.RdataClass(int.from_bytes(qclass, "big")),
                dns.rdatatype.RdataType(int.from_bytes(qtype, "big")),
            )
        ]
        message.answer = [_rrset(rr, name) for rr in self.answer]
        message.authority = [_rrset(rr, name) for rr in self.authority]
        return message


def _rrset(rr: RR, asked: dns.name.Name) -> dns.rrset.RRset:
    owner = dns.name.from_text(rr.owner) if rr.owner else asked
    return dns.rrset.from_rdata(owner, rr.ttl, dns.rdata.from_text("IN", rr.rtype, rr.rdata))


def _on_its_own(rr: RR, asked: bytes) -> bytes:
    owner = packets.cased(rr.owner) if rr.owner else asked
    rdata = dns.rdata.from_text("IN", rr.rtype, rr.rdata).to_wire() or b""
    rtype = two(dns.rdatatype.from_text(rr.rtype))
    return owner + rtype + two(1) + rr.ttl.to_bytes(4, "big") + two(len(rdata)) + rdata


ADDRESS = Says(answer=(RR("A", "192.0.2.7"),))
SOA = RR("SOA", "ns.example. admin.example. 1 2 3 4 300", 900, "example")
NXDOMAIN = Says(rcode=3, authority=(SOA,))
NODATA = Says(authority=(SOA,))
CHAIN = Says(
    answer=(
        RR("CNAME", "b.example.net.", 300),
        RR("CNAME", "c.example.net.", 200, "b.example.net"),
        RR("A", "192.0.2.7", 100, "c.example.net"),
        RR("A", "192.0.2.8", 100, "c.example.net"),
    )
)
REFERRAL = Says(
    authority=(RR("NS", "ns1.example.net.", 3600, "example"),),
    additional=(RR("A", "192.0.2.53", 3600, "ns1.example.net"),),
)

_RDATA = {
    "A": "192.0.2.7",
    "AAAA": "2001:db8::7",
    "CNAME": "target.example.net.",
    "TXT": '"some text" "more"',
    "HTTPS": '1 . alpn="h2,h3" ipv4hint=192.0.2.7',
    "SVCB": "2 svc.example.net. port=8443",
    "MX": "10 mx.example.net.",
    "SRV": "1 2 443 host.example.net.",
    "CAA": '0 issue "ca.example.net"',
    "DS": "1 13 2 " + "ab" * 32,
    "TYPE65280": r"\# 3 010203",
}


def _rrs(largest: int) -> st.SearchStrategy[tuple[RR, ...]]:
    ttl = st.sampled_from((0, 1, 59, 60, 300, 86_400, 86_401, 2**31 - 1)) | st.integers(0, 100_000)
    owner = st.sampled_from(("", "", "target.example.net", "other.example.org"))
    rr = st.builds(
        lambda kind, ttl, owner: RR(kind, _RDATA[kind], ttl, owner),
        st.sampled_from(sorted(_RDATA)),
        ttl,
        owner,
    )
    long = st.integers(1, 8).map(lambda many: (RR("TXT", f'"{"x" * 200}"', 60),) * many)
    return st.one_of(st.lists(rr, max_size=largest).map(tuple), long)


def says() -> st.SearchStrategy[Says]:
    """Return what an upstream may say: the ordinary, and much that is allowed but rare."""
    soa = st.builds(
        lambda ttl, minimum: RR("SOA", f"ns.example. a.example. 1 2 3 4 {minimum}", ttl, "example"),
        st.integers(0, 5_000),
        st.integers(0, 5_000),
    )
    authority = st.one_of(st.just(()), st.tuples(soa), _rrs(2))
    anything = st.builds(
        Says,
        rcode=st.sampled_from((0, 0, 0, 3, 2, 5)),
        answer=_rrs(5),
        authority=authority,
        additional=_rrs(2),
        flags=st.sampled_from((0x0180, 0x05A0, 0x01B0, 0x0580, 0x01A0, 0x0100)),
        opt_place=st.none() | st.integers(0, 3),
        opt=st.builds(
            lambda options, dnssec_ok: packets.opt(options=options, dnssec_ok=dnssec_ok),
            st.lists(st.tuples(st.sampled_from((3, 15, 12)), st.just(b"\0\1ab")), max_size=2),
            st.booleans(),
        ),
    )
    return st.one_of(
        st.sampled_from((ADDRESS, NXDOMAIN, NODATA, CHAIN, REFERRAL)),
        st.builds(lambda one, at: one._replace(opt_place=at), anything, st.integers(0, 3)),
        anything,
    )
