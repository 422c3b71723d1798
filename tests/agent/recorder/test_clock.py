from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.boot import boot_clock_ms, boot_id_in
from agent.files import replace_file
from agent.recorder import clock as clock_module
from agent.recorder.clock import SystemClock, TimeSource, report_in
from agent.recorder.kernel_time import is_synchronised
from consent.clock_report import MAX_REPORT_OCTETS, ClockReport, Leap, report_to_octets
from tests.fake_time import FakeTime, FileTime, write_reading

NOW = datetime(2026, 12, 9, 18, tzinfo=UTC)


def report(**changes: object) -> ClockReport:
    """Return a report of this very boot, made just now."""
    just_now = boot_clock_ms()
    said = ClockReport(
        boot_id=boot_id_in() or "",
        asked_ms=just_now,
        leap=Leap.NORMAL,
        updated_ms=just_now,
        agreeing=3,
        unproven=0,
        offset_ms=0,
    )
    return replace(said, **changes)  # type: ignore[arg-type] # any of its fields


def test_the_clocks_of_this_machine_are_read(tmp_path: Path) -> None:
    """A reading is what wall, boot clock, kernel and report say, at one moment."""
    path = tmp_path / "clock.json"
    said = report()
    replace_file(path, [report_to_octets(said)])
    clock = SystemClock(path)
    # A hair wider than the two readings around it: Python's own clock is cut to other digits.
    hair = timedelta(milliseconds=1)
    before = (datetime.fromtimestamp(time.time(), UTC) - hair, boot_clock_ms())

    found = clock.read()

    after = (datetime.fromtimestamp(time.time(), UTC) + hair, boot_clock_ms())
    assert before[0] <= found.now <= after[0]
    assert before[1] <= found.boot_ms <= after[1]
    assert found.boot_id == boot_id_in()
    assert found.kernel_synchronised == is_synchronised()
    assert found.report == said


NO_REPORT: dict[str, Callable[[], bytes]] = {
    "of another boot": lambda: report_to_octets(report(boot_id="0a" * 16)),
    "of a time to come": lambda: report_to_octets(report(asked_ms=boot_clock_ms() + 60_000)),
    "half": lambda: report_to_octets(report())[:40],
    "empty": lambda: b"",
    "of an endless file": lambda: report_to_octets(report()) + bytes(MAX_REPORT_OCTETS),
}


@pytest.mark.parametrize("octets", NO_REPORT.values(), ids=NO_REPORT)
def test_a_report_that_says_nothing_of_now_is_none(
    tmp_path: Path, octets: Callable[[], bytes]
) -> None:
    """A report of another boot, of a time to come, or that cannot be read is no report."""
    path = tmp_path / "clock.json"
    path.write_bytes(octets())

    assert SystemClock(path).read().report is None


@pytest.mark.parametrize("later_ms", [0, 1])
def test_a_report_of_this_very_moment_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, later_ms: int
) -> None:
    """A report that was made within the millisecond counts, and one of the next does not."""
    path, said = tmp_path / "clock.json", report()
    replace_file(path, [report_to_octets(said)])
    monkeypatch.setattr(clock_module, "boot_clock_ms", lambda: said.asked_ms - later_ms)

    assert SystemClock(path).read().report == (None if later_ms else said)


def test_a_missing_report_is_none(tmp_path: Path) -> None:
    """Where the time service has left nothing, and where a folder stands there, is no report."""
    assert SystemClock(tmp_path / "nothing").read().report is None
    assert SystemClock(tmp_path).read().report is None
    assert report_in(tmp_path / "nothing") is None


def test_without_a_name_of_the_boot_no_report_counts(tmp_path: Path) -> None:
    """Where the boot cannot be told, a report cannot be of it."""
    path = tmp_path / "clock.json"
    replace_file(path, [report_to_octets(report())])

    found = SystemClock(path, boot_id=tmp_path / "nothing").read()

    assert (found.boot_id, found.report) == (None, None)


def test_a_report_is_read_afresh_when_it_was_replaced(tmp_path: Path) -> None:
    """The newest report counts, a damaged one takes the last away, and one that stays is kept."""
    path = tmp_path / "clock.json"
    clock = SystemClock(path)
    found = [clock.read().report]
    first, second = report(), report(agreeing=2)
    for octets in (report_to_octets(first), report_to_octets(second), b"{"):
        replace_file(path, [octets])
        found += [clock.read().report, clock.read().report]

    assert found == [None, first, first, second, second, None, None]


def test_a_report_that_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    """Between two writings of the file nothing is read but its times and its size."""
    path = tmp_path / "clock.json"
    first = report()
    path.write_bytes(report_to_octets(first))
    clock = SystemClock(path)
    before = clock.read().report
    stat = path.stat()
    path.write_bytes(report_to_octets(replace(first, agreeing=2)))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    assert (before, clock.read().report) == (first, first)


# What a test plays must be what the machine is, but for its value.
SOURCES: dict[str, Callable[[Path], TimeSource]] = {
    "the machine": lambda folder: SystemClock(folder / "clock.json"),
    "played": lambda _: FakeTime(NOW),
    "played in another process": lambda folder: (
        FakeTime(NOW, file=folder / "time.json"),
        FileTime(folder / "time.json"),
    )[1],
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_every_source_of_time_reads_alike(
    tmp_path: Path, source: Callable[[Path], TimeSource]
) -> None:
    """A reading is in UTC, its boot has a name, its boot clock never falls, its report is of it."""
    clock = source(tmp_path)
    replace_file(tmp_path / "clock.json", [report_to_octets(report())])
    first, second = clock.read(), clock.read()

    assert first.now.utcoffset() == timedelta(0)
    assert first.now <= second.now
    assert 0 <= first.boot_ms <= second.boot_ms
    assert first.boot_id == second.boot_id
    assert len(bytes.fromhex(first.boot_id or "")) == 16
    assert first.report is not None
    assert first.report.boot_id == first.boot_id
    assert first.report.asked_ms <= first.boot_ms


def test_played_time_is_the_same_in_both_processes(tmp_path: Path) -> None:
    """Whatever a test does to the clocks is what the other process reads."""
    path = tmp_path / "time.json"
    played, read = FakeTime(NOW, file=path), FileTime(path)
    changes: tuple[Callable[[], None], ...] = (
        lambda: played.advance(60),
        lambda: played.step(timedelta(days=-1)),
        played.unsynchronise,
        lambda: played.advance(60),
        played.synchronise,
        played.stale,
        played.reboot,
        lambda: played.reboot(is_synchronised=True),
    )
    said = []
    for change in changes:
        change()
        said.append((played.read(), read.read()))
    write_reading(path, replace(played.read(), boot_id=None, report=None))

    assert [one for one, _ in said] == [other for _, other in said]
    assert len({one for one, _ in said}) == len(changes)
    assert (read.read().boot_id, read.read().report) == (None, None)
