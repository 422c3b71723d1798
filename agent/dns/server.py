"""Sockets: packets in, packets out, over UDP and TCP, over IPv4 and IPv6.

Rules kept here:
- UDP is drained in batches from one reader callback, four to six times cheaper than a protocol
  object or a task for each packet; only what is forwarded becomes a task.
- Answering never waits: a socket that cannot take a reply loses that reply (the asker asks again).
- TCP as RFC 7766 has it: several queries on one connection, answered in any order; idle and
  overfull connections are closed, so that nobody can use them all up.
- What waits for an upstream is bounded; over the bound the answer is SERVFAIL at once.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from contextlib import suppress
from typing import NamedTuple

from agent.dns.gate import SILENCE
from agent.dns.pipeline import TOO_BUSY, Forward, Pipeline
from agent.errors import ListenRefused

BATCH = 64
MAX_UDP_OCTETS = 4_096
MAX_WAITING = 1_000
MAX_CONNECTIONS = 200
MAX_CONNECTIONS_FROM_ONE = 20
MAX_WAITING_ON_ONE = 100
IDLE_SECONDS = 10.0
UDP_BUFFER_OCTETS = 1 << 20


class Listening(NamedTuple):
    """One address that is being served."""

    host: str
    port: int


class Server:
    """Serves one pipeline on any number of addresses."""

    def __init__(self, pipeline: Pipeline, *, idle_seconds: float = IDLE_SECONDS) -> None:
        """Open nothing yet."""
        self._pipeline = pipeline
        self._idle_seconds = idle_seconds
        self._udp: list[socket.socket] = []
        self._tcp: list[asyncio.Server] = []
        self._waiting: set[asyncio.Task[None]] = set()
        self._connections: Counter[str] = Counter()

    async def listen(self, host: str, port: int) -> Listening:
        """Serve UDP and TCP on an address; port 0 picks one that is free for both.

        Raises ListenRefused with what to do.
        """
        try:
            udp, tcp = _bind_both(host, port)
        except OSError as error:
            raise ListenRefused(_refusal(host, port, error)) from error
        self._udp.append(udp)
        asyncio.get_running_loop().add_reader(udp, self._drain, udp)
        self._tcp.append(await asyncio.start_server(self._serve_connection, sock=tcp))
        return Listening(host, udp.getsockname()[1])

    async def close(self) -> None:
        """Stop listening and end what is waiting."""
        loop = asyncio.get_running_loop()
        for udp in self._udp:
            loop.remove_reader(udp)
            udp.close()
        for server in self._tcp:
            server.close()
        for task in self._waiting:
            task.cancel()
        await asyncio.gather(*self._waiting, return_exceptions=True)

    def _drain(self, udp: socket.socket) -> None:
        again = self._pipeline.again
        for _ in range(BATCH):
            try:
                packet, address = udp.recvfrom(MAX_UDP_OCTETS)
            except BlockingIOError:
                return
            except OSError:  # an ICMP error of an earlier reply; the next packet is unharmed
                continue
            if (known := again(packet, address[0])) is not None:
                _send(udp, known, address)
                continue
            reply = self._pipeline.answer(packet, address[0], over_tcp=False)
            if isinstance(reply, bytes):
                if reply is not SILENCE:
                    _send(udp, reply, address)
            elif len(self._waiting) < MAX_WAITING:
                self._start(self._forward_udp(udp, reply, address))
            else:
                _send(udp, reply.write(reply.packet, reply.question, TOO_BUSY), address)

    async def _forward_udp(
        self, udp: socket.socket, query: Forward, address: tuple[str, int]
    ) -> None:
        _send(udp, await self._pipeline.forward(query), address)

    async def _serve_connection(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        source: str = writer.get_extra_info("peername")[0]
        full = self._connections.total() >= MAX_CONNECTIONS
        if full or self._connections[source] >= MAX_CONNECTIONS_FROM_ONE:
            writer.close()
            return
        self._connections[source] += 1
        waiting: set[asyncio.Task[None]] = set()
        try:
            while True:
                async with asyncio.timeout(self._idle_seconds):
                    size = int.from_bytes(await reader.readexactly(2), "big")
                    packet = await reader.readexactly(size)
                    # Waits while the asker does not read its answers.
                    await writer.drain()
                reply = self._pipeline.answer(packet, source, over_tcp=True)
                if isinstance(reply, bytes):
                    if reply is SILENCE:
                        return  # nobody who means to ask sends that; keep no connection for it
                    _write(writer, reply)
                elif len(waiting) < MAX_WAITING_ON_ONE and len(self._waiting) < MAX_WAITING:
                    task = self._start(self._forward_tcp(writer, reply))
                    waiting.add(task)
                    task.add_done_callback(waiting.discard)
                else:
                    _write(writer, reply.write(reply.packet, reply.question, TOO_BUSY))
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            await asyncio.gather(*waiting, return_exceptions=True)
        finally:
            self._connections[source] -= 1
            if not self._connections[source]:
                del self._connections[source]
            writer.close()
            # Closing waits for the last answers to be taken; for ever, if nobody took them.
            loop = asyncio.get_running_loop()
            loop.call_later(self._idle_seconds, writer.transport.abort)

    async def _forward_tcp(self, writer: asyncio.StreamWriter, query: Forward) -> None:
        _write(writer, await self._pipeline.forward(query))

    def _start(self, work: asyncio._CoroutineLike[None]) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)
        return task


def _send(udp: socket.socket, reply: bytes, address: tuple[str, int]) -> None:
    with suppress(OSError):  # full buffer, unreachable asker: it will ask again
        udp.sendto(reply, address)


def _write(writer: asyncio.StreamWriter, reply: bytes) -> None:
    if not writer.is_closing():
        writer.write(len(reply).to_bytes(2, "big") + reply)


def _bind_both(host: str, port: int) -> tuple[socket.socket, socket.socket]:
    """Return a UDP and a TCP socket on the same port. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for attempt in range(20):
        tcp = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        udp = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        try:
            tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, UDP_BUFFER_OCTETS)
            if family is socket.AF_INET6:
                # One family for each socket: an IPv4 device must not arrive as ::ffff:192.0.2.1.
                for sock in (tcp, udp):
                    sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            tcp.bind((host, port))
            udp.bind((host, tcp.getsockname()[1]))
        except OSError:
            tcp.close()
            udp.close()
            if port or attempt == 19:
                raise
            continue  # port 0: what was free for TCP may be taken for UDP
        return udp, tcp
    raise AssertionError("the last attempt returns or raises")


def _refusal(host: str, port: int, error: OSError) -> str:
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return f"cannot listen on {where}: {(error.strerror or str(error)).lower()}"
