from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from agent.files import replace_file
from agent.in_force import Current, InForce, protective_default
from agent.keeper import (
    LEAST_SECONDS,
    LOOK_EVERY_SECONDS,
    TAKES_NOTHING,
    Files,
    Keeper,
    latest_hour_in,
)
from agent.timing import Timing
from policy.categories import Category
from policy.confirmed import ConfirmedTime
from policy.given.grants import Grant
from policy.household import Household
from policy.index import ListSource
from policy.moment import Moment
from policy.names import from_text
from policy.rules import RuleSet
from policy.screen_time.minutes import NO_MINUTES, Minutes
from policy.snapshot import PolicySnapshot, snapshot_to_bytes
from policy.status import (
    AgentStatus,
    ClockState,
    IndexState,
    PolicyState,
    Refusal,
    status_from_bytes,
)
from tests.agent.dns.house import LISTED
from tests.agent.evening import HOME
from tests.agent.test_timing import clocks, hours
from tests.fake_time import FakeTime
from tests.policy.strategies import index_octets

BLOCKING = Household(everyone=RuleSet(block=frozenset({from_text("blocked.example")})))


class Kept(NamedTuple):
    """A keeper over the files of a folder."""

    folder: Path
    current: Current
    keeper: Keeper

    def publish(self, version: int, household: Household = BLOCKING) -> None:
        """Publish a policy."""
        octets = snapshot_to_bytes(PolicySnapshot(version=version, household=household))
        replace_file(self.folder / "snapshot.json", [octets])

    def version(self) -> int:
        """Return the version in force after a look."""
        self.keeper.look()
        return self.current.in_force.policy.version


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Return a keeper of an empty folder, under the protective default."""
    current = Current(InForce(protective_default(), None))
    keeper = Keeper(
        current,
        Files(
            snapshot=tmp_path / "snapshot.json",
            index=tmp_path / "categories.idx",
            status=tmp_path / "status.json",
        ),
    )
    return Kept(tmp_path, current, keeper)


def test_an_empty_folder_changes_nothing(kept: Kept) -> None:
    """Where nothing was published, the protective default stays, and the status says so."""
    kept.keeper.look()
    status = kept.keeper.status()

    assert (status.policy, status.snapshot_version) == (PolicyState.PROTECTIVE_DEFAULT, 0)
    assert (status.index, status.index_names) == (IndexState.MISSING, 0)
    assert (status.snapshot_refused, status.index_refused) == (Refusal.NONE, Refusal.NONE)


@pytest.mark.parametrize("first", [1, 7])
def test_a_published_policy_comes_into_force(kept: Kept, first: int) -> None:
    """The first policy published is taken whatever its version, and each higher one after it."""
    versions = []
    for version in (first, first + 1, first + 10):
        kept.publish(version)
        versions.append(kept.version())

    assert versions == [first, first + 1, first + 10]
    assert from_text("blocked.example") in kept.current.in_force.policy.visitors.explicit


def test_a_lower_version_is_refused(kept: Kept) -> None:
    """An older policy put back is not taken, and the status says why."""
    kept.publish(5)
    kept.keeper.look()
    kept.publish(4, Household())

    assert kept.version() == 5
    assert kept.keeper.status().snapshot_refused is Refusal.ROLLBACK
    assert from_text("blocked.example") in kept.current.in_force.policy.visitors.explicit


def test_the_same_version_again_is_no_refusal(kept: Kept) -> None:
    """A policy published twice is in force once; what was refused before it is forgotten."""
    kept.publish(5)
    kept.keeper.look()
    replace_file(kept.folder / "snapshot.json", [b"{"])
    kept.keeper.look()
    refused = kept.keeper.status().snapshot_refused
    kept.publish(5)

    assert (refused, kept.version()) == (Refusal.MALFORMED, 5)
    assert kept.keeper.status().snapshot_refused is Refusal.NONE


@pytest.mark.parametrize("octets", [b"", b"{}", b"\xff", b"[" * 100_000])
def test_a_malformed_policy_leaves_the_last_good_one(kept: Kept, octets: bytes) -> None:
    """What cannot be read is refused and said, and the next good one is taken again."""
    kept.publish(5)
    kept.keeper.look()
    replace_file(kept.folder / "snapshot.json", [octets])

    assert kept.version() == 5
    assert kept.keeper.status().snapshot_refused is Refusal.MALFORMED

    kept.publish(6)

    assert kept.version() == 6
    assert kept.keeper.status().snapshot_refused is Refusal.NONE


def test_a_folder_in_a_file_s_place_is_malformed(kept: Kept) -> None:
    """What is not even a file is refused like a malformed one."""
    (kept.folder / "snapshot.json").mkdir()
    (kept.folder / "categories.idx").mkdir()
    kept.keeper.look()
    status = kept.keeper.status()

    assert (status.snapshot_refused, status.index_refused) == (Refusal.MALFORMED,) * 2


def test_an_index_comes_into_force_and_a_damaged_one_does_not(kept: Kept) -> None:
    """A new index is taken; one that is cut off leaves the old one in force."""
    octets = index_octets(LISTED)
    counts, refusals = [], []
    more = (ListSource("more", Category.GAMES), [(from_text("more.example"), False)])
    for new in (octets, octets[:-1], index_octets([*LISTED, more])):
        replace_file(kept.folder / "categories.idx", [new])
        kept.keeper.look()
        counts.append(kept.keeper.status().index_names)
        refusals.append(kept.keeper.status().index_refused)

    assert counts == [4, 4, 5]
    assert refusals == [Refusal.NONE, Refusal.MALFORMED, Refusal.NONE]


def test_the_status_is_written_when_it_changes_and_not_otherwise(kept: Kept) -> None:
    """The file is another one after a change, and the very same one while nothing changes."""
    path = kept.folder / "status.json"
    numbers = []
    for step in range(4):
        if step == 2:
            kept.publish(1)
        kept.keeper.look()
        numbers.append(path.stat().st_ino)
        stamp = path.stat().st_mtime_ns
        kept.keeper.look()

        assert path.stat().st_mtime_ns == stamp

    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    assert status_from_bytes(path.read_bytes()) == kept.keeper.status()


@pytest.mark.parametrize("number", sorted(TAKES_NOTHING))
def test_a_card_that_takes_nothing_stops_nobody(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """On a card that is full, read-only or broken the start goes on, and the status comes later."""
    path = tmp_path / "late.json"
    keeper = Keeper(kept.current, Files(status=path))

    def refuses(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as full:
        full.setattr("agent.keeper.replace_file", refuses)
        keeper.look()
    assert not path.exists()
    keeper.look()

    assert status_from_bytes(path.read_bytes()) == keeper.status()


def test_a_status_that_cannot_be_written_is_tried_again(kept: Kept, tmp_path: Path) -> None:
    """A failed write is told, and made good at the next look."""
    keeper = Keeper(kept.current, Files(status=tmp_path / "later" / "status.json"))
    with pytest.raises(FileNotFoundError):
        keeper.look()
    (tmp_path / "later").mkdir()
    keeper.look()

    assert status_from_bytes((tmp_path / "later" / "status.json").read_bytes()) == keeper.status()


def test_a_keeper_of_nothing_touches_nothing(tmp_path: Path) -> None:
    """Without files to watch or write, a look reads and writes nothing."""
    keeper = Keeper(Current(InForce(protective_default(), None)), Files())
    keeper.look()

    assert list(tmp_path.iterdir()) == []


# While queries are answered

PATIENCE_SECONDS = 30.0


async def looked_until(kept: Kept, holds: Callable[[], bool]) -> None:
    """Look as the running agent does, until something holds."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not holds():
            kept.keeper.look_beside()
            await asyncio.sleep(0)


def written(kept: Kept) -> object:
    """Return the status that the file holds, None where there is none."""
    path = kept.folder / "status.json"
    return status_from_bytes(path.read_bytes()) if path.exists() else None


def is_taken_up(kept: Kept, before: AgentStatus) -> bool:
    """Say whether other rules hold than before, or were refused.

    That they were read and are not in force yet is no end of it.
    """
    status = kept.keeper.status()
    if status.snapshot_refused is Refusal.NONE:
        return status.snapshot_version != before.snapshot_version
    return status != before


def test_while_queries_are_answered_all_is_taken_up_too(kept: Kept) -> None:
    """Rules and lists, good ones and bad ones, come into force or are refused, and are told of."""

    async def run() -> list[tuple[int, Refusal]]:
        seen = []
        for octets in (None, b"{", None):
            before = kept.keeper.status()
            if octets is None:
                kept.publish(kept.current.in_force.policy.version + 4)
            else:
                replace_file(kept.folder / "snapshot.json", [octets])
            await looked_until(
                kept,
                lambda before=before: (  # type: ignore[misc]  # mypy takes no default here
                    is_taken_up(kept, before) and written(kept) == kept.keeper.status()
                ),
            )
            status = kept.keeper.status()
            seen.append((status.snapshot_version, status.snapshot_refused))
        return seen

    assert asyncio.run(run()) == [(4, Refusal.NONE), (4, Refusal.MALFORMED), (8, Refusal.NONE)]


def test_a_status_that_finds_no_room_is_tried_again_while_queries_are_answered(
    kept: Kept, tmp_path: Path
) -> None:
    """A failed write ends nothing, and is made good at a later look."""
    path = tmp_path / "later" / "status.json"
    other = kept._replace(keeper=Keeper(kept.current, Files(status=path)))

    async def run() -> None:
        for _ in range(100):
            other.keeper.look_beside()
            await asyncio.sleep(0)
        path.parent.mkdir()
        await looked_until(other, path.exists)

    asyncio.run(run())

    assert status_from_bytes(path.read_bytes()) == other.keeper.status()


class Counted:
    """Whoever counts minutes, and remembers what it was told."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.minutes: Minutes = NO_MINUTES
        self.told: list[tuple[Household | None, tuple[Grant, ...], Moment | None]] = []

    def look(
        self, home: Household | None, grants: tuple[Grant, ...], moment: Moment | None
    ) -> None:
        """Remember it."""
        self.told.append((home, grants, moment))


def test_the_clock_the_counts_and_the_rules_meet_at_each_look(tmp_path: Path) -> None:
    """Who counts hears who lives here and what time it is; who looks hears when to look again."""
    time = FakeTime(datetime(2026, 12, 1, 20, 59, 30, tzinfo=UTC))
    timing, counts = Timing(clocks(time)), Counted()
    current = Current(InForce(protective_default(), None))
    files = Files(snapshot=tmp_path / "snapshot.json", status=tmp_path / "status.json")
    keeper = Keeper(current, files, timing=timing, counts=counts)
    keeper.look()
    nobody = counts.told.pop(), keeper.seconds_to_look()
    said = ConfirmedTime(
        at=time.now + timedelta(minutes=-5),
        clock=time.now,
        boot_id=time.boot_id,
        boot_ms=time.boot_ms,
    )
    policy = PolicySnapshot(version=1, household=HOME, confirmed=said)
    replace_file(tmp_path / "snapshot.json", [snapshot_to_bytes(policy)])
    keeper.look()
    seconds = [keeper.seconds_to_look()]
    time.advance(300 + 29.5)
    seconds.append(keeper.seconds_to_look())
    time.step(timedelta(microseconds=499_900))
    seconds.append(keeper.seconds_to_look())
    time.advance(1)
    seconds.append(keeper.seconds_to_look())

    assert (nobody[0][:2], nobody[1]) == ((None, ()), LOOK_EVERY_SECONDS)
    assert counts.told[0][0] == HOME
    assert counts.told[0][2] == timing.moment(HOME.zone).__class__(
        at=said.at,
        zone=timing.moment(HOME.zone).zone,
        booted=said.at - timedelta(milliseconds=said.boot_ms),
    )
    assert seconds == [LOOK_EVERY_SECONDS, 0.5, LEAST_SECONDS, LOOK_EVERY_SECONDS]


def test_the_status_says_what_the_clock_is_worth_and_is_read_at_the_next_start(
    tmp_path: Path,
) -> None:
    """The latest hour is kept over a start; where it cannot be read it is as if there were none."""
    time = FakeTime(datetime(2026, 12, 1, 20, 59, tzinfo=UTC))
    path = tmp_path / "status.json"
    current = Current(InForce(protective_default(), None))
    Keeper(current, Files(status=path), timing=Timing(clocks(time))).look()
    time.step(timedelta(hours=-3))
    timing = Timing(clocks(time), latest_hour=latest_hour_in(path))
    keeper = Keeper(current, Files(status=path), timing=timing)
    keeper.look()

    assert keeper.status().clock is ClockState.IMPLAUSIBLE
    assert keeper.status() == status_from_bytes(path.read_bytes())
    assert latest_hour_in(path) == hours(time.now + timedelta(hours=3))

    path.write_bytes(b"{")
    assert (latest_hour_in(path), latest_hour_in(None), latest_hour_in(tmp_path)) == (0, 0, 0)
