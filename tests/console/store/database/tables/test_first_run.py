from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from console.store.database.engine import Database
from console.store.database.tables.first_run import FirstRunRow


def test_there_is_one_first_run(state: Path) -> None:
    """A second row cannot be kept, whoever tries."""
    database = Database.open(state)
    with pytest.raises(IntegrityError), database.changing() as session:
        session.add(FirstRunRow(id=2, step="home"))
