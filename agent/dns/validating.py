"""Whether the resolver above checks signatures (DNSSEC), found out by asking it.

Rules kept here:
- What is asked says nothing of the home: the root's own name servers, which are signed. Whoever
  checks signatures says in the answer that they were right (AD, RFC 4035 section 3.2.3).
- It is that resolver's word. The box does not check signatures itself, and a resolver that lies, or
  somebody between where nothing is encrypted, could say so too.
- What was found is in memory only, and is asked again now and then; in between nothing is known
  where nobody answers.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from agent.dns.upstream import Upstream, UpstreamSilent
from agent.dns.wire import CLASS_IN, HEADER_OCTETS, PLAIN_PAYLOAD, Question
from policy.names import ROOT

AGAIN_SECONDS: Final = 3_600.0
SOON_SECONDS: Final = 60.0
"""How long until it is asked again where nobody answered."""

_TYPE_NS: Final = 2

ASKED: Final = Question(
    name=ROOT,
    qtype=_TYPE_NS,
    qclass=CLASS_IN,
    end=HEADER_OCTETS + len(ROOT) + 4,
    recursion_desired=True,
    checking_disabled=False,
    authentic_data=True,
    edns=0,
    payload=PLAIN_PAYLOAD,
    dnssec_ok=True,
)


class Validating:
    """What is known of whether an upstream validates. `look` once a second."""

    def __init__(
        self,
        upstream: Upstream,
        clock: Callable[[], float],
        told: Callable[[bool | None], None] = lambda _: None,
    ) -> None:
        """Ask nothing yet. `clock` gives seconds that never run backwards.

        `told` hears what was found; None where it is not known.
        """
        self._upstream = upstream
        self._clock = clock
        self._told = told
        self._due = clock()
        self._asking: asyncio.Task[None] | None = None

    def look(self) -> None:
        """Ask where it is time to, on the running loop; never wait."""
        if self._asking is None and self._clock() >= self._due:
            self._asking = asyncio.get_running_loop().create_task(self._ask())
            self._asking.add_done_callback(self._asked)

    def _asked(self, _: asyncio.Task[None]) -> None:
        self._asking = None

    async def _ask(self) -> None:
        self._due = self._clock() + SOON_SECONDS
        try:
            answer = await self._upstream.ask(ASKED)
        except UpstreamSilent:
            self._told(None)
            return
        if answer.rcode or not answer.counts[0]:
            self._told(None)
            return
        self._due = self._clock() + AGAIN_SECONDS
        self._told(answer.authentic)
