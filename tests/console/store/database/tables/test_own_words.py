from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlmodel import SQLModel

from console.store.database.engine import Database
from console.store.database.tables import own_words


@pytest.mark.parametrize("name", ["own_words", "own_words_heard"])
def test_the_table_is_the_one_that_the_steps_make(tmp_path: Path, name: str) -> None:
    """Each column stands in the migrated file as the table says, and no other does."""
    table = SQLModel.metadata.tables[name]
    with Database.open(tmp_path).reading() as session:
        found = inspect(session.connection())
        made = {
            column["name"]: (str(column["type"]), column["nullable"])
            for column in found.get_columns(name)
        }
        keys = found.get_pk_constraint(name)["constrained_columns"]

    assert own_words.__doc__
    assert made == {
        column.name: (str(column.type), bool(column.nullable)) for column in table.columns
    }
    assert keys == [column.name for column in table.primary_key.columns]
