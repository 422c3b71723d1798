"""Making an index out of a list, as a process of its own: how long it takes, and how much room.

Rules kept here:
- What is measured is `./lamplight lists build`, start to end, as a home runs it at night.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from agent.bench.figures import Goal, Row, figure

TIMES: Final = 5
MILLION: Final = 1_000_000


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


def built(folder: Path, listed: Sequence[str], times: int = TIMES) -> Built:
    """Return the index of these names, made several times over. Raises BuildFailed."""
    source, index = folder / "listed.txt", folder / "listed.idx"
    source.write_text("\n".join(listed) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "agent.lists", "build", "--out", str(index)]
    seconds, mib = [], []
    for _ in range(times):
        began = time.monotonic()
        most = _most_memory_of([*command, f"malware={source}"])
        seconds.append(time.monotonic() - began)
        mib.append(most)
    return Built(index, len(listed), tuple(seconds), tuple(mib))


def _most_memory_of(command: Sequence[str]) -> float:
    """Run a process to its end; return the most memory it had at a time, in MiB."""
    with subprocess.Popen(  # noqa: S603 - a list of our own making
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read().decode(errors="replace")
        # The resources of this very process, which `wait` alone does not tell.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BuildFailed(f"the index could not be built:\n{said.strip()[-500:]}")
    return used.ru_maxrss / 1024
