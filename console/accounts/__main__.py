"""Who may sign in, at the box itself: `python -m console.accounts --state DIR add|reset|list`.

Rules kept here:
- Whoever can run this has the box in their hands already, so it asks for no password.
- There is no password that anybody chose beforehand: each is made of random words and printed once.
- A running console need not be stopped; what is reset is over there at once.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from console.errors import ConsoleError
from console.house import House
from console.security.asking import AT_THE_BOX
from console.security.permissions import Role
from console.services.accounts import First, NotAdded, add, reset, standings
from console.store.database.engine import Database
from console.store.published import Published


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    options = _options(arguments)
    try:
        house = House(database=Database.open(options.state), published=Published(options.state))
    except ConsoleError as error:
        print(error, file=sys.stderr)
        return 2
    match options.command:
        case "add":
            return _told(add(house, AT_THE_BOX, options.name, Role(options.role)))
        case "reset":
            return _told(reset(house, AT_THE_BOX, options.name))
        case _:
            for one in standings(house):
                print(f"{one.sign_in.name}\t{one.sign_in.role}\tphones: {len(one.phones)}")
            return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m console.accounts", description="Who may sign in to this box."
    )
    parser.add_argument("--state", type=Path, required=True, metavar="DIR")
    commands = parser.add_subparsers(dest="command", required=True)
    adding = commands.add_parser("add", help="let somebody sign in, with a first password")
    adding.add_argument("--name", required=True)
    adding.add_argument("--role", required=True, choices=[role.value for role in Role])
    resetting = commands.add_parser(
        "reset", help="give somebody a first password again, for one they lost"
    )
    resetting.add_argument("--name", required=True)
    commands.add_parser("list", help="say who may sign in")
    return parser.parse_args(arguments)


def _told(outcome: First | NotAdded) -> int:
    if isinstance(outcome, First):
        print(f"{outcome.sign_in.name} can sign in now, with this password: {outcome.password}")
        return 0
    print(
        {
            NotAdded.NAME: "Nobody was added: the name is empty, too long, or somebody has it.",
            NotAdded.UNKNOWN: "Nobody was changed: no one here has this name. Try: list",
        }.get(outcome, "Nothing was changed."),
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
