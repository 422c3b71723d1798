from __future__ import annotations

import importlib

STEP = importlib.import_module("console.store.database.migrations.versions.0009_cards")


def test_it_stands_in_its_place() -> None:
    """The steps stand in one row."""
    assert (STEP.revision, STEP.down_revision) == ("0009", "0008")
