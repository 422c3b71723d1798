"""`kill -9` before each step of an update: the lists work, and the next run heals them."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.index_file import open_index
from agent.lists.memory import read_memory
from agent.lists.shelf import Shelf
from policy.list_standing import Use, standing_from_bytes
from policy.names import from_text
from tests.agent.lists.publisher import Publisher, content
from tests.agent.lists.test_at_home import CATALOGUE

OLD, NEW = (
    "".join(f"{word}-{number}.example\n" for number in range(300)).encode()
    for word in ("old", "new")
)

# Python announces each file that it renames or removes. Before the one that is counted down to,
# the process kills itself.
KILLED_AT = """
import os, runpy, signal, sys
left = int(sys.argv.pop(1))
def kill(event, arguments):
    global left
    if event in ("os.rename", "os.remove"):
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
sys.addaudithook(kill)
runpy.run_module("agent.lists", run_name="__main__", alter_sys=True)
"""


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Publisher]:
    """Return a publisher, and a catalogue that names its list and one of ours."""
    with Publisher(tmp_path) as publisher:
        address = publisher.url("/bets.txt", "127.0.0.1")
        (tmp_path / "catalogue.toml").write_text(CATALOGUE.format(address=address))
        yield publisher


def update(folder: Path, publisher: Publisher, steps: int | None = None) -> int:
    """Run `update`, killed before that many steps if that is given; return the exit status."""
    python = ("-m", "agent.lists") if steps is None else ("-c", KILLED_AT, str(steps))
    options = (
        *("--state", folder / "state", "--catalogue", folder / "catalogue.toml"),
        *("--authority", publisher.authority),
    )
    command = [sys.executable, *python, "update", *map(str, options)]
    return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode


def in_force(shelf: Shelf) -> str:
    """Return whose names the index holds; fail unless it is whole and one of the two."""
    index = open_index(shelf.index)
    old, new = (bool(index.listings(from_text(f"{word}-7.example"))) for word in ("old", "new"))

    assert old is not new
    return "old" if old else "new"


def test_killed_before_each_step(tmp_path: Path, publisher: Publisher) -> None:
    """Killed before any file is replaced or removed, an update leaves lists that work and heal."""
    shelf = Shelf(tmp_path / "state" / "lists")
    seen = []
    steps = 0
    while True:
        publisher.serve("/bets.txt", content(OLD))
        assert update(tmp_path, publisher) == 0
        assert in_force(shelf) == "old"
        publisher.serve("/bets.txt", content(NEW))

        ended = update(tmp_path, publisher, steps)
        seen.append(in_force(shelf))
        assert update(tmp_path, publisher) == 0
        assert in_force(shelf) == "new"
        standing = standing_from_bytes(shelf.standing.read_bytes())
        assert {one.use for one in standing.lists} == {Use.IN_USE}
        assert read_memory(shelf.memory).of("bets").names == len(NEW.split())
        assert [path.name for path in shelf.folder.rglob("*") if path.suffix == ".part"] == []
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        steps += 1

    assert steps >= 5, "the steps were not met; is a file replaced in another way now?"
    assert seen == sorted(seen, reverse=True), "once new, the lists do not become old again"


def test_killed_in_its_very_first_run(tmp_path: Path, publisher: Publisher) -> None:
    """Killed before it ever finished, it leaves no index or a whole one, and the next run works."""
    publisher.serve("/bets.txt", content(NEW))
    for steps in (0, 2, 4, 6):
        assert update(tmp_path, publisher, steps) == -signal.SIGKILL
        shelf = Shelf(tmp_path / "state" / "lists")
        if shelf.index.exists():
            open_index(shelf.index)

    assert update(tmp_path, publisher) == 0
    assert in_force(shelf) == "new"
