from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from agent.files import replace_file
from agent.in_force import Current, InForce, protective_default
from agent.keeper import Keeper
from policy.categories import Category
from policy.household import Household
from policy.index import ListSource
from policy.names import from_text
from policy.rules import RuleSet
from policy.snapshot import PolicySnapshot, snapshot_to_bytes
from policy.status import IndexState, PolicyState, Refusal, status_from_bytes
from tests.agent.dns.house import LISTED
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
        snapshot=tmp_path / "snapshot.json",
        index=tmp_path / "categories.idx",
        status=tmp_path / "status.json",
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


def test_a_status_that_cannot_be_written_is_tried_again(kept: Kept, tmp_path: Path) -> None:
    """A failed write is told, and made good at the next look."""
    keeper = Keeper(kept.current, status=tmp_path / "later" / "status.json")
    with pytest.raises(FileNotFoundError):
        keeper.look()
    (tmp_path / "later").mkdir()
    keeper.look()

    assert status_from_bytes((tmp_path / "later" / "status.json").read_bytes()) == keeper.status()


def test_a_keeper_of_nothing_touches_nothing(tmp_path: Path) -> None:
    """Without files to watch or write, a look reads and writes nothing."""
    keeper = Keeper(Current(InForce(protective_default(), None)))
    keeper.look()

    assert list(tmp_path.iterdir()) == []
