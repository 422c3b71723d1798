"""A device of the lab that asks for each of some names once, from one address it has.

python -m tests.namespaces.asking_once BOX SOURCE NAME… prints the names that were answered.
"""

from __future__ import annotations

import sys
from typing import Final

import dns.exception
import dns.message
import dns.query

PATIENCE_SECONDS: Final = 1.0


def main() -> None:
    """Ask, and say what was answered."""
    box, source, *names = sys.argv[1:]
    for name in names:
        question = dns.message.make_query(name, "A")
        try:
            dns.query.udp(question, box, timeout=PATIENCE_SECONDS, source=source)
        except (dns.exception.Timeout, OSError):
            continue
        sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
