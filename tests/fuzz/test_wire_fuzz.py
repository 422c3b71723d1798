"""Invariant: whatever octets arrive, nothing raises, and rubbish is never answered at length."""

from __future__ import annotations

import random

from agent.dns.gate import SILENCE
from agent.dns.pipeline import Pipeline
from tests.agent.dns import house, packets
from tests.agent.dns.packets import BY_HAND, mutate
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
