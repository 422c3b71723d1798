"""DNS-OARC's load generator: started, and its report read.

Rules kept here:
- A run in which queries were lost is told as such; what was lost cost nothing and would flatter.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final, NamedTuple

from agent.bench.process import HOST

SOCKETS: Final = 20
OUTSTANDING: Final = 100
"""Queries on their way at a time, where an answer is at hand. More overflow dnsmasq's socket."""
OUTSTANDING_ABOVE: Final = 50
"""The same where an upstream is asked: more would measure what a server does when it is flooded."""
LOST_SECONDS: Final = 2
QUIET_RATE: Final = 1_000
"""Queries a second at which a delay is the server's, and not the queue's."""


class DnsperfFailed(Exception):
    """It could not be run, or said something else than it always says."""


class Report(NamedTuple):
    """What a run came to."""

    completed: int
    lost: int
    seconds: float


_NUMBERS = {
    "completed": re.compile(r"^ *Queries completed: +(\d+)", re.MULTILINE),
    "lost": re.compile(r"^ *Queries lost: +(\d+)", re.MULTILINE),
    "seconds": re.compile(r"^ *Run time \(s\): +([\d.]+)", re.MULTILINE),
}
_DELAY = re.compile(r"^> \S+ .* (\d+\.\d+)$", re.MULTILINE)


def report_in(printed: str) -> Report:
    """Return what a report says. Raises DnsperfFailed."""
    found = {key: pattern.search(printed) for key, pattern in _NUMBERS.items()}
    if not all(found.values()):
        raise DnsperfFailed(f"dnsperf said nothing that can be read:\n{printed[-500:]}")
    text = {key: match[1] for key, match in found.items() if match}
    return Report(int(text["completed"]), int(text["lost"]), float(text["seconds"]))


def delays_in(printed: str) -> list[float]:
    """Return how long each answer took, in seconds, from what `-v` prints."""
    return [float(seconds) for seconds in _DELAY.findall(printed)]


def ask(port: int, lines: Path, outstanding: int = OUTSTANDING) -> Report:
    """Ask every line of a file once, as fast as it is answered. Raises DnsperfFailed."""
    load = ("-c", str(SOCKETS), "-q", str(outstanding), "-t", str(LOST_SECONDS))
    return report_in(_run(port, lines, *load))


def ask_quietly(port: int, lines: Path) -> list[float]:
    """Ask every line of a file once, at a quiet rate; return each delay. Raises DnsperfFailed."""
    return delays_in(_run(port, lines, "-v", "-Q", str(QUIET_RATE)))


def _run(port: int, lines: Path, *options: str) -> str:
    done = subprocess.run(  # noqa: S603 - a list of our own making
        [
            shutil.which("dnsperf") or "dnsperf",
            "-s",
            HOST,
            "-p",
            str(port),
            "-d",
            str(lines),
            "-n",
            "1",
            *options,
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise DnsperfFailed(f"dnsperf failed: {(done.stderr or done.stdout).strip()[-500:]}")
    return done.stdout
