"""The home's settings as they were before an upgrade, and how they are put back.

Rules kept here:
- A copy is made by the database itself, so that it is of one moment, whoever writes meanwhile.
- They are put back only where the new release changed the tables; else the older one reads what is
  there, and nothing that was decided in between is lost.
- Where they are put back, what stood there is kept beside, and how many changes it had more is
  told: nobody finds out by chance that a rule is gone.
- The journal of the new database is away before the old one lies in its place; else SQLite would
  take the one for the other's. Each part can be done twice: a cut in between does no harm.
- The pages own their folder, and this is root. So a link that lies there is never followed, and
  nothing is written there: what comes back is made whole in root's own folder and moved in.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import IO, Final

from agent.install.steps import StepFailed
from policy.errors import SnapshotMalformed
from policy.snapshot import snapshot_from_bytes

DATABASE: Final = "household.db"
SNAPSHOT: Final = "snapshot.json"
BEFORE: Final = "before"
SET_ASIDE: Final = "set-aside"
_JOURNALS: Final = ("-wal", "-shm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What was put back: None set aside where nothing had to be; else how much it had more."""

    set_aside: Path | None
    changes_more: int


def copy_database(database: Path, there: Path) -> None:
    """Copy a database as it is at this moment. Raises StepFailed, OSError."""
    sibling = there.with_name(f".{there.name}.part")
    sibling.unlink(missing_ok=True)
    os.close(os.open(sibling, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with (
            closing(_reading(database)) as here,
            closing(sqlite3.connect(sibling)) as copy,
        ):
            here.backup(copy)  # written and synced as any transaction is
            # Alone in its file: a copy takes no journal along.
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        sibling.unlink(missing_ok=True)
        raise StepFailed(f"{database} cannot be copied: {error}.") from error
    sibling.replace(there)
    _sync(there.parent)


def keep(console: Path, folder: Path) -> None:
    """Keep the home's settings as they are now. Raises StepFailed, OSError."""
    kept = folder / BEFORE
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True, mode=0o700)
    if (console / DATABASE).exists():
        copy_database(console / DATABASE, kept / DATABASE)
    if (console / SNAPSHOT).exists():
        copy_file(console / SNAPSHOT, kept / SNAPSHOT)
    _sync(kept)


def bring_back(console: Path, folder: Path, release: str) -> Brought:
    """Make the settings such that the older release can read them. The pages must not run.

    `release` is the one that is left. Raises StepFailed, OSError.
    """
    kept, here = folder / BEFORE, console / DATABASE
    _bring_back_rules(console, folder)
    if not (kept / DATABASE).exists() or step_of(kept / DATABASE) == step_of(here):
        return Brought(set_aside=None, changes_more=0)
    aside = folder / SET_ASIDE / f"household-of-{release}.db"
    if here.exists() and not aside.exists():
        aside.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            copy_database(here, aside)
        except StepFailed:
            _move_aside(here, aside)  # damaged: its very octets, for whoever can still read them
    fresh = folder / f".{DATABASE}.part"
    copy_file(kept / DATABASE, fresh)
    fresh.chmod(0o600)
    for ending in _JOURNALS:
        (console / f"{DATABASE}{ending}").unlink(missing_ok=True)
    _sync(console)
    _move_in(fresh, here)
    more = changes_in(aside) - changes_in(here)
    return Brought(set_aside=aside, changes_more=max(0, more))


def can_go_back(console: Path, folder: Path) -> bool:
    """Say whether the settings from before are there, for a release that asks for them."""
    return (folder / BEFORE / DATABASE).exists() or not (console / DATABASE).exists()


def step_of(database: Path) -> str | None:
    """Return which tables a database has, None where it does not say."""
    try:
        with closing(_reading(database)) as found:
            (step,) = found.execute("SELECT version_num FROM alembic_version").fetchone()
    except (sqlite3.Error, TypeError):
        return None
    return str(step)


def changes_in(database: Path) -> int:
    """Return how many changes of the home a database lists, 0 where it cannot say."""
    try:
        with closing(_reading(database)) as found:
            (count,) = found.execute("SELECT count(*) FROM change").fetchone()
    except (sqlite3.Error, TypeError):
        return 0
    return int(count)


def copy_file(here: Path, there: Path) -> None:
    """Copy a plain file, which stays readable for whom it was. Raises StepFailed, OSError."""
    there.unlink(missing_ok=True)
    with _plain(here) as file, there.open("xb") as copy:
        shutil.copyfileobj(file, copy)
        copy.flush()
        os.fchmod(copy.fileno(), os.fstat(file.fileno()).st_mode & 0o777)
        os.fsync(copy.fileno())


@contextmanager
def _plain(path: Path) -> Iterator[IO[bytes]]:
    """Open what is a plain file itself. Raises StepFailed for a link or a pipe, OSError."""
    if path.is_symlink():
        raise StepFailed(f"{path} is a link, and Lamplight made none there.")
    # A link that comes in between is refused, and a pipe must not be waited for.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not S_ISREG(os.fstat(descriptor).st_mode):
            raise StepFailed(f"{path} is no plain file, and Lamplight made none such there.")
        yield file


def _move_aside(here: Path, aside: Path) -> None:
    for ending in ("", *_JOURNALS):
        part = here.with_name(f"{here.name}{ending}")
        if part.is_symlink() or part.exists():
            part.replace(aside.with_name(f"{aside.name}{ending}"))
    _sync(aside.parent)


def _move_in(fresh: Path, there: Path) -> None:
    """Give a file to whom the folder belongs, and let it take its place there."""
    owner = there.parent.stat()
    os.chown(fresh, owner.st_uid, owner.st_gid)
    _sync(fresh)
    fresh.replace(there)
    _sync(there.parent)


def _bring_back_rules(console: Path, folder: Path) -> None:
    """Put back what was published where this release cannot read what is: the filter needs it."""
    there, kept = console / SNAPSHOT, folder / BEFORE / SNAPSHOT
    try:
        with _plain(there) as file:
            snapshot_from_bytes(file.read())
    except (SnapshotMalformed, FileNotFoundError, StepFailed):
        if kept.exists():
            fresh = folder / f".{SNAPSHOT}.part"
            copy_file(kept, fresh)
            _move_in(fresh, there)


def _reading(database: Path) -> sqlite3.Connection:
    """Return a connection that leaves the file, and the folder round it, as they are."""
    if database.is_symlink():
        raise sqlite3.OperationalError("it is a link")
    # Without a journal nobody writes; then SQLite need not make files by which writers are seen.
    alone = not database.with_name(f"{database.name}-wal").exists()
    mode = "mode=ro&immutable=1" if alone else "mode=ro"
    return sqlite3.connect(f"{database.absolute().as_uri()}?{mode}", uri=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
