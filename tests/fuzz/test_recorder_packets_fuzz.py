"""Whatever arrives on the recorder's socket is a request or is refused, and asks for no memory."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from consent.errors import ConsentError
from consent.frozen import MAX_OCTETS
from consent.recorder_answers import answer_from_octets, answer_to_octets
from consent.recorder_packets import (
    MAX_ALL_OCTETS,
    START_OCTETS,
    packet_lengths,
    packet_start,
    packet_to_octets,
)
from consent.recorder_requests import request_from_octets, request_to_octets
from tests.conftest import Scale
from tests.consent.test_recorder_answers import ANSWERS
from tests.consent.test_recorder_requests import REQUESTS
from tests.fuzz.damage import damaged

MESSAGES = {
    "requests": ([request_to_octets(one) for one in REQUESTS], request_from_octets),
    "answers": ([answer_to_octets(one) for one in ANSWERS.values()], answer_from_octets),
}


def read_packet(octets: bytes) -> tuple[bytes, tuple[bytes, ...]]:
    """Return what a packet holds, as the server reads it. Raises ConsentError, EOFError."""
    rest = memoryview(octets)

    def exactly(length: int) -> bytes:
        nonlocal rest
        if length > len(rest):
            raise EOFError
        taken, rest = bytes(rest[:length]), rest[length:]
        return taken

    start = packet_start(exactly(START_OCTETS))
    assert start.message <= MAX_OCTETS
    lengths = packet_lengths(exactly(start.lengths))
    assert sum(lengths) <= MAX_ALL_OCTETS
    return exactly(start.message), tuple(exactly(length) for length in lengths)


@pytest.mark.parametrize(("samples", "read"), MESSAGES.values(), ids=MESSAGES)
def test_a_damaged_message_is_read_or_refused(
    samples: list[bytes], read: Callable[[bytes], object], dice: random.Random, scale: Scale
) -> None:
    """Octets damaged anywhere are a message in its one form, or are refused and nothing else."""
    refused = 0
    for _ in range(scale(3_000, 300_000)):
        octets = damaged(dice.choice(samples), dice)
        try:
            found = read(octets)
        except ConsentError:
            refused += 1
            continue
        assert _written(found) == octets

    assert refused


def test_a_damaged_packet_is_read_or_refused(dice: random.Random, scale: Scale) -> None:
    """However a packet is damaged, nobody is asked for more than there is, or fails otherwise."""
    whole = [
        packet_to_octets(request_to_octets(one), [b"x" * dice.randrange(50)] * dice.randrange(3))
        for one in REQUESTS
    ]
    outcomes = {"read": 0, "refused": 0, "short": 0}
    for _ in range(scale(5_000, 500_000)):
        octets = damaged(dice.choice(whole), dice)
        try:
            request_from_octets(read_packet(octets)[0])
            outcomes["read"] += 1
        except ConsentError:
            outcomes["refused"] += 1
        except EOFError:
            outcomes["short"] += 1

    assert all(outcomes.values()), outcomes


def test_any_octets_are_refused(dice: random.Random, scale: Scale) -> None:
    """What is no packet at all is refused or too short."""
    for _ in range(scale(2_000, 200_000)):
        octets = dice.randbytes(dice.randrange(200))
        with pytest.raises((ConsentError, EOFError)):
            request_from_octets(read_packet(octets)[0])


def _written(found: Any) -> bytes:  # noqa: ANN401 - whichever of the two it is
    is_request = type(found) in {type(one) for one in REQUESTS}
    return request_to_octets(found) if is_request else answer_to_octets(found)
