from __future__ import annotations

from console.store.database.tables.home import ChangeRow, HomeRow


def test_no_column_can_hold_what_a_device_asked_for() -> None:
    """The tables hold what people decided, and have a column for nothing else."""
    columns = {row: set(row.model_fields) for row in (HomeRow, ChangeRow)}

    assert columns == {
        HomeRow: {"id", "document", "kind", "set_up_at", "file_digest"},
        ChangeRow: {"id", "at", "who", "what", "about", "text", "why"},
    }
