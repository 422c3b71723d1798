"""Identical questions that are on their way at the same time go up once.

Rules kept here:
- Identical is what would bring the same answer: name, type, DO and CD; never who asks.
- Who stops waiting stops only their own waiting: the others still get the answer.
- Only so many questions are on their way together; what comes above that is asked by itself.
- Nothing is kept: an answer that has come is the cache's matter.
"""

from __future__ import annotations

import asyncio
from functools import partial

from agent.dns.cache import Key, key_of
from agent.dns.upstream.asking import Upstream, UpstreamSilent
from agent.dns.wire import Answer, Question

MAX_FLIGHTS = 1_000


class Coalescing:
    """An upstream that is asked once for what many ask."""

    def __init__(self, upstream: Upstream, most: int = MAX_FLIGHTS) -> None:
        """Ask `upstream`."""
        self._upstream = upstream
        self._most = most
        self._flights: dict[Key, asyncio.Task[Answer | None]] = {}

    async def ask(self, question: Question) -> Answer:
        """Return the answer. Raises UpstreamSilent."""
        key = key_of(question)
        flight = self._flights.get(key)
        if flight is None:
            if len(self._flights) >= self._most:
                return await self._upstream.ask(question)
            flight = asyncio.create_task(self._fly(question))
            self._flights[key] = flight
            # Also where it is cancelled before it began, so no `finally` of its own would do.
            flight.add_done_callback(partial(self._land, key))
        answer = await asyncio.shield(flight)
        if answer is None:
            raise UpstreamSilent
        return answer

    async def _fly(self, question: Question) -> Answer | None:
        """Return the answer; silence as a value, since an error would be shared by all askers."""
        try:
            return await self._upstream.ask(question)
        except UpstreamSilent:
            return None

    def _land(self, key: Key, _: asyncio.Task[Answer | None]) -> None:
        del self._flights[key]
