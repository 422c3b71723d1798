from __future__ import annotations

from console.services.backup_states import Held, Unopened
from console.words import backup


def test_each_has_a_sentence() -> None:
    """Whatever a backup is, or holds, there are words for it."""
    assert (set(backup.RESTORE_WRONG), set(backup.RECORDS)) == (set(Unopened), set(Held))
