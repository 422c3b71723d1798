from __future__ import annotations

from pathlib import Path

from console.store.database.changes import Changed, Note, changes_in
from tests.console import homes
from tests.console.signing_in import home_in


def test_who_allowed_a_name_is_who_signed_in(state: Path, tmp_path: Path) -> None:
    """The list of changes names the carer who pressed, both ways."""
    home = home_in(state, "Sam", lists=homes.lists_in(tmp_path / "lists"))
    browser = home.signed_in("Sam")
    allowed = browser.send("/allow", device="", name="bet.example")
    undone = browser.send("/undo", name="bet.example")
    with home.house.database.reading() as session:
        back, given, *_ = (one.note for one in changes_in(session))

    assert (allowed.status, undone.status) == (303, 303)
    assert given == Note(who="Sam", what=Changed.NAME_ALLOWED)
    assert back == Note(who="Sam", what=Changed.NAME_TAKEN_BACK)
