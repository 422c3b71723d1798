"""The console on the lab's box, at an address of the home's network, as a device there opens it.

python -m tests.namespaces.console_at ADDRESS STATE AGENT serves the pages of a home in which nobody
is named yet, on port 8080, and asks the agent at a socket.
"""

from __future__ import annotations

import ipaddress
import sys
from pathlib import Path
from typing import Final

from console.app import create_app
from console.config import ListenAddress
from console.security.hosts import our_names
from console.serve import Meanwhile, serve, take_port
from tests.console import homes

PORT: Final = 8080


def main() -> None:
    """Serve until ended."""
    address, state, agent = sys.argv[1:]
    listen = ListenAddress(host=ipaddress.ip_address(address), port=PORT)
    with take_port(listen) as holder:
        house = homes.house_at(Path(state), homes.EMPTY, agent=Path(agent))
        app = create_app(house, hosts=our_names(listen))
        serve(app, [holder], Meanwhile(announce=ready))


def ready() -> None:
    """Say that it serves."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
