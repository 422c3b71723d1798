"""The one place that opens the console's SQLite file, `console/household.db`.

Rules kept here:
- A file that is damaged, or that a newer Lamplight wrote, is found out by a connection that can
  only read, before anything is changed; then nothing is.
- Before the tables are changed a copy of the file is kept beside it, named by the step it stands
  at. Steps only go forward, all of them in one transaction.
- `changing` is one transaction that holds the right to write from its first line (BEGIN IMMEDIATE):
  whoever reads, decides and writes in it has read what still holds. It is committed at its end, and
  on the disk then (synchronous=FULL), or nothing of it is.
- A transaction whose end SQLite refuses is still open by SQLite's own rules, and is ended here.
  Otherwise nothing could be read or changed by that connection any more.
- The driver begins no transaction by itself. It would begin one only at the first change, and what
  was read before that could be old.

Sources: SQLite documentation, "Write-Ahead Logging", "PRAGMA synchronous", "BEGIN"; SQLAlchemy,
"SQLite: Serializable isolation / Savepoints / Transactional DDL".
"""

from __future__ import annotations

import os
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from console.errors import CardTakesNothing, ConsoleError

BUSY_MS: Final = 10_000
"""How long to wait for another transaction, which takes milliseconds."""

NEWEST: Final = "head"
"""The step up to which the tables are brought: the last there is."""

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_BEGIN: Final = "lamplight_begin"

_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",  # pages are read while a change is written
    "PRAGMA synchronous = FULL",  # what a person was told is done survives a power cut
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA secure_delete = ON",  # what was erased is overwritten, not only forgotten
    "PRAGMA trusted_schema = OFF",
)


class DatabaseUnusable(ConsoleError):
    """The console's database is damaged, from a newer Lamplight, or cannot be opened."""


class DatabaseDamaged(DatabaseUnusable):
    """What stands in the file is no database of ours any more; `path` is the file."""

    def __init__(self, message: str, path: Path) -> None:
        super().__init__(message)
        self.path = path


_BROKEN: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
"""What SQLite says of a file itself. A full card, or a lock, says nothing of the file."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Database:
    """The tables of one home, migrated to what this version knows.

    Where it takes no changes it is a copy in memory, of a card that takes none; `is_lost` is that
    what stands there could not be read (`console.store.card`).
    """

    path: Path
    _engine: Engine
    takes_changes: bool = True
    is_lost: bool = False

    @classmethod
    def open(cls, state: Path) -> Database:
        """Return the database below a state folder, made where there is none.

        Raises DatabaseUnusable, DatabaseDamaged among it, and then the file is as it was.
        """
        path = state / "console" / "household.db"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            at = _step_of(path)
            path.touch(mode=0o600)  # SQLite gives its other files the same mode
            engine = _engine(path)
            # A database that somebody forgot leaves no open files behind.
            database = cls(path, engine)
            weakref.finalize(database, engine.dispose)
            _migrate(database, at)
        except (sqlite3.DatabaseError, DBAPIError) as error:
            raise _unusable(path, error) from error
        except OSError as error:
            raise DatabaseUnusable(f"{path}: cannot be opened: {error.strerror}") from error
        return database

    @classmethod
    def present(cls, state: Path) -> Database | None:
        """Return the database as it stands, None where there is none; nothing is made or migrated.

        Raises DatabaseUnusable, also where its tables wait for a step.
        """
        path = state / "console" / "household.db"
        try:
            at = _step_of(path)
        except sqlite3.DatabaseError as error:
            raise _unusable(path, error) from error
        except OSError as error:
            raise DatabaseUnusable(f"{path}: cannot be opened: {error.strerror}") from error
        if at is None:
            return None
        if at != _steps().get_current_head():
            raise DatabaseUnusable(f"{path}: its tables are not brought up to date yet (step {at})")
        engine = _engine(path)
        database = cls(path, engine)
        weakref.finalize(database, engine.dispose)
        return database

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session in which everything is read of the same moment, and nothing is kept."""
        with self._session("BEGIN") as session:
            yield session

    @contextmanager
    def changing(self) -> Iterator[Session]:
        """Give a session whose changes are kept at its end, all of them or none.

        Raises CardTakesNothing.
        """
        if not self.takes_changes:
            raise CardTakesNothing("the card took nothing when the console was started")
        with self._session("BEGIN IMMEDIATE") as session:
            yield session
            try:
                session.commit()
            except BaseException:
                session.invalidate()  # closes the file, and the transaction with it
                raise

    def that_only_reads(self, *, is_lost: bool = False) -> Database:
        """Return the same tables, in which nothing can be changed."""
        database = replace(self, takes_changes=False, is_lost=is_lost)
        weakref.finalize(database, self._engine.dispose)
        return database

    def close(self) -> None:
        """Let go of the file; what is asked afterwards opens it again."""
        self._engine.dispose()

    @contextmanager
    def _session(self, begin: str) -> Iterator[Session]:
        engine = self._engine.execution_options(**{_BEGIN: begin})
        # Rows outlive their session, so that a value can be made of them after it.
        with Session(engine, expire_on_commit=False) as session:
            session.connection()  # the transaction begins here and not at the first statement
            yield session


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_MS / 1_000})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # see the rule about the driver
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))

    return engine


def _step_of(path: Path) -> str | None:
    """Return at which step the tables of a file stand, None for a file that is none yet.

    Raises DatabaseUnusable where they are newer than this Lamplight, and sqlite3.DatabaseError
    where the file is damaged.
    """
    if not path.exists() or not path.stat().st_size:
        return None
    with closing(_read_only(path)) as connection:
        if (found := connection.execute("PRAGMA quick_check(1)").fetchone()) != ("ok",):
            raise DatabaseDamaged(str(_damaged(path, str(found[0]))), path)
        if not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        raise _damaged(path, "it does not say which tables it has")
    (step,) = row
    if step not in {one.revision for one in _steps().walk_revisions()}:
        raise DatabaseUnusable(
            f"{path}: a newer Lamplight wrote this file (step {step}), and this one does not know"
            " it.\nNothing was changed. Install that newer Lamplight again, or go back to the copy"
            f" that stands beside the file from before, such as\n  ls {path.parent}"
        )
    return str(step)


def _read_only(path: Path) -> sqlite3.Connection:
    """Return a connection that leaves the file, and the folder round it, as they are."""
    # Without a journal nobody writes; then SQLite need not make files by which writers are seen.
    alone = not path.with_name(f"{path.name}-wal").exists()
    mode = "mode=ro&immutable=1" if alone else "mode=ro"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)


def _migrate(database: Database, at: str | None) -> None:
    """Bring the tables to the newest step. What was there before is copied first."""
    if at == _steps().get_current_head():
        return
    if at is not None:
        _keep_copy(database.path, at)
    with database.changing() as session:
        config = _config()
        config.attributes["connection"] = session.connection()
        command.upgrade(config, NEWEST)


def _keep_copy(path: Path, step: str) -> None:
    """Keep the file as it stands at a step, with what its journal holds."""
    copy = path.with_name(f"{path.stem}.before-{step}{path.suffix}")
    sibling = copy.with_name(f".{copy.name}.part")
    sibling.unlink(missing_ok=True)
    sibling.touch(mode=0o600)
    with (
        closing(_read_only(path)) as here,
        closing(sqlite3.connect(sibling)) as there,
    ):
        here.backup(there)  # writes and syncs as any transaction does
    sibling.replace(copy)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _steps() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _unusable(path: Path, error: sqlite3.Error | DBAPIError) -> DatabaseUnusable:
    said = error.orig if isinstance(error, DBAPIError) else error
    unusable = _damaged(path, str(error))
    # The lower octet is the kind; what stands in front of it only says where.
    if getattr(said, "sqlite_errorcode", 0) & 0xFF in _BROKEN:
        return DatabaseDamaged(str(unusable), path)
    return unusable


def _damaged(path: Path, problem: str) -> DatabaseUnusable:
    return DatabaseUnusable(
        f"{path}: {problem}\n"
        "Nothing was changed, and the filter keeps the last rules it took up. If the card is full"
        " or another program holds the file, put that right and start the console again. If the"
        f" file is damaged, move it away, as with\n  mv {path} {path}.damaged\nand put a copy from"
        " before in its place, or start the console again to set up the home anew."
    )
