from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from console.security.backup import SealingKey
from console.services.carrying import OLD, CarriedNow, Carrying, carried_now
from console.store.sealing_key import keep_sealing_key, path_below
from tests.console.store.test_carried import note_of, noted

NOW: Final = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
KEY: Final = SealingKey(bytes(16), bytes(32))


def test_without_backups_each_night_nothing_is_told(tmp_path: Path) -> None:
    """Nobody began them, so nobody waits for one; an older note changes nothing."""
    noted(tmp_path, note_of("2026-11-01"))

    assert carried_now(tmp_path, NOW) == CarriedNow()


@pytest.mark.parametrize(
    ("ago", "stands"), [(0, Carrying.FINE), (8, Carrying.FINE), (9, Carrying.OLD), (-9, "fine")]
)
def test_it_is_old_after_eight_days(ago: int, stands: str, tmp_path: Path) -> None:
    """A week and a day may pass; a clock that was set back makes nothing old."""
    keep_sealing_key(tmp_path, KEY)
    day = (NOW - timedelta(days=ago)).date()
    noted(tmp_path, note_of(day.isoformat()))

    assert carried_now(tmp_path, NOW) == CarriedNow(stands=Carrying(stands), day=day)


def test_the_first_one_has_eight_days_too(tmp_path: Path) -> None:
    """Where none was carried it waits at first, and is missed after that."""
    keep_sealing_key(tmp_path, KEY)
    for ago, stands in ((timedelta(0), Carrying.WAITING), (OLD * 2, Carrying.NEVER)):
        at = (NOW - ago).timestamp()
        os.utime(path_below(tmp_path), (at, at))

        assert carried_now(tmp_path, NOW) == CarriedNow(stands=stands)
