from __future__ import annotations

import fcntl
import os
import stat
from pathlib import Path

import pytest

from console.errors import NothingPublished, PublishedDamaged, PublishRefused
from console.store.published import MAX_STATUS_OCTETS, Published, Silence
from policy.snapshot import MAX_OCTETS, snapshot_to_bytes
from policy.status import status_to_bytes
from tests.console import homes

OCTETS = snapshot_to_bytes(homes.snapshot_of(homes.FULL))

DAMAGED = {
    "empty": b"",
    "cut off": OCTETS[:-3],
    "too long": OCTETS + b" " * MAX_OCTETS,
    "another format": b'{"format": "else", "version": 1, "household": {}}',
}

UNREADABLE_STATUS = {
    "empty": b"",
    "cut off": status_to_bytes(homes.IN_FORCE)[:-3],
    "too long": status_to_bytes(homes.IN_FORCE) + b" " * MAX_STATUS_OCTETS + b"x",
}


def test_what_was_published_is_read_back(state: Path) -> None:
    """The snapshot in the folder is the one that was put there, and nothing else is left."""
    published = Published(state)
    published.replace(OCTETS)

    assert published.snapshot() == homes.snapshot_of(homes.FULL)
    assert list(published.snapshot_path.parent.iterdir()) == [published.snapshot_path]


def test_nothing_published_is_said_to_be_so(state: Path) -> None:
    """An empty state folder is told apart from a damaged one."""
    with pytest.raises(NothingPublished):
        Published(state).snapshot()


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_snapshot_says_what_to_do(case: str, state: Path) -> None:
    """The message names the file and the command that moves it away."""
    published = Published(state)
    published.replace(DAMAGED[case])
    with pytest.raises(PublishedDamaged, match=r"snapshot\.json: .*(.|\n)*mv .*snapshot\.json"):
        published.snapshot()


def test_a_snapshot_that_is_no_file_is_damaged(state: Path) -> None:
    """A folder in the snapshot's place is an error with a sentence, not a fault."""
    published = Published(state)
    published.snapshot_path.mkdir(parents=True)
    with pytest.raises(PublishedDamaged, match="cannot be read"):
        published.snapshot()


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(state: Path) -> None:
    """When the rename is refused, what stood there stands, and the sibling is gone."""
    published = Published(state)
    published.snapshot_path.mkdir(parents=True)
    with pytest.raises(PublishRefused, match=r"snapshot\.json: cannot be written"):
        published.replace(OCTETS)

    assert list(published.snapshot_path.parent.iterdir()) == [published.snapshot_path]


def test_octets_reach_the_disk_before_the_name_and_the_name_before_we_say_so(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is synced, then renamed, then its folder is synced; a power cut finds one of two."""
    seen: list[str] = []
    fsync, rename = os.fsync, Path.replace

    def watched_fsync(descriptor: int) -> None:
        folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        seen.append("sync folder" if folder else f"sync {os.fstat(descriptor).st_size} octets")
        fsync(descriptor)

    def watched_rename(path: Path, target: Path) -> Path:
        seen.append(f"rename to {target.name}")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "replace", watched_rename)
    Published(state).replace(OCTETS)

    assert seen == [f"sync {len(OCTETS)} octets", "rename to snapshot.json", "sync folder"]


def test_a_state_folder_that_cannot_be_made_is_refused(state: Path) -> None:
    """A file in the state folder's place is an error with a sentence, not a fault."""
    state.write_text("in the way", encoding="utf-8")
    with pytest.raises(PublishRefused, match="cannot be written"):
        Published(state).replace(OCTETS)


def test_a_running_agents_status_is_read(state: Path) -> None:
    """What the agent says of itself arrives as it was said, however often it is asked."""
    published = Published(state)
    homes.leave_status(published, homes.ALL_WRONG)
    with homes.agent_at(state):
        first, second = published.status(), published.status()

    assert first == second == homes.ALL_WRONG


def test_a_dead_agents_word_is_not_taken(state: Path) -> None:
    """The status of an agent that has ended says nothing of what is in force now."""
    published = Published(state)
    homes.leave_status(published, homes.IN_FORCE)
    with homes.agent_at(state):
        pass

    assert published.status() is Silence.NOT_RUNNING


def test_where_no_agent_ever_ran_none_is_running(state: Path) -> None:
    """A state folder without an agent's folder is that of a home whose filter is not running."""
    assert Published(state).status() is Silence.NOT_RUNNING


def test_another_reader_is_not_taken_for_an_agent(state: Path) -> None:
    """Two pages that look at the same moment both see that no agent is running."""
    published = Published(state)
    homes.leave_status(published, homes.IN_FORCE)
    reader = os.open(published.status_path.parent, os.O_RDONLY)
    try:
        fcntl.flock(reader, fcntl.LOCK_SH)
        found = published.status()
    finally:
        os.close(reader)

    assert found is Silence.NOT_RUNNING


def test_looking_leaves_the_lock_to_the_agent(state: Path) -> None:
    """After a page has looked, an agent can start as if nobody had."""
    published = Published(state)
    homes.leave_status(published, homes.IN_FORCE)
    published.status()
    with homes.agent_at(state):
        found = published.status()

    assert found == homes.IN_FORCE


def test_an_agent_that_has_not_spoken_is_silent(state: Path) -> None:
    """A running agent without a status is told apart from one that cannot be understood."""
    with homes.agent_at(state):
        found = Published(state).status()

    assert found is Silence.ABSENT


@pytest.mark.parametrize("case", UNREADABLE_STATUS)
def test_a_damaged_status_is_silence_of_its_own_kind(case: str, state: Path) -> None:
    """A status that cannot be understood is a value that the page can say."""
    published = Published(state)
    published.status_path.parent.mkdir(parents=True)
    published.status_path.write_bytes(UNREADABLE_STATUS[case])
    with homes.agent_at(state):
        found = published.status()

    assert found is Silence.UNREADABLE
