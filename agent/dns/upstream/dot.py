"""Asking a resolver over TLS (RFC 7858): one connection, many questions at once.

Rules kept here:
- Strict (RFC 8310 section 5): nothing is sent to anybody whose certificate is not for the name,
  or whose key is not one of the pins; and nothing is ever asked in the plain instead.
- A pin stands alone: authorities and dates are not looked at, so it also holds while the box's
  clock is not set.
- One connection is kept and used for everything; answers come in any order (RFC 7766 section 7).
  When it ends, what was on its way is asked once more on a new one. Many upstreams close early.
- A connection on which everything stays silent is given up: it may be dead without saying so.
- Every query is padded (RFC 8467), and an id stands for one question at a time.
"""

from __future__ import annotations

import asyncio
import secrets
import ssl
from collections.abc import Callable, Sequence
from typing import NamedTuple

from agent.dns.upstream.asking import Address
from agent.dns.upstream.key_pin import key_pin
from agent.dns.upstream.query import Query, fits, padded_query_for, read
from agent.dns.upstream.several import Several
from agent.dns.wire import Answer, Question

SECONDS = (3.0, 2.0)
"""How long to wait in each round: a first question waits for TCP and TLS too, some three ways."""
OPEN_SECONDS = 3.0
SILENT_SECONDS = 1.5
"""When something is awaited and nothing came for so long, a connection is given up; there is time
left then to ask once more on a new one."""
MAX_ON_THEIR_WAY = 4_096
_ATTEMPTS = 2


class Identity(NamedTuple):
    """Whom an upstream must prove to be: the owner of a host's name, or of one of these keys."""

    host: str | None
    pins: frozenset[bytes] = frozenset()


class DotUpstreams(Several):
    """One or more resolvers, asked over TLS."""

    def __init__(
        self,
        upstreams: Sequence[tuple[Address, Identity]],
        *,
        seconds: Sequence[float] = SECONDS,
        authorities: str | None = None,
    ) -> None:
        """Ask `upstreams` in this order at first.

        Names are believed that the system's authorities vouch for, or those of a file.
        """
        ways = [Dot(*one, authorities=authorities) for one in upstreams]
        super().__init__(ways, rounds=seconds)


class Dot:
    """One resolver, asked over TLS."""

    def __init__(
        self,
        address: Address,
        identity: Identity,
        *,
        authorities: str | None = None,
        silent_seconds: float = SILENT_SECONDS,
        new_id: Callable[[], int] = lambda: secrets.randbits(16),
    ) -> None:
        """Ask at `address`. It is connected to when it is first asked."""
        self._address = address
        self._identity = identity
        self._context = _context(identity, authorities)
        self._silent_seconds = silent_seconds
        self._new_id = new_id
        self._connecting: asyncio.Task[_Connection | None] | None = None

    async def ask(self, question: Question, seconds: float) -> Answer | None:
        """Return what it says, None where it gives nothing that can be used in time."""
        try:
            async with asyncio.timeout(seconds):
                for _ in range(_ATTEMPTS):
                    connection = await self._connected()
                    if connection is None:
                        return None
                    if (packet := await connection.ask(question)) is not None:
                        return read(*packet)
        except TimeoutError:
            pass
        return None

    async def _connected(self) -> _Connection | None:
        """Return the connection that is open, or a new one for all who wait for it."""
        task = self._connecting
        if task is None or (task.done() and not _is_open(task)):
            task = self._connecting = asyncio.create_task(self._open())
        # Who gives up waiting takes nobody along.
        return await asyncio.shield(task)

    async def _open(self) -> _Connection | None:
        """Return a connection to whoever proves to be the upstream, None where that fails."""
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                reader, writer = await asyncio.open_connection(
                    *self._address, ssl=self._context, server_hostname=self._identity.host or ""
                )
        except (OSError, TimeoutError):  # of which every error of TLS is one
            return None
        if self._identity.pins:
            shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
            if key_pin(shown or b"") not in self._identity.pins:
                writer.transport.abort()
                return None
        return _Connection(reader, writer, self._silent_seconds, self._new_id)


def _context(identity: Identity, authorities: str | None) -> ssl.SSLContext:
    if identity.pins:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        # The handshake proves that the key is theirs (RFC 8446 section 4.4.3), and `_open` which
        # key it is, before anything is asked.
        context.verify_mode = ssl.CERT_NONE
    else:
        context = ssl.create_default_context(cafile=authorities)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _is_open(task: asyncio.Task[_Connection | None]) -> bool:
    if task.cancelled() or task.exception() is not None:
        return False
    connection = task.result()
    return connection is not None and connection.is_open


class _Connection:
    """A connection on which everything is asked until it ends."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        silent_seconds: float,
        new_id: Callable[[], int],
    ) -> None:
        self.is_open = True
        self._reader = reader
        self._writer = writer
        self._silent_seconds = silent_seconds
        self._new_id = new_id
        self._waiting: dict[int, tuple[Query, asyncio.Future[bytes | None]]] = {}
        self._silence: asyncio.TimerHandle | None = None
        self._reading = asyncio.create_task(self._read())

    async def ask(self, question: Question) -> tuple[bytes, Query] | None:
        """Return the packet that answers and what it answers, None where the connection ended."""
        if not self.is_open or len(self._waiting) >= MAX_ON_THEIR_WAY:
            return None
        while (query_id := self._new_id()) in self._waiting:
            pass
        query = padded_query_for(query_id, question)
        found: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
        self._waiting[query_id] = query, found
        if self._silence is None:
            self._await_a_word()
        self._writer.write(len(query.packet).to_bytes(2, "big") + query.packet)
        try:
            packet = await found
        finally:
            # An answer that nobody waits for any more finds no question and is passed over. The id
            # may be somebody else's already: `_hand_on` gives it back before we go on.
            if not found.done() or found.cancelled():
                self._waiting.pop(query_id, None)
        return None if packet is None else (packet, query)

    async def _read(self) -> None:
        """Hand each answer to who waits for it, until the connection ends."""
        try:
            while True:
                size = int.from_bytes(await self._reader.readexactly(2), "big")
                self._hand_on(await self._reader.readexactly(size))
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self._end()

    def _hand_on(self, packet: bytes) -> None:
        """Give one packet to who waits for it; what does not fit is passed over."""
        query_id = int.from_bytes(packet[:2], "big")
        awaited = self._waiting.get(query_id)
        if awaited is not None and fits(packet, awaited[0]):
            del self._waiting[query_id]
            if not awaited[1].done():
                awaited[1].set_result(packet)
        self._await_a_word()

    def _await_a_word(self) -> None:
        """Count the silence from now on, if anything is awaited."""
        if self._silence is not None:
            self._silence.cancel()
            self._silence = None
        if self._waiting:
            loop = asyncio.get_running_loop()
            self._silence = loop.call_later(self._silent_seconds, self._end)

    def _end(self) -> None:
        """Close, and tell all who wait that nothing will come."""
        self.is_open = False
        left, self._waiting = self._waiting, {}
        for _, found in left.values():
            if not found.done():
                found.set_result(None)
        self._await_a_word()
        self._reading.cancel()
        self._writer.transport.abort()
