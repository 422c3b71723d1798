"""A server to besiege, as a program: the house's rules, and every address counted, loopback too.

Rules kept here:
- It is put together of the parts of the agent's own program; only the count of questions differs,
  which leaves out loopback there, since nobody on a network can have such an address.
"""

from __future__ import annotations

import asyncio
import sys
import time

from agent.dns.cache import Cache
from agent.dns.pipeline import Pipeline
from agent.dns.rate import Rate
from agent.dns.server import Server
from agent.dns.upstream import Address, Do53Upstreams
from agent.dns.upstream.coalescing import Coalescing
from tests.agent.dns import house

PROBED = "127.0.0.12"
"""The device whose answers are measured: it may ask as much as the measuring needs."""


async def serve(upstream_port: int) -> None:
    """Serve until ended."""
    upstream = Coalescing(Do53Upstreams([Address("127.0.0.1", upstream_port)]))
    route = Pipeline(house.current(), Cache(time.monotonic), upstream)
    server = Server(route, rate=Rate(is_free=lambda source: source == PROBED))
    there = await server.listen("127.0.0.1", 0)
    sys.stdout.write(f"{there.port}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
