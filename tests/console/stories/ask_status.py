"""A device of the lab that asks for each of some names once, and says what came back.

python -m tests.console.stories.ask_status BOX SOURCE NAME… prints each name with its status.
"""

from __future__ import annotations

import sys
from typing import Final

import dns.message
import dns.query
import dns.rcode

PATIENCE_SECONDS: Final = 10.0


def main() -> None:
    """Ask, and say what was answered."""
    box, source, *names = sys.argv[1:]
    for name in names:
        question = dns.message.make_query(name, "A")
        told = dns.query.udp(question, box, timeout=PATIENCE_SECONDS, source=source)
        sys.stdout.write(f"{name} {dns.rcode.to_text(told.rcode())}\n")


if __name__ == "__main__":
    main()
