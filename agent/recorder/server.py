"""The recorder's socket for requests, on the running loop.

Rules kept here:
- One thread, one thing at a time: an act is never interrupted by another.
- A connection carries one request and one answer, and has a few seconds for both. Nobody who says
  nothing holds anything up.
- What arrives is judged by its length before it is read, and by its form before it is believed.
  A request has a record attached at most.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from agent.recorder.gate import Gate, Reply
from agent.recorder.leases import listening_at
from consent.codes import Code
from consent.errors import ConsentError
from consent.frozen import MAX_OCTETS
from consent.recorder_answers import NotDone, answer_to_octets
from consent.recorder_packets import (
    START_OCTETS,
    PacketRefused,
    packet_lengths,
    packet_start,
    packet_to_octets,
)
from consent.recorder_requests import request_from_octets

PATIENCE_SECONDS: Final = 10.0
MOST_CONNECTIONS: Final = 16


class HasFileno(Protocol):
    """Something that the loop can wait for."""

    def fileno(self) -> int:
        """Return the descriptor."""
        ...


class Readers:
    """Has functions called when sockets can be read, by the running loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def watch(self, one: HasFileno, then: Callable[[], None]) -> None:
        """Call `then` whenever a socket can be read."""
        self._loop.add_reader(one, then)

    def unwatch(self, one: HasFileno) -> None:
        """Call nothing for a socket any more."""
        self._loop.remove_reader(one)


class Server:
    """Answers requests on one Unix socket."""

    def __init__(self, gate: Gate, path: Path) -> None:
        self._gate = gate
        self._path = path
        self._open = 0
        self._serving: asyncio.Server | None = None

    async def listen(self) -> None:
        """Begin to answer. Raises RecorderBroken."""
        listening = listening_at(self._path, socket.SOCK_STREAM)
        self._serving = await asyncio.start_unix_server(self._serve, sock=listening)

    async def close(self) -> None:
        """Answer nothing more."""
        if self._serving is not None:
            self._serving.close()
            self._path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._open >= MOST_CONNECTIONS:
            writer.close()
            return
        self._open += 1
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                writer.write(_packet(await self._reply(reader)))
                await writer.drain()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, ConsentError):
            pass
        finally:
            self._open -= 1
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _reply(self, reader: asyncio.StreamReader) -> Reply:
        try:
            start = packet_start(await reader.readexactly(START_OCTETS))
            lengths = packet_lengths(await reader.readexactly(start.lengths))
            if sum(lengths) > MAX_OCTETS:
                raise PacketRefused(Code.PACKET_SIZE, "what is attached")
            request = request_from_octets(await reader.readexactly(start.message))
            attached = [await reader.readexactly(length) for length in lengths]
        except ConsentError as refused:
            return Reply(NotDone(code=refused.code))
        except asyncio.IncompleteReadError:
            return Reply(NotDone(code=Code.PACKET_SIZE))
        return self._gate.answer(request, attached)


def _packet(reply: Reply) -> bytes:
    """Return a reply's octets; of one that cannot be said, that it cannot."""
    try:
        return packet_to_octets(answer_to_octets(reply.answer), reply.attached)
    except ConsentError:
        return packet_to_octets(answer_to_octets(NotDone(code=Code.DOUBT)))
