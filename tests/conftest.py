"""What every test may ask for: a seed, a scale, and the larger data where it is there.

Rules kept here:
- Fixtures and hooks only; a test's own values stand beside the test.
- Whatever is random comes from `seed` or `dice`, so that one number repeats a whole run.
- A case that could not run is counted and printed. In CI it fails the run.

What each fixture gives, and the environment that steers a run, stands in tests/README.md.
"""

from __future__ import annotations

import fcntl
import gc
import os
import random
import secrets
import signal
import subprocess
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import pytest
from hypothesis import settings

SOAK = os.environ.get("LAMPLIGHT_SOAK") == "1"
BACKWARDS = os.environ.get("LAMPLIGHT_BACKWARDS") == "1"
CI = os.environ.get("CI") == "true"

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SHARED_DATA = ROOT.parent / "shared" / "data"


def seed_of(commit: str) -> int:
    """Return the seed by which CI judges a commit: its own, so that its author can try it."""
    return int(commit[:8], 16)


def _fresh_seed() -> int:
    """Return the commit's own seed in CI, and everywhere else one that nobody had before."""
    if CI and not SOAK:
        asked = ("git", "-C", str(ROOT), "rev-parse", "HEAD")
        with suppress(OSError, subprocess.CalledProcessError):  # a copy without its history
            return seed_of(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)
    return secrets.randbits(32)


SEED = int(os.environ.get("LAMPLIGHT_SEED") or _fresh_seed())

SAMPLED = {
    "test_axe_finds_nothing_to_mend": 16,
    "test_axe_finds_nothing_to_mend_in_an_answer": 6,
    "test_a_power_cut_permits_nothing_more": 6,
    "test_every_request_is_answered": 12,
    "test_every_request_is_answered_on_a_full_card": 12,
    "test_asking_changes_nothing": 12,
    "test_a_release_that_falls_is_left_and_a_good_one_stays": 1,
    "test_a_cut_in_the_middle_leads_back_at_the_next_start": 1,
    "test_a_power_cut_in_the_first_installation_leaves_a_resolver": 1,
    "test_an_unpacked_release_is_installed_with_one_command": 1,
    "test_a_sample_of_mutants_is_noticed": 0,
    "test_the_modules_as_they_are_pass": 0,
}
"""Slow tests with many cases: how many of them CI runs, so that it stays under its half hour. Where
nobody says CI=true, all of them run, and in the soak."""

BOOTED = ("tests/systemd/booted/", "tests/systemd/whole_machine/")
"""Tests on a machine of their own, which share one installation: the longest of all."""


class Scale(Protocol):
    """How much of something to try: the first number in a quick run, the second in a soak."""

    def __call__(self, quick: int, soak: int) -> int:
        """Return the one of the two that this run asks for."""
        ...


@pytest.fixture(scope="session")
def seed() -> int:
    """Return the number printed at the top of the run, from which all its chance comes."""
    return SEED


@pytest.fixture
def dice(seed: int, request: pytest.FixtureRequest) -> random.Random:
    """Return a source of chance of the test's own, the same whatever ran before it."""
    return random.Random(f"{seed} {request.node.nodeid}")  # noqa: S311 - it has to repeat


@pytest.fixture(scope="session")
def scale() -> Scale:
    """Return the function that chooses between a quick count and a soak's."""

    def chosen(quick: int, soak: int) -> int:
        return soak if SOAK else quick

    return chosen


@pytest.fixture(scope="session")
def shared_data() -> Path | None:
    """Return the folder of large real-world data, None where only the repository is there.

    Each test that asks for this fixture counts as one group of cases that could not run.
    """
    return SHARED_DATA if SHARED_DATA.is_dir() else None


def pytest_configure(config: pytest.Config) -> None:
    """Bind Hypothesis to the run's seed and scale, before its own plugin reads them."""
    # Tests run side by side, each part of them in a process that reads this file anew. They have to
    # draw alike, or they would not agree on which cases there are.
    os.environ["LAMPLIGHT_SEED"] = str(SEED)
    # Whatever runs in the background of a shell ignores Ctrl-C, and so would all that it starts,
    # also those whose answer to Ctrl-C is tested.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    settings.register_profile(
        "lamplight",
        max_examples=3_000 if SOAK else 80,
        deadline=None,
        database=None,
        print_blob=True,
    )
    settings.load_profile("lamplight")
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(SEED)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Say how to repeat this run: at its start, so that a run that is cut off has said it too.

    A report header would be left out by the quiet option under which the suite runs.
    """
    if is_part_of_a_run(session.config):
        return
    gear = "soak" if SOAK else "quick"
    out = session.config.get_terminal_writer()
    out.line(f"seed: {SEED} (set LAMPLIGHT_SEED={SEED} to repeat), scale: {gear}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the many cases of slow tests to the soak, and turn the order round where asked.

    Turned round, a test that leans on another one shows.
    """
    if CI and not SOAK:
        _leave_to_soak(config, items)
    items.sort(key=_turn_of)
    if BACKWARDS:
        items.reverse()


def _turn_of(item: pytest.Item) -> int:
    """Say when a test has its turn: the longest first, and last what has to be alone.

    Who waits to be alone keeps everybody else waiting for the longest that runs.
    """
    if item.get_closest_marker("alone") is not None:
        return 2
    return 0 if item.nodeid.startswith(BOOTED) else 1


def _leave_to_soak(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep so many cases of each slow test, other ones with each seed."""
    cases: dict[str, list[pytest.Item]] = {name: [] for name in SAMPLED}
    for item in items:
        name = getattr(item, "originalname", "")
        if name in cases:
            cases[name].append(item)
    left = set[pytest.Item]()
    for name, found in cases.items():
        chance = random.Random(f"{SEED} {name}")  # noqa: S311 - it has to repeat
        left.update(chance.sample(found, max(0, len(found) - SAMPLED[name])))
    if left:
        config.hook.pytest_deselected(items=[item for item in items if item in left])
        items[:] = [item for item in items if item not in left]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Run a test that measures time while no other test runs, on whatever processor."""
    if not is_part_of_a_run(item.config):
        return (yield)
    with turn(alone=item.get_closest_marker("alone") is not None):
        return (yield)


@contextmanager
def turn(*, alone: bool) -> Iterator[None]:
    """Wait until a test may run: beside others, or `alone`.

    Whoever waits to be alone stands in the door, or the others would never all be done. The locks
    are of files that are there anyway.
    """
    door, room = os.open(HERE, os.O_RDONLY), os.open(__file__, os.O_RDONLY)
    try:
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(door, fcntl.LOCK_UN)
        yield
    finally:
        # Said, not left to closing: a process that a test left behind may hold copies.
        fcntl.flock(room, fcntl.LOCK_UN)
        os.close(room)
        os.close(door)


def pytest_collection_finish() -> None:
    """Keep the collector from walking all tests again and again: they live until the end."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how many groups of cases found no data, and how to repeat a run that failed."""
    if missing := config.stash.get(_NOT_RUN, 0):
        terminalreporter.write_line(
            f"{missing} groups of cases could not run in full: ../shared/data is not there"
        )
    if terminalreporter.stats.get("failed") or terminalreporter.stats.get("error"):
        terminalreporter.write_line(f"seed: {SEED} (set LAMPLIGHT_SEED={SEED} to repeat)")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:  # noqa: ANN401, ARG001 - as xdist calls it
    """Take over what one part of the run counted; each part has collected all tests."""
    node.config.stash[_NOT_RUN] = getattr(node, "workeroutput", {}).get("not_run", 0)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Count the groups of cases that found no data; in CI they fail the run."""
    if SHARED_DATA.is_dir():
        return
    counted = sum("shared_data" in getattr(item, "fixturenames", ()) for item in session.items)
    missing = session.config.stash.get(_NOT_RUN, 0) or counted
    session.config.stash[_NOT_RUN] = missing
    if is_part_of_a_run(session.config):
        session.config.workeroutput["not_run"] = missing  # type: ignore[attr-defined] # xdist's
    elif missing and CI and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def is_part_of_a_run(config: pytest.Config) -> bool:
    """Say whether this process runs a part of the tests, and another one speaks for all."""
    return hasattr(config, "workerinput")


_NOT_RUN = pytest.StashKey[int]()
