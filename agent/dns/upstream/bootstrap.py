"""Where an upstream is that was written as a name: asked of others, over plain DNS, only this.

Rules kept here:
- Who is asked was written down as addresses, and hears of no other name. The box itself is never
  asked, and neither is the system's resolver: it may be the box.
- A wrong answer does no harm: what is there must prove to be the name (`secured`).
- Addresses of both families are taken, for as long as they are said to hold; after that they are
  asked for again beside the answering, and kept until others come.
- Where nobody answers, it is asked again no sooner than a while later: addresses that served once
  are better than none.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from itertools import zip_longest

from agent.dns.upstream.asking import Address, Upstream, UpstreamSilent
from agent.dns.upstream.query import addresses_in, question_for
from policy.names import Name

TYPE_A, TYPE_AAAA = 1, 28
LEAST_SECONDS, MOST_SECONDS = 60, 86_400
AGAIN_SECONDS = 10
"""How long after a look-up that found nothing the next one may begin, where addresses are kept."""


class Bootstrapped:
    """The whereabouts of an upstream that was written as a name."""

    def __init__(
        self,
        name: Name,
        port: int,
        resolvers: Upstream,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Ask `resolvers` where `name` is. Nothing is asked before it is needed."""
        self._name = name
        self._port = port
        self._resolvers = resolvers
        self._clock = clock
        self._places: tuple[Address, ...] = ()
        self._until = 0.0
        self._looking: asyncio.Task[None] | None = None

    async def addresses(self) -> Sequence[Address]:
        """Return all that are known; wait for them only where none is."""
        if not self._places or self._clock() >= self._until:
            looking = self._looking
            if looking is None or looking.done():
                looking = self._looking = asyncio.create_task(self._look())
            if not self._places:
                # Who gives up waiting takes nobody along.
                await asyncio.shield(looking)
        return self._places

    async def _look(self) -> None:
        """Ask for addresses of both families; keep what is known where nothing comes."""
        four, six = await asyncio.gather(self._found(TYPE_A), self._found(TYPE_AAAA))
        hosts = [host for pair in zip_longest(four[0], six[0]) for host in pair if host]
        if hosts:
            self._places = tuple(Address(host, self._port) for host in hosts)
            seconds = min(said for found, said in (four, six) if found)
            self._until = self._clock() + min(max(seconds, LEAST_SECONDS), MOST_SECONDS)
        else:
            self._until = self._clock() + AGAIN_SECONDS

    async def _found(self, qtype: int) -> tuple[list[str], int]:
        """Return the addresses of one family, and for how many seconds they hold."""
        try:
            answer = await self._resolvers.ask(question_for(self._name, qtype))
        except UpstreamSilent:
            return [], 0
        return addresses_in(answer, qtype), answer.lifetime
