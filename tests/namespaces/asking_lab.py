"""A device of the lab that goes on asking, from every address it has, by the address's age.

python -m tests.namespaces.asking_lab NAME… runs on a machine of the lab until it is ended. Each
line that it prints is one answer as JSON: the address, for how many seconds the machine has had it,
the name, and the status.

Rules kept here:
- It asks the box at its address of the same network, as a device that was told of that one would.
- Nothing sleeps: it asks as fast as it is answered. Told that it asks too much, it comes over TCP,
  as every device does.
"""

from __future__ import annotations

import ipaddress
import itertools
import json
import subprocess
import sys
import time
from typing import Final

import dns.exception
import dns.message
import dns.query
import dns.rcode

from agent.lab.home import FOUR, INTERFACE, PREFIXES

BOX_AT: Final = {
    ipaddress.ip_network(f"{FOUR}.0/24"): f"{FOUR}.2",
    **{ipaddress.ip_network(f"{prefix}/64"): f"{prefix}2" for prefix in PREFIXES},
}
PATIENCE_SECONDS: Final = 1.0


def addresses() -> list[str]:
    """Return the addresses that this machine has and may use, but for link-local ones."""
    command = ["ip", "-json", "address", "show", "dev", INTERFACE]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [
        one["local"]
        for link in json.loads(printed)
        for one in link["addr_info"]
        if not one.get("tentative") and one["scope"] == "global"
    ]


def status(source: str, name: str) -> str:
    """Return the status of the box's answer to a question from an address; empty for none."""
    server = next(box for network, box in BOX_AT.items() if ipaddress.ip_address(source) in network)
    question = dns.message.make_query(name, "A")
    try:
        reply, _ = dns.query.udp_with_fallback(question, server, PATIENCE_SECONDS, source=source)
    except (dns.exception.Timeout, OSError):
        return ""  # the address has gone meanwhile
    return dns.rcode.to_text(reply.rcode())


def main() -> None:
    """Ask until ended."""
    names = sys.argv[1:]
    since: dict[str, float] = {}
    for _ in itertools.count():
        for source in addresses():
            since.setdefault(source, time.monotonic())
            for name in names:
                age = time.monotonic() - since[source]
                sys.stdout.write(json.dumps([source, age, name, status(source, name)]) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
