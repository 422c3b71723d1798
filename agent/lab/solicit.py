"""Asking routers to advertise themselves, from the machine it runs on: what a device does at first.

It runs as `python -m agent.lab.solicit` on a machine of the lab whose temporary addresses were
taken away; the answer makes the kernel draw others.

Rules kept here:
- An ordinary ICMPv6 socket: the kernel fills in source and checksum (RFC 3542 section 3.1).
"""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Sequence
from typing import Final

ALL_ROUTERS: Final = "ff02::2"
SOLICITATION: Final = struct.pack("!BBHI", 133, 0, 0, 0)


def main(argv: Sequence[str] | None = None) -> int:
    """Ask once; return the exit status."""
    (interface,) = (sys.argv if argv is None else argv)[1:] or ("eth0",)
    with socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6) as opened:
        opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
        opened.sendto(SOLICITATION, (ALL_ROUTERS, 0, 0, socket.if_nametoindex(interface)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
