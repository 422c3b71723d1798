"""Discovery: composition root. Who is on the home's network, published in one file.

Rules kept here:
- The raw socket is all that it may do beyond any other process; the rest is given up first.
- It prints the interface it watches, and never an address or a name that it saw.
- An error a person can mend is one sentence and exit status 2.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pyroute2 import AsyncIPRoute

from agent.boot import boot_clock_ms
from agent.discovery.netlink import NoSuchInterface
from agent.discovery.privilege import keep_only_raw_sockets
from agent.discovery.published import Published
from agent.discovery.watching import Watching
from systemd.notices import Notices

DEFAULT_PATH = Path("/run/lamplight/neighbours.json")


def arguments() -> argparse.ArgumentParser:
    """Return the options of `python -m agent.discovery`."""
    parser = argparse.ArgumentParser(
        prog="python -m agent.discovery", description="See who is on the home's network."
    )
    parser.add_argument(
        "--interface", required=True, metavar="NAME", help="the home's network, such as eth0"
    )
    parser.add_argument(
        "--publish",
        type=Path,
        default=DEFAULT_PATH,
        metavar="FILE",
        help=f"where to say what is seen (default: {DEFAULT_PATH})",
    )
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run until told to stop; return the exit status."""
    options = arguments().parse_args(argv)
    try:
        keep_only_raw_sockets()
        asyncio.run(_watch(options.interface, options.publish))
    except NoSuchInterface as error:
        print(f"lamplight discovery: {error}", file=sys.stderr)
    except PermissionError:
        print(
            "lamplight discovery: it needs the capability CAP_NET_RAW, and nothing else;"
            " start it as root or by its systemd unit",
            file=sys.stderr,
        )
    except OSError as error:
        print(f"lamplight discovery: {error}", file=sys.stderr)
    else:
        return 0
    return 2


async def _watch(interface: str, path: Path) -> None:
    loop = asyncio.get_running_loop()
    watching = Watching(interface, Published(path), lambda: boot_clock_ms() / 1000)
    async with AsyncIPRoute() as route:
        kernel = await watching.start(route)
        notices = Notices(os.environ, os.getpid())
        keeping = asyncio.create_task(watching.keep(kernel, notices.alive))
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, keeping.cancel)
        print(f"ready: watching {interface}", flush=True)
        notices.ready()
        with suppress(asyncio.CancelledError):
            await keeping
        notices.stopping()


if __name__ == "__main__":
    sys.exit(main())
