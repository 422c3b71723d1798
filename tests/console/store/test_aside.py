from __future__ import annotations

from pathlib import Path

import pytest

from console.store.aside import put_aside


def test_a_file_gets_the_next_free_name(tmp_path: Path) -> None:
    """Each damaged file is kept, whichever came before it."""
    path = tmp_path / "snapshot.json"
    path.write_bytes(b"first")
    first = put_aside(path)
    path.write_bytes(b"second")
    second = put_aside(path)

    assert (first.name, first.read_bytes()) == ("snapshot.json.damaged-1", b"first")
    assert (second.name, second.read_bytes()) == ("snapshot.json.damaged-2", b"second")
    assert not path.exists()


def test_what_belongs_to_a_database_goes_with_it(tmp_path: Path) -> None:
    """A journal that stayed would be taken for that of the database that is made anew."""
    for name in ("household.db", "household.db-wal", "household.db-shm"):
        (tmp_path / name).write_bytes(name.encode())
    put_aside(tmp_path / "household.db")

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "household.db.damaged-1": b"household.db",
        "household.db.damaged-1-wal": b"household.db-wal",
        "household.db.damaged-1-shm": b"household.db-shm",
    }


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    """Nobody is told that a file was kept that is not there."""
    with pytest.raises(FileNotFoundError):
        put_aside(tmp_path / "nothing")
