from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.dns import answers, wire
from agent.dns.wire import Question
from policy.names import ROOT, from_text
from tests.agent.dns import packets, upstream_says
from tests.agent.dns.packets import AD, BY_HAND, CD, HTTPS, RD, A, opt, query, two
from tests.agent.dns.upstream_says import ADDRESS, CHAIN, NODATA, NXDOMAIN, REFERRAL, RR, Says

PLAIN = Question(
    name=from_text("example.org"),
    qtype=A,
    qclass=1,
    end=12 + 13 + 4,
    recursion_desired=True,
    checking_disabled=False,
    authentic_data=False,
    edns=None,
    payload=512,
    dnssec_ok=False,
)

READ = {
    "plain": (query("example.org"), PLAIN),
    "capital letters": (query("eXaMple.ORG"), PLAIN),
    "a type of two octets": (query("example.org", 0xABCD), PLAIN._replace(qtype=0xABCD)),
    "AD": (query("example.org", flags=RD | AD), PLAIN._replace(authentic_data=True)),
    "CD": (query("example.org", flags=RD | CD), PLAIN._replace(checking_disabled=True)),
    "EDNS": (query("example.org", additional=[opt()]), PLAIN._replace(edns=0, payload=1232)),
    "EDNS, DO": (
        query("example.org", additional=[opt(dnssec_ok=True)]),
        PLAIN._replace(edns=0, payload=1232, dnssec_ok=True),
    ),
    "EDNS, a payload below 512": (
        query("example.org", additional=[opt(payload=100)]),
        PLAIN._replace(edns=0, payload=512),
    ),
    "EDNS, the largest payload": (
        query("example.org", additional=[opt(payload=0xFFFF)]),
        PLAIN._replace(edns=0, payload=0xFFFF),
    ),
    "EDNS, options": (
        query("example.org", additional=[opt(options=[(10, bytes(8)), (100, b"")])]),
        PLAIN._replace(edns=0, payload=1232),
    ),
    "the root": (query(b"\0"), PLAIN._replace(name=ROOT, end=17)),
}

DECLINED = {
    "nothing": b"",
    "a header alone": bytes(12),
    "no octet of the name": query("example.org")[:12],
    "cut inside the name": query("example.org")[:20],
    "cut before the root": query("example.org")[:24],
    "cut inside the type": query("example.org")[:26],
    "cut inside the class": query("example.org")[:28],
    "octets left over": query("example.org") + b"\0",
    "a response": query("example.org", flags=packets.QR | RD),
    "another opcode": query("example.org", flags=RD | 2 << 11),
    "no recursion desired": query("example.org", flags=0),
    "truncated": query("example.org", flags=RD | packets.TC),
    "a reserved bit": query("example.org", flags=RD | packets.Z),
    "an rcode": query("example.org", flags=RD | 3),
    "another class": query("example.org", qclass=3),
    "a pointer": query(b"\1a\xc0\x0c"),
    "a label of 64": BY_HAND["label of 64"],
    "a name of 256": BY_HAND["name of 256"],
    "octets above 127": BY_HAND["other octets"],
    "a count without its OPT": query("example.org", additional=[b""]),
    "an RR that is no OPT": query("example.org", additional=[b"\0\0\1" + opt()[3:]]),
    "an OPT below a name": query("example.org", additional=[b"\1a" + opt()]),
    "an OPT of version 1": query("example.org", additional=[opt(version=1)]),
    "an OPT cut off": query("example.org", additional=[opt()[:-1]]),
    "an OPT longer than it says": query("example.org", additional=[opt() + b"\0"]),
    "an option cut off": query("example.org", additional=[opt(rdata=b"\0\x0a\0\1")]),
    "half an option's head": query("example.org", additional=[opt(rdata=b"\0\x0a")]),
    "two OPTs": BY_HAND["two OPTs"],
    "an answer section": query("example.org")[:6] + two(1) + query("example.org")[8:],
}


@pytest.mark.parametrize(("packet", "expected"), READ.values(), ids=READ)
def test_an_ordinary_query_is_read(packet: bytes, expected: Question) -> None:
    """A stub's query is read with its name in lower case and what the asker can take."""
    assert wire.read_question(packet) == expected


@pytest.mark.parametrize("packet", DECLINED.values(), ids=DECLINED)
def test_anything_unusual_is_declined(packet: bytes) -> None:
    """What a plain stub does not send is left to the slow path."""
    assert wire.read_question(packet) is None


def test_the_longest_name_is_read() -> None:
    """A name of 255 octets is read fast, as it is the longest that can be asked."""
    question = wire.read_question(BY_HAND["longest name"])

    assert question is not None
    assert len(question.name) == 255


@given(st.binary(max_size=300))
def test_no_octets_raise(octets: bytes) -> None:
    """Whatever octets come, the reader reads or declines."""
    wire.read_question(octets)


OURS = query("www.example.org", HTTPS, query_id=0x5151)
END = packets.end_of_question(OURS)


def answered(**changes: bytes) -> bytes:
    """Return an answer to OURS with some fields changed, by their places' names."""
    packet = bytearray(ADDRESS.to(OURS))
    places = {"id": 0, "flags": 2, "questions": 4, "name": 12, "qtype": END - 4, "qclass": END - 2}
    for field, value in changes.items():
        packet[places[field] : places[field] + len(value)] = value
    return bytes(packet)


ECHOES = {
    "as it was asked": answered(),
    "in other capital letters": answered(name=OURS[12 : END - 4].upper()),
    "with an rcode": answered(flags=b"\x81\x83"),
    "truncated": answered(flags=b"\x83\x80"),
}

NO_ECHO = {
    "nothing": b"",
    "a header alone": answered()[:12],
    "cut inside the question": answered()[: END - 1],
    "another id": answered(id=b"\x51\x52"),
    "a query": answered(flags=b"\1\0"),
    "another opcode": answered(flags=b"\x91\x80"),
    "no question": answered(questions=two(0)),
    "two questions": answered(questions=two(2)),
    "another name": answered(name=b"\3wwx"),
    "another type": answered(qtype=two(A)),
    "a type that would be its capital letter": answered(qtype=two(HTTPS + 32)),
    "another class": answered(qclass=two(3)),
}


@pytest.mark.parametrize("packet", ECHOES.values(), ids=ECHOES)
def test_an_answer_to_our_query_is_known(packet: bytes) -> None:
    """An answer with our id and our question is ours, in whatever capital letters."""
    assert wire.echoes(packet, OURS, END)


@pytest.mark.parametrize("packet", NO_ECHO.values(), ids=NO_ECHO)
def test_what_does_not_answer_our_query_is_not_taken(packet: bytes) -> None:
    """A packet that differs in id, kind or question is not the answer."""
    assert not wire.echoes(packet, OURS, END)


@pytest.mark.parametrize("qtype", range(300))
def test_an_answer_of_any_type_is_known(qtype: int) -> None:
    """A type or class whose number is that of a letter is compared like every other."""
    ours = query("www.example.org", qtype)

    assert wire.echoes(Says().to(ours), ours, END)


LIFETIMES = {
    "an address": (ADDRESS, 300),
    "a chain lives as long as its shortest link": (CHAIN, 100),
    "an additional RR that dies first": (
        ADDRESS._replace(additional=(RR("A", "192.0.2.1", 7, "ns.example"),)),
        7,
    ),
    "NXDOMAIN: the SOA's minimum": (NXDOMAIN, 300),
    "NODATA: the SOA's minimum": (NODATA, 300),
    "NXDOMAIN: the SOA's own TTL, when shorter": (
        Says(rcode=3, authority=(RR("SOA", "a. b. 1 2 3 4 300", 20, "example"),)),
        20,
    ),
    "a chain that ends in nothing": (
        Says(answer=(RR("CNAME", "b.example.net.", 900),), authority=NODATA.authority),
        300,
    ),
    "NXDOMAIN at the end of a chain": (
        Says(rcode=3, answer=(RR("CNAME", "b.example.net.", 30),), authority=NODATA.authority),
        30,
    ),
    "NXDOMAIN without SOA": (Says(rcode=3), 0),
    "NODATA without SOA": (Says(), 0),
    "a referral": (REFERRAL, 0),
    "a SOA in the answer is no denial": (
        Says(answer=(RR("SOA", "a. b. 1 2 3 4 5", 600),)),
        600,
    ),
    "SERVFAIL": (Says(rcode=2, authority=NODATA.authority), 0),
    "REFUSED with an answer": (ADDRESS._replace(rcode=5), 0),
    "a TTL of 0": (Says(answer=(RR("A", "192.0.2.7", 0), RR("A", "192.0.2.8", 60))), 0),
    "an OPT's flags are no TTL": (ADDRESS._replace(opt_place=0), 300),
}


@pytest.mark.parametrize(("says", "expected"), LIFETIMES.values(), ids=LIFETIMES)
def test_how_long_an_answer_may_be_kept(says: Says, expected: int) -> None:
    """An answer lives as long as its shortest TTL, a denial as RFC 2308 says, a failure never."""
    answer = wire.read_answer(says.to(OURS), END)

    assert answer is not None
    assert answer.lifetime == expected


def test_a_ttl_with_its_top_bit_set_is_none() -> None:
    """A TTL of 2^31 seconds or more counts as 0 (RFC 2181 section 8)."""
    packet = bytearray(ADDRESS.to(OURS))
    packet[END + 6] = 0x80
    answer = wire.read_answer(bytes(packet), END)

    assert answer is not None
    assert answer.lifetime == 0


def test_an_answer_is_kept_without_its_opt() -> None:
    """The OPT belongs to one hop: what is kept neither holds nor counts it."""
    without = wire.read_answer(ADDRESS.to(OURS), END)

    assert wire.read_answer(ADDRESS._replace(opt_place=0).to(OURS), END) == without
    assert without is not None
    assert without.counts == (1, 0, 0)


def test_every_ttl_s_place_is_known() -> None:
    """The places of the TTLs in what is kept are those of every RR, whatever the section."""
    says = CHAIN._replace(authority=REFERRAL.authority, additional=REFERRAL.additional)
    answer = wire.read_answer(says.to(OURS), END)

    assert answer is not None
    assert [int.from_bytes(answer.body[at : at + 4], "big") for at in answer.ttl_places] == [
        *(300, 200, 100, 100),
        *(3600, 3600),
    ]


def test_the_ad_bit_is_read() -> None:
    """Whether the upstream found the answer authentic is remembered."""
    authentic = wire.read_answer(ADDRESS._replace(flags=RD | AD).to(OURS), END)
    plain = wire.read_answer(ADDRESS.to(OURS), END)

    assert authentic is not None
    assert plain is not None
    assert (authentic.authentic, plain.authentic) == (True, False)


def test_an_extended_rcode_is_a_failure() -> None:
    """An rcode that reaches into the OPT (BADVERS, say) is not taken for its low bits, NOERROR."""
    badvers = opt()[:5] + b"\1" + opt()[6:]
    answer = wire.read_answer(Says(opt_place=0, opt=badvers).to(OURS), END)

    assert answer is not None
    assert answer.rcode == answers.SERVFAIL


FULL = CHAIN._replace(authority=(upstream_says.SOA,), opt_place=0).to(OURS)

UNREADABLE = {
    "cut inside the OPT": FULL[:-1],
    "cut inside an RR": FULL[:-40],
    "cut behind the question": FULL[:END],
    "octets left over": FULL + b"\0",
    "a count too many": FULL[:6] + two(9) + FULL[8:],
    "an RDATA length that lies": FULL[: END + 10] + two(0xFFFF) + FULL[END + 12 :],
    "an owner that runs over the end": ADDRESS.to(OURS)[:END] + b"\x3fabc",
    "an owner with a reserved length octet": ADDRESS.to(OURS)[:END] + b"\x80" + bytes(80),
    "a pointer cut in half": ADDRESS.to(OURS)[:END] + b"\xc0",
    "an OPT that is not last": ADDRESS._replace(opt_place=0, additional=(RR("A", "192.0.2.1"),)).to(
        OURS
    ),
    "an OPT in the answer section": FULL[:6] + two(6) + two(0) + two(0) + FULL[12:],
    "a SOA too short for its minimum is no reason to read beside it": (
        Says(rcode=3).to(OURS)[:8] + two(1) + two(0) + OURS[12:] + b"\0\0\6\0\1" + bytes(6) + b"\1"
    ),
}


@pytest.mark.parametrize("packet", UNREADABLE.values(), ids=UNREADABLE)
def test_an_answer_that_does_not_add_up_is_declined(packet: bytes) -> None:
    """An answer whose lengths or counts lie, or whose OPT is out of place, is declined."""
    assert wire.read_answer(packet, END) is None


def test_a_short_soa_gives_no_lifetime() -> None:
    """A SOA too short to hold a minimum makes a denial that is not kept."""
    head = Says(rcode=3).to(OURS)
    packet = head[:8] + two(1) + two(0) + head[12:] + b"\0\0\6\0\1" + bytes(3) + b"\x09\0\2ab"
    answer = wire.read_answer(packet, END)

    assert answer is not None
    assert answer.lifetime == 0


@given(upstream_says.says(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_no_damaged_answer_raises(says: Says, chance: random.Random, times: int) -> None:
    """However an upstream's answer is damaged, it is read or declined."""
    packet = says.to(OURS)
    for _ in range(times):
        packet = packets.mutate(chance, packet, FULL)
    if wire.echoes(packet, OURS, END):
        wire.read_answer(packet, END)


def test_an_answer_that_was_cut_short_is_declined() -> None:
    """What has TC set is not the answer, also where its records add up (RFC 2181 section 9)."""
    whole = bytearray(ADDRESS.to(OURS))
    whole[2] |= 0x02

    assert wire.read_answer(bytes(whole), END) is None
