"""Asking the resolvers above us over UDP and TCP (Do53).

Rules kept here:
- Every query over UDP has a random id and leaves from a socket of its own on a port that the
  kernel picks at random; the socket is connected, so the kernel drops what comes from elsewhere.
  An answer must also repeat the question (RFC 5452 section 9). What does not fit is passed over,
  and we go on waiting: a forger must not be able to end the wait.
- An answer that was cut short (TC) is asked for again over TCP (RFC 7766 section 5).
- When one upstream is silent, unreachable or says it cannot, the next one is asked; the one that
  answered last is asked first the next time.
- Nothing of the asker goes on but name, type, DO and CD.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Callable, Sequence
from typing import NamedTuple, NoReturn, Protocol

from agent.dns import answers, message, wire
from agent.dns.wire import Answer, Question

UDP_SECONDS = (1.0, 2.0)
"""How long to wait in the first and in the second round; a stub gives up after about five."""
TCP_SECONDS = 3.0
MAX_UDP_OCTETS = 4_096

_FORMERR, _SERVFAIL, _NOTIMP, _REFUSED = 1, 2, 4, 5


class UpstreamSilent(Exception):
    """No upstream gave an answer that could be used."""


class Upstream(Protocol):
    """Whoever can be asked what a name means."""

    async def ask(self, question: Question) -> Answer:
        """Return the answer. Raises UpstreamSilent."""


class Address(NamedTuple):
    """Where an upstream listens."""

    host: str
    port: int


class _Query(NamedTuple):
    """Our own query, and where its question section ends: a name may hold zero octets."""

    packet: bytes
    question_end: int

    def __repr__(self) -> str:
        return "<_Query>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a query is not written to a file")


class Do53Upstreams:
    """One or more resolvers, asked over plain DNS."""

    def __init__(
        self,
        addresses: Sequence[Address],
        *,
        udp_seconds: Sequence[float] = UDP_SECONDS,
        tcp_seconds: float = TCP_SECONDS,
        new_id: Callable[[], int] = lambda: secrets.randbits(16),
    ) -> None:
        """Ask `addresses` in this order at first."""
        self._order = list(addresses)
        self._udp_seconds = udp_seconds
        self._tcp_seconds = tcp_seconds
        self._new_id = new_id

    async def ask(self, question: Question) -> Answer:
        """Return what the first upstream that can answer says. Raises UpstreamSilent."""
        refused: Answer | None = None
        for seconds in self._udp_seconds:
            for address in tuple(self._order):
                answer = await self._ask_one(address, question, seconds)
                if answer is None:
                    continue
                if answer.rcode in (_FORMERR, _SERVFAIL, _NOTIMP, _REFUSED):
                    refused = answer
                    continue
                self._prefer(address)
                return answer
            if refused is not None:
                # Every upstream that speaks at all says no (a broken zone, say); that is news.
                return refused
        raise UpstreamSilent

    def _prefer(self, address: Address) -> None:
        if self._order[0] != address:
            self._order.remove(address)
            self._order.insert(0, address)

    async def _ask_one(self, address: Address, question: Question, seconds: float) -> Answer | None:
        """Return one upstream's answer, None where it gives none in time."""
        for edns in (True, False):
            query = _Query(
                answers.query(self._new_id(), question, edns=edns),
                wire.HEADER_OCTETS + len(question.name) + 4,
            )
            packet = await _over_udp(address, query, seconds)
            if packet is not None and packet[2] & 0x02:
                packet = await _over_tcp(address, query, self._tcp_seconds)
            if packet is None:
                return None
            if packet[3] & 0x0F == _FORMERR and edns:
                continue  # older than EDNS: once more without (RFC 6891 section 7)
            return _read(packet, query)
        return None


def _read(packet: bytes, query: _Query) -> Answer | None:
    end = query.question_end
    if len(packet) < end:  # a bare refusal; `_fits` let nothing else through
        return Answer(packet[3] & 0x0F, (0, 0, 0), b"", (), 0, authentic=False)
    if answer := wire.read_answer(packet, end):
        return answer
    rewritten = message.without_opt(packet)
    if rewritten is None or not wire.echoes(rewritten, query.packet, end):
        return None
    return wire.read_answer(rewritten, end)


def _fits(packet: bytes, query: _Query) -> bool:
    """Say whether a packet answers our query, or refuses it by a header alone."""
    if wire.echoes(packet, query.packet, query.question_end):
        return True
    return (
        len(packet) == wire.HEADER_OCTETS
        and packet[:2] == query.packet[:2]
        and packet[2] & 0xF8 == 0x80
        and packet[4:] == bytes(8)
        and packet[3] & 0x0F in (_FORMERR, _SERVFAIL, _NOTIMP, _REFUSED)
    )


async def _over_udp(address: Address, query: _Query, seconds: float) -> bytes | None:
    loop = asyncio.get_running_loop()
    found: asyncio.Future[bytes | None] = loop.create_future()

    def receive() -> None:
        while not found.done():
            try:
                packet = sock.recv(MAX_UDP_OCTETS)
            except BlockingIOError:
                return
            except OSError:  # the upstream's port is closed (ICMP), or its network is gone
                found.set_result(None)
                return
            if _fits(packet, query):
                found.set_result(packet)

    def give_up() -> None:
        if not found.done():
            found.set_result(None)

    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as sock:
        try:
            sock.connect(address)
            sock.send(query.packet)
        except OSError:
            return None
        loop.add_reader(sock, receive)
        timer = loop.call_later(seconds, give_up)
        try:
            return await found
        finally:
            timer.cancel()
            loop.remove_reader(sock)


async def _over_tcp(address: Address, query: _Query, seconds: float) -> bytes | None:
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection(address.host, address.port)
            try:
                writer.write(len(query.packet).to_bytes(2, "big") + query.packet)
                await writer.drain()
                while True:
                    size = int.from_bytes(await reader.readexactly(2), "big")
                    packet = await reader.readexactly(size)
                    if _fits(packet, query):
                        return packet
            finally:
                writer.close()
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return None
