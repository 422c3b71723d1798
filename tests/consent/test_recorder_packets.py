from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.frozen import MAX_OCTETS
from consent.recorder_packets import (
    MAX_ALL_OCTETS,
    MAX_ATTACHED,
    NUMBER_OCTETS,
    START_OCTETS,
    PacketRefused,
    PacketStart,
    packet_lengths,
    packet_start,
    packet_to_octets,
)


def numbers(*values: int) -> bytes:
    """Return numbers as they stand in a packet."""
    return b"".join(value.to_bytes(NUMBER_OCTETS, "big") for value in values)


def test_a_packet_is_its_lengths_and_then_its_parts() -> None:
    """The form is fixed, octet by octet."""
    assert packet_to_octets(b"{}", (b"one", b"")) == (
        b"\x00\x00\x00\x02\x00\x00\x00\x02\x00\x00\x00\x03\x00\x00\x00\x00{}one"
    )
    assert packet_to_octets(b"") == numbers(0, 0)


@given(message=st.binary(max_size=300), attached=st.lists(st.binary(max_size=300), max_size=20))
def test_what_is_packed_is_read_back(message: bytes, attached: list[bytes]) -> None:
    """Whoever reads by the lengths alone finds the message and each part, and nothing is left."""
    packet = packet_to_octets(message, attached)
    start = packet_start(packet[:START_OCTETS])
    rest = packet[START_OCTETS:]
    lengths = packet_lengths(rest[: start.lengths])
    rest = rest[start.lengths :]
    found, rest = rest[: start.message], rest[start.message :]
    parts = []
    for length in lengths:
        part, rest = rest[:length], rest[length:]
        parts.append(part)

    assert (found, parts, rest) == (message, attached, b"")


STARTS = {
    "nothing": b"",
    "too short": bytes(START_OCTETS - 1),
    "too long": bytes(START_OCTETS + 1),
    "a message that is too long": numbers(MAX_OCTETS + 1, 0),
    "the longest message there could be": numbers(2**32 - 1, 0),
    "too many parts": numbers(0, MAX_ATTACHED + 1),
    "as many parts as there could be": numbers(0, 2**32 - 1),
}


@pytest.mark.parametrize("octets", STARTS.values(), ids=STARTS)
def test_a_start_that_asks_for_too_much_is_refused(octets: bytes) -> None:
    """Before anything is read it is known how much there is to read, and that it is bounded."""
    with pytest.raises(PacketRefused) as refused:
        packet_start(octets)
    assert refused.value.code is Code.PACKET_SIZE


def test_the_largest_start_is_read() -> None:
    """What is just allowed is not refused."""
    assert packet_start(numbers(MAX_OCTETS, MAX_ATTACHED)) == PacketStart(
        MAX_OCTETS, MAX_ATTACHED * NUMBER_OCTETS
    )


LENGTHS = {
    "one part": (MAX_ALL_OCTETS + 1,),
    "two parts": (MAX_ALL_OCTETS, 1),
    "many parts": (2**20,) * 65,
    "the longest there could be": (2**32 - 1,),
}


@pytest.mark.parametrize("lengths", LENGTHS.values(), ids=LENGTHS)
def test_parts_that_are_too_long_together_are_refused(lengths: tuple[int, ...]) -> None:
    """It is the sum that must fit into memory, however many parts there are."""
    with pytest.raises(PacketRefused) as refused:
        packet_lengths(numbers(*lengths))
    assert refused.value.code is Code.PACKET_SIZE


def test_the_largest_parts_are_read() -> None:
    """What is just allowed is not refused, and no parts are none."""
    assert packet_lengths(numbers(MAX_ALL_OCTETS, 0)) == (MAX_ALL_OCTETS, 0)
    assert packet_lengths(b"") == ()


@pytest.mark.parametrize(
    ("message", "attached"),
    [(bytes(MAX_OCTETS + 1), ()), (b"", (b"",) * (MAX_ATTACHED + 1)), (b"", (bytes(2**20),) * 65)],
    ids=["message", "parts", "octets"],
)
def test_what_nobody_would_read_is_not_packed(message: bytes, attached: tuple[bytes, ...]) -> None:
    """Whoever sends learns that it is too large, not whoever receives."""
    with pytest.raises(PacketRefused):
        packet_to_octets(message, attached)
