"""Making an index out of a list, as a process of its own: how long it takes, and how much room.

Rules kept here:
- What is measured is `./lamplight lists build`, start to end, as a home runs it at night.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from agent.bench.figures import Goal, Row, figure

TIMES: Final = 5
MILLION: Final = 1_000_000


_WEIGH: Final = """
import resource, subprocess, sys, time
began = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(done.returncode)
"""
"""Runs a command and prints its seconds and KiB. It is a process of its own because Linux counts
for a new process also what the one that started it had, so that must be small."""


class BuildFailed(Exception):
    """The index could not be built; the message is what the builder said."""


class Built(NamedTuple):
    """An index, and what each making of it took: seconds, and MiB at the most."""

    path: Path
    names: int
    seconds: tuple[float, ...]
    mib: tuple[float, ...]

    def rows(self) -> list[Row]:
        """Return the lines of the table; the goals are for a million names."""
        share = self.names / MILLION
        goals = (Goal(6.0, 6.0), Goal(300.0, 300.0)) if share > 0.9 else (None, None)
        return [
            Row(f"reading and compiling {self.names} names", "s", figure(self.seconds), goals[0]),
            Row("its memory at the most", "MiB", figure(self.mib), goals[1]),
        ]


def built(folder: Path, listed: Iterable[str], times: int = TIMES) -> Built:
    """Return the index of these names, made several times over. Raises BuildFailed."""
    source, index = folder / "listed.txt", folder / "listed.idx"
    names = 0
    with source.open("w", encoding="utf-8") as file:
        for name in listed:
            file.write(f"{name}\n")
            names += 1
    command = [sys.executable, "-m", "agent.lists", "build", "--out", str(index)]
    seconds, mib = [], []
    for _ in range(times):
        took, most = _weighed([*command, f"malware={source}"])
        seconds.append(took)
        mib.append(most)
    return Built(index, names, tuple(seconds), tuple(mib))


def _weighed(command: Sequence[str]) -> tuple[float, float]:
    """Run a process to its end; return its seconds, and its memory at the most in MiB."""
    done = subprocess.run(  # noqa: S603 - a list of our own making
        [sys.executable, "-S", "-c", _WEIGH, *command],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise BuildFailed(f"the index could not be built:\n{done.stderr.strip()[-500:]}")
    seconds, kib = done.stdout.split()
    return float(seconds), int(kib) / 1024
