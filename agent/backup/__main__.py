"""The job that carries the backup away: `python -m agent.backup --from FILE --to DIR`.

Rules kept here:
- What it carries is sealed already, and not by anything that is on this box: it is copied as it is,
  and only where it begins as a sealed backup does. So nothing else can leave by this way.
- Where nobody chose a place, or nothing is sealed yet, there is nothing to do; that is no fault.
- A copy is whole under its name or not there. The newest of seven are kept, and only files of its
  own naming are ever removed.
- Of what was carried the day is noted on which it was sealed, for Health, and nothing else.
- Exit status: 0 done or nothing to do, 1 it could not be carried; the message says what to do.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from agent.files import replace_file

KEEPS: Final = 7
FIRST: Final = b"lamplight-backup/v"
NOTE_FORMAT: Final = "lamplight-carried/v1"
MAX_OCTETS: Final = 8_000_000
_OURS: Final = re.compile(r"lamplight-backup-[0-9]{4}-[0-9]{2}-[0-9]{2}\.txt")
_CARRIED, _NOT_CARRIED = 0, 1


def arguments() -> argparse.ArgumentParser:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="python -m agent.backup")
    parser.add_argument("--from", dest="sealed", type=Path, required=True, metavar="FILE")
    parser.add_argument(
        "--to", type=Path, metavar="DIR", help="a folder or a stick; nothing is done without one"
    )
    parser.add_argument(
        "--note", type=Path, metavar="FILE", help="where it is noted of which day a carried one is"
    )
    return parser


def today() -> str:
    """Return the day in UTC, by which a copy is called."""
    return datetime.now(UTC).date().isoformat()


def main(argv: Sequence[str] | None = None, day: Callable[[], str] = today) -> int:
    """Carry it, and return the exit status."""
    options = arguments().parse_args(argv)
    if options.to is None:
        print("No place is chosen for backups: LAMPLIGHT_BACKUP in lamplight.env is empty.")
        return _CARRIED
    try:
        octets = _sealed(options.sealed)
        if octets is None:
            print("Nothing is sealed yet. A carer begins it on the page about backups.")
            return _CARRIED
        _copy(octets, options.to, day())
    except (OSError, ValueError) as error:
        print(
            f"The backup was not carried to {options.to}: {error}. Is the stick in, and may"
            " lamplight-backup write to it?",
            file=sys.stderr,
        )
        return _NOT_CARRIED
    return _noted(options.sealed, options.note)


def _noted(sealed: Path, note: Path | None) -> int:
    if note is None:
        return _CARRIED
    try:
        day = datetime.fromtimestamp(sealed.stat().st_mtime, UTC).date().isoformat()
        document = {"format": NOTE_FORMAT, "sealed_on": day}
        replace_file(note, [json.dumps(document).encode()], mode=0o640)
    except OSError as error:
        print(
            f"The backup was carried, and that could not be noted in {note}: {error}. Health will"
            " say that none was carried.",
            file=sys.stderr,
        )
        return _NOT_CARRIED
    return _CARRIED


def _sealed(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            octets = file.read(MAX_OCTETS + 1)
    except FileNotFoundError:
        return None
    if len(octets) > MAX_OCTETS or not octets.startswith(FIRST):
        raise ValueError(f"{path.name} is no sealed backup")
    return octets


def _copy(octets: bytes, folder: Path, day: str) -> None:
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is not there")
    replace_file(folder / f"lamplight-backup-{day}.txt", [octets], mode=0o640)
    ours = sorted(path for path in folder.iterdir() if _OURS.fullmatch(path.name))
    for old in ours[:-KEEPS]:
        old.unlink()


if __name__ == "__main__":
    sys.exit(main())
