"""Asking a resolver over TLS (RFC 7858): one connection, many questions at once.

Rules kept here:
- Answers come in any order (RFC 7766 section 7), and an id stands for one question at a time.
- Every query is padded (RFC 8467).
- Whom we talk to is `secured`'s matter, and how long a connection is kept is `kept`'s.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from functools import partial

from agent.dns.upstream.asking import Address, Known, Whereabouts
from agent.dns.upstream.kept import (
    MAX_ON_THEIR_WAY,
    SECONDS,
    SILENT_SECONDS,
    Connection,
    Ended,
    Kept,
)
from agent.dns.upstream.query import Query, fits, padded_query_for, read
from agent.dns.upstream.secured import Identity, Opened, Secured
from agent.dns.upstream.several import Several
from agent.dns.wire import Answer, Question


class DotUpstreams(Several):
    """One or more resolvers, asked over TLS."""

    def __init__(
        self,
        upstreams: Sequence[tuple[Address, Identity]],
        *,
        seconds: Sequence[float] = SECONDS,
        authorities: str | None = None,
    ) -> None:
        """Ask `upstreams` in this order at first."""
        ways = [
            Dot(Known((address,)), identity, authorities=authorities)
            for address, identity in upstreams
        ]
        super().__init__(ways, rounds=seconds)


class Dot(Kept):
    """One resolver, asked over TLS."""

    def __init__(
        self,
        where: Whereabouts,
        identity: Identity,
        *,
        authorities: str | None = None,
        silent_seconds: float = SILENT_SECONDS,
        new_id: Callable[[], int] = lambda: secrets.randbits(16),
    ) -> None:
        """Ask at `where`. It is connected to when it is first asked."""
        super().__init__(
            Secured(where, identity, authorities=authorities),
            partial(_Dot, silent_seconds=silent_seconds, new_id=new_id),
        )


class _Dot(Connection):
    """A connection on which packets go both ways, each behind its length (RFC 7766 section 8)."""

    def __init__(self, opened: Opened, silent_seconds: float, new_id: Callable[[], int]) -> None:
        self._new_id = new_id
        self._waiting: dict[int, tuple[Query, asyncio.Future[bytes | None]]] = {}
        super().__init__(opened, silent_seconds)

    async def ask(self, question: Question) -> Answer | None:
        """Return the answer, None where what came cannot be used. Raises Ended."""
        if not self.is_open or len(self._waiting) >= MAX_ON_THEIR_WAY:
            raise Ended
        while (query_id := self._new_id()) in self._waiting:
            pass
        query = padded_query_for(query_id, question)
        found: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
        self._waiting[query_id] = query, found
        if self._silence is None:
            self._await_a_word()
        self._writer.write(len(query.packet).to_bytes(2, "big") + query.packet)
        try:
            if (packet := await found) is None:
                raise Ended
            return read(packet, query)
        finally:
            # An answer that nobody waits for any more finds no question and is passed over. The id
            # may be somebody else's already: `_read_on` gives it back before we go on.
            if not found.done() or found.cancelled():
                self._waiting.pop(query_id, None)

    async def _read_on(self) -> None:
        """Give one packet to who waits for it; what does not fit is passed over."""
        size = int.from_bytes(await self._reader.readexactly(2), "big")
        packet = await self._reader.readexactly(size)
        query_id = int.from_bytes(packet[:2], "big")
        awaited = self._waiting.get(query_id)
        if awaited is not None and fits(packet, awaited[0]):
            del self._waiting[query_id]
            if not awaited[1].done():
                awaited[1].set_result(packet)
        self._await_a_word()

    def _is_awaiting(self) -> bool:
        return bool(self._waiting)

    def _let_go(self) -> None:
        left, self._waiting = self._waiting, {}
        for _, found in left.values():
            if not found.done():
                found.set_result(None)
