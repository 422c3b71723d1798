"""Asking the resolvers above us over UDP and TCP (Do53).

Rules kept here:
- Every query over UDP has a random id and leaves from a socket of its own on a port that the
  kernel picks at random; the socket is connected, so the kernel drops what comes from elsewhere.
  What does not fit our query is passed over, and we go on waiting: a forger must not be able to
  end the wait.
- An answer that was cut short (TC) is asked for again over TCP (RFC 7766 section 5).
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import time
from collections.abc import Callable, Sequence

from agent.dns.upstream.asking import Address
from agent.dns.upstream.awaiting import awaiting
from agent.dns.upstream.query import FORMERR, Query, fits, query_for, read
from agent.dns.upstream.several import Several
from agent.dns.wire import Answer, Question

UDP_SECONDS = (1.0, 2.0)
"""How long to wait in the first and in the second round; a stub gives up after about five."""
TCP_SECONDS = 3.0


class Do53Upstreams(Several):
    """One or more resolvers, asked over plain DNS."""

    def __init__(
        self,
        addresses: Sequence[Address],
        *,
        udp_seconds: Sequence[float] = UDP_SECONDS,
        tcp_seconds: float = TCP_SECONDS,
        new_id: Callable[[], int] = lambda: secrets.randbits(16),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask `addresses` in this order at first."""
        ways = [Do53(address, tcp_seconds=tcp_seconds, new_id=new_id) for address in addresses]
        super().__init__(ways, rounds=udp_seconds, clock=clock)


class Do53:
    """One resolver, asked over plain DNS."""

    def __init__(
        self,
        address: Address,
        *,
        tcp_seconds: float = TCP_SECONDS,
        new_id: Callable[[], int] = lambda: secrets.randbits(16),
    ) -> None:
        """Ask at `address`. No socket is open between queries."""
        self._address = address
        self._tcp_seconds = tcp_seconds
        self._new_id = new_id

    async def ask(self, question: Question, seconds: float) -> Answer | None:
        """Return what it says, None where it gives nothing that can be used in time."""
        for edns in (True, False):
            query = query_for(self._new_id(), question, edns=edns)
            packet = await _over_udp(self._address, query, seconds)
            if packet is not None and packet[2] & 0x02:
                packet = await _over_tcp(self._address, query, self._tcp_seconds)
            if packet is None:
                return None
            if packet[3] & 0x0F == FORMERR and edns:
                continue  # older than EDNS: once more without (RFC 6891 section 7)
            return read(packet, query)
        return None


async def _over_udp(address: Address, query: Query, seconds: float) -> bytes | None:
    if (sock := _sent(address, query)) is None:
        return None
    return await awaiting().answer(sock, lambda packet: fits(packet, query), seconds)


def _sent(address: Address, query: Query) -> socket.socket | None:
    """Return a socket of its own on which a query went out, None where it cannot."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    try:
        sock = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    except OSError:  # too many are open already, while upstreams are silent
        return None
    try:
        sock.connect(address)
        sock.send(query.packet)
    except OSError:
        sock.close()
        return None
    return sock


async def _over_tcp(address: Address, query: Query, seconds: float) -> bytes | None:
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection(address.host, address.port)
            try:
                writer.write(len(query.packet).to_bytes(2, "big") + query.packet)
                await writer.drain()
                while True:
                    size = int.from_bytes(await reader.readexactly(2), "big")
                    packet = await reader.readexactly(size)
                    if fits(packet, query):
                        return packet
            finally:
                writer.close()
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return None
