"""The agent's socket for requests, on the running loop.

Rules kept here:
- A connection carries one request and one answer, and has a few seconds for both. Nobody who says
  nothing holds anything up, and answering DNS never waits for it.
- What arrives is judged by its length before it is read, and by its form before it is believed.
- Who may connect is the folder's and the socket's own matter: its owner and its group, nobody else.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

from agent.errors import ListenRefused
from policy.agent_answers import Answer, NotDone, Refused, answer_to_octets
from policy.agent_packets import START_OCTETS, length_in, packet_of
from policy.agent_requests import Request, request_from_octets
from policy.errors import AgentMessageMalformed

PATIENCE_SECONDS: Final = 5.0
MOST_CONNECTIONS: Final = 16
MODE: Final = 0o660


class AskedServer:
    """Answers requests on one Unix socket."""

    def __init__(self, answer: Callable[[Request], Answer], path: Path) -> None:
        """Listen nowhere yet."""
        self._answer = answer
        self._path = path
        self._open = 0
        self._serving: asyncio.Server | None = None

    async def listen(self) -> None:
        """Begin to answer. Raises ListenRefused."""
        self._serving = await asyncio.start_unix_server(self._serve, sock=_listening(self._path))

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
                writer.write(packet_of(answer_to_octets(await self._reply(reader))))
                await writer.drain()
        except (OSError, TimeoutError, AgentMessageMalformed):
            pass
        finally:
            self._open -= 1
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _reply(self, reader: asyncio.StreamReader) -> Answer:
        try:
            length = length_in(await reader.readexactly(START_OCTETS))
            request = request_from_octets(await reader.readexactly(length))
        except (AgentMessageMalformed, asyncio.IncompleteReadError):
            return NotDone(why=Refused.MALFORMED)
        return self._answer(request)


def _listening(path: Path) -> socket.socket:
    """Return a Unix socket that listens at a path, in place of one left there by a dead process.

    Raises ListenRefused where a living one listens, or the path cannot be used.
    """
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.setblocking(False)
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
        probe.connect(str(path))
        listening.close()
        raise ListenRefused(f"another agent answers at {path}; stop it first")
    try:
        path.unlink(missing_ok=True)
        listening.bind(str(path))
        path.chmod(MODE)  # before it listens, so that nobody connects in between
        listening.listen(MOST_CONNECTIONS)
    except OSError as error:
        listening.close()
        why = error.strerror or "its name is too long for a socket; take a shorter folder"
        raise ListenRefused(f"{path} cannot be listened on ({why})") from None
    return listening
