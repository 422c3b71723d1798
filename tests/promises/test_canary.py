"""A day of names that stand nowhere else, and then every place where one could have been left."""

from __future__ import annotations

import resource
import secrets
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from consent.acts import ViewReason
from consent.recorder_requests import Look
from consent.sealed_day import Row, opened_day_key, opened_rows, slip_from_octets
from tests.consent.commands import ceremony
from tests.promises.gated_home import (
    KITCHEN,
    LAPTOP,
    NOBODYS,
    TABLET,
    GatedHome,
    gated_home,
)
from tests.promises.programs import Program
from tests.promises.test_nothing_is_written_down import forms, places

SOURCES: Final = (TABLET, LAPTOP, KITCHEN, NOBODYS)
HOURS: Final = 24
SHARED_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - it is only searched
# Python says all it can: warnings, the loop's own log, and a traceback of whatever kills it.
LOUD: Final = {
    "PYTHONASYNCIODEBUG": "1",
    "PYTHONFAULTHANDLER": "1",
    "PYTHONWARNINGS": "always",
}


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was lived: the home's folder, its word, how much was asked, what was printed."""

    folder: Path
    word: str
    asked: int
    printed: str
    found_in_memory: list[str]
    core_limits: list[str]
    rows: tuple[Row, ...]
    is_permitted: bool


def live(home: GatedHome, word: str, an_hour: int, programs: list[Program]) -> int:
    """Ask for names of every kind from every device all day, with a crash of each process."""
    recorder, agent = programs
    asked = 0
    for hour in range(HOURS):
        for source in SOURCES:
            names = [
                f"{word}{hour}x{number}{source[-2:]}.{kind}"
                for number in range(an_hour // 4)
                for kind in ("example", "strangers.example", "ruled.example", "gambling.example")
            ]
            home.ask_all(names, source)
            asked += len(names)
        if hour == 8:
            agent.tell(signal.SIGSEGV)
            assert agent.end() == -signal.SIGSEGV
            agent = home.start_agent()
        if hour == 16:
            recorder.tell(signal.SIGABRT)
            assert recorder.end() == -signal.SIGABRT
            recorder = home.start_recorder()
        home.slowly(minutes=60)
    programs[:] = [recorder, agent]
    return asked


def lived(folder: Path, an_hour: int, *, is_permitted: bool) -> Day:
    """Live a day in a home of its own, with a permit for the tablet or without any."""
    word = f"zq{secrets.token_hex(8)}"
    before = set(SHARED_MEMORY.rglob("*"))
    with gated_home(folder, **LOUD) as home:
        recorder, agent = home.programs
        rows: tuple[Row, ...] = ()
        if is_permitted:
            agreement = home.recording_on(ceremony.EVERY_SITE)
        else:
            home.enrolled()
        limits = [_core_limit(one) for one in (recorder, agent)]
        asked = live(home, word, an_hour, [recorder, agent])
        if is_permitted:
            rows = opened(home, agreement)
        printed = home.printed
    new = set(SHARED_MEMORY.rglob("*")) - before
    looked_for = forms(word).values()
    left = [
        str(path)
        for path in new
        if path.is_file() and any(form.search(path.read_bytes()) for form in looked_for)
    ]
    return Day(folder, word, asked, printed, left, limits, rows, is_permitted)


def opened(home: GatedHome, agreement: str) -> tuple[Row, ...]:
    """Return what the young person reads of the last whole day and today, with their own card."""
    keys = ceremony.young_persons_keys()
    days = tuple(sorted({one.day for one in home.how().days}))
    look = Look(
        nonce="0" * 32,
        viewer=keys.public.keyid,
        device=home.device("Tablet").id,
        agreement=agreement,
        days=days,
        reason=ViewReason.OWN_ENTRIES,
        signature="0" * 128,
    )
    _, parts = home.done(home.proven(look, keys.signer))
    rows: list[Row] = []
    rest = list(parts)
    while rest:
        count, slip, sealed, *rest = rest
        frames, rest = rest[: int(count)], rest[int(count) :]
        found = slip_from_octets(slip)
        key = opened_day_key(found, keys.public.keyid, sealed, keys.opening_key)
        rows += opened_rows(found, frames, key)
    return tuple(rows)


def _core_limit(program: Program) -> str:
    [line] = [
        line
        for line in Path(f"/proc/{program.pid}/limits").read_text(encoding="ascii").splitlines()
        if line.startswith("Max core file size")
    ]
    return " ".join(line.split()[4:6])


@pytest.fixture(scope="module", params=[False, True], ids=["no permit", "a permit"])
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """Live a day without a permit, and one with a permit for one device."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    # As much as this machine lets anyone leave behind.
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    try:
        yield lived(tmp_path_factory.mktemp("canary") / "home", AN_HOUR, is_permitted=request.param)
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))


AN_HOUR: Final = 524
"""Names an hour and device: 50,304 a day from four devices."""


def test_no_file_anywhere_holds_a_name(day: Day) -> None:
    """State, run, temporary and home folders and core files hold no name, in any writing."""
    assert day.asked == HOURS * len(SOURCES) * AN_HOUR >= 50_000
    assert places(day.folder, day.word) == []


def test_nothing_printed_holds_a_name(day: Day) -> None:
    """What recorder and agent print holds no name: crashes and debugging included."""
    found = [form for form, look in forms(day.word).items() if look.search(day.printed.encode())]

    assert found == []
    assert "Fatal Python error: Segmentation fault" in day.printed
    assert "Fatal Python error: Aborted" in day.printed


def test_shared_memory_holds_no_name(day: Day) -> None:
    """Nothing is left in shared memory."""
    assert day.found_in_memory == []


def test_neither_process_can_leave_a_core_file(day: Day) -> None:
    """Whoever starts them may allow core files; they give them up themselves."""
    assert day.core_limits == ["0 0", "0 0"]


def test_only_the_permitted_device_was_recorded_and_it_was(day: Day) -> None:
    """With a permit the young person reads names of their own device, and of no other at all."""
    domains = {row.domain or "" for row in day.rows}
    own = {one for one in domains if one.startswith(day.word) and one.endswith("21.example")}

    assert domains - own <= {"strangers.example", "gambling.example"}
    assert (len(own) > 1_000) is day.is_permitted
    assert bool(day.rows) is day.is_permitted


def test_the_search_would_have_found_one(day: Day) -> None:
    """One name planted in the recorder's folder is found there, and nowhere else."""
    planted = day.folder / "state" / "recorder" / "planted"
    planted.write_bytes(f"{day.word}0x021.example".encode())
    try:
        assert places(day.folder, day.word) == [str(planted)]
    finally:
        planted.unlink()
