"""Identical questions that are on their way at the same time go up once.

Rules kept here:
- Identical is what would bring the same answer: name, type, DO and CD; never who asks.
- Whoever asks first asks for all. Who stops waiting stops only their own waiting: where the first
  one goes, it is asked once more for those who still wait.
- Only so many questions are on their way together; what comes above that is asked by itself.
- Nothing is kept: an answer that has come is the cache's matter.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from agent.dns.cache import Key, key_of
from agent.dns.upstream.asking import Upstream, UpstreamSilent
from agent.dns.wire import Answer, Question

MAX_FLIGHTS = 1_000

Waiting = list[asyncio.Future[Answer | None]]
"""Those who wait for what somebody else has asked; silence as a value, since each needs an error of
their own."""


class Coalescing:
    """An upstream that is asked once for what many ask."""

    def __init__(self, upstream: Upstream, most: int = MAX_FLIGHTS) -> None:
        """Ask `upstream`."""
        self._upstream = upstream
        self._most = most
        self._flights: dict[Key, Waiting] = {}
        self._going_on: set[asyncio.Task[None]] = set()

    async def ask(self, question: Question) -> Answer:
        """Return the answer. Raises UpstreamSilent."""
        key = key_of(question)
        waiting = self._flights.get(key)
        if waiting is None:
            if len(self._flights) >= self._most:
                return await self._upstream.ask(question)
            return await self._fly(key, question, [])
        mine: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        waiting.append(mine)
        if (answer := await mine) is None:
            raise UpstreamSilent
        return answer

    async def _fly(self, key: Key, question: Question, waiting: Waiting) -> Answer:
        """Ask, and tell those who wait; whoever asked first does it for all."""
        self._flights[key] = waiting
        answer = None
        try:
            answer = await self._upstream.ask(question)
        except asyncio.CancelledError:
            if left := [one for one in waiting if not one.done()]:
                self._go_on(key, question, left)
            raise
        finally:
            if self._flights[key] is waiting:
                del self._flights[key]
                for one in waiting:
                    if not one.done():
                        one.set_result(answer)
        return answer

    def _go_on(self, key: Key, question: Question, left: Waiting) -> None:
        """Ask once more for those who still wait: who asked for them all has gone."""

        async def for_them() -> None:
            with suppress(UpstreamSilent):  # they were told
                await self._fly(key, question, left)

        self._flights[key] = left
        task = asyncio.create_task(for_them())
        self._going_on.add(task)
        task.add_done_callback(self._going_on.discard)
