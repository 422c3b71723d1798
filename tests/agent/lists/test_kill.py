"""`kill -9` at any moment of a build: the index is the old or the new one, never neither."""

from __future__ import annotations

import random
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from agent.index_file import open_index
from policy.categories import Category
from policy.index import ListSource
from policy.names import from_text
from tests.conftest import Scale

ROOT = Path(__file__).resolve().parents[3]

NAMES = {
    "old": [f"old-{number}.example" for number in range(50)],
    "new": [f"new-{number}.example" for number in range(30_000)],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with both lists, and the index of the old one in `state`."""
    for which, names in NAMES.items():
        tmp_path.joinpath(f"{which}.txt").write_text("".join(f"{name}\n" for name in names))
    tmp_path.joinpath("state").mkdir()
    assert build(tmp_path, "old").wait() == 0
    return tmp_path


def build(
    folder: Path, which: str, python: tuple[str, ...] = ("-m", "agent.lists")
) -> subprocess.Popen[bytes]:
    """Start a build of one of the two lists."""
    out = folder / "state" / "lists.idx"
    return subprocess.Popen(
        [sys.executable, *python, "build", "--out", out, folder / f"{which}.txt"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )


def in_force(folder: Path, dice: random.Random) -> str:
    """Return whose index stands there, "old" or "new"; fail if it is neither, or only nearly."""
    index = open_index(folder / "state" / "lists.idx")
    [which] = [which for which in NAMES if index.lists == (_source(which),)]
    other = "old" if which == "new" else "new"

    assert index.count == len(NAMES[which])
    for text in dice.sample(NAMES[which], 50):
        assert index.lists_naming(from_text(text), Category.HOME_LIST) == [(0, _source(which))]
    for text in dice.sample(NAMES[other], 50):
        assert not index.lists_naming(from_text(text), Category.HOME_LIST)
    return which


def _source(which: str) -> ListSource:
    return ListSource(f"{which}.txt", Category.HOME_LIST)


def leftovers(folder: Path) -> int:
    """Return how many files other than the index stand beside it."""
    return len(list(folder.joinpath("state").iterdir())) - 1


def restore(folder: Path, dice: random.Random) -> None:
    """Build the old index again, as the next run after a killed one."""
    assert build(folder, "old").wait() == 0
    assert in_force(folder, dice) == "old"
    assert leftovers(folder) == 0


def seconds_of_a_build(folder: Path) -> float:
    """Return how long a whole build takes here."""
    taken = []
    for _ in range(3):
        since = time.perf_counter()
        assert build(folder, "new").wait() == 0
        taken.append(time.perf_counter() - since)
    return statistics.median(taken)


OUTCOMES = {
    (0, "new", 0): "ended by themselves",
    (-signal.SIGKILL, "old", 0): "before writing",
    (-signal.SIGKILL, "old", 1): "while writing",
    (-signal.SIGKILL, "new", 0): "after the rename",
}
"""What may be seen afterwards: exit status, index in force, files left beside it."""


def test_killed_at_random_moments(
    folder: Path,
    dice: random.Random,
    seed: int,
    scale: Scale,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Killed whenever it may be, a build leaves one whole index, and the next one works."""
    runs = scale(40, 500)
    whole = seconds_of_a_build(folder)
    restore(folder, dice)
    outcomes: Counter[str] = Counter()
    for run in range(runs):
        process = build(folder, "new")
        # Most of a build is reading. So half of the moments lie anywhere in it, and half in the
        # few milliseconds from its first octet written to its end.
        moment = dice.uniform(0, whole)
        if run % 2:
            while process.poll() is None and not leftovers(folder):
                pass
            moment = dice.uniform(0, 0.01)
        try:
            ended = process.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            process.kill()
            ended = process.wait()
        seen = (ended, in_force(folder, dice), leftovers(folder))
        assert seen in OUTCOMES, f"run {run}, killed after {moment:.4f} s"
        outcomes[OUTCOMES[seen]] += 1
        # Killed before writing, it left the folder as it found it: as for the build just killed.
        if OUTCOMES[seen] != "before writing":
            restore(folder, dice)
    restore(folder, dice)
    with capsys.disabled():
        sys.stdout.write(
            f"\nkill -9 of `lists build`, {runs} times within {whole:.2f} s (seed {seed}): "
            + ", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common())
            + "\n"
        )

    assert outcomes["ended by themselves"] < runs / 2


# Python announces that it will open or rename a file. From the first such word of the temporary
# sibling on, the process counts down, and at 0 it kills itself: it is about to make the sibling
# (0), to rename it (1), to open the folder that it will sync (2).
KILLED_AT = """
import os, runpy, signal, sys
left = int(sys.argv.pop(1))
heard = False
def kill(event, arguments):
    global heard, left
    # What is opened by its number was opened by its name a moment before.
    if event not in ("open", "os.rename") or isinstance(arguments[0], int):
        return
    heard = heard or str(arguments[0]).endswith(".part")
    if heard:
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
sys.addaudithook(kill)
runpy.run_module("agent.lists", run_name="__main__", alter_sys=True)
"""

STEPS = {
    "before the sibling is made": (0, "old", 0),
    "before the rename": (1, "old", 1),
    "before the folder is synced": (2, "new", 0),
}


@pytest.mark.parametrize(("event", "which", "left"), STEPS.values(), ids=STEPS)
def test_killed_at_each_step(
    event: int, which: str, left: int, folder: Path, dice: random.Random
) -> None:
    """Killed just before each step of replacing the file, a build leaves the right index whole."""
    process = build(folder, "new", python=("-c", KILLED_AT, str(event)))

    assert process.wait() == -signal.SIGKILL
    assert in_force(folder, dice) == which
    assert leftovers(folder) == left
    restore(folder, dice)
