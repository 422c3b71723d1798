"""What a busy home's devices send one another: datagrams that are no business of discovery.

It runs as `python -m tests.namespaces.flood ADDRESS PER_SECOND SECONDS` on a machine of the lab,
and prints how many it sent in how many seconds.
"""

from __future__ import annotations

import socket
import sys
import time

EVERY_SECONDS = 0.01


def main() -> int:
    """Send, evenly, and print what was sent."""
    address, per_second, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    sent = 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sending:
        begin = time.monotonic()
        while (gone := time.monotonic() - begin) < seconds:
            for _ in range(int(gone * per_second) - sent):
                sending.sendto(b"x" * 200, (address, 4000))
                sent += 1
            time.sleep(EVERY_SECONDS)
    sys.stdout.write(f"{sent} {gone:.3f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
