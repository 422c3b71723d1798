from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.files import replace_file
from agent.recorder.clock_memory import Found, KeptClock
from consent.clock_judgement import ClockMemory, Jump, begun, memory_from_octets, memory_to_octets
from consent.home import ClockState
from tests.fake_time import FakeTime

BUILT = datetime(2026, 11, 21, tzinfo=UTC)
NOW = datetime(2026, 12, 9, 18, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY_SECONDS = 24 * 60 * 60


def kept(folder: Path, *, built: datetime = BUILT, has_records: bool = True) -> KeptClock:
    """Return what a recorder takes up when it starts."""
    return KeptClock(folder, build_date=built, has_records=has_records)


def on_disk(folder: Path) -> ClockMemory:
    """Return what a power cut would leave now."""
    return memory_from_octets((folder / "clock.json").read_bytes())


def started(folder: Path) -> tuple[KeptClock, FakeTime]:
    """Return a new box that has just been trusted for the first time."""
    clock, time = kept(folder, has_records=False), FakeTime(NOW)
    assert clock.judge(time.read()).state is ClockState.TRUSTED
    return clock, time


def test_a_new_box_begins_at_its_build_date(tmp_path: Path) -> None:
    """Without a file and without records, time is no earlier than the build, which is kept."""
    clock = kept(tmp_path, has_records=False)

    assert clock.found is Found.NOTHING
    assert clock.memory == on_disk(tmp_path) == begun(BUILT)


def test_what_was_kept_is_taken_up(tmp_path: Path) -> None:
    """After a stop the same mark and the same doubts are there."""
    clock, time = started(tmp_path)
    time.advance(60)
    clock.judge(time.read())
    clock.keep()

    again = kept(tmp_path)

    assert again.found is Found.KEPT
    assert again.memory == clock.memory
    assert again.memory.mark == NOW + MINUTE


def test_a_later_build_raises_the_mark(tmp_path: Path) -> None:
    """An update that was built after the mark proves that its day has been."""
    started(tmp_path)

    assert kept(tmp_path, built=NOW + MINUTE).memory.mark == NOW + MINUTE
    assert on_disk(tmp_path).mark == NOW + MINUTE


def test_the_mark_is_kept_every_ten_minutes(tmp_path: Path) -> None:
    """A power cut costs the mark less than ten minutes of trusted time, and no writing more."""
    clock, time = started(tmp_path)
    marks = []
    for _ in range(21):
        time.advance(60)
        clock.judge(time.read())
        marks.append((on_disk(tmp_path).mark - NOW) // MINUTE)

    assert marks == [0] * 9 + [10] * 10 + [20] * 2


def test_without_records_the_mark_is_kept_every_hour(tmp_path: Path) -> None:
    """A box that has nothing to guard wears its card less; with its first record that is over."""
    time, is_idle = FakeTime(NOW), [True]
    clock = KeptClock(tmp_path, build_date=BUILT, has_records=False, is_idle=lambda: is_idle[0])
    marks = []
    for minute in range(130):
        clock.judge(time.read())
        marks.append((on_disk(tmp_path).mark - NOW) // MINUTE)
        time.advance(60)
        is_idle[0] = minute < 100

    assert marks == [0] * 60 + [60] * 41 + [101] * 10 + [111] * 10 + [121] * 9


def test_time_that_is_not_trusted_is_not_written(tmp_path: Path) -> None:
    """Without trust nothing changes on disk, for however long."""
    clock, time = started(tmp_path)
    before = (tmp_path / "clock.json").stat()
    time.unsynchronise()
    for _ in range(30):
        time.advance(60)
        clock.judge(time.read())

    assert (tmp_path / "clock.json").stat() == before


def test_a_doubt_is_kept_at_once(tmp_path: Path) -> None:
    """A jump is on disk before anybody hears of it, so that a power cut does not end the doubt."""
    clock, time = started(tmp_path)
    time.step(timedelta(hours=1))

    assert clock.judge(time.read()).state is ClockState.FORWARD
    waiting = on_disk(tmp_path).waiting
    assert waiting is not None
    assert waiting.jump is Jump.FORWARD


def test_a_jump_while_the_recorder_was_stopped_is_noticed(tmp_path: Path) -> None:
    """Where the clock stood in this boot outlives the process, also one that was killed."""
    _, time = started(tmp_path)
    time.step(timedelta(hours=1))

    assert kept(tmp_path).judge(time.read()).state is ClockState.FORWARD


def test_a_mark_from_a_record_is_kept_at_stop(tmp_path: Path) -> None:
    """The time of an accepted record raises the mark, and stays after the stop."""
    clock, _ = started(tmp_path)
    clock.raise_to(NOW + MINUTE)
    clock.keep()

    assert kept(tmp_path).memory.mark == NOW + MINUTE


DAMAGE = {
    "zeros": bytes(100),
    "half": memory_to_octets(begun(NOW))[:-20],
    "nothing": b"",
    "another document": b'{"type":"snapshot"}',
}


@pytest.mark.parametrize("octets", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_memory_is_set_aside_and_doubted(tmp_path: Path, octets: bytes) -> None:
    """The damaged file stays under another name, and no time is believed for a day."""
    (tmp_path / "clock.json").write_bytes(octets)
    clock, time = kept(tmp_path), FakeTime(NOW)
    states = [clock.judge(time.read()).state]
    time.advance(DAY_SECONDS)
    states.append(clock.judge(time.read()).state)

    assert clock.found is Found.LOST
    assert (tmp_path / "clock.json.damaged-1").read_bytes() == octets
    assert states == [ClockState.FORWARD, ClockState.TRUSTED]


def test_nothing_that_was_set_aside_is_written_over(tmp_path: Path) -> None:
    """A second damaged file gets a name of its own."""
    for octets in (b"first", b"second"):
        (tmp_path / "clock.json").write_bytes(octets)
        kept(tmp_path)

    assert (tmp_path / "clock.json.damaged-1").read_bytes() == b"first"
    assert (tmp_path / "clock.json.damaged-2").read_bytes() == b"second"


def test_a_memory_that_is_gone_is_doubted_where_there_are_records(tmp_path: Path) -> None:
    """Whoever takes the file away gains nothing: the wait is on disk, and outlives a restart."""
    started(tmp_path)
    (tmp_path / "clock.json").unlink()
    lost = kept(tmp_path, has_records=True)
    again = kept(tmp_path, has_records=True)

    assert (lost.found, again.found) == (Found.LOST, Found.KEPT)
    assert again.judge(FakeTime(NOW).read()).state is ClockState.FORWARD


def test_a_disk_that_takes_no_mark_is_told(tmp_path: Path) -> None:
    """Where the mark cannot be kept the caller hears of it, each time until it is kept."""
    folder = tmp_path / "recorder"
    folder.mkdir()
    clock, time = started(folder)
    aside = folder.rename(tmp_path / "aside")
    time.step(timedelta(hours=1))
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            clock.judge(time.read())
    aside.rename(folder)

    assert clock.judge(time.read()).state is ClockState.FORWARD
    assert on_disk(folder).waiting is not None


def test_a_memory_that_cannot_be_opened_stops_the_start(tmp_path: Path) -> None:
    """A folder in its place is not damage that anybody could set aside without a look."""
    (tmp_path / "clock.json").mkdir()

    with pytest.raises(IsADirectoryError):
        kept(tmp_path)


def test_the_file_is_replaced_whole(tmp_path: Path) -> None:
    """Nothing stands beside the file after many writings."""
    clock, time = started(tmp_path)
    for _ in range(3):
        time.advance(600)
        clock.judge(time.read())
    replace_file(tmp_path / "clock.json", [memory_to_octets(clock.memory)])

    assert [path.name for path in tmp_path.iterdir()] == ["clock.json"]
