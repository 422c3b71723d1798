"""The real discovery as a process on a clock that a test holds, by which it asks for routers.

python -m tests.namespaces.discovery_at CLOCK INTERFACE PUBLISHED
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from pyroute2 import AsyncIPRoute

from agent.discovery.privilege import keep_only_raw_sockets
from agent.discovery.published import Published
from agent.discovery.watching import Watching
from tests.fake_time import FileTime


async def watch(clock: Path, interface: str, published: Path) -> None:
    """Watch until ended."""
    time = FileTime(clock)
    watching = Watching(interface, Published(published), lambda: time.read().boot_ms / 1000)
    async with AsyncIPRoute() as route:
        kernel = await watching.start(route)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await watching.keep(kernel)


if __name__ == "__main__":
    keep_only_raw_sockets()
    asyncio.run(watch(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])))
