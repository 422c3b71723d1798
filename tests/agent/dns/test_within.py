from __future__ import annotations

import dns.message
import dns.name
import dns.rdatatype
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.dns import wire
from agent.dns.wire import Answer
from agent.dns.within import MOST_TARGETS, Within, read_within
from policy.names import Name, from_text
from tests.agent.dns import house, packets, upstream_says
from tests.agent.dns.packets import query, two
from tests.agent.dns.upstream_says import RR, Says

PACKET = query("www.example.org")
QUESTION = house.question_of(PACKET)
POINTER = b"\xc0\x0c"


def within(says: Says, packet: bytes = PACKET) -> Within | None:
    """Return what is read in an upstream's answer to a packet."""
    answer = wire.read_answer(says.to(packet), packets.end_of_question(packet))
    assert answer is not None
    return read_within(house.question_of(packet), answer)


def by_hand(*records: tuple[int, bytes], answers: int | None = None) -> Answer:
    """Return an answer of records of the asked name, each a type and its RDATA."""
    body = b"".join(
        POINTER + two(rtype) + b"\0\1\0\0\0\x3c" + two(len(rdata)) + rdata
        for rtype, rdata in records
    )
    count = len(records) if answers is None else answers
    return Answer(0, (count, 0, len(records) - count), body, (), 60, authentic=False)


LEADS: dict[str, tuple[Says, list[str], list[str]]] = {
    "an address": (Says(answer=(RR("A", "192.0.2.7"),)), [], ["192.0.2.7"]),
    "a denial": (Says(rcode=3), [], []),
    "a chain": (
        Says(
            answer=(
                RR("CNAME", "A.example.net."),
                RR("CNAME", "b.example.com.", owner="a.example.net"),
                RR("AAAA", "2001:db8::1", owner="b.example.com"),
            )
        ),
        ["a.example.net", "b.example.com"],
        ["2001:db8::1"],
    ),
    "a service elsewhere": (
        Says(answer=(RR("HTTPS", "1 svc.example.net. ipv4hint=192.0.2.1,10.0.0.1"),)),
        ["svc.example.net"],
        ["192.0.2.1", "10.0.0.1"],
    ),
    "a service at the name itself": (
        Says(answer=(RR("HTTPS", "1 . alpn=h2 ipv6hint=fd00::1"),)),
        [],
        ["fd00::1"],
    ),
    "a service of another kind": (
        Says(answer=(RR("SVCB", "0 svc.example.net."),)),
        ["svc.example.net"],
        [],
    ),
    "an address beside": (
        Says(answer=(RR("TXT", "x"),), additional=(RR("A", "10.1.2.3", owner="ns.example"),)),
        [],
        ["10.1.2.3"],
    ),
    "an alias in the authority": (
        Says(answer=(RR("TXT", "x"),), authority=(RR("CNAME", "c.example.", owner="d.example"),)),
        [],
        [],
    ),
}


@pytest.mark.parametrize(("says", "targets", "addresses"), LEADS.values(), ids=LEADS)
def test_what_an_answer_leads_to_is_read(
    says: Says, targets: list[str], addresses: list[str]
) -> None:
    """The names on the way, in order, and every address are found, compressed or not."""
    found = within(says)

    assert found is not None
    assert found.targets == tuple(map(from_text, targets))
    told = [dns.rdatatype.A if len(one) == 4 else dns.rdatatype.AAAA for one in found.addresses]
    texts = [
        dns.rdata.from_wire("IN", rtype, one, 0, len(one)).to_text()
        for rtype, one in zip(told, found.addresses, strict=True)
    ]
    assert texts == addresses


UNREADABLE = {
    "an alias that points at itself": by_hand((5, two(0xC000 | 12 + 17 + 4 + 12))),
    "an alias that points forward": by_hand((5, b"\xc0\xff")),
    "an alias that points into the header": by_hand((5, b"\xc0\x04")),
    "an alias cut off": by_hand((5, b"\x05ab")),
    "an alias of half a pointer": by_hand((5, b"\xc0")),
    "an alias with a label of 64": by_hand((5, b"\x40" + b"x" * 64 + b"\0")),
    "an alias longer than a name": by_hand((5, (b"\x3f" + b"x" * 63) * 4 + b"\0")),
    "an alias of nothing": by_hand((5, b"")),
    "a name that runs over its record": by_hand((5, b"\x01a"), (1, bytes(4))),
    "an address of three octets": by_hand((1, bytes(3))),
    "an IPv6 address of four octets": by_hand((28, bytes(4))),
    "a service without a name": by_hand((65, b"\0\1")),
    "a parameter cut off": by_hand((65, b"\0\1\0" + b"\0\4\0")),
    "a parameter that runs over": by_hand((65, b"\0\1\0" + b"\0\4\0\x08" + bytes(4))),
    "half an address as a hint": by_hand((65, b"\0\1\0" + b"\0\4\0\3" + bytes(3))),
    "more names than anybody needs": by_hand(
        *((65, b"\0\1\3" + b"%03d" % number + b"\0") for number in range(MOST_TARGETS + 1))
    ),
    "fewer records than counted": Answer(0, (2, 0, 0), b"", (), 60, authentic=False),
    "a record cut off": Answer(0, (1, 0, 0), POINTER + b"\0\5\0\1", (), 60, authentic=False),
    "a length that lies": Answer(
        0, (1, 0, 0), POINTER + b"\0\5\0\1\0\0\0\0\0\x09\0", (), 60, authentic=False
    ),
}


@pytest.mark.parametrize("answer", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_no_answer(answer: Answer) -> None:
    """Records that hold no name or address where one must be cannot be judged, and are refused."""
    assert read_within(QUESTION, answer) is None


def test_as_many_names_as_are_allowed_are_read() -> None:
    """An answer with the most names that are read is read whole."""
    records = [(65, b"\0\1\3" + b"%03d" % number + b"\0") for number in range(MOST_TARGETS)]
    found = read_within(QUESTION, by_hand(*records))

    assert found is not None
    assert len(found.targets) == MOST_TARGETS


def test_a_service_beside_the_answer_leads_nowhere() -> None:
    """What stands in the additional section is judged by its addresses alone."""
    found = read_within(QUESTION, by_hand((65, b"\0\1\1a\0"), answers=0))

    assert found == Within((), ())


def as_read_by_dnspython(packet: bytes, told: bytes) -> tuple[list[bytes], int]:
    """Return the names and the number of addresses that another reader finds in an answer."""
    message = dns.message.from_wire(told, one_rr_per_rrset=True)
    asked = dns.name.from_wire(packet, 12)[0].canonicalize().to_wire()
    targets: dict[bytes, None] = {}
    addresses = 0
    for section in (message.answer, message.authority, message.additional):
        for rrset in section:
            for rdata in rrset:
                if rdata.rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA):
                    addresses += 1
                elif section is message.answer and rdata.rdtype in (
                    dns.rdatatype.CNAME,
                    dns.rdatatype.HTTPS,
                    dns.rdatatype.SVCB,
                ):
                    target = rdata.target.canonicalize().to_wire()
                    assert target is not None
                    if target not in (asked, b"\0"):
                        targets[target] = None
                    hints = (
                        (rdata.params.get(key) for key in (4, 6))
                        if "SVCB" in repr(type(rdata).__mro__)
                        else ()
                    )
                    addresses += sum(len(hint.addresses) for hint in hints if hint)
    return list(targets), addresses


@given(packets.ordinary_queries(), upstream_says.says())
def test_any_answer_is_read_as_another_reader_does(packet: bytes, says: Says) -> None:
    """Whatever an upstream says, the names and addresses are those that dnspython finds."""
    told = says.to(packet)
    answer = wire.read_answer(told, packets.end_of_question(packet))
    if answer is None:
        return
    found = read_within(house.question_of(packet), answer)

    assert found is not None
    assert (list(found.targets), len(found.addresses)) == as_read_by_dnspython(packet, told)


@given(st.binary(max_size=80), st.integers(0, 4))
def test_no_octets_break_it(octets: bytes, count: int) -> None:
    """Any octets as records are read or refused, and a name that is read is one."""
    answer = Answer(0, (count, 0, 0), POINTER + b"\0\5\0\1" + octets, (), 60, authentic=False)
    found = read_within(QUESTION, answer)

    assert found is None or all(_is_name(target) for target in found.targets)


def _is_name(name: Name) -> bool:
    return dns.name.from_wire(name, 0)[1] == len(name) and name == name.lower()
