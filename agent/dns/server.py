"""Sockets: packets in, packets out, over UDP and TCP, over IPv4 and IPv6.

Rules kept here:
- UDP is drained in batches from one reader callback, four to six times cheaper than a protocol
  object or a task for each packet; only what is forwarded becomes a task.
- Answering never waits: a socket that cannot take a reply loses that reply (the asker asks again).
- TCP as RFC 7766 has it: several queries on one connection, answered in any order; idle and
  overfull connections are closed, so that nobody can use them all up.
- What waits for an upstream is bounded (`agent.dns.load`); over the bound the answer is SERVFAIL at
  once. How much one address asks over UDP is bounded too (`agent.dns.rate`).
- An answer leaves from the address that was asked (`agent.dns.sockets`).
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from agent.dns.again import Asker
from agent.dns.gate import SILENCE
from agent.dns.load import Load, Ticket
from agent.dns.pipeline import TOO_BUSY, Forward, Pipeline
from agent.dns.rate import Rate
from agent.dns.sockets import (
    ANCILLARY_OCTETS,
    ANYWHERE,
    MAX_UDP_OCTETS,
    Ancillary,
    Source,
    ask_where_to,
    bind_both,
    send,
    way_back,
)
from agent.errors import ListenRefused

BATCH = 64
MAX_CONNECTIONS = 200
MAX_CONNECTIONS_FROM_ONE = 20
MAX_WAITING_ON_ONE = 100
IN_A_ROW = 16
"""How many queries of one connection are answered before anybody else's turn comes."""
IDLE_SECONDS = 10.0
FILL_UP_SECONDS = 1.0


class Listening(NamedTuple):
    """One address that is being served."""

    host: str
    port: int


class Server:
    """Serves one pipeline on any number of addresses."""

    def __init__(
        self,
        pipeline: Pipeline,
        *,
        idle_seconds: float = IDLE_SECONDS,
        rate: Rate | None = None,
        load: Load | None = None,
    ) -> None:
        """Open nothing yet."""
        self._pipeline = pipeline
        self._rate = rate or Rate()
        self._load = load or Load()
        self._filling: asyncio.TimerHandle | None = None
        self._idle_seconds = idle_seconds
        self._udp: list[socket.socket] = []
        self._tcp: list[asyncio.Server] = []
        self._waiting: set[asyncio.Task[None]] = set()
        self._connections: Counter[str] = Counter()
        self._room = memoryview(bytearray(MAX_UDP_OCTETS))

    async def listen(self, host: str, port: int) -> Listening:
        """Serve UDP and TCP on an address; port 0 picks one that is free for both.

        Raises ListenRefused with what to do.
        """
        try:
            udp, tcp = bind_both(host, port)
        except OSError as error:
            raise ListenRefused(_refusal(host, port, error)) from error
        await self.serve_on((udp, tcp))
        return Listening(host, udp.getsockname()[1])

    async def serve_on(self, sockets: Iterable[socket.socket]) -> None:
        """Serve sockets that are bound, whoever bound them: UDP and TCP, of either family."""
        for one in sockets:
            one.setblocking(False)
            if one.type is socket.SOCK_DGRAM:
                self._udp.append(one)
                drain = self._drain
                if one.getsockname()[0] in ANYWHERE:
                    ask_where_to(one)
                    drain = self._drain_anywhere
                asyncio.get_running_loop().add_reader(one, drain, one)
            else:
                server = await asyncio.start_server(self._serve_connection, sock=one)
                self._tcp.append(server)
        if self._filling is None:
            self._fill_up()

    async def close(self) -> None:
        """Stop listening and end what is waiting."""
        loop = asyncio.get_running_loop()
        if self._filling is not None:
            self._filling.cancel()
        for udp in self._udp:
            loop.remove_reader(udp)
            udp.close()
        for server in self._tcp:
            server.close()
        for task in self._waiting:
            task.cancel()
        await asyncio.gather(*self._waiting, return_exceptions=True)

    def _fill_up(self) -> None:
        self._rate.fill_up()
        loop = asyncio.get_running_loop()
        self._filling = loop.call_later(FILL_UP_SECONDS, self._fill_up)

    def _drain(self, udp: socket.socket) -> None:
        receive_into, sendto, room = udp.recvfrom_into, udp.sendto, self._room
        askers: dict[str, Asker] = {}
        for _ in range(BATCH):
            try:
                size, address = receive_into(room)
            except BlockingIOError:
                break
            except OSError:  # an ICMP error of an earlier reply; the next packet is unharmed
                continue
            packet, source = bytes(room[:size]), address[0]
            if (asker := askers.get(source)) is None:
                asker = askers[source] = self._asker(source)
            if asker.given < asker.left:
                if (known := asker.answer(packet)) is not None:
                    asker.given += 1
                    try:  # noqa: SIM105 - `suppress` costs as much as finding the answer
                        sendto(known, address)
                    except OSError:
                        pass
                    continue
            elif asker.is_told:
                continue
            self._settle(askers)
            self._answer(udp, packet, address, None)
        self._settle(askers)

    def _drain_anywhere(self, udp: socket.socket) -> None:
        """Do as `_drain` does, and answer from the address to which each packet was sent."""
        receive = udp.recvmsg
        askers: dict[str, Asker] = {}
        for _ in range(BATCH):
            try:
                packet, told, _, address = receive(MAX_UDP_OCTETS, ANCILLARY_OCTETS)
            except BlockingIOError:
                break
            except OSError:
                continue
            source, back = address[0], way_back(told)
            if (asker := askers.get(source)) is None:
                asker = askers[source] = self._asker(source)
            if asker.given < asker.left:
                if (known := asker.answer(packet)) is not None:
                    asker.given += 1
                    send(udp, known, address, back)
                    continue
            elif asker.is_told:
                continue
            self._settle(askers)
            self._answer(udp, packet, address, back)
        self._settle(askers)

    def _asker(self, source: str) -> Asker:
        asker = self._pipeline.asker(source)
        asker.left = self._rate.left[source]
        asker.is_told = self._rate.is_told(source)
        return asker

    def _settle(self, askers: dict[str, Asker]) -> None:
        """Count what was given, before anything happens that may change who may have what."""
        for source, asker in askers.items():
            if asker.given:
                self._rate.left[source] = asker.left - asker.given
                self._pipeline.settle(source, asker)
        askers.clear()

    def _answer(
        self, udp: socket.socket, packet: bytes, address: Source, back: Ancillary | None
    ) -> None:
        """Answer what did not come before in the same octets, or from whom too much comes."""
        source, left = address[0], self._rate.left
        if (before := left[source]) > 0:
            left[source] = before - 1
            reply = self._pipeline.answer(packet, source, over_tcp=False)
        else:
            reply = self._rate.over(packet, source)
        if isinstance(reply, bytes):
            if reply is not SILENCE:
                send(udp, reply, address, back)
        elif ticket := self._load.admit(source, reply.question):
            self._start(ticket, reply, lambda late: send(udp, late, address, back))
        else:
            send(udp, reply.write(reply.packet, reply.question, TOO_BUSY), address, back)

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
        in_a_row = 0
        try:
            while True:
                # Nothing below waits as long as there is more to read: who asks without end would
                # be the only one that is answered.
                if (in_a_row := in_a_row + 1) >= IN_A_ROW:
                    in_a_row = 0
                    await asyncio.sleep(0)
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
                elif len(waiting) < MAX_WAITING_ON_ONE and (
                    ticket := self._load.admit(source, reply.question)
                ):
                    task = self._start(ticket, reply, lambda late: _write(writer, late))
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

    def _start(
        self, ticket: Ticket, query: Forward, give: Callable[[bytes], None]
    ) -> asyncio.Task[None]:
        async def forward() -> None:
            give(await self._pipeline.forward(query))

        def landed(task: asyncio.Task[None]) -> None:
            # Also where it was cancelled before it began, so no `finally` of its own would do.
            self._waiting.discard(task)
            self._load.give_back(ticket)

        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(forward())
        self._waiting.add(task)
        task.add_done_callback(landed)
        return task


def _write(writer: asyncio.StreamWriter, reply: bytes) -> None:
    if not writer.is_closing():
        writer.write(len(reply).to_bytes(2, "big") + reply)


def _refusal(host: str, port: int, error: OSError) -> str:
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return f"cannot listen on {where}: {(error.strerror or str(error)).lower()}"
