from __future__ import annotations

import asyncio
import json
import stat
from pathlib import Path

import pytest

from agent.screen_time.kept import MAX_OCTETS, WRITE_EVERY_MS, KeptMinutes, can_be
from policy.screen_time.document import FORMAT, minutes_from_bytes, minutes_to_bytes
from policy.screen_time.minutes import NO_MINUTES, Borrowed, Minutes, Used
from tests.agent.screen_time.at_home import HomeClock

DAY = 739_340


def sums(today: int) -> Minutes:
    """Return sums of one young person."""
    used = (Used(person=7, target=1, today=today, this_week=today + 60),)
    return Minutes(day=DAY, week=DAY - 6, through=5_810_000, used=used)


def on_disk(path: Path) -> Minutes:
    """Return what stands in a file."""
    return minutes_from_bytes(path.read_bytes())


def test_sums_come_back_after_a_clean_stop(tmp_path: Path) -> None:
    """What is written at the end is read at the start."""
    path = tmp_path / "minutes.json"
    KeptMinutes(path, HomeClock()).keep_now(sums(20))

    assert KeptMinutes(path, HomeClock()).read() == sums(20)


def test_at_most_one_write_in_a_quarter_of_an_hour(tmp_path: Path) -> None:
    """However often sums change they are written once in fifteen minutes, the first time too."""
    path, clock = tmp_path / "minutes.json", HomeClock()
    kept = KeptMinutes(path, clock)
    written = []
    for second in range(0, 3_600, 10):
        before = path.stat().st_ino if path.exists() else None
        asyncio.run(kept.keep(sums(second)))
        if path.exists() and path.stat().st_ino != before:
            written.append(second)
        clock.pass_seconds(10)

    assert written == list(range(900, 3_600, 900))


def test_what_is_the_same_is_not_written_again(tmp_path: Path) -> None:
    """A home in which nothing changes writes nothing, neither in time nor at the end."""
    path, clock = tmp_path / "minutes.json", HomeClock()
    KeptMinutes(path, clock).keep_now(sums(20))
    before = path.stat().st_mtime_ns
    kept = KeptMinutes(path, clock)
    assert kept.read() == sums(20)
    clock.boot_ms += 2 * WRITE_EVERY_MS
    asyncio.run(kept.keep(sums(20)))
    kept.keep_now(sums(20))

    assert path.stat().st_mtime_ns == before


def test_a_home_without_minutes_has_no_file(tmp_path: Path) -> None:
    """Where nobody has any minutes nothing is written, whatever day it is."""
    path, clock = tmp_path / "minutes.json", HomeClock()
    kept = KeptMinutes(path, clock)
    clock.boot_ms += 2 * WRITE_EVERY_MS
    asyncio.run(kept.keep(Minutes(day=DAY, week=DAY)))
    kept.keep_now(Minutes(day=DAY + 1, week=DAY))

    assert not path.exists()


def test_sums_that_are_over_are_erased_from_the_card(tmp_path: Path) -> None:
    """With the week its sums go from the file too, although nothing is left to keep."""
    path, clock = tmp_path / "minutes.json", HomeClock()
    kept = KeptMinutes(path, clock)
    kept.keep_now(sums(20))
    kept.keep_now(Minutes(day=DAY + 1, week=DAY + 1))

    assert on_disk(path).used == ()


def test_only_the_agent_may_read_the_file(tmp_path: Path) -> None:
    """Its owner reads and writes it, and nobody else does either."""
    path = tmp_path / "minutes.json"
    KeptMinutes(path, HomeClock()).keep_now(sums(20))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_without_a_path_nothing_is_kept() -> None:
    """An agent that was given no file counts in memory."""
    kept = KeptMinutes(None, HomeClock())
    kept.keep_now(sums(20))

    assert kept.read() == NO_MINUTES
    assert not kept.is_damaged


def document(**changes: object) -> bytes:
    """Return a document with some members changed."""
    plain: dict[str, object] = {
        "format": FORMAT,
        "day": DAY,
        "week": DAY - 6,
        "through": 1,
        "used": [[7, 1, 20, 80]],
        "borrowed": [],
    }
    return json.dumps(plain | changes).encode()


DAMAGED = {
    "empty": b"",
    "half": minutes_to_bytes(sums(20))[:40],
    "zeros": bytes(200),
    "a later format": document(format="lamplight-minutes/v2"),
    "more than a day has": document(used=[[7, 1, 1_501, 1_501]]),
    "more than a week has": document(used=[[7, 1, 20, 10_141]]),
    "more today than this week": document(used=[[7, 1, 30, 20]]),
    "loans of three evenings": document(borrowed=[[7, 1, DAY]] * 3),
    "longer than any": document(used=[[7, 1, 20, 80]]) + b" " * MAX_OCTETS + b"{",
}


@pytest.mark.parametrize("octets", DAMAGED.values(), ids=DAMAGED)
def test_what_is_damaged_counts_as_nothing_and_is_said(octets: bytes, tmp_path: Path) -> None:
    """A file that was not written so begins the sums anew, and is kept under another name."""
    path = tmp_path / "minutes.json"
    path.write_bytes(octets)
    kept = KeptMinutes(path, HomeClock())

    assert kept.read() == NO_MINUTES
    assert kept.is_damaged
    kept.keep_now(sums(5))
    assert on_disk(path) == sums(5)
    assert path.with_name("minutes.json.damaged-1").read_bytes() == octets


def test_a_file_that_cannot_be_read_counts_as_nothing(tmp_path: Path) -> None:
    """A folder where the file should be is as good as damage, and stays where it is."""
    kept = KeptMinutes(tmp_path, HomeClock())

    assert kept.read() == NO_MINUTES
    assert kept.is_damaged


def test_a_missing_file_is_no_damage(tmp_path: Path) -> None:
    """The first start of a home says nothing about damage."""
    kept = KeptMinutes(tmp_path / "minutes.json", HomeClock())

    assert kept.read() == NO_MINUTES
    assert not kept.is_damaged


def test_a_card_that_takes_nothing_is_tried_again_in_five_minutes(tmp_path: Path) -> None:
    """A failed write loses nothing in memory, and does not come back each second."""
    folder, clock = tmp_path / "gone", HomeClock()
    kept = KeptMinutes(folder / "minutes.json", clock)
    clock.boot_ms += WRITE_EVERY_MS
    asyncio.run(kept.keep(sums(5)))
    folder.mkdir()
    clock.pass_seconds(60)
    asyncio.run(kept.keep(sums(5)))
    assert list(folder.iterdir()) == []

    clock.boot_ms += WRITE_EVERY_MS
    asyncio.run(kept.keep(sums(10)))
    assert on_disk(folder / "minutes.json") == sums(10)


CAN_BE = {
    "nothing": (NO_MINUTES, True),
    "a whole day of 25 hours": (
        Minutes(used=(Used(person=1, target=1, today=1_500, this_week=10_140),)),
        True,
    ),
    "two loans": (
        Minutes(borrowed=tuple(Borrowed(person=1, target=1, day=day) for day in (1, 2))),
        True,
    ),
    "three loans": (
        Minutes(borrowed=tuple(Borrowed(person=1, target=1, day=day) for day in (1, 2, 3))),
        False,
    ),
    "three loans of three": (
        Minutes(borrowed=tuple(Borrowed(person=who, target=1, day=1) for who in (1, 2, 3))),
        True,
    ),
}


@pytest.mark.parametrize(("minutes", "expected"), CAN_BE.values(), ids=CAN_BE)
def test_sums_that_no_day_can_have_are_told(minutes: Minutes, *, expected: bool) -> None:
    """A day has at most 25 hours, a week seven days, and an evening one loan."""
    assert can_be(minutes) is expected
