"""The one that lies: frames that no honest machine sends, for the lab only.

It runs as `python -m agent.lab.liar` on the lab's machine for it, and goes on until it is ended.

Rules kept here:
- It stops unless the interface bears one of the lab's own link addresses, so that nobody lies on a
  real network by mistake.
- Each lie is one that a home can meet; scapy writes it, since an honest kernel would not.
"""

from __future__ import annotations

import argparse
import socket
import sys
import time
from collections.abc import Callable, Sequence
from typing import Final

from scapy.layers.inet6 import ICMPv6ND_NA, ICMPv6NDOptDstLLAddr, IPv6
from scapy.layers.l2 import ARP, Ether
from scapy.packet import Packet

from agent.lab.home import LINKS

EVERYBODY: Final = "ff:ff:ff:ff:ff:ff"
_ETH_P_ALL: Final = 3


def arp_lie(link: str, address: str) -> Packet:
    """Return the frame that tells everybody that an IPv4 address is here."""
    said = ARP(op="is-at", hwsrc=link, psrc=address, hwdst=EVERYBODY, pdst=address)
    return Ether(src=link, dst=EVERYBODY) / said


def ndp_lie(link: str, address: str) -> Packet:
    """Return the frame that tells everybody that an IPv6 address is here, over what they know."""
    return (
        Ether(src=link, dst="33:33:00:00:00:01")
        / IPv6(src=address, dst="ff02::1", hlim=255)
        / ICMPv6ND_NA(tgt=address, R=0, S=0, O=1)
        / ICMPv6NDOptDstLLAddr(lladdr=link)
    )


LIES: Final[dict[str, Callable[[str, str], Packet]]] = {"arp": arp_lie, "ndp": ndp_lie}


def arguments() -> argparse.ArgumentParser:
    """Return the options of the liar."""
    parser = argparse.ArgumentParser(
        prog="python -m agent.lab.liar", description="Lie, in the lab."
    )
    parser.add_argument("lie", choices=LIES)
    parser.add_argument("address", nargs="+", help="whose addresses it claims to have")
    parser.add_argument("--interface", default="eth0")
    parser.add_argument("--every", type=float, default=1.0, metavar="SECONDS")
    parser.add_argument("--times", type=int, default=0, metavar="N", help="0 goes on until ended")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Lie until ended; return the exit status."""
    options = arguments().parse_args(argv)
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as opened:
        opened.bind((options.interface, 0))
        link = opened.getsockname()[4].hex(":")
        if link not in LINKS.values():
            sys.stderr.write(f"{options.interface} is not a machine of the lab\n")
            return 2
        frames = [bytes(LIES[options.lie](link, address)) for address in options.address]
        lies = 0
        while True:
            for frame in frames:
                opened.send(frame)
            lies += 1
            if lies == options.times:
                return 0
            time.sleep(options.every)


if __name__ == "__main__":
    sys.exit(main())
