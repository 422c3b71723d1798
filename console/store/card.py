"""Starting where the card takes nothing: the settings are read from a copy in memory.

Rules kept here:
- Whether a card takes anything is tried out, with as much as a start may need; a file system that
  says of itself that it can be written may still be full, or worn out.
- The copy is in memory alone (tmpfs), for this console only, and gone with it. What was cut off in
  the middle is put in order in the copy; the card is not touched.
- Nothing is changed in it: a change that only memory knows would be lost, and somebody would rely
  on it. So every change is refused, and the pages say why.
- Settings that are damaged, or cannot be read at all, are told as lost, and the pages go on.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from console.store.database.engine import Database, DatabaseDamaged

MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a folder that nobody can guess is made in it
NEEDED_OCTETS: Final = 262_144
"""What a start may write: SQLite's other files, the published rules, the code to set up with."""

_TAKES_NOTHING: Final = {errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO}
_DATABASE: Final = ("household.db", "household.db-wal")
"""The second holds what was kept last; the third, `-shm`, is made anew of it."""


def takes_nothing(folder: Path) -> bool:
    """Say whether nothing can be kept in a folder, or in that in which it would be made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    trial = folder / f".{secrets.token_hex(4)}.part"
    try:
        made = os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(made, "wb") as file:
            file.write(bytes(NEEDED_OCTETS))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        # Whoever may not write here has another trouble, which the start itself tells.
        return error.errno in _TAKES_NOTHING
    finally:
        try:
            trial.unlink(missing_ok=True)
        except OSError as error:
            if error.errno not in _TAKES_NOTHING:
                raise
    return False


def room_in_memory() -> TemporaryDirectory[str]:
    """Return a folder in memory, which is gone when it is closed. Raises OSError."""
    return TemporaryDirectory(prefix="lamplight-", dir=MEMORY)


def read_only(state: Path, memory: Path) -> Database:
    """Return the settings below a state folder as a copy that takes no changes.

    Raises DatabaseUnusable where a newer Lamplight wrote them.
    """
    copy = memory / "console"
    copy.mkdir(mode=0o700)
    try:
        for name in _DATABASE:
            if (path := state / "console" / name).exists():
                shutil.copyfile(path, copy / name)
        return Database.open(memory).that_only_reads()
    except (OSError, DatabaseDamaged):
        shutil.rmtree(copy)
    return Database.open(memory).that_only_reads(is_lost=True)
