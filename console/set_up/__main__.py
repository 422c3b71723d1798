"""The set-up code, at the box itself: `python -m console.set_up --state DIR`.

Rules kept here:
- It reads one file and changes nothing, so that whoever runs it as root leaves no file of root's in
  the console's folder.
- Where there is no code it says what that means and what to do.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from console.store.set_up_code import read_code

STATE = Path("/var/lib/lamplight")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the code and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="lamplight set-up-code",
        description="Print the code by which a phone can set up this box.",
    )
    parser.add_argument(
        "--state", type=Path, default=STATE, metavar="DIR", help=f"default: {STATE}"
    )
    options = parser.parse_args(arguments)
    code = read_code(options.state)
    if code is None:
        print(
            "There is no set-up code to read. Either this home is set up already, and a carer can"
            " sign in; or the console was not started yet; or its files are not yours to read, and"
            " sudo helps.",
            file=sys.stderr,
        )
        return 1
    print(" ".join(code))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
