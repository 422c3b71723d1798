from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.dns.batch import MOST, SLOT_OCTETS, Batch
from agent.dns.sockets import (
    ANYWHERE,
    MAX_UDP_OCTETS,
    ask_where_to,
    bind_both,
    way_back,
)

TOLD_OCTETS = socket.CMSG_SPACE(20)  # in6_pktinfo, the longer of the two
MOST_OF_UDP = 65_507
"""Octets in one datagram over IPv4; more are refused."""

PLACES = {
    "IPv4 at one": ("127.0.0.21", "127.0.0.21", "127.0.0.11"),
    "IPv4 at any": ("0.0.0.0", "127.0.0.21", "127.0.0.11"),  # noqa: S104 - only loopback is asked
    "IPv6 at one": ("::1", "::1", "::1"),
    "IPv6 at any": ("::", "::1", "::1"),
}


@contextlib.contextmanager
def bound(host: str) -> Iterator[socket.socket]:
    """Bind a UDP socket as the server does."""
    udp, tcp = bind_both(host, 0)
    with udp, tcp:
        yield udp


@contextlib.contextmanager
def asking(udp: socket.socket, asked: str, source: str) -> Iterator[socket.socket]:
    """Open a socket that sends to it, and takes answers from that very address alone."""
    with socket.socket(udp.family, socket.SOCK_DGRAM) as sock:
        sock.settimeout(10)
        sock.bind((source, 0))
        sock.connect((asked, udp.getsockname()[1]))
        yield sock


def one_by_one(udp: socket.socket, count: int) -> list[tuple[bytes, object, object]]:
    """Take packets as Python's own calls give them: the specification of a batch."""
    found: list[tuple[bytes, object, object]] = []
    for _ in range(count):
        packet, told, _, address = udp.recvmsg(MAX_UDP_OCTETS, TOLD_OCTETS)
        found.append((packet, address, way_back(told) or None))
    return found


def at_once(batch: Batch) -> list[tuple[bytes, object, object]]:
    """Take what is there, by batches, until nothing is."""
    found: list[tuple[bytes, object, object]] = []
    while came := batch.receive():
        found += [(batch.packet(at), batch.source(at), batch.way_back(at)) for at in range(came)]
    return found


@pytest.mark.parametrize(("host", "asked", "source"), PLACES.values(), ids=PLACES)
@settings(max_examples=25)
@given(packets=st.lists(st.binary(max_size=600), min_size=1, max_size=2 * MOST))
def test_a_batch_is_what_single_calls_would_have_brought(
    host: str, asked: str, source: str, packets: Sequence[bytes]
) -> None:
    """The same packets, from the same sources, with the same way back, in the same order."""
    with bound(host) as udp, bound(host) as other:
        batch = Batch(udp)
        if host in ANYWHERE:
            ask_where_to(other)
        with asking(udp, asked, source) as one, asking(other, asked, source) as two:
            for packet in packets:
                one.send(packet)
                two.send(packet)
            found, expected = at_once(batch), one_by_one(other, len(packets))
            assert [it[::2] for it in found] == [it[::2] for it in expected]
            assert {it[1] for it in found} == {one.getsockname()}
            assert {it[1] for it in expected} == {two.getsockname()}


@pytest.mark.parametrize(("host", "asked", "source"), PLACES.values(), ids=PLACES)
def test_what_is_written_over_a_packet_goes_back_to_whoever_sent_it(
    host: str, asked: str, source: str
) -> None:
    """Each of many gets its own answer from the address that it asked, and who is left out none."""
    with bound(host) as udp, contextlib.ExitStack() as held:
        batch = Batch(udp)
        many = [held.enter_context(asking(udp, asked, source)) for _ in range(9)]
        for turn in range(2):
            for number, sock in enumerate(many):
                sock.send(bytes((turn, number)) + b"?" * (number * 50))
            came = batch.receive()
            assert len({*batch.sources(came)}) == 1
            for at in range(came):
                answer = b" to %d" % batch.room[at * SLOT_OCTETS + 1]
                start = at * SLOT_OCTETS + 2
                batch.room[start : start + len(answer)] = answer
                batch.sizes_back[at] = 2 + len(answer)
            batch.send(0, 4)
            batch.send(5, came)

            for number, sock in enumerate(many):
                if number == 4:
                    sock.setblocking(False)
                    with pytest.raises(BlockingIOError):
                        sock.recv(99)
                else:
                    assert sock.recv(99) == bytes((turn, number)) + b" to %d" % number


def test_sources_are_told_apart_by_their_addresses_alone() -> None:
    """Two addresses are two sources, two ports of one address are one."""
    with bound("0.0.0.0") as udp, contextlib.ExitStack() as held:  # noqa: S104
        batch = Batch(udp)
        for source in ("127.0.0.11", "127.0.0.12", "127.0.0.11"):
            held.enter_context(asking(udp, "127.0.0.1", source)).send(b"x")
        first, second, third = batch.sources(batch.receive())

        assert (first == third, first == second) == (True, False)


def test_an_answer_that_is_not_taken_is_lost_and_the_others_are_not() -> None:
    """One that the kernel refuses holds up none of those behind it."""
    with bound("127.0.0.21") as udp, asking(udp, "127.0.0.21", "127.0.0.11") as sock:
        batch = Batch(udp)
        for number in range(3):
            sock.send(b"id%d" % number)
        came = batch.receive()
        batch.sizes_back[1] = MOST_OF_UDP + 1
        for at in (0, 2):
            batch.sizes_back[at] = 3
        batch.send(0, came)

        assert [sock.recv(99), sock.recv(99)] == [b"id0", b"id2"]


def test_a_packet_that_is_too_long_is_cut_and_harms_no_other() -> None:
    """What is beyond the room of one packet is not written into the next one's."""
    with bound("127.0.0.21") as udp, asking(udp, "127.0.0.21", "127.0.0.11") as sock:
        batch = Batch(udp)
        for packet in (b"a" * 9_000, b"b", b""):
            sock.send(packet)
        batch.receive()

        assert [batch.packet(at) for at in range(3)] == [b"a" * MAX_UDP_OCTETS, b"b", b""]


def test_nothing_is_nothing() -> None:
    """An empty socket brings no packet, and nothing of what came before is taken for one."""
    with bound("127.0.0.21") as udp, asking(udp, "127.0.0.21", "127.0.0.11") as sock:
        batch = Batch(udp)
        assert (batch.receive(), batch.sizes, batch.sources(0)) == (0, [], [])
        sock.send(b"x")
        assert (batch.receive(), batch.sizes) == (1, [1])
        assert (batch.receive(), batch.sizes) == (0, [])
