"""What the kernel of a new network namespace knows, asked as the agent asks it; printed as JSON.

It runs as `python -m tests.agent.devices.kernel_inside` in a namespace of its own, makes an
interface, writes neighbours into the kernel's table, and asks about each address it is told.

Rules kept here:
- It stops where another interface than the loopback is there, so that no machine's own table is
  written to.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys

from agent.devices.kernel import Kernel

NEIGHBOURS = (
    ("192.0.2.7", "3c:22:fb:00:00:07", "reachable"),
    ("192.0.2.8", "3c:22:fb:00:00:08", "stale"),
    ("192.0.2.9", "3c:22:fb:00:00:09", "failed"),
    ("192.0.2.10", "33:33:00:00:00:01", "permanent"),
    ("2001:db8::7", "3c:22:fb:00:00:07", "delay"),
    ("fe80::7", "3c:22:fb:00:00:07", "permanent"),
)


def main() -> None:
    """Make the table, ask, and print."""
    if [name for _, name in socket.if_nameindex() if name == "eth0"]:
        sys.exit("this is no new namespace")
    _ip("link", "add", "home0", "type", "veth", "peer", "name", "home1")
    _ip("link", "set", "home0", "up")
    _ip("link", "set", "home1", "up")
    for address, link, state in NEIGHBOURS:
        _ip("neigh", "replace", address, "lladdr", link, "dev", "home0", "nud", state)
    _ip("neigh", "replace", "192.0.2.8", "lladdr", "3c:22:fb:00:00:88", "dev", "home1")
    kernel = Kernel()
    print(json.dumps({one: sorted(kernel.links_at(one)) for one in sys.argv[1:]}))  # noqa: T201
    kernel.close()


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


if __name__ == "__main__":
    main()
