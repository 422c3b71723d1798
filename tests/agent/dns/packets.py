"""Packets for tests: written by hand, drawn by Hypothesis, damaged on purpose, and read back.

Rules kept here:
- Nothing of `agent` writes or reads here, so that a test compares two independent hands.
- What is damaged is damaged from a source of chance that the test prints.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import dns.exception
import dns.flags
import dns.message
import dns.rdatatype
import dns.rrset
import dns.wire
from hypothesis import strategies as st

from policy.names import Name, from_text
from tests.policy.strategies import names, wire_names

A, NS, CNAME, SOA, HINFO, TXT, AAAA, OPT, HTTPS, AXFR, ANY = (
    1,
    2,
    5,
    6,
    13,
    16,
    28,
    41,
    65,
    252,
    255,
)
IN, CH = 1, 3
QR, AA, TC, RD, RA, Z, AD, CD = (1 << bit for bit in (15, 10, 9, 8, 7, 6, 5, 4))
DO = 0x8000

Option = tuple[int, bytes]


def opt(
    *,
    payload: int = 1232,
    version: int = 0,
    dnssec_ok: bool = False,
    rdata: bytes | None = None,
    options: Iterable[Option] = (),
) -> bytes:
    """Return an OPT pseudo-RR; `rdata` stands instead of well-formed options."""
    if rdata is None:
        rdata = b"".join(two(code) + two(len(value)) + value for code, value in options)
    flags = bytes((0, version, 0x80 if dnssec_ok else 0, 0))
    return b"\0" + two(OPT) + two(payload) + flags + two(len(rdata)) + rdata


def query(
    name: str | bytes,
    qtype: int = A,
    *,
    qclass: int = IN,
    flags: int = RD,
    query_id: int = 0x1234,
    additional: Sequence[bytes] = (),
) -> bytes:
    """Return a query; a name given as text keeps its capital letters."""
    wire = cased(name) if isinstance(name, str) else name
    counts = two(1) + two(0) + two(0) + two(len(additional))
    head = two(query_id) + two(flags) + counts
    return head + wire + two(qtype) + two(qclass) + b"".join(additional)


def cased(text: str) -> bytes:
    """Return a name in wire form with the capital letters of its text."""
    wire = from_text(text)
    spelt = b"." + text.encode() + b"."
    return bytes(
        ours if theirs == ord(".") else theirs for ours, theirs in zip(wire, spelt, strict=True)
    )


def two(number: int) -> bytes:
    """Return a 16-bit number as it stands in a packet."""
    return number.to_bytes(2, "big")


BY_HAND = {
    "plain": query("example.org"),
    "edns": query("www.example.org", AAAA, additional=[opt()]),
    "capital letters": query("wWw.ExAmPle.oRG", HTTPS, additional=[opt(payload=4096)]),
    "DNSSEC": query("example.org", flags=RD | AD | CD, additional=[opt(dnssec_ok=True)]),
    "options": query(
        "example.org",
        additional=[opt(options=[(10, bytes(8)), (8, b"\0\1\x18\0\xc0\0\2"), (12, bytes(40))])],
    ),
    "blocked": query("bad.example", additional=[opt()]),
    "blocked below": query("a.b.c.bad.example", HTTPS),
    "allowed below a block": query("allowed.blocked.example"),
    "above an allowed name": query("blocked.example"),
    "lifeline": query("www.childline.org.uk", additional=[opt()]),
    "canary": query("use-application-dns.net"),
    "resolver.arpa": query("_dns.resolver.arpa", 64, additional=[opt()]),
    "localhost": query("a.localhost"),
    "any": query("example.org", ANY),
    "transfer": query("example.org", AXFR),
    "root": query(b"\0", NS, additional=[opt()]),
    "longest name": query((b"\x3f" + b"x" * 63) * 3 + b"\x3d" + b"y" * 61 + b"\0"),
    "longest, blocked": query(
        (b"\x3f" + b"x" * 63) * 3 + b"\x30" + b"y" * 48 + cased("bad.example")
    ),
    "odd octets": query(b"\3a.b\3\0\1\2\2-_\0", TXT),
    "other octets": query("bücher".encode().join((b"\7", b"\7example\0")), A),
    "not UTF-8": query(b"\2\xff\xfe\7example\0"),
    "chaos": query("version.bind", TXT, qclass=CH),
    "no recursion": query("example.org", flags=0),
    "version 1": query("example.org", additional=[opt(version=1)]),
    "two OPTs": query("example.org", additional=[opt(), opt()]),
    "an RR before the OPT": query(
        "example.org", additional=[b"\0" + two(TXT) + two(IN) + bytes(4) + two(2) + b"\1x", opt()]
    ),
    "OPT cut off": query("example.org", additional=[opt(rdata=b"\0\x0a\0\x08abc")]),
    "octets left over": query("example.org") + b"\0",
    "reserved bit": query("example.org", flags=RD | Z),
    "pointer to itself": query(b"\xc0\x0c"),
    "pointer forward": query(b"\1a\xc0\x12"),
    "pointer into the header": query(b"\1a\xc0\x04"),
    "label of 64": query(b"\x40" + b"x" * 64 + b"\0"),
    "name of 256": query((b"\x3f" + b"x" * 63) * 3 + b"\x3e" + b"y" * 62 + b"\0"),
    "update": query("example.org", SOA, flags=5 << 11),
    "two questions": two(1) + two(RD) + two(2) + bytes(6) + query("a.example")[12:] * 2,
    "no question": two(1) + two(RD) + bytes(8),
    "response": query("example.org", flags=QR | RD),
    "eleven octets": query("example.org")[:11],
}
"""One packet of every kind that a step of the pipeline treats in its own way."""


_TYPES = st.one_of(
    st.sampled_from((A, AAAA, HTTPS, TXT, SOA, NS, ANY, 0, OPT, AXFR, 64, 97, 0xFFFF)),
    st.integers(0, 0xFFFF),
)


def _options() -> st.SearchStrategy[bytes]:
    code = st.sampled_from((3, 8, 10, 12, 15, 100))
    whole = st.lists(st.tuples(code, st.binary(max_size=20)), max_size=3).map(
        lambda found: b"".join(two(kind) + two(len(value)) + value for kind, value in found)
    )
    return st.one_of(whole, st.binary(max_size=20))


def _opts() -> st.SearchStrategy[bytes]:
    payload = st.sampled_from((0, 511, 512, 513, 1232, 1233, 4096, 0xFFFF))
    version = st.sampled_from((0, 0, 0, 0, 1, 255))
    return st.builds(
        lambda payload, version, dnssec_ok, rdata: opt(
            payload=payload, version=version, dnssec_ok=dnssec_ok, rdata=rdata
        ),
        payload,
        version,
        st.booleans(),
        _options(),
    )


def asked_names() -> st.SearchStrategy[bytes]:
    """Return names as askers write them, in mixed case: ones that rules meet, and any octets."""
    known = st.sampled_from([packet[12:] for packet in BY_HAND.values()]).map(
        lambda rest: rest[: rest.find(b"\0") + 1]
    )
    name = st.one_of(names(), names(), known.filter(_is_name), wire_names())
    return st.builds(_in_capitals, name, st.integers(0, 2**32 - 1))


def _is_name(wire: bytes) -> bool:
    at = 0
    while at < len(wire) and 0 < wire[at] < 64:
        at += wire[at] + 1
    return at == len(wire) - 1 <= 254 and not wire[at]


def _in_capitals(name: bytes, which: int) -> bytes:
    return bytes(
        ord(chr(octet).upper()) if octet < 128 and which >> place % 32 & 1 else octet
        for place, octet in enumerate(name)
    )


def queries() -> st.SearchStrategy[bytes]:
    """Return queries: mostly such as stubs send, some unusual, every one with QR clear."""
    flags = st.sampled_from((RD,) * 6 + (RD | AD, RD | CD, RD | Z, RD | TC, 0, 0x0400))
    qclass = st.sampled_from((IN,) * 8 + (CH, 254, 255))
    additional: st.SearchStrategy[list[bytes]] = st.one_of(
        st.just([]), _opts().map(lambda one: [one]), st.lists(_opts(), max_size=2)
    )
    return st.builds(
        lambda name, qtype, qclass, flags, query_id, additional, rest: (
            query(
                name,
                qtype,
                qclass=qclass,
                flags=flags,
                query_id=query_id,
                additional=additional,
            )
            + rest
        ),
        asked_names(),
        _TYPES,
        qclass,
        flags,
        st.integers(0, 0xFFFF),
        additional,
        st.sampled_from((b"",) * 8 + (b"\0",)),
    )


def ordinary_queries() -> st.SearchStrategy[bytes]:
    """Return queries as stubs send them, every one of which the fast reader takes."""
    known = st.sampled_from((A, AAAA, HTTPS, TXT, SOA, NS, 64, 97))
    flags = st.sampled_from((RD, RD, RD | AD, RD | CD, RD | AD | CD))
    return st.builds(
        lambda name, qtype, flags, additional: query(
            name, qtype, flags=flags, additional=additional
        ),
        asked_names().filter(bytes.isascii),
        known,
        flags,
        st.just([])
        | st.builds(
            lambda size, do: [opt(payload=size, dnssec_ok=do)],
            st.sampled_from((0, 512, 1232, 4096)),
            st.booleans(),
        ),
    )


def damaged() -> st.SearchStrategy[bytes]:
    """Return packets that were damaged once to four times."""

    def damage(packets: list[bytes], chance: random.Random, times: int) -> bytes:
        packet = packets[0]
        for _ in range(times):
            packet = mutate(chance, packet, packets[1])
        return packet

    several = st.lists(st.one_of(queries(), st.sampled_from([*BY_HAND.values()])), min_size=2)
    return st.builds(damage, several, st.randoms(use_true_random=False), st.integers(1, 4))


def mutate(dice: random.Random, packet: bytes, other: bytes) -> bytes:
    """Return `packet` damaged in one way, chosen by chance; `other` is what may be spliced in."""
    octets = bytearray(packet) or bytearray(1)
    at = dice.randrange(len(octets))
    match dice.randrange(9):
        case 0:
            octets[at] ^= 1 << dice.randrange(8)
        case 1:
            octets[at] = dice.choice((0, 1, 0x3F, 0x40, 0x7F, 0x80, 0xBF, 0xC0, 0xFF))
        case 2:
            del octets[at:]
        case 3:
            octets[at:] = other[dice.randrange(len(other) + 1) :]
        case 4:  # a count that lies
            place = dice.choice((4, 6, 8, 10))
            octets[place : place + 2] = two(dice.choice((0, 1, 2, 3, 255, 0xFFFF)))
        case 5:  # the first length octet lies
            octets[12:13] = bytes((dice.randrange(256),))
        case 6:  # a pointer, to itself or anywhere
            octets[at : at + 2] = two(
                0xC000 | dice.choice((at & 0x3FFF, 0, 12, dice.randrange(0x4000)))
            )
        case 7:  # an OPT that lies
            size = dice.randrange(24)
            pseudo = bytearray(opt(rdata=dice.randbytes(size), version=dice.choice((0, 0, 1))))
            pseudo[9:11] = two(dice.choice((size, size, 0, size + 1, 0xFFFF)))
            octets[10:12] = two(1)
            octets += pseudo
        case _:
            octets[at:at] = dice.randbytes(dice.randrange(1, 8))
    return bytes(octets)


class Said(NamedTuple):
    """Everything that a reply says, whichever way its octets say it.

    The question is as written, with its capital letters; names in records are in lower case, since
    a pointer into the question gives them the asker's.
    """

    message_id: int
    flags: int
    rcode: int
    question: tuple[tuple[bytes, ...], int, int] | None
    sections: tuple[tuple[tuple[str, int, int, int, bytes], ...], ...]
    edns: int
    edns_flags: int
    payload: int
    options: tuple[tuple[int, bytes], ...]


def said(reply: bytes) -> Said:
    """Return what a reply says, read strictly by dnspython."""
    message = dns.message.from_wire(reply, one_rr_per_rrset=True)
    assert message.flags & dns.flags.QR
    assert len(message.question) <= 1
    question = None
    if message.question:
        asked = message.question[0]
        question = (asked.name.labels, int(asked.rdtype), int(asked.rdclass))
    return Said(
        message_id=message.id,
        flags=int(message.flags) & 0xFFF0,
        rcode=int(message.rcode()),
        question=question,
        sections=tuple(
            tuple(record for one in section for record in _records(one))
            for section in (message.answer, message.authority, message.additional)
        ),
        edns=message.edns,
        edns_flags=message.ednsflags & 0xFFFF if message.edns >= 0 else 0,
        payload=message.payload,
        options=tuple((int(option.otype), option.to_wire() or b"") for option in message.options),
    )


def _records(rrset: dns.rrset.RRset) -> list[tuple[str, int, int, int, bytes]]:
    owner = rrset.name.to_text().lower()
    return [
        (owner, int(rrset.rdtype), int(rrset.rdclass), rrset.ttl, rdata.to_digestable())
        for rdata in rrset
    ]


def is_readable(packet: bytes) -> bool:
    """Say whether dnspython can take a packet apart as a query of one question.

    What stands in an RR or an option that nobody here uses is not looked at.
    """
    parser = dns.wire.Parser(packet)
    try:
        _, flags, *counts = parser.get_struct("!HHHHHH")
        parser.get_name(decompress=True)
        parser.get_bytes(4)
        for _ in range(counts[3]):
            parser.get_name(decompress=True)
            rtype, _, _, length = parser.get_struct("!HHIH")
            with parser.restrict_to(length):
                while rtype == OPT and parser.remaining():
                    parser.get_bytes(parser.get_struct("!HH")[1])
                parser.get_remaining()
    except dns.exception.DNSException:
        return False
    return not flags & QR and counts[:3] == [1, 0, 0] and not parser.remaining()


def payload_of(packet: bytes) -> int:
    """Return how large a UDP answer to a readable query may be: the asker's word, but our 1232."""
    parser = dns.wire.Parser(packet)
    count = parser.get_struct("!HHHHHH")[5]
    parser.get_name(decompress=True)
    parser.get_bytes(4)
    for _ in range(count):
        parser.get_name(decompress=True)
        rtype, payload, _, length = parser.get_struct("!HHIH")
        parser.get_bytes(length)
        if rtype == OPT:
            return max(512, min(int(payload), 1232))
    return 512


def end_of_question(packet: bytes) -> int:
    """Return where the question section ends in a packet whose question is known to be whole."""
    end = 12
    while packet[end]:
        end += packet[end] + 1
    return end + 5


def name_in(packet: bytes) -> Name:
    """Return the name of such a packet in lower case."""
    return Name(packet[12 : end_of_question(packet) - 4].lower())


def recorded(shared_data: Path | None) -> list[bytes]:
    """Return the packets of the corpus that a transport can carry, none where it is not there."""
    if shared_data is None:
        return []
    lines = (shared_data / "packets" / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    packets = [base64.b64decode(json.loads(line)["b64"]) for line in lines]
    return [packet for packet in packets if len(packet) <= 0xFFFF]
