from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from console.services.backed_records import records_held, records_of
from console.services.backup_states import Held
from console.store.backed_records import Records
from console.store.database.homes import HomeKind, home_of, save_home
from console.store.recorder import Recorder
from tests.console import homes

SILENT = Records(held=Held.SILENT)


@pytest.mark.parametrize("kind", list(HomeKind))
def test_a_recorder_that_does_not_answer_is_said(kind: HomeKind, tmp_path: Path) -> None:
    """In a foster home the backup says what it lacks; a family's recorder is not asked at all."""
    house = homes.house_at(tmp_path, homes.FULL, recorder=Recorder(tmp_path / "nobody"))
    with house.database.changing() as session:
        home = home_of(session)
        assert home is not None
        save_home(session, replace(home, kind=kind))
    held = Held.SILENT if kind is HomeKind.FOSTER else Held.NONE

    assert records_of(house, kind) == Records(held=held)
    assert records_held(house) is held


def test_without_a_home_or_a_recorder_there_are_none(tmp_path: Path) -> None:
    """An empty box has agreed on nothing."""
    empty = homes.house_at(tmp_path / "one", recorder=Recorder(tmp_path / "nobody"))
    alone = homes.house_at(tmp_path / "two", homes.FULL)

    assert (records_held(empty), records_held(alone)) == (Held.NONE, Held.NONE)
    assert records_of(alone, HomeKind.FOSTER).held is Held.NONE
