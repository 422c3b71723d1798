"""Invariant: whatever octets arrive, nothing raises, and rubbish is never answered at length."""

from __future__ import annotations

import random
from pathlib import Path

import dns.wire

from agent.dns import answers, message, wire
from agent.dns.gate import SILENCE
from agent.dns.pipeline import Pipeline
from tests.agent.dns import house, packets
from tests.agent.dns.packets import BY_HAND, mutate, query, recorded
from tests.agent.dns.upstream_says import (
    ADDRESS,
    CHAIN,
    NODATA,
    NXDOMAIN,
    REFERRAL,
    RR,
    Says,
)
from tests.conftest import Scale

SOURCES = (house.SAM, house.ALEX, house.TELEVISION, house.STRANGER, "fe80::11%eth0")


def check(route: Pipeline, packet: bytes, source: str) -> None:
    """Ask with a packet and hold the reply to the invariant."""
    reply, _ = house.ask(route, packet, source)
    if len(packet) < 12 or packet[2] & 0x80:
        assert reply == SILENCE, packet.hex()
    elif len(reply) > len(packet):
        assert packets.is_readable(packet), f"{packet.hex()} is answered with {reply.hex()}"
        assert len(reply) <= packets.payload_of(packet), packet.hex()


def test_damaged_packets_through_the_whole_pipeline(dice: random.Random, scale: Scale) -> None:
    """No damaged packet raises, wakes a silent gate, or draws an answer longer than it may."""
    corpus = list(BY_HAND.values())
    route = house.pipeline()
    for _ in range(scale(200_000, 5_000_000)):
        packet = dice.choice(corpus)
        for _ in range(dice.randrange(1, 5)):
            packet = mutate(dice, packet, dice.choice(corpus))
        check(route, packet, dice.choice(SOURCES))


def outcomes(dice: random.Random, rounds: int) -> dict[str, int]:
    """Count what becomes of damaged packets, so that the run above cannot go blind."""
    counts = {"silence": 0, "a bare refusal": 0, "an answer": 0}
    corpus = list(BY_HAND.values())
    route = house.pipeline()
    for _ in range(rounds):
        reply, _ = house.ask(route, mutate(dice, dice.choice(corpus), dice.choice(corpus)))
        kind = "silence" if not reply else "a bare refusal" if len(reply) == 12 else "an answer"
        counts[kind] += 1
    return counts


def test_the_damage_reaches_every_depth(dice: random.Random) -> None:
    """A good part of the damaged packets is met with silence, a refusal and a whole answer each."""
    assert min(outcomes(dice, 2_000).values()) > 40


def upstream_corpus(shared_data: Path | None) -> list[bytes]:
    """Return packets that upstreams may send: by hand, and what other resolvers keep."""
    queries = [query("www.example.org", qtype) for qtype in (1, 16, 28, 65)]
    told = [says.to(asked) for says in SAID for asked in queries]
    return told + recorded(shared_data)


SAID = (
    *(ADDRESS, CHAIN, NXDOMAIN, NODATA, REFERRAL),
    ADDRESS._replace(opt_place=0),
    CHAIN._replace(opt_place=0, additional=(RR("A", "192.0.2.1", 60, "ns.example"),)),
    Says(answer=tuple(RR("TXT", f'"{"x" * 200}"', 60) for _ in range(12)), opt_place=0),
)


def check_answer(told: bytes, asked: bytes) -> bool:
    """Hold what is made of an upstream's packet to the invariant; say whether it was read."""
    question = house.question_of(asked)
    if not wire.echoes(told, asked, question.end):
        message.without_opt(told)
        return False
    answer = wire.read_answer(told, question.end)
    if answer is None:
        plain = message.without_opt(told)
        if plain is None or not wire.echoes(plain, asked, question.end):
            return False
        answer = wire.read_answer(plain, question.end)
    if answer is None:
        return False
    reply = answers.forwarded(asked, question, answer, 5, 1232)
    assert len(reply) <= 1232, told.hex()
    assert records_in(reply) == sum(answers_counts(reply)), told.hex()
    return True


def answers_counts(reply: bytes) -> list[int]:
    """Return the counts of the three sections of records."""
    return [int.from_bytes(reply[at : at + 2], "big") for at in (6, 8, 10)]


def records_in(reply: bytes) -> int:
    """Return how many records stand behind the question, to the last octet.

    What a pointer inside a record points at is the upstream's word and passed on as it is.
    """
    parser = dns.wire.Parser(reply)
    parser.seek(packets.end_of_question(reply))
    found = 0
    while parser.remaining():
        length = parser.get_uint8()
        while 0 < length < 64:
            parser.get_bytes(length)
            length = parser.get_uint8()
        parser.get_bytes(length >= 192)
        parser.get_bytes(8)
        parser.get_bytes(parser.get_uint16())
        found += 1
    return found


def test_damaged_answers_of_upstreams(
    dice: random.Random, scale: Scale, shared_data: Path | None
) -> None:
    """No damaged answer raises, and what is made of it is whole, record for record."""
    corpus = upstream_corpus(shared_data)
    asked = query("www.example.org", additional=[packets.opt()])
    read, rounds = 0, scale(30_000, 1_000_000)
    for _ in range(rounds):
        told = dice.choice(corpus)
        for _ in range(dice.randrange(3)):
            told = mutate(dice, told, dice.choice(corpus))
        if dice.random() < 0.8:  # as if an upstream sent it in answer to our question
            told = asked[:2] + b"\x81\x80\0\1" + told[6:12] + asked[12:33] + told[33:]
        read += check_answer(told, asked)

    assert read > rounds // 20


def test_recorded_packets_as_queries(
    dice: random.Random, scale: Scale, shared_data: Path | None
) -> None:
    """Packets that other resolvers keep as hard cases, and damaged ones, do no harm as queries."""
    route = house.pipeline()
    for packet in recorded(shared_data):
        asked = packet[:2] + b"\1\0" + packet[4:]
        for candidate in (packet, asked):
            check(route, candidate, house.SAM)
        for _ in range(scale(20, 1_000)):
            check(route, mutate(dice, asked, packet), house.SAM)
