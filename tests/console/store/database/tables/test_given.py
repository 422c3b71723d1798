from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect
from sqlmodel import SQLModel

from console.store.database.engine import Database
from console.store.database.tables import given

MINE = ("given_grant", "request", "turn", "listed_pause", "confirmed_time")


def test_the_tables_are_those_that_the_steps_make(tmp_path: Path) -> None:
    """Each column stands in the migrated file as the table says, and no other does."""
    with Database.open(tmp_path).reading() as session:
        found = inspect(session.connection())
        made = {
            name: {
                column["name"]: (str(column["type"]), column["nullable"])
                for column in found.get_columns(name)
            }
            for name in MINE
        }
    wanted = {
        name: {
            column.name: (str(column.type), bool(column.nullable))
            for column in SQLModel.metadata.tables[name].columns
        }
        for name in MINE
    }

    assert made == wanted


def test_no_table_has_room_for_what_anybody_looked_up() -> None:
    """The one name in them is that of a site somebody asked a carer for."""
    columns = {column.name for name in MINE for column in SQLModel.metadata.tables[name].columns}

    assert given.RequestRow.__tablename__ == "request"
    assert columns == {
        *("number", "document", "ended", "ended_by", "young_person", "asked", "words", "name"),
        *("target", "minutes", "title", "answer", "answered", "answered_by", "answer_words"),
        *("device", "person", "since", "grant_number", "giver", "reason", "given", "until"),
    }
