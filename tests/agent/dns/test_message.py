from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.dns import message, wire
from agent.dns.answers import SERVFAIL
from policy.names import from_text, to_text
from tests.agent.dns import packets
from tests.agent.dns.packets import BY_HAND, RD, TXT, opt, query, said, two
from tests.agent.dns.upstream_says import ADDRESS, CHAIN, RR, Says

SIGNED = b"\0" + two(250) + two(255) + bytes(4) + two(3) + b"\1\2\3"

READ = {
    "another class": (BY_HAND["chaos"], {"qclass": 3, "qtype": TXT}),
    "no recursion": (BY_HAND["no recursion"], {"recursion_desired": False}),
    "EDNS version 1": (BY_HAND["version 1"], {"edns": 1, "payload": 1232}),
    "a reserved bit": (BY_HAND["reserved bit"], {"qtype": 1}),
    "an RR before the OPT": (BY_HAND["an RR before the OPT"], {"edns": 0}),
    "an RR behind the OPT": (query("example.org", additional=[opt(), SIGNED]), {"edns": 0}),
    "an RR without an OPT": (query("example.org", additional=[SIGNED]), {"edns": None}),
    "a payload below 512": (query("example.org", additional=[opt(payload=9)]), {"payload": 512}),
    "octets above 127": (BY_HAND["other octets"], {"qtype": 1}),
    "DO": (query("example.org", additional=[opt(dnssec_ok=True)]), {"dnssec_ok": True}),
}

REFUSED = {
    "no question": query("example.org")[:12],
    "cut inside the name": query("example.org")[:20],
    "cut inside the class": query("example.org")[:28],
    "octets left over": BY_HAND["octets left over"],
    "two OPTs": BY_HAND["two OPTs"],
    "an OPT below a name": query("example.org", additional=[b"\1a" + opt()]),
    "an OPT cut off": query("example.org", additional=[opt()[:-1]]),
    "an option cut off": BY_HAND["OPT cut off"],
    "octets that are no option": query("example.org", additional=[opt(rdata=b"abc")]),
    "an additional RR that is not there": query("example.org", additional=[b""]),
    "an RDATA length that lies": query("example.org", additional=[SIGNED[:-1]]),
    "a pointer to itself": BY_HAND["pointer to itself"],
    "a pointer forward": BY_HAND["pointer forward"],
    "a pointer into the header": BY_HAND["pointer into the header"],
    "a label of 64": BY_HAND["label of 64"],
    "a name of 256": BY_HAND["name of 256"],
    "an answer section": query("example.org")[:6] + two(1) + query("example.org")[8:],
    "an authority section": query("example.org")[:8] + two(1) + query("example.org")[10:] + SIGNED,
}


@pytest.mark.parametrize(("packet", "expected"), READ.values(), ids=READ)
def test_what_the_fast_reader_declines_is_read(packet: bytes, expected: dict[str, object]) -> None:
    """An unusual but well-formed query is read with everything that is odd about it."""
    question = message.read_question(packet)

    assert question is not None
    assert question._asdict().items() >= expected.items()


@pytest.mark.parametrize("packet", REFUSED.values(), ids=REFUSED)
def test_what_is_not_a_query_is_refused(packet: bytes) -> None:
    """A packet whose parts do not add up is not readable, whichever part it is."""
    assert message.read_question(packet) is None


@given(st.binary(max_size=300))
def test_no_octets_raise(octets: bytes) -> None:
    """Whatever octets come, neither reader of whole messages raises."""
    message.read_question(octets)
    message.without_opt(octets)


@given(packets.asked_names().filter(bytes.isascii))
def test_a_name_is_read_octet_for_octet(name: bytes) -> None:
    """A name's dots, spaces and zero octets inside a label stay there."""
    question = message.read_question(query(name))

    assert question is not None
    assert question.name == name.lower()


OURS = query("www.example.org", query_id=0x5151)
END = packets.end_of_question(OURS)


def test_an_opt_in_the_middle_is_taken_out() -> None:
    """An answer with its OPT before other records is written anew with all but the OPT."""
    extra = (RR("A", "192.0.2.53", 60, "ns.example"),)
    told = CHAIN._replace(additional=extra, opt_place=0).to(OURS)
    plain = message.without_opt(told)

    assert plain is not None
    assert said(plain).edns == -1
    assert said(plain).sections == said(told).sections
    assert wire.read_answer(plain, END) is not None


def test_an_extended_rcode_survives_as_a_failure() -> None:
    """An rcode that reaches into an OPT in the middle becomes SERVFAIL, not its low bits."""
    badvers = opt()[:5] + b"\1" + opt()[6:]
    extra = (RR("A", "192.0.2.53", 60, "ns.example"),)
    plain = message.without_opt(Says(opt_place=0, opt=badvers, additional=extra).to(OURS))

    assert plain is not None
    assert said(plain).rcode == SERVFAIL


def test_an_answer_that_cannot_be_read_stays_unread() -> None:
    """An answer that is cut off is not written anew."""
    assert message.without_opt(ADDRESS.to(OURS)[:-1]) is None


def test_a_name_in_capital_letters_is_lowered() -> None:
    """The slow reader lowers letters as the fast one does, and nothing else."""
    question = message.read_question(query("WWW.Example.ORG", flags=RD | packets.TC))

    assert question is not None
    assert to_text(question.name) == "www.example.org"
    assert question.name == from_text("www.example.org")


def test_a_length_that_lies_makes_an_answer_unreadable() -> None:
    """An address that says it has five octets is none, though dnslib would read four of them."""
    told = bytearray(ADDRESS.to(OURS))
    told[-5] += 1

    assert message.without_opt(bytes(told) + b"\0") is None
    assert message.without_opt(ADDRESS.to(OURS) + b"\0") is not None
