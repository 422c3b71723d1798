from __future__ import annotations

import importlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from console.store.database.engine import Database

STEP = importlib.import_module("console.store.database.migrations.versions.0002_given")


def test_it_comes_after_the_home() -> None:
    """The steps stand in one row."""
    assert (STEP.revision, STEP.down_revision) == ("0002", "0001")


def test_the_list_of_pauses_takes_lines_and_no_changes(tmp_path: Path) -> None:
    """A line can be added and never altered, whoever tries."""
    path = Database.open(tmp_path).path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO listed_pause VALUES (1, 'Sam', 1, 'Jo', 'dinner', 'then', 'now')"
        )
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            connection.execute("UPDATE listed_pause SET reason = ''")
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            connection.execute(
                "INSERT INTO listed_pause VALUES (2, 'Sam', 1, 'Jo', 'dinner', 'then', 'now')"
            )
