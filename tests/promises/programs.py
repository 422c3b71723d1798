"""Real programs for tests: started, listened to, ended and waited for.

Rules kept here:
- Waiting is for a line, a reply or an end, never for time to pass; every wait is bounded.
- A program runs in a session of its own, and bears a mark in its environment that all it starts
  inherit; so whatever it leaves behind is found, and ended. The agent lets nobody but root read its
  environment; for others it is found by who started it, as long as that one lives.
- Whatever a program prints is kept, since some tests are about what it must not print.
"""

from __future__ import annotations

import os
import queue
import re
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

ROOT = Path(__file__).resolve().parents[2]

PATIENCE_SECONDS = 60.0
"""How long anything may take at most; far more than it takes, since machines can be busy."""

_PORT = re.compile(r":(\d+)\b")


def our_python(module: str, *arguments: str) -> list[str]:
    """Return the command that runs one of our modules, as the front door does."""
    return [sys.executable, "-P", "-m", module, *arguments]


def surroundings(**changed: str) -> dict[str, str]:
    """Return the environment in which our modules are found from any folder."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **where_compiled(), **changed}


def where_compiled() -> dict[str, str]:
    """Return what tells Python to keep what it compiles where the front door said, or nowhere.

    It is never kept in the tree.
    """
    if (folder := os.environ.get("PYTHONPYCACHEPREFIX")) is not None:
        return {"PYTHONPYCACHEPREFIX": folder}
    return {"PYTHONDONTWRITEBYTECODE": "1"}


class ProgramSilent(AssertionError):
    """A program ended, or said nothing more, before the line that was waited for."""


class Program:
    """One running program; leaving the `with` block ends it and everything it started."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        cwd: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start it."""
        self._mark = f"LAMPLIGHT_TEST_MARK={secrets.token_hex(16)}"
        name, _, value = self._mark.partition("=")
        self._process = subprocess.Popen(
            command,
            cwd=cwd,
            env={**(surroundings() if environment is None else environment), name: value},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._printed: list[str] = []
        self._complained: list[str] = []
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._complaints: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._readers = (
            threading.Thread(target=_read, args=(self._process.stdout, self._printed, self._lines)),
            threading.Thread(
                target=_read, args=(self._process.stderr, self._complained, self._complaints)
            ),
        )
        for reader in self._readers:
            reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        for number in self.family():
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self._process.wait(PATIENCE_SECONDS)
        for reader in self._readers:
            reader.join(PATIENCE_SECONDS)
        for stream in (self._process.stdout, self._process.stderr):
            if stream:
                stream.close()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Say whether it has not ended."""
        return self._process.poll() is None

    def family(self) -> set[int]:
        """Return the ids of what lives of it: itself, and all that it started."""
        return _marked(self._mark) | _started_by(self._process.pid)

    @property
    def printed(self) -> str:
        """All of standard output so far."""
        return "".join(self._printed)

    @property
    def complained(self) -> str:
        """All of standard error so far."""
        return "".join(self._complained)

    def line_with(self, text: str) -> str:
        """Return the next line of standard output that holds `text`. Raises ProgramSilent."""
        return self._wait_for(text, self._lines)

    def complaint_with(self, text: str) -> str:
        """Return the next line of standard error that holds `text`. Raises ProgramSilent."""
        return self._wait_for(text, self._complaints)

    def tell(self, number: signal.Signals) -> None:
        """Send a signal to the program alone, not to what it started."""
        self._process.send_signal(number)

    def end(self) -> int:
        """Return the exit status, once it has ended and all it printed was read."""
        status = self._process.wait(PATIENCE_SECONDS)
        for reader in self._readers:
            reader.join(PATIENCE_SECONDS)
        return status

    def _wait_for(self, text: str, lines: queue.SimpleQueue[str | None]) -> str:
        while True:
            try:
                line = lines.get(timeout=PATIENCE_SECONDS)
            except queue.Empty:
                line = None
            if line is None:
                raise ProgramSilent(
                    f"no line with {text!r}; it printed:\n{self.printed}{self.complained}"
                )
            if text in line:
                return line


def _read(stream: IO[str], kept: list[str], lines: queue.SimpleQueue[str | None]) -> None:
    for line in stream:
        kept.append(line)
        lines.put(line)
    lines.put(None)


def run(
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and return what it said."""
    return subprocess.run(
        command,
        check=False,
        cwd=cwd,
        env=environment if environment is not None else surroundings(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=PATIENCE_SECONDS,
    )


def port_in(line: str) -> int:
    """Return the port that a line such as `listening on [::1]:5301 (UDP and TCP)` ends with."""
    return int(_PORT.findall(line)[-1])


def _marked(mark: str) -> set[int]:
    """Return the ids of all living processes whose environment holds `mark`."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        # A process that has just ended has no environment any more; neither has somebody else's.
        with suppress(OSError):
            if mark.encode() in (folder / "environ").read_bytes():
                found.add(int(folder.name))
    return found


def _started_by(pid: int) -> set[int]:
    """Return the ids of a living process and of all that it, and they, started."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            # The program's own name may hold anything, also brackets.
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if state not in "ZX":
                parents[int(folder.name)] = int(parent)
    found = {pid} & parents.keys()
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found
