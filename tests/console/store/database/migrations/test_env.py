from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from console.store.database import tables
from console.store.database.engine import Database


def test_the_steps_lead_to_the_tables_that_the_code_knows(state: Path) -> None:
    """After every step the file has exactly the tables and columns that the classes have."""
    for module in pkgutil.iter_modules(tables.__path__):
        importlib.import_module(f"{tables.__name__}.{module.name}")
    with Database.open(state).reading() as session:
        context = MigrationContext.configure(session.connection())
        found = compare_metadata(context, SQLModel.metadata)

    assert found == []
