from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pytest

from console.errors import PublishedDamaged, PublishRefused
from console.services import publish as publish_module
from console.services.publish import await_taken_up, prepare, publish
from console.store.published import Published, Silence
from policy.document import household_from_toml
from policy.household import Household
from policy.names import from_text
from policy.rules import RuleSet
from policy.snapshot import MAX_VERSION, PolicySnapshot, snapshot_to_bytes
from policy.status import status_to_bytes
from tests.console import homes

FULL = household_from_toml(homes.FULL)
EMPTY = household_from_toml(homes.EMPTY)


def test_the_first_version_is_one(state: Path) -> None:
    """A home that was never published starts at version 1."""
    published = Published(state)

    assert publish(published, FULL) == PolicySnapshot(version=1, household=FULL)
    assert published.snapshot() == PolicySnapshot(version=1, household=FULL)


def test_a_change_raises_the_version_by_one(state: Path) -> None:
    """Another household is published as the next version."""
    published = Published(state)
    publish(published, EMPTY)

    assert publish(published, FULL).version == 2
    assert published.snapshot().household == FULL


def test_publishing_the_same_household_again_touches_nothing(state: Path) -> None:
    """The very file stays: not even an equal one is put in its place."""
    published = Published(state)
    publish(published, FULL)
    before = published.snapshot_path.stat()
    again = publish(published, FULL)
    after = published.snapshot_path.stat()

    assert again.version == 1
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_lost_file_does_not_send_the_agent_back(state: Path) -> None:
    """When the agent holds version 7, publishing anew continues at 8."""
    published = Published(state)
    homes.leave_status(published, homes.BEHIND)
    with homes.agent_at(state):
        snapshot = publish(published, FULL)

    assert snapshot.version == 8


def test_the_same_household_is_published_again_above_an_agent_ahead(state: Path) -> None:
    """Rules that the agent refuses as old are given a version it will take."""
    published = Published(state)
    publish(published, FULL)
    homes.leave_status(published, homes.BEHIND)
    with homes.agent_at(state):
        snapshot = publish(published, FULL)

    assert snapshot.version == 8


def test_a_damaged_file_is_never_written_over(state: Path) -> None:
    """Publishing stops before a file it cannot read, and leaves every octet of it."""
    published = Published(state)
    published.replace(b"precious")
    with pytest.raises(PublishedDamaged):
        publish(published, FULL)

    assert published.snapshot_path.read_bytes() == b"precious"


def test_a_household_too_large_for_the_agent_is_refused_before_writing(state: Path) -> None:
    """What the agent would refuse to read is not published, and the old version stays."""
    published = Published(state)
    publish(published, EMPTY)
    names = frozenset(
        from_text(f"{'a' * 60}.{'b' * 60}.{place}.example") for place in range(35_000)
    )
    with pytest.raises(PublishRefused, match="cannot be published"):
        publish(published, Household(everyone=RuleSet(block=names)))

    assert published.snapshot().household == EMPTY


def test_versions_that_have_run_out_are_refused(state: Path) -> None:
    """A version beyond what the format can hold is never written."""
    published = Published(state)
    published.replace(snapshot_to_bytes(PolicySnapshot(version=MAX_VERSION, household=EMPTY)))
    with pytest.raises(PublishRefused, match="version"):
        publish(published, FULL)

    assert published.snapshot().household == EMPTY


def test_a_status_that_cannot_be_read_does_not_stop_publishing(state: Path) -> None:
    """A silent agent counts as one that holds nothing."""
    published = Published(state)
    homes.leave_status(published, homes.BEHIND)
    published.status_path.write_bytes(b"?")
    with homes.agent_at(state):
        snapshot = publish(published, FULL)

    assert snapshot.version == 1


def test_a_dead_agents_version_does_not_count(state: Path) -> None:
    """An agent that starts anew holds nothing, so the versions go on from our own file."""
    published = Published(state)
    publish(published, EMPTY)
    homes.leave_status(published, homes.BEHIND)

    assert publish(published, FULL).version == 2


def test_preparing_writes_nothing(state: Path) -> None:
    """What would be published can be looked at before anything is decided."""
    published = Published(state)
    snapshot, octets = prepare(published, FULL)

    assert octets == snapshot_to_bytes(snapshot)
    assert not state.exists()
    publish(published, FULL)
    assert prepare(published, FULL) == (snapshot, None)


def test_a_running_agent_is_waited_for_until_it_holds_the_version(state: Path) -> None:
    """The wait ends with the agent's word, and not before it."""
    published = Published(state)
    homes.leave_status(published, homes.IN_FORCE)
    with homes.agent_at(state), ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(await_taken_up, published, homes.BEHIND.snapshot_version)
        with pytest.raises(TimeoutError):
            waiting.result(0.2)
        published.status_path.write_bytes(status_to_bytes(homes.BEHIND))
        waiting.result(5)


@pytest.mark.parametrize("running", [True, False])
def test_nobody_is_waited_for_in_vain(
    state: Path, monkeypatch: pytest.MonkeyPatch, *, running: bool
) -> None:
    """Without an agent, or with one that has not spoken, there is nothing to wait for."""
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    with homes.agent_at(state) if running else nullcontext():
        await_taken_up(Published(state), 1)

    assert waits == []


def test_an_agent_that_stays_behind_is_not_waited_for_without_end(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Patience has an end, since the agent may have stopped looking."""
    monkeypatch.setattr(publish_module, "PATIENCE_SECONDS", 0.1)
    published = Published(state)
    homes.leave_status(published, homes.IN_FORCE)
    with homes.agent_at(state), ThreadPoolExecutor(1) as threads:
        threads.submit(await_taken_up, published, 7).result(20)

    assert published.status() == Silence.NOT_RUNNING
