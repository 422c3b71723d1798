from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from console.errors import CardTakesNothing
from console.services.home import home_in
from console.store.card import read_only, room_in_memory, takes_nothing
from tests.console import homes
from tests.console.signing_in import home_in as signing_in


def test_a_card_that_takes_something_is_told_from_one_that_does_not(tmp_path: Path) -> None:
    """It is tried out, also for a folder that is not there yet; nothing stays of the trial."""
    assert not takes_nothing(tmp_path / "not" / "yet")
    assert list(tmp_path.iterdir()) == []
    assert not takes_nothing(Path("/proc/self"))


def test_a_copy_shows_the_home_and_takes_no_change(tmp_path: Path) -> None:
    """What was kept last is there, also from SQLite's journal; a change is refused, not lost."""
    home = homes.house_at(tmp_path / "card", homes.FULL)
    kept = home_in(home)
    journal = tmp_path / "card" / "console" / "household.db-wal"
    assert journal.stat().st_size
    with room_in_memory() as memory:
        database = read_only(tmp_path / "card", Path(memory))
        house = replace(home, database=database)

        assert home_in(house) == kept
        assert (database.takes_changes, database.is_lost) == (False, False)
        with pytest.raises(CardTakesNothing), database.changing():
            pass
        database.close()
    assert not Path(memory).exists()
    home.database.close()


@pytest.mark.parametrize("octets", [b"no database at all", b"SQLite format 3\0" + bytes(5_000)])
def test_damaged_settings_are_told_as_lost(octets: bytes, tmp_path: Path) -> None:
    """They cannot be put aside there, so the pages go on without them, and say it."""
    path = tmp_path / "card" / "console" / "household.db"
    path.parent.mkdir(parents=True)
    path.write_bytes(octets)
    home = signing_in(tmp_path / "other", text=None)
    with room_in_memory() as memory:
        database = read_only(tmp_path / "card", Path(memory))

        assert database.is_lost
        assert home_in(replace(home.house, database=database)) is None
        database.close()
    assert path.read_bytes() == octets


def test_a_card_without_settings_has_lost_none(tmp_path: Path) -> None:
    """A box that nobody set up shows where to start, and starts nothing."""
    with room_in_memory() as memory:
        database = read_only(tmp_path, Path(memory))

        assert (database.takes_changes, database.is_lost) == (False, False)
        database.close()
