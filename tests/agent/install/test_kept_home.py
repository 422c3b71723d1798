from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from agent.install.kept_home import (
    bring_back,
    can_go_back,
    changes_in,
    copy_database,
    keep,
    step_of,
)
from agent.install.steps import StepFailed
from policy.compile import PROTECTIVE_DEFAULT
from policy.snapshot import PolicySnapshot, snapshot_to_bytes
from tests.agent.install.standing_box import database_at

RULES = snapshot_to_bytes(PolicySnapshot(version=3, household=PROTECTIVE_DEFAULT))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home's folder, at step 1 with two changes and rules in force."""
    (tmp_path / "console").mkdir()
    (tmp_path / "upgrade").mkdir()
    database_at(tmp_path / "console/household.db", "0001", 2)
    (tmp_path / "console/snapshot.json").write_bytes(RULES)
    return tmp_path


def test_a_copy_is_of_one_moment_also_while_somebody_writes(tmp_path: Path) -> None:
    """What is committed is in the copy, what is not is not, and the copy stands alone."""
    path = database_at(tmp_path / "one.db", "0001", 2)
    with closing(sqlite3.connect(path, isolation_level=None)) as writing:
        writing.execute("PRAGMA journal_mode = WAL")
        writing.execute('INSERT INTO "change" VALUES (8)')
        writing.execute("BEGIN IMMEDIATE")
        writing.execute('INSERT INTO "change" VALUES (9)')
        copy_database(path, tmp_path / "copy.db")

    assert (step_of(tmp_path / "copy.db"), changes_in(tmp_path / "copy.db")) == ("0001", 3)
    assert {path.name for path in tmp_path.iterdir() if "copy" in path.name} == {"copy.db"}


def test_what_cannot_be_copied_is_told(tmp_path: Path) -> None:
    """A damaged database stops an upgrade before anything is changed."""
    (tmp_path / "one.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 9_000)

    with pytest.raises(StepFailed, match="cannot be copied"):
        copy_database(tmp_path / "one.db", tmp_path / "copy.db")
    assert {path.name for path in tmp_path.iterdir()} == {"one.db"}


def test_where_the_tables_are_the_same_nothing_is_lost(home: Path) -> None:
    """What was decided in between stays, since the older release can read it."""
    keep(home / "console", home / "upgrade")
    (home / "console/household.db").unlink()
    database_at(home / "console/household.db", "0001", 7)

    brought = bring_back(home / "console", home / "upgrade", "0.2.0")

    assert (brought.set_aside, brought.changes_more) == (None, 0)
    assert changes_in(home / "console/household.db") == 7


def _migrated(home: Path, changes: int) -> None:
    keep(home / "console", home / "upgrade")
    (home / "console/household.db").unlink()
    database_at(home / "console/household.db", "0002", changes)


def test_where_they_are_not_the_old_ones_are_back_and_the_others_beside(home: Path) -> None:
    """Nothing is thrown away: what was decided in between lies beside, and is counted."""
    _migrated(home, 5)
    (home / "console/household.db-wal").write_bytes(b"of the newer one")

    brought = bring_back(home / "console", home / "upgrade", "0.2.0")

    assert brought.changes_more == 3
    assert brought.set_aside == home / "upgrade/set-aside/household-of-0.2.0.db"
    assert (step_of(brought.set_aside), changes_in(brought.set_aside)) == ("0002", 5)
    here = home / "console/household.db"
    assert (step_of(here), changes_in(here), here.stat().st_mode & 0o777) == ("0001", 2, 0o600)
    assert not (home / "console/household.db-wal").exists()


def test_it_can_be_done_again_after_a_cut(home: Path) -> None:
    """What was set aside first is not written over by what was put back."""
    _migrated(home, 5)
    bring_back(home / "console", home / "upgrade", "0.2.0")

    bring_back(home / "console", home / "upgrade", "0.2.0")

    assert changes_in(home / "upgrade/set-aside/household-of-0.2.0.db") == 5
    assert changes_in(home / "console/household.db") == 2


def test_a_database_that_is_gone_or_damaged_is_put_back_too(home: Path) -> None:
    """A release that destroyed the home's settings does not keep them from coming back."""
    keep(home / "console", home / "upgrade")
    (home / "console/household.db").unlink()

    bring_back(home / "console", home / "upgrade", "0.2.0")

    assert changes_in(home / "console/household.db") == 2


def test_a_database_that_the_new_release_damaged_is_put_back_too(home: Path) -> None:
    """What cannot be read is set aside as it lies there, and the old settings are in force."""
    keep(home / "console", home / "upgrade")
    (home / "console/household.db").write_bytes(b"?" * 5_000)
    (home / "console/household.db-wal").write_bytes(b"of the newer one")

    brought = bring_back(home / "console", home / "upgrade", "0.2.0")

    assert changes_in(home / "console/household.db") == 2
    assert brought.set_aside is not None
    assert brought.set_aside.read_bytes() == b"?" * 5_000


SECRET = b"a key that only root may read"


def _planted(home: Path, name: str) -> Path:
    """Let the pages, whose folder it is, lead a name to what is not theirs."""
    secret = home / "secret"
    secret.write_bytes(SECRET)
    secret.chmod(0o600)
    (home / "console" / name).unlink(missing_ok=True)
    (home / "console" / name).symlink_to(secret)
    return secret


@pytest.mark.parametrize("name", ["snapshot.json", "household.db"])
def test_a_link_that_the_pages_made_is_not_followed_by_root(home: Path, name: str) -> None:
    """Whoever took over the pages does not come by what they may not read."""
    _planted(home, name)

    with pytest.raises(StepFailed, match="link"):
        keep(home / "console", home / "upgrade")
    assert not [path for path in home.rglob("before/*") if path.read_bytes() == SECRET]


@pytest.mark.parametrize(
    "name", [".snapshot.json.part", ".household.db.part", "snapshot.json", "household.db"]
)
def test_a_link_in_the_way_back_leads_nobody_astray(home: Path, name: str) -> None:
    """What comes back takes the link's place; what it led to is neither written nor given away."""
    _migrated(home, 5)
    (home / "console/snapshot.json").write_bytes(b"of a newer release")
    secret = _planted(home, name)
    before = secret.stat()

    bring_back(home / "console", home / "upgrade", "0.2.0")

    assert changes_in(home / "console/household.db") == 2
    assert (home / "console/snapshot.json").read_bytes() == RULES
    after = secret.stat()
    assert (secret.read_bytes(), after.st_mode, after.st_uid) == (
        SECRET,
        before.st_mode,
        before.st_uid,
    )
    assert not (home / "console/snapshot.json").is_symlink()


def test_a_pipe_in_a_file_s_place_is_not_waited_for(home: Path) -> None:
    """An upgrade is told, and does not hang."""
    (home / "console/snapshot.json").unlink()
    os.mkfifo(home / "console/snapshot.json")

    with pytest.raises(StepFailed, match="no plain file"):
        keep(home / "console", home / "upgrade")


def test_rules_that_the_older_release_can_read_stay_in_force(home: Path) -> None:
    """What was decided last holds, unless only the newer release could read it."""
    keep(home / "console", home / "upgrade")
    later = snapshot_to_bytes(PolicySnapshot(version=9, household=PROTECTIVE_DEFAULT))
    (home / "console/snapshot.json").write_bytes(later)
    bring_back(home / "console", home / "upgrade", "0.2.0")
    assert (home / "console/snapshot.json").read_bytes() == later

    (home / "console/snapshot.json").write_bytes(later.replace(b"policy/v1", b"policy/v2"))
    bring_back(home / "console", home / "upgrade", "0.2.0")

    assert (home / "console/snapshot.json").read_bytes() == RULES


def test_a_home_that_was_never_set_up_has_nothing_to_keep(tmp_path: Path) -> None:
    """An upgrade before the first run, and the way back from it, both work."""
    (tmp_path / "console").mkdir()
    (tmp_path / "upgrade").mkdir()
    keep(tmp_path / "console", tmp_path / "upgrade")

    assert can_go_back(tmp_path / "console", tmp_path / "upgrade")
    assert bring_back(tmp_path / "console", tmp_path / "upgrade", "0.2.0").set_aside is None


def test_without_what_was_kept_there_is_no_way_back(home: Path) -> None:
    """After thirty days it is gone, and that is told instead of a home without rules."""
    assert not can_go_back(home / "console", home / "upgrade")
    keep(home / "console", home / "upgrade")
    assert can_go_back(home / "console", home / "upgrade")


def test_what_does_not_say_is_not_guessed(tmp_path: Path) -> None:
    """A file that is no database of the pages has no step and no changes."""
    with closing(sqlite3.connect(tmp_path / "one.db")) as empty:
        empty.execute("CREATE TABLE alembic_version (version_num)")
    (tmp_path / "two.db").write_bytes(b"?" * 5_000)

    for name in ("one.db", "two.db", "none.db"):
        assert (step_of(tmp_path / name), changes_in(tmp_path / name)) == (None, 0)
