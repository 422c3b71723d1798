"""The slow path is the specification: what the fast one says parses to the same, or it declines."""

from __future__ import annotations

import random
from pathlib import Path
from typing import NamedTuple

import dns.message
import dns.wire
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.dns import answers, gate, message, wire
from agent.dns.answers import LocalAnswer, Record
from agent.dns.wire import Answer, Question
from agent.in_force import Current
from policy.household import Household
from policy.index import ListSource
from policy.names import Name, suffix_offsets
from tests.agent.dns import house, packets, upstream_says
from tests.agent.dns.packets import AAAA, BY_HAND, SOA, TXT, A, Said, recorded, said
from tests.agent.dns.upstream_says import Says
from tests.conftest import Scale
from tests.policy.strategies import entries, households, index_of

Listed = tuple[ListSource, list[tuple[Name, bool]]]

# Reading a question


def check_question(packet: bytes) -> bool:
    """Hold the two readers of questions together; say whether the fast one took the packet."""
    if gate.refuse_by_header(packet) is not None:
        return False
    fast = wire.read_question(packet)
    assert fast is None or fast == message.read_question(packet), packet.hex()
    return fast is not None


@pytest.mark.parametrize("packet", BY_HAND.values(), ids=BY_HAND)
def test_a_packet_by_hand_is_read_alike(packet: bytes) -> None:
    """The fast reader declines a packet, or reads what the slow one reads."""
    check_question(packet)


@given(st.one_of(packets.queries(), packets.damaged()))
def test_any_packet_is_read_alike(packet: bytes) -> None:
    """The fast reader declines any packet, whole or damaged, or reads what the slow one reads."""
    check_question(packet)


def test_many_damaged_packets_are_read_alike(dice: random.Random, scale: Scale) -> None:
    """However packets are damaged, the two readers never differ; a good part is read fast."""
    corpus = list(BY_HAND.values())
    rounds = scale(20_000, 500_000)
    taken = 0
    for _ in range(rounds):
        packet = packets.mutate(dice, dice.choice(corpus), dice.choice(corpus))
        taken += check_question(packet)

    assert taken > rounds // 20


def test_recorded_packets_are_read_alike(shared_data: Path | None) -> None:
    """Packets that other resolvers keep as hard cases are read alike, or declined."""
    for packet in recorded(shared_data):
        check_question(packet)


# Writing what the box answers itself


def local_answers() -> st.SearchStrategy[LocalAnswer]:
    """Return answers of every shape that fits; a SOA is asked for by a label's number."""
    record = st.builds(
        Record,
        st.sampled_from((A, AAAA, TXT, packets.HINFO, 65_280)),
        st.integers(0, 2**31 - 1),
        st.binary(min_size=1, max_size=40),
    )
    ede = st.tuples(st.integers(0, 0xFFFF), st.binary(max_size=150))
    return st.builds(
        LocalAnswer,
        rcode=st.one_of(st.sampled_from((0, 2, 3, 5, 16, 23)), st.integers(0, 4095)),
        records=st.lists(record, max_size=2).map(tuple),
        soa_at=st.none() | st.integers(0, 127),
        ede=st.none() | ede,
        seconds=st.integers(0, answers.DENIAL_SECONDS),
    )


def fitted(local: LocalAnswer, question: Question) -> LocalAnswer:
    """Return an answer whose SOA begins at a label of the question, and that fits its asker."""
    offsets = [*suffix_offsets(question.name)]
    soa_at = local.soa_at
    if soa_at is not None:
        soa_at = offsets[soa_at % len(offsets)] if offsets else None
    rcode = local.rcode if question.edns is not None else local.rcode & 0x0F
    return local._replace(soa_at=soa_at, rcode=rcode)


@given(st.one_of(packets.queries(), packets.damaged()), local_answers())
def test_local_answers_are_written_alike(packet: bytes, local: LocalAnswer) -> None:
    """A local answer written fast parses to the one written slow, whatever was asked."""
    question = wire.read_question(packet)
    if question is None or gate.refuse_by_header(packet) is not None:
        return
    local = fitted(local, question)

    assert said_raw(answers.reply(packet, question, local)) == said_raw(
        message.reply(packet, question, local)
    )


class Raw(NamedTuple):
    """A reply with its records' RDATA as octets: drawn at random, it is not of its type's form."""

    head: bytes
    question: tuple[tuple[bytes, ...], bytes]
    records: tuple[tuple[str, bytes, bytes], ...]


def said_raw(reply: bytes) -> Raw:
    """Return what a reply says, taken apart by dnspython without reading any RDATA but SOA's."""
    parser = dns.wire.Parser(reply)
    head = parser.get_bytes(12)
    asked = parser.get_name(decompress=True).labels, parser.get_bytes(4)
    records = []
    while parser.remaining():
        owner, fixed = parser.get_name(decompress=True).to_text(), parser.get_bytes(8)
        with parser.restrict_to(parser.get_uint16()):
            rdata = parser.get_remaining() if fixed[1] != SOA else soa_octets(parser)
        records.append((owner, fixed, rdata))
    return Raw(head, asked, tuple(records))


def soa_octets(parser: dns.wire.Parser) -> bytes:
    """Return a SOA's RDATA with its two names in full."""
    names = [parser.get_name(decompress=True).to_wire() or b"" for _ in range(2)]
    return b"".join(names) + parser.get_remaining()


# Writing what an upstream answered


def rewritten(
    packet: bytes, told: bytes, age: int, fit: tuple[int, int], plain_octets: int
) -> Said:
    """Return what the asker of `packet` must be told, worked out from two parsed messages.

    `fit` is how many octets it may have, and how many seconds it may be kept.
    """
    limit, most = fit
    query = dns.message.from_wire(packet)
    upstream = said(told)
    edns = query.edns >= 0
    dnssec_ok = edns and bool(query.ednsflags & packets.DO)
    flags = packets.QR | packets.RA | query.flags & (packets.RD | packets.CD)
    if upstream.flags & packets.AD and (query.flags & packets.AD or dnssec_ok):
        flags |= packets.AD
    sections = tuple(
        tuple(
            (owner, rtype, rclass, max(0, min(min(ttl, 86_400) - age, most)), rdata)
            for owner, rtype, rclass, ttl, rdata in section
        )
        for section in upstream.sections
    )
    if plain_octets + 11 * edns > limit:
        flags, sections = flags | packets.TC, ((), (), ())
    return Said(
        message_id=query.id,
        flags=flags,
        rcode=upstream.rcode,
        question=(query.question[0].name.labels, query.question[0].rdtype, packets.IN),
        sections=sections,
        edns=0 if edns else -1,
        edns_flags=packets.DO if dnssec_ok else 0,
        payload=1232 if edns else 0,
        options=(),
    )


def read_told(told: bytes, end: int) -> Answer | None:
    """Return an upstream's answer as it is kept, by the slow way where the fast one declines."""
    if answer := wire.read_answer(told, end):
        return answer
    plain = message.without_opt(told)
    assert plain is not None
    return wire.read_answer(plain, end)


@given(
    packets.ordinary_queries(),
    upstream_says.says(),
    st.integers(0, 100_000),
    st.sampled_from((512, 1232, 65_535)),
    st.one_of(st.just(86_400), st.integers(0, 400)),
)
def test_upstream_answers_are_passed_on_alike(
    packet: bytes, says: Says, age: int, limit: int, most: int
) -> None:
    """An upstream's answer, aged and fitted to its asker, is what a re-written message says."""
    question = house.question_of(packet)
    told = says.to(answers.query(7, question, edns=True))
    answer = read_told(told, question.end)
    assert answer is not None

    passed_on = answers.forwarded(packet, question, answer, age, limit, most)

    plain = message.without_opt(told)
    assert plain is not None
    if wire.read_answer(told, question.end):
        plain = told[: len(told) - (0 if says.opt_place is None else len(says.opt))]
    assert said(passed_on) == rewritten(packet, told, age, (limit, most), len(plain))
    assert len(passed_on) <= limit


# The whole pipeline


class Step(NamedTuple):
    """One query of a story: who asks what, how, and how long after the one before."""

    packet: bytes
    source: str
    over_tcp: bool
    later: float


SOURCES = (house.SAM, house.ALEX, house.TELEVISION, house.STRANGER, "10.0.0.1", "fe80::11%eth0")


def stories() -> st.SearchStrategy[list[Step]]:
    """Return short runs of queries; few names, so that the cache is met."""
    packet = st.one_of(
        st.sampled_from([*BY_HAND.values()]), packets.ordinary_queries(), packets.queries()
    )
    later = st.sampled_from((0.0, 0.5, 1.0, 59.0, 60.0, 299.0, 4_000.0))
    step = st.builds(Step, packet, st.sampled_from(SOURCES), st.booleans(), later)
    return st.lists(step, min_size=1, max_size=8).map(lambda steps: steps + steps[:3])


def told(story: list[Step], in_force: Current, says: Says | None) -> list[Said | bytes]:
    """Return what each step of a story is told; rubbish's silence stays as octets."""
    clock = house.Clock()

    def answer(question: Question) -> Answer | None:
        if says is None:
            return None
        return read_told(says.to(answers.query(7, question, edns=True)), question.end)

    route = house.pipeline(house.Told(answer), clock=clock, in_force=in_force)
    replies: list[Said | bytes] = []
    for step in story:
        clock.now += step.later
        reply, _ = house.ask(route, step.packet, step.source, over_tcp=step.over_tcp)
        replies.append(said(reply) if reply else reply)
    return replies


@given(
    stories(),
    st.one_of(st.just(house.HOUSEHOLD), households()),
    entries(),
    st.one_of(st.none(), upstream_says.says()),
)
def test_the_whole_pipeline_says_the_same_without_its_fast_reader(
    story: list[Step], household: Household, listed: list[Listed], says: Says | None
) -> None:
    """Over any household, lists, times and kept answers, the slow path alone replies the same."""
    in_force = house.current(household, index_of([*house.LISTED, *listed]))
    fast = told(story, in_force, says)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire, "read_question", lambda _: None)
        slow = told(story, in_force, says)

    assert fast == slow
