from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.dns import gate
from tests.agent.dns import packets
from tests.agent.dns.packets import AA, CD, QR, RD, query, two

SILENT = {
    "nothing": b"",
    "eleven octets": bytes(11),
    "a response": query("example.org", flags=QR | RD),
    "a response of another opcode": query("example.org", flags=QR | 5 << 11),
    "a response header alone": two(1) + two(QR) + bytes(8),
}

NOT_A_QUERY = {
    "IQUERY": query("example.org", flags=1 << 11),
    "STATUS": query("example.org", flags=2 << 11),
    "NOTIFY": query("example.org", flags=4 << 11 | AA),
    "UPDATE": query("example.org", flags=5 << 11 | RD),
    "opcode 15, a header alone": two(7) + two(15 << 11 | RD) + bytes(8),
}

NOT_ONE_QUESTION = {
    "none": two(7) + two(RD) + bytes(8),
    "two": two(7) + two(RD | CD) + two(2) + bytes(6) + query("a.example")[12:] * 2,
    "256": two(7) + two(RD) + two(256) + bytes(6),
}


@pytest.mark.parametrize("packet", SILENT.values(), ids=SILENT)
def test_what_cannot_be_a_query_gets_no_answer(packet: bytes) -> None:
    """A response, or less than a header, is met with silence: a reply could be aimed at others."""
    assert gate.refuse_by_header(packet) is gate.SILENCE


@pytest.mark.parametrize("packet", NOT_A_QUERY.values(), ids=NOT_A_QUERY)
def test_another_opcode_is_refused_in_a_header(packet: bytes) -> None:
    """An opcode other than QUERY gets NOTIMP with its own id and opcode, and no flag of a QUERY."""
    reply = gate.refuse_by_header(packet)

    assert reply is not None
    assert reply == packet[:2] + bytes((0x80 | packet[2] & 0x78, 0x04)) + bytes(8)


@pytest.mark.parametrize("packet", NOT_ONE_QUESTION.values(), ids=NOT_ONE_QUESTION)
def test_other_than_one_question_is_refused(packet: bytes) -> None:
    """No question, or several, get FORMERR (RFC 9619)."""
    reply = gate.refuse_by_header(packet)

    assert reply is not None
    assert packets.said(reply).rcode == gate.FORMERR
    assert reply[4:] == bytes(8)


@given(packets.queries())
def test_a_query_of_one_question_goes_on(packet: bytes) -> None:
    """Whatever else is odd about it, a query with one question is not for the header to judge."""
    assert gate.refuse_by_header(packet) is None


@given(st.binary(max_size=64))
def test_a_refusal_is_never_longer_than_what_it_refuses(octets: bytes) -> None:
    """Whatever octets come, a refusal by the header cannot amplify them."""
    reply = gate.refuse_by_header(octets)

    assert reply is None or len(reply) <= len(octets)
