"""Broken frames by the thousand: what bad cables, bad programs and bad people send.

It runs as `python -m tests.namespaces.garbage SEED COUNT` on a machine of the lab.
"""

from __future__ import annotations

import random
import socket
import sys

from tests.agent.discovery import written
from tests.fuzz.damage import damaged

LIAR = "02:00:5e:00:53:06"
SHORTEST, LONGEST = 14, 1514


def main() -> int:
    """Send damaged frames of every kind, all from one link address."""
    dice = random.Random(int(sys.argv[1]))  # noqa: S311 - chance for a test, repeatable
    frames = (
        written.arp(LIAR),
        written.solicitation(LIAR),
        written.advertisement(LIAR),
        written.router_advertisement(LIAR),
        written.dhcp_asked(LIAR),
        written.dhcp_offered(LIAR),
        written.mdns(LIAR),
    )
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as sending:
        sending.bind(("eth0", 0))
        for _ in range(int(sys.argv[2])):
            frame = dice.choice(frames)
            sent = frame[:14] + damaged(frame[14:], dice)
            sending.send(sent[:LONGEST].ljust(SHORTEST, b"\0"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
