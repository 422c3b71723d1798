from __future__ import annotations

import dns.edns
import dns.message
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.dns.upstream.query import BLOCK_OCTETS, Query, fits, padded_query_for, query_for, read
from agent.dns.wire import Answer
from policy.names import Name
from tests.agent.dns import house, packets
from tests.agent.dns.packets import QR, RD, A, query, two
from tests.agent.dns.upstream_says import ADDRESS, Says

QUESTION = house.question_of(query("www.example.org"))
LABELS = st.lists(st.integers(1, 63), min_size=1, max_size=3)


@given(LABELS, st.booleans())
def test_every_padded_query_fills_whole_blocks(labels: list[int], dnssec_ok: bool) -> None:  # noqa: FBT001 - hypothesis gives it by position
    """Whatever is asked, its length over an encrypted way is a multiple of 128 octets."""
    name = Name(b"".join(bytes((length,)) + b"a" * length for length in labels) + b"\0")
    packet = padded_query_for(1, QUESTION._replace(name=name, dnssec_ok=dnssec_ok)).packet

    assert len(packet) % BLOCK_OCTETS == 0
    assert len(packet) - len(query_for(1, QUESTION._replace(name=name)).packet) < BLOCK_OCTETS + 4


def test_another_library_reads_the_padding() -> None:
    """A padded query is well-formed: one option, Padding, of zeros only, and nothing else."""
    read_back = dns.message.from_wire(padded_query_for(7, QUESTION).packet)
    (option,) = read_back.options

    assert option.otype == dns.edns.OptionType.PADDING
    assert set(option.to_wire() or b"") == {0}
    assert (read_back.id, read_back.question[0].to_text()) == (7, "www.example.org. IN A")


def test_padded_or_not_the_question_is_the_same() -> None:
    """Padding changes nothing in what is asked, or in how an answer is found to fit."""
    padded, plain = padded_query_for(7, QUESTION), query_for(7, QUESTION)
    end = plain.question_end

    assert padded.question_end == end
    assert padded.packet[:end] == plain.packet[:end]
    assert fits(ADDRESS.to(padded.packet), plain)


REFUSALS = {
    "SERVFAIL": (two(QR | RD | 2) + bytes(8), True),
    "NOERROR": (two(QR | RD) + bytes(8), False),
    "NXDOMAIN": (two(QR | RD | 3) + bytes(8), False),
    "a query": (two(RD | 2) + bytes(8), False),
    "with counts": (two(QR | RD | 2) + b"\0\0\0\1" + bytes(4), False),
    "with more octets": (two(QR | RD | 2) + bytes(9), False),
}


@pytest.mark.parametrize(("rest", "expected"), REFUSALS.values(), ids=REFUSALS)
def test_a_header_alone_can_only_refuse(rest: bytes, *, expected: bool) -> None:
    """Of headers without a question only those that refuse answer our query."""
    assert fits(two(7) + rest, query_for(7, QUESTION)) is expected


def test_a_bare_refusal_is_read() -> None:
    """A header alone that fits is an answer with its rcode and nothing else, not to be kept."""
    answer = read(two(7) + two(QR | RD | 5) + bytes(8), query_for(7, QUESTION))

    assert answer is not None
    assert (answer.rcode, answer.counts, answer.lifetime) == (5, (0, 0, 0), 0)


def test_an_answer_is_read() -> None:
    """What fits is read with its records."""
    asked = query_for(7, QUESTION)
    answer = read(ADDRESS.to(asked.packet), asked)

    assert answer is not None
    assert answer.counts == (1, 0, 0)


def test_nothing_of_the_asker_is_in_a_query() -> None:
    """The spelling, the payload size and the options of who asks stay here."""
    asked = house.question_of(query("wWw.Example.ORG"))

    assert query_for(7, asked) == query_for(7, QUESTION._replace(payload=4_096))
    assert asked.qtype == A


def test_a_query_does_not_show_itself() -> None:
    """A query that is printed says only that it is one."""
    assert repr(Query(b"\3www", 4)) == "<Query>"


def failed(*options: packets.Option, rcode: int = 2) -> Answer | None:
    """Return what is read of a failure with these options."""
    asked = query_for(7, QUESTION)
    said = Says(rcode=rcode, opt_place=0, opt=packets.opt(options=options))
    return read(said.to(asked.packet), asked)


REASONS = {
    "a wrong signature": ([(15, b"\0\6")], (6, b"")),
    "a wrong signature, in words": ([(15, b"\0\6no key for you.example")], (6, b"")),
    "behind another option": ([(12, b"\0" * 40), (15, b"\0\x0c")], (12, b"")),
    "servers that cannot be reached": ([(15, b"\0\x16")], (22, b"")),
    "two reasons": ([(15, b"\0\x16"), (15, b"\0\6")], (22, b"")),
    "a reason that is not told, and one that is": ([(15, b"\0\x0f"), (15, b"\0\6")], (6, b"")),
    "the upstream's own filter": ([(15, b"\0\x0f")], None),
    "a reason cut short": ([(15, b"\6")], None),
    "no reason": ([(8, b"\0\1\x18\x18\xc0\0\2")], None),
    "nothing": ([], None),
}


@pytest.mark.parametrize(("options", "expected"), REASONS.values(), ids=REASONS)
def test_why_an_upstream_failed_is_read(
    options: list[packets.Option], expected: tuple[int, bytes] | None
) -> None:
    """Of a failure the first reason of those that are told is read, never its words."""
    answer = failed(*options)

    assert answer is not None
    assert answer.ede == expected


def test_no_reason_is_read_of_what_did_not_fail() -> None:
    """Beside an answer that is one, an upstream's reasons are left out."""
    answers = [failed((15, b"\0\6"), rcode=rcode) for rcode in (0, 3, 5)]

    assert [answer and answer.ede for answer in answers] == [None] * 3
