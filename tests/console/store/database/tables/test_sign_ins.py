from __future__ import annotations

from console.store.database.tables.sign_ins import PaperCodeRow, PhoneRow, SignInRow, VisitRow


def test_no_column_says_where_somebody_was_or_what_they_did() -> None:
    """Neither addresses, nor browsers, nor pages of those who sign in have a place."""
    columns = {row: set(row.model_fields) for row in (SignInRow, PhoneRow, PaperCodeRow, VisitRow)}

    assert columns == {
        SignInRow: {"number", "name", "role", "password", "app_secret", "app_step", "added_at"},
        PhoneRow: {"number", "sign_in", "label", "digest", "pin", "wrong_pins", "paired_at"},
        PaperCodeRow: {"digest", "sign_in"},
        VisitRow: {"digest", "sign_in", "phone", "level", "began_at", "seen_at"},
    }
