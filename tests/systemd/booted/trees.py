"""What lies on a box's card: each file with what can be told of it without opening it.

Rules kept here:
- What a running machine writes by itself is left out by name, with the reason beside it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from tests.systemd.booted.container import Container

CHANGES_BY_ITSELF: Final = frozenset(
    {
        "/var/lib/lamplight/agent/status.json",  # each minute
        "/var/lib/lamplight/agent/minutes.json",  # each minute
        "/var/lib/lamplight/console/household.db-wal",  # as pages are opened
        "/var/lib/lamplight/console/household.db-shm",
        "/var/lib/lamplight/console/household.db",
        # systemd's and chrony's own
        "/var/lib/systemd/random-seed",
        "/var/lib/systemd/timesync/clock",
        "/var/lib/chrony/chrony.drift",
    }
)

INCOMING: Final = "/var/lib/lamplight/lists/incoming"
"""Where lists are fetched into, at any hour."""

LOOKED_AT: Final = ("/etc", "/home", "/opt", "/root", "/srv", "/usr", "/var/lib", "/var/spool")
"""Where an installation could leave something that lasts."""


class Held(NamedTuple):
    """One file: what it is, whose, how large, when it was last changed, and where it leads."""

    mode: str
    owner: int
    group: int
    octets: int
    changed: int
    leads: str


def tree_of(box: Container, *below: str) -> dict[str, Held]:
    """Return every file below these folders of a box, by its path there."""
    root = box.path("/")
    found = {}
    for folder in below:
        for path in _below(root / folder.lstrip("/")):
            at = f"/{path.relative_to(root)}"
            if at not in CHANGES_BY_ITSELF and not at.startswith(INCOMING):
                found[at] = held_at(path)
    return found


def changed(before: dict[str, Held], after: dict[str, Held]) -> list[str]:
    """Return which files came, went or are not what they were."""
    return sorted(at for at in before.keys() | after.keys() if before.get(at) != after.get(at))


def held_at(path: Path) -> Held:
    """Return what lies at a path; of a folder not when something in it was made or taken away."""
    seen = path.lstat()
    is_folder = stat.S_ISDIR(seen.st_mode)
    leads = os.fspath(path.readlink()) if stat.S_ISLNK(seen.st_mode) else ""
    octets, changed = (0, 0) if is_folder else (seen.st_size, seen.st_mtime_ns)
    return Held(stat.filemode(seen.st_mode), seen.st_uid, seen.st_gid, octets, changed, leads)


def _below(folder: Path) -> Iterator[Path]:
    yield folder
    with os.scandir(folder) as entries:
        for entry in entries:
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                yield from _below(path)
            else:
                yield path
