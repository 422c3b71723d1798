"""The home's network for browsers: each device has its own address, and asks the box for names.

Rules kept here:
- A browser reaches what its device reaches: what it connects to leaves from the device's address,
  and a name is looked up by a real question, over UDP from that address, to the running agent.
- Only the box answers. Whatever a browser wants of anybody else is refused, and is on a list.

Source: RFC 1928 (SOCKS version 5), of which CONNECT is all that a browser needs.
"""

from __future__ import annotations

import asyncio
import ipaddress
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Self

import dns.exception
import dns.message
import dns.query

BOX_NAME: Final = "lamplight.local"
"""By mDNS this name is the box; no DNS server is asked for it (RFC 6762)."""
BROWSERS_OWN: Final = frozenset({"content-autofill.googleapis.com"})
"""Whom Chromium asks by itself about the shape of forms, whatever a page says."""
OCTETS: Final = 65_536
PATIENCE_SECONDS: Final = 30.0

_REFUSED, _UNREACHABLE, _DONE = 5, 4, 0


@dataclass(slots=True)
class Box:
    """Where this box really listens: plainly, over TLS, and for DNS."""

    plain: int = 0
    tls: int = 0
    dns: int = 0

    def port(self, asked: int) -> int:
        """Return the port that is meant by the one of an address as people type it."""
        return {80: self.plain, 443: self.tls}.get(asked, asked)


@dataclass(slots=True)
class Network:
    """Doors into the network, one for each device. `elsewhere` is what was wanted of others."""

    box: Box = field(default_factory=Box)
    elsewhere: list[str] = field(default_factory=list)
    _doors: dict[str, asyncio.Server] = field(default_factory=dict)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _thread: threading.Thread = field(init=False)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._loop.run_forever, name="network")
        self._thread.start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(PATIENCE_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_SECONDS)
        self._loop.close()

    def door(self, address: str) -> str:
        """Return where the browser of the device at an address goes in and out."""
        if address not in self._doors:
            starting = asyncio.run_coroutine_threadsafe(self._opened(address), self._loop)
            self._doors[address] = starting.result(PATIENCE_SECONDS)
        host, port = self._doors[address].sockets[0].getsockname()
        return f"socks5://{host}:{port}"

    async def _opened(self, address: str) -> asyncio.Server:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(OSError, asyncio.IncompleteReadError):  # the browser hung up
                await self._serve(address, reader, writer)
            writer.close()

        return await asyncio.start_server(serve, "127.0.0.1", 0)

    async def _end(self) -> None:
        for door in self._doors.values():
            door.close()
        this = asyncio.current_task()
        tasks = [task for task in asyncio.all_tasks() if task is not this]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(
        self, address: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer one browser's connection from its first octet to its last."""
        _, ways = await reader.readexactly(2)
        await reader.readexactly(ways)
        writer.write(b"\5\0")
        _, _, _, kind = await reader.readexactly(4)
        if kind == 1:
            host = str(ipaddress.IPv4Address(await reader.readexactly(4)))
        else:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        (port,) = struct.unpack("!H", await reader.readexactly(2))
        if host != BOX_NAME:
            if host in BROWSERS_OWN:
                return self._say(writer, _UNREACHABLE)
            known = await asyncio.to_thread(self._looked_up, address, host)
            self.elsewhere.append(host)
            return self._say(writer, _REFUSED if known else _UNREACHABLE)
        try:
            there, back = await asyncio.open_connection(
                "127.0.0.1", self.box.port(port), local_addr=(address, 0)
            )
        except OSError:
            return self._say(writer, _REFUSED)  # the box has no power
        self._say(writer, _DONE)
        await asyncio.gather(_pumped(reader, back), _pumped(there, writer))
        return None

    def _looked_up(self, address: str, host: str) -> bool:
        """Ask the agent for a name as this device; say whether there was an answer."""
        question = dns.message.make_query(host, "A")
        try:
            told = dns.query.udp(
                question, "127.0.0.1", PATIENCE_SECONDS, self.box.dns, source=address
            )
        except (dns.exception.DNSException, OSError):
            return False
        return bool(told.answer)

    @staticmethod
    def _say(writer: asyncio.StreamWriter, reply: int) -> None:
        writer.write(bytes((5, reply, 0, 1)) + bytes(6))


async def _pumped(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry octets from one side to the other until that side is done."""
    with suppress(OSError):
        while octets := await reader.read(OCTETS):
            writer.write(octets)
            await writer.drain()
    writer.close()
