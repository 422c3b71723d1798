from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect
from sqlmodel import SQLModel

from console.store.database.engine import Database
from console.store.database.tables import cards


def test_the_table_is_the_one_that_the_steps_make(tmp_path: Path) -> None:
    """Each column stands in the migrated file as the table says, and none could hold a use."""
    table = SQLModel.metadata.tables["card"]
    with Database.open(tmp_path).reading() as session:
        made = {
            column["name"]: (str(column["type"]), column["nullable"])
            for column in inspect(session.connection()).get_columns("card")
        }

    assert cards.__doc__
    assert set(made) == {"person", "hashed", "made_at"}
    assert made == {
        column.name: (str(column.type), bool(column.nullable)) for column in table.columns
    }
