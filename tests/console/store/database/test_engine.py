from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from console.store.database import engine as engine_module
from console.store.database.engine import Database, DatabaseDamaged, DatabaseUnusable
from console.store.database.tables.home import ChangeRow, HomeRow
from tests.console.running import ROOT

WRITER = """
import sys
from pathlib import Path
from console.store.database.engine import Database
from console.store.database.tables.home import ChangeRow

database = Database.open(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    with database.changing() as session:
        for part in ("first", "second"):
            session.add(
                ChangeRow(at=number, who=part, what="set-up", about="", text="", why="")
            )
            session.flush()
    print(number, flush=True)
"""


def _row(at: int = 1) -> ChangeRow:
    return ChangeRow(at=at, who="Sam", what="set-up", about="", text="", why="")


def _add_and_break(session: Session) -> None:
    session.add(_row())
    session.flush()
    raise ZeroDivisionError


def _file(state: Path) -> Path:
    return state / "console" / "household.db"


def _on_disk(state: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (state / "console").iterdir()}


def test_it_is_made_where_there_is_none(state: Path) -> None:
    """The first start makes a database with every table, which only its owner can read."""
    database = Database.open(state)
    with database.reading() as session:
        homes = session.exec(select(HomeRow)).all()

    assert homes == []
    assert _file(state).stat().st_mode & 0o777 == 0o600
    assert {path.stat().st_mode & 0o077 for path in (state / "console").iterdir()} == {0}


def test_what_was_kept_is_there_for_the_next_start(state: Path) -> None:
    """A transaction that ended is read by whoever opens the file afterwards."""
    with Database.open(state).changing() as session:
        session.add(_row())
    with Database.open(state).reading() as session:
        (row,) = session.exec(select(ChangeRow))

    assert row.who == "Sam"


def test_a_transaction_that_fails_keeps_nothing(state: Path) -> None:
    """What goes wrong in the middle takes back what came before it."""
    database = Database.open(state)
    with pytest.raises(ZeroDivisionError), database.changing() as session:
        _add_and_break(session)
    with database.reading() as session:
        assert session.exec(select(ChangeRow)).all() == []


REFUSES_AT_THE_END = """
CREATE TABLE nowhere (number INTEGER REFERENCES change (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TRIGGER refuses AFTER INSERT ON change BEGIN INSERT INTO nowhere VALUES (-1); END;
"""
"""By this SQLite takes every statement, and refuses to keep what they did."""


def test_a_transaction_that_is_refused_at_its_end_stands_in_nobodys_way(state: Path) -> None:
    """SQLite leaves it open; whoever reads or changes next begins anew, and nothing is kept."""
    database = Database.open(state)
    with closing(sqlite3.connect(_file(state))) as other:
        other.executescript(REFUSES_AT_THE_END)
    with pytest.raises(IntegrityError), database.changing() as session:
        session.add(_row())
    with closing(sqlite3.connect(_file(state))) as other:
        other.execute("DROP TRIGGER refuses")
    with database.changing() as session:
        session.add(_row(at=2))

    with database.reading() as session:
        assert [row.at for row in session.exec(select(ChangeRow))] == [2]


def test_reading_keeps_nothing(state: Path) -> None:
    """What somebody changes where they only read is gone at the end."""
    database = Database.open(state)
    with database.reading() as session:
        session.add(_row())
        session.flush()
    with database.reading() as session:
        assert session.exec(select(ChangeRow)).all() == []


def test_the_promises_of_the_file_hold_for_each_connection(state: Path) -> None:
    """Every connection syncs fully, keeps references whole and overwrites what was erased."""
    database = Database.open(state)
    asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
    with database.reading() as one, database.reading() as two:
        found = [
            [session.connection().exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in asked]
            for session in (one, two)
        ]

    assert found == [["wal", 2, 1, 1, engine_module.BUSY_MS]] * 2


def test_the_right_to_write_is_held_from_the_first_line(state: Path) -> None:
    """Many who read, add one and write at the same moment lose nothing of each other's."""
    database = Database.open(state)

    def add_one(_: int) -> None:
        with database.changing() as session:
            latest = session.exec(select(ChangeRow.at).order_by(ChangeRow.at.desc())).first()  # type: ignore[attr-defined] # a column
            session.add(_row((latest or 0) + 1))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add_one, range(40)))
    with database.reading() as session:
        numbers = sorted(session.exec(select(ChangeRow.at)))

    assert numbers == list(range(1, 41))


def test_a_page_is_read_while_a_change_is_written(state: Path) -> None:
    """Whoever reads sees the moment before, and neither waits for the other."""
    database = Database.open(state)
    with database.changing() as writer:
        writer.add(_row())
        writer.flush()
        with database.reading() as reader:
            seen = reader.exec(select(ChangeRow)).all()

    assert seen == []


def test_there_is_one_home(state: Path) -> None:
    """A second home is refused by the table itself."""
    two = [HomeRow(id=number, document="{}", kind="foster", set_up_at=1) for number in (1, 2)]
    with pytest.raises(IntegrityError), Database.open(state).changing() as session:
        session.add_all(two)


def test_a_kill_leaves_whole_transactions(state: Path) -> None:
    """A writer killed at any moment leaves every change that it reported, and no half of one."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(state)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _ in range(25)][-1]
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    with Database.open(state).reading() as session:
        kept = [(row.at, row.who) for row in session.exec(select(ChangeRow))]
    last = kept[-1][0]

    assert last >= said
    assert kept == [(at, who) for at in range(1, last + 1) for who in ("first", "second")]


DAMAGE: dict[str, Callable[[Path], object]] = {
    "no database at all": lambda path: path.write_bytes(b"precious" * 100),
    "shorter than a header": lambda path: path.write_bytes(b"SQLite"),
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:-5_000]),
    "a page overwritten": lambda path: path.write_bytes(
        path.read_bytes()[:4_096] + b"\xff" * 4_096 + path.read_bytes()[8_192:]
    ),
    "no step in it": lambda path: _run(path, "DELETE FROM alembic_version"),
    "another program's": lambda path: _run(path, "DROP TABLE alembic_version"),
}


def _run(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_left_alone(damage: Callable[[Path], object], state: Path) -> None:
    """The message names the file and what to do, and not an octet on the disk is changed."""
    database = Database.open(state)
    with database.changing() as session:
        session.add(_row())
    database.close()
    damage(_file(state))
    before = _on_disk(state)
    with pytest.raises(DatabaseUnusable) as caught:
        Database.open(state)

    assert f"mv {_file(state)} {_file(state)}.damaged" in str(caught.value)
    assert "Nothing was changed" in str(caught.value)
    assert _on_disk(state) == before


IS_BROKEN = {"no database at all", "shorter than a header", "cut off", "a page overwritten"}


@pytest.mark.parametrize("kind", DAMAGE)
def test_only_a_broken_file_is_called_damaged(kind: str, state: Path) -> None:
    """What may be put aside is told apart from what is whole, and only not ours or too new."""
    Database.open(state).close()
    DAMAGE[kind](_file(state))
    with pytest.raises(DatabaseUnusable) as caught:
        Database.open(state)

    assert isinstance(caught.value, DatabaseDamaged) is (kind in IS_BROKEN)
    with pytest.raises(DatabaseUnusable) as present:
        Database.present(state)
    assert type(present.value) is type(caught.value)


def test_what_is_present_is_neither_made_nor_brought_up_to_date(state: Path) -> None:
    """Whoever only looks makes no file, and leaves tables that wait for a step as they are."""
    assert Database.present(state) is None
    assert not state.exists()
    Database.open(state).close()
    found = Database.present(state)
    assert found is not None
    found.close()
    _run(_file(state), "UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(DatabaseUnusable, match="not brought up to date"):
        Database.present(state)


def test_a_newer_lamplights_file_is_left_alone(state: Path) -> None:
    """A step that is not known here says to install the newer version, and nothing is changed."""
    Database.open(state).close()
    _run(_file(state), "UPDATE alembic_version SET version_num = '9999'")
    before = _on_disk(state)
    with pytest.raises(DatabaseUnusable, match="a newer Lamplight wrote this file") as caught:
        Database.open(state)

    assert "step 9999" in str(caught.value)
    assert _on_disk(state) == before


def test_a_place_that_cannot_be_written_is_said(state: Path) -> None:
    """A file in the folder's place is an error with a sentence."""
    state.write_text("in the way", encoding="utf-8")
    with pytest.raises(DatabaseUnusable, match="cannot be opened"):
        Database.open(state)


def test_an_empty_file_is_a_first_start(state: Path) -> None:
    """A box that lost its power before the first octet starts as if it never had."""
    _file(state).parent.mkdir(parents=True)
    _file(state).touch()
    with Database.open(state).reading() as session:
        assert session.exec(select(HomeRow)).all() == []


def test_before_a_step_a_copy_is_kept(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of an earlier step is copied whole beside itself, and then brought up to date."""
    _at_first_step(state, monkeypatch)
    Database.open(state).close()
    copy = state / "console" / "household.before-0001.db"
    with closing(sqlite3.connect(copy)) as connection:
        kept = connection.execute("SELECT version_num, who FROM alembic_version, change").fetchall()
    with closing(sqlite3.connect(_file(state))) as connection:
        (now,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()

    assert kept == [("0001", "Sam")]
    assert now == engine_module._steps().get_current_head()
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_step_that_fails_leaves_the_tables_as_they_were(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the last step breaks off, none of the steps before it is kept either."""
    _at_first_step(state, monkeypatch)
    before = _tables(state)
    steps = tmp_path / "migrations"
    shutil.copytree(engine_module._MIGRATIONS, steps)
    head = engine_module._steps().get_current_head()
    (steps / "versions" / "9000_broken.py").write_text(
        f"revision = '9000'\ndown_revision = '{head}'\ndef upgrade():\n"
        "    from alembic import op\n    op.execute('CREATE TABLE half (x)')\n    1 / 0\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(engine_module, "_MIGRATIONS", steps)
    with pytest.raises(ZeroDivisionError):
        Database.open(state)

    assert _tables(state) == before


def _at_first_step(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave a file as the first version of this console would have."""
    with monkeypatch.context() as patch:
        patch.setattr(engine_module, "NEWEST", "0001")
        database = Database.open(state)
        with database.changing() as session:
            session.add(_row())
        database.close()


def _tables(state: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(_file(state))) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
        (step,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return [*rows, ("step", step)]


def test_the_steps_follow_each_other_in_one_line() -> None:
    """Each step names the one before it, their numbers rise by one, and none goes back."""
    steps = list(engine_module._steps().walk_revisions())[::-1]
    numbers = [int(step.revision) for step in steps]

    assert numbers == list(range(1, len(steps) + 1))
    assert [step.down_revision for step in steps[1:]] == [step.revision for step in steps[:-1]]
    assert not any(hasattr(step.module, "downgrade") for step in steps)
    assert all(
        re.fullmatch(rf"{step.revision}_[a-z_]+\.py", Path(step.path).name) for step in steps
    )
