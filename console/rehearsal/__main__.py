"""An upgrade tried on a copy: `python -m console.rehearsal --state COPY --at SECONDS [--before F]`.

Rules kept here:
- The state folder is a copy that nobody else uses: its database is brought to this release's
  tables, as a start of the pages would, and it is compiled and written as they would publish it.
- One JSON document on stdout. With `--before`, what the release before printed of its own copy, it
  has the sentences of what would change. What cannot be read is a message on stderr and status 2.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlmodel import Session, text

from console.errors import ConsoleError
from console.rehearsal.comparing import changes, kept_changes
from console.rehearsal.effective import Decided, decided
from console.store.allowed_file import AllowedFile, with_allowed
from console.store.database.engine import Database
from console.store.database.given import given_of
from console.store.database.homes import home_of
from console.store.whole_file import read_up_to
from policy.compile import PROTECTIVE_DEFAULT
from policy.errors import PolicyError
from policy.snapshot import PolicySnapshot, snapshot_from_bytes, snapshot_to_bytes
from policy.strict_json import parse_strict_json
from policy.tonight import Tonight

FORMAT: Final = "lamplight-rehearsal/v1"
MOST_OCTETS: Final = 64_000_000


class RehearsalRefused(ConsoleError):
    """What the release before printed cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """A home as one release has it: what is published, what it decides, how much is kept."""

    snapshot: PolicySnapshot
    step: str
    decided: Decided
    kept: dict[str, int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Try it, and return the exit status."""
    options = _options(arguments)
    try:
        here = _rehearsed(options.state, datetime.fromtimestamp(options.at, UTC))
        said: list[str] = []
        if options.before is not None:
            before = _read(read_up_to(options.before, MOST_OCTETS))
            said = [*_compared(before, here)]
    except (ConsoleError, PolicyError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(_document(here) | {"changes": said}, ensure_ascii=False))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m console.rehearsal", description="Try this release on a copy of a home."
    )
    parser.add_argument("--state", type=Path, required=True, metavar="COPY")
    parser.add_argument(
        "--at", type=int, required=True, metavar="SECONDS", help="since 1970: when the week begins"
    )
    parser.add_argument(
        "--before", type=Path, metavar="FILE", help="what the release before printed"
    )
    return parser.parse_args(arguments)


def _rehearsed(state: Path, since: datetime) -> Rehearsed:
    database = Database.open(state)
    with database.reading() as session:
        home, given = home_of(session), given_of(session)
        kept = _kept(session)
        (step,) = (
            session.connection().execute(text("SELECT version_num FROM alembic_version")).one()
        )
    household = home.household if home else PROTECTIVE_DEFAULT
    household = with_allowed(household, AllowedFile(state).read())
    # Written and read as it would be published: what the filter could not take up shows here.
    snapshot = snapshot_from_bytes(
        snapshot_to_bytes(
            PolicySnapshot(
                version=1,
                household=household,
                grants=given.grants,
                turns=given.turns,
                confirmed=given.confirmed,
            )
        )
    )
    tonight = Tonight(grants=snapshot.grants, turns=snapshot.turns)
    return Rehearsed(
        snapshot=snapshot,
        step=str(step),
        decided=decided(snapshot.household, tonight, since, _zone(snapshot.household.zone)),
        kept=kept,
    )


def _kept(session: Session) -> dict[str, int]:
    """Return how many entries each table has."""
    named = session.connection().execute(
        text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    )
    return {
        name: session.connection().execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one()  # noqa: S608 - a table's own name
        for (name,) in named.all()
    }


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _document(here: Rehearsed) -> dict[str, object]:
    return {
        "format": FORMAT,
        "published": json.loads(snapshot_to_bytes(here.snapshot)),
        "step": here.step,
        "decided": here.decided,
        "kept": here.kept,
    }


def _read(octets: bytes) -> Rehearsed:
    match parse_strict_json(octets):
        case {
            "format": "lamplight-rehearsal/v1",
            "published": dict(published),
            "step": str(step),
            "decided": dict(found),
            "kept": dict(kept),
        }:
            return Rehearsed(
                snapshot=snapshot_from_bytes(json.dumps(published).encode()),
                step=step,
                decided={
                    str(subject): {str(asked): str(hours) for asked, hours in letters.items()}
                    for subject, letters in found.items()
                    if isinstance(letters, dict)
                },
                kept={str(table): count for table, count in kept.items() if type(count) is int},
            )
        case _:
            raise RehearsalRefused("the release before did not say what holds in this home")


def _compared(before: Rehearsed, after: Rehearsed) -> tuple[str, ...]:
    was, is_now = before.snapshot, after.snapshot
    given = (
        ()
        if was.grants == is_now.grants and was.turns == is_now.turns
        else ("Time or turns that were given tonight would not be the same.",)
    )
    return (
        *changes(was.household, is_now.household, before.decided, after.decided),
        *given,
        *kept_changes(before.kept, after.kept),
    )


if __name__ == "__main__":
    sys.exit(main())
