"""The checks of Health without the pages: `python -m console.doctor --state DIR`.

Rules kept here:
- These are the very checks of "Is everything working?", by the same functions and in its words. So
  what a carer reads out and what the helper sees are one thing.
- It works while the console is down, and changes nothing: tables are not made and not migrated.
- What the home's settings would say is left out where they cannot be read, and that is told first.
- Exit status: 0 all is well, 1 something is to be done, 2 it could not be looked.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.exc import DBAPIError

from console.errors import ConsoleError
from console.house import House
from console.pages.health import HealthLine, health_lines, settings_unread
from console.pages.standing import Tone
from console.services.health import health_now
from console.store.database.engine import Database, DatabaseUnusable
from console.store.lists_folder import ListsFolder
from console.store.published import Published
from console.store.recorder import Recorder

STATE = Path("/var/lib/lamplight")
RUN = Path("/run/lamplight")

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder that nobody can guess is made in it

WELL, TO_DO, NOT_LOOKED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how everything is, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m console.doctor", description="Print how everything is on this box."
    )
    parser.add_argument("--state", type=Path, default=STATE, metavar="DIR")
    parser.add_argument("--run", type=Path, default=RUN, metavar="DIR")
    parser.add_argument("--json", action="store_true", help="a line of JSON for each check")
    options = parser.parse_args(arguments)
    try:
        lines = checked(options.state, options.run)
    except (ConsoleError, OSError) as error:
        print(error, file=sys.stderr)
        return NOT_LOOKED
    for line in lines:
        print(_written(line) if options.json else _said(line))
    return TO_DO if any(line.tone is Tone.CARE for line in lines) else WELL


def checked(state: Path, run: Path) -> tuple[HealthLine, ...]:
    """Return every line of Health. Raises ConsoleError, OSError."""
    first: tuple[HealthLine, ...] = ()
    try:
        if database := Database.present(state):
            return _lines(database, state, run)
    except (DatabaseUnusable, DBAPIError):
        first = (settings_unread(),)
    # Everything else can be looked at all the same. In memory, since the card may be full.
    memory = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
    with TemporaryDirectory(prefix="lamplight-", dir=memory) as nowhere:
        return (*first, *_lines(Database.open(Path(nowhere)), state, run))


def _lines(database: Database, state: Path, run: Path) -> tuple[HealthLine, ...]:
    house = House(
        database=database,
        published=Published(state),
        lists=ListsFolder(state / "lists"),
        recorder=Recorder(run / "recorder" / "recorder.sock"),
        agent=run / "agent" / "agent.sock",
        neighbours=run / "discovery" / "neighbours.json",
    )
    try:
        return health_lines(health_now(house))
    finally:
        database.close()


def _said(line: HealthLine) -> str:
    sign = "well" if line.tone is Tone.FINE else "LOOK"
    todo = f" {line.todo}" if line.todo else ""
    return f"{sign}  {line.about}: {line.says}{todo}"


def _written(line: HealthLine) -> str:
    return json.dumps(
        {
            "about": str(line.about),
            "is_well": line.tone is Tone.FINE,
            "says": str(line.says),
            "todo": None if line.todo is None else str(line.todo),
        }
    )


if __name__ == "__main__":
    raise SystemExit(main())
