from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.dns import answers, wire
from agent.dns.answers import LocalAnswer, Record
from agent.dns.wire import Answer
from tests.agent.dns import house, packets
from tests.agent.dns.packets import AD, BY_HAND, CD, QR, RA, RD, TC, A, opt, query, said
from tests.agent.dns.upstream_says import ADDRESS, RR, Says

DENIED = LocalAnswer(answers.NXDOMAIN, soa_at=0, ede=(15, b"why"))


def replied(packet: bytes, local: LocalAnswer) -> packets.Said:
    """Return what a local answer to a packet says."""
    return said(answers.reply(packet, house.question_of(packet), local))


def test_the_question_comes_back_with_its_capital_letters() -> None:
    """The asker's own spelling is repeated: some askers check it against forgers."""
    reply = replied(query("eXaMPle.Org"), DENIED)

    assert reply.question == ((b"eXaMPle", b"Org", b""), A, 1)


def test_a_denial_carries_a_soa_that_bounds_its_life() -> None:
    """A block tells devices to ask again after five seconds, so that a carer's yes is felt."""
    reply = replied(query("a.example.org"), DENIED._replace(soa_at=2))
    _, ((owner, rtype, rclass, ttl, rdata),), _ = reply.sections

    assert (owner, rtype, rclass, ttl) == ("example.org.", packets.SOA, 1, 5)
    assert rdata[-4:] == (5).to_bytes(4, "big")


def test_without_edns_no_edns_is_sent() -> None:
    """An asker without EDNS gets neither OPT nor extended error (RFC 6891 section 7)."""
    reply = replied(query("example.org"), DENIED)

    assert (reply.edns, reply.options) == (-1, ())


def test_with_edns_the_reason_is_sent() -> None:
    """An asker with EDNS gets our payload, its DO bit and the extended error."""
    packet = query("example.org", additional=[opt(dnssec_ok=True, options=[(10, bytes(8))])])
    reply = replied(packet, DENIED)

    assert (reply.edns, reply.payload, reply.edns_flags) == (0, 1232, packets.DO)
    assert reply.options == ((15, b"\0\x0fwhy"),)


def test_an_extended_rcode_is_written_in_both_its_places() -> None:
    """BADVERS is read back as BADVERS, though the header holds only its low bits."""
    packet = query("example.org", additional=[opt()])

    assert replied(packet, LocalAnswer(answers.BADVERS)).rcode == answers.BADVERS


@pytest.mark.parametrize("flags", [RD, RD | CD, RD | AD, RD | AD | CD])
def test_flags_of_a_local_answer(flags: int) -> None:
    """RD and CD are copied, RA is set; AA and AD are never claimed."""
    assert replied(query("example.org", flags=flags), DENIED).flags == QR | RA | flags & (RD | CD)


@given(packets.ordinary_queries(), st.binary(max_size=400))
def test_a_local_answer_never_needs_truncation(packet: bytes, text: bytes) -> None:
    """The longest name and the longest reason fit the 512 octets that every asker takes."""
    question = house.question_of(packet)

    assert len(answers.reply(packet, question, DENIED._replace(ede=(15, text)))) <= 512


def test_records_are_owned_by_the_asked_name() -> None:
    """A record of a local answer belongs to the name that was asked, and keeps its TTL."""
    record = Record(A, 3600, bytes((127, 0, 0, 1)))
    reply = replied(query("A.localhost"), LocalAnswer(answers.NOERROR, records=(record,)))

    assert reply.sections[0] == (("a.localhost.", A, 1, 3600, bytes((127, 0, 0, 1))),)


PACKET = query("www.example.org", additional=[opt(payload=1232)])
QUESTION = house.question_of(PACKET)


def kept(says: Says) -> Answer:
    """Return what is kept of an upstream's answer to PACKET."""
    answer = wire.read_answer(says.to(PACKET), QUESTION.end)
    assert answer is not None
    return answer


AGED = {
    "at once": (300, 0, 300),
    "later": (300, 120, 180),
    "on its last second": (300, 300, 0),
    "past its life": (300, 301, 0),
    "longer than a day": (100_000, 0, 86_400),
    "longer than a day, later": (100_000, 400, 86_000),
    "with its top bit set": (2**31, 0, 0),
}


@pytest.mark.parametrize(("ttl", "age", "expected"), AGED.values(), ids=AGED)
def test_ttls_are_aged(ttl: int, age: int, expected: int) -> None:
    """A TTL counts down from what the upstream said, at most a day, and never below nothing."""
    body = b"\xc0\x0c\0\1\0\1" + ttl.to_bytes(4, "big") + b"\0\4" + bytes((192, 0, 2, 7))
    answer = Answer(0, (1, 0, 0), body, (6,), ttl, authentic=False)
    reply = said(answers.forwarded(PACKET, QUESTION, answer, age, 1232))

    assert reply.sections[0][0][3] == expected


AUTHENTIC = {
    "asked for by AD": (query("www.example.org", flags=RD | AD), AD),
    "asked for by DO": (query("www.example.org", additional=[opt(dnssec_ok=True)]), AD),
    "not asked for": (query("www.example.org", additional=[opt()]), 0),
}


@pytest.mark.parametrize(("packet", "expected"), AUTHENTIC.values(), ids=AUTHENTIC)
def test_ad_is_for_those_who_ask(packet: bytes, expected: int) -> None:
    """The upstream's AD is told to an asker with AD or DO, and to no other (RFC 6840)."""
    answer = kept(ADDRESS._replace(flags=RD | RA | AD))
    reply = said(answers.forwarded(packet, house.question_of(packet), answer, 0, 1232))

    assert reply.flags & AD == expected


def test_ad_is_never_made_up() -> None:
    """An answer that the upstream did not find authentic is not called so."""
    packet = query("www.example.org", flags=RD | AD)
    reply = answers.forwarded(packet, house.question_of(packet), kept(ADDRESS), 0, 1232)

    assert not said(reply).flags & AD


def test_aa_is_not_passed_on() -> None:
    """An upstream that is the authority does not make us one."""
    reply = answers.forwarded(PACKET, QUESTION, kept(ADDRESS._replace(flags=0x0580)), 0, 1232)

    assert not said(reply).flags & packets.AA


LONG = Says(answer=(RR("TXT", f'"{"x" * 250}"'),) * 4)


@pytest.mark.parametrize("short_by", [0, 1])
def test_truncation_begins_one_octet_over_the_limit(short_by: int) -> None:
    """An answer that just fits is sent whole; one octet less, and it is cut with TC set."""
    whole = answers.forwarded(PACKET, QUESTION, kept(LONG), 0, 65_535)
    reply = answers.forwarded(PACKET, QUESTION, kept(LONG), 0, len(whole) - short_by)

    if short_by:
        assert said(reply).flags & TC
        assert said(reply).sections == ((), (), ())
        assert said(reply).edns == 0
    else:
        assert reply == whole


@pytest.mark.parametrize("edns", [True, False])
def test_nothing_of_the_asker_goes_on(edns: bool) -> None:  # noqa: FBT001 - a parameter of the table
    """Our query holds name, type, DO and CD, AD always, and no id, spelling or option of theirs."""
    packet = query(
        "eXample.org",
        flags=RD | AD | CD,
        query_id=0x7777,
        additional=[opt(payload=4096, dnssec_ok=True, options=[(8, b"\0\1\x18\0\xc0\0\2")])],
    )
    ours = answers.query(0x4242, house.question_of(packet), edns=edns)

    assert ours == query(
        "example.org",
        flags=RD | AD | CD,
        query_id=0x4242,
        additional=[opt(payload=1232, dnssec_ok=True)] if edns else [],
    )


def test_the_table_of_packets_asks_as_stubs_do() -> None:
    """Enough of the packets by hand are such as the fast writer answers."""
    assert sum(wire.read_question(packet) is not None for packet in BY_HAND.values()) > 10
