from __future__ import annotations

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from agent.recorder import clock_memory
from agent.recorder.timepiece import Timepiece
from consent.clock_judgement import Reading, memory_from_octets
from consent.codes import Code
from consent.errors import JsonMalformed
from consent.home import ClockState
from tests.fake_time import FakeTime

BUILT = datetime(2026, 11, 1, tzinfo=UTC)
NOW = datetime(2026, 12, 9, 18, 0, 0, 500_000, tzinfo=UTC)


class Broken:
    """Clocks that cannot be read from some moment on."""

    def __init__(self, time: FakeTime, error: Exception) -> None:
        self.time, self.error = time, error
        self.is_broken = False

    def read(self) -> Reading:
        """Return what the clocks say, while they can be read."""
        if self.is_broken:
            raise self.error
        return self.time.read()


def full_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the card take no mark any more."""

    def fails(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(clock_memory, "replace_file", fails)


def test_what_is_trusted_is_told_to_the_second(tmp_path: Path) -> None:
    """An instant of trusted time is the wall's, and what is written down has no fraction."""
    time = FakeTime(NOW)
    moment = Timepiece(tmp_path, time, built_on=BUILT, has_records=False).look()

    assert moment.is_trusted
    assert (moment.now, moment.boot_ms) == (NOW, time.boot_ms)
    assert moment.at == NOW.replace(microsecond=0)


def test_what_is_not_trusted_is_told_by_the_mark(tmp_path: Path) -> None:
    """Where the wall's instant is worth nothing, things happen at the latest trusted one."""
    time = FakeTime(NOW)
    timepiece = Timepiece(tmp_path, time, built_on=BUILT, has_records=False)
    timepiece.look()
    time.unsynchronise()
    time.step(timedelta(days=900))
    moment = timepiece.look()

    assert not moment.is_trusted
    assert moment.clock.state is ClockState.UNSYNCHRONISED
    assert moment.at == NOW.replace(microsecond=0)


@pytest.mark.parametrize(
    "error", [OSError("gone"), JsonMalformed(Code.JSON_SIZE, "a reading")], ids=["file", "form"]
)
def test_a_clock_that_cannot_be_read_is_not_trusted(error: Exception, tmp_path: Path) -> None:
    """Without a reading nobody knows the time; the boot clock stands where it was seen last."""
    source = Broken(FakeTime(NOW), error)
    timepiece = Timepiece(tmp_path, source, built_on=BUILT, has_records=False)
    before = timepiece.look()
    source.is_broken = True
    moment = timepiece.look()

    assert moment.clock.state is ClockState.UNSYNCHRONISED
    assert (moment.at, moment.boot_ms) == (before.at, before.boot_ms)


def test_a_clock_that_was_never_read_stands_at_the_build(tmp_path: Path) -> None:
    """A box that could read no clock yet knows no more than when it was built."""
    source = Broken(FakeTime(NOW), OSError("gone"))
    source.is_broken = True
    moment = Timepiece(tmp_path, source, built_on=BUILT, has_records=False).look()

    assert (moment.now, moment.boot_ms, moment.at) == (BUILT, 0, BUILT)


def test_a_mark_that_the_card_does_not_take_is_no_trusted_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the mark cannot be kept, the clock is not to be trusted, and is again afterwards."""
    time = FakeTime(NOW)
    timepiece = Timepiece(tmp_path, time, built_on=BUILT, has_records=False)
    with monkeypatch.context() as patched:
        full_card(patched)

        assert timepiece.look().clock.state is ClockState.UNSYNCHRONISED

    assert timepiece.look().is_trusted


def test_the_mark_is_kept_at_stop(tmp_path: Path) -> None:
    """A stop costs nothing of the mark, and a card that takes nothing keeps nobody from it."""
    time = FakeTime(NOW)
    timepiece = Timepiece(tmp_path, time, built_on=BUILT, has_records=False)
    timepiece.look()
    time.advance(60)
    timepiece.look()
    timepiece.keep()

    kept = memory_from_octets((tmp_path / "clock.json").read_bytes())

    assert kept.mark == (NOW + timedelta(minutes=1)).replace(microsecond=0)


def test_a_stop_does_not_fail_for_want_of_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A card that takes no mark at stop is no reason not to stop."""
    timepiece = Timepiece(tmp_path, FakeTime(NOW), built_on=BUILT, has_records=False)
    before = (tmp_path / "clock.json").read_bytes()
    full_card(monkeypatch)
    timepiece.keep()

    assert (tmp_path / "clock.json").read_bytes() == before
