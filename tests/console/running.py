"""A console in a process of its own, as a person starts it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from console.forms import URL_ENCODED

ROOT: Final = Path(__file__).resolve().parents[2]
LIMIT_SECONDS: Final = 30
ANY_PORT: Final = "127.0.0.1:0"
HERE: Final = ""
"""Whichever address the system chooses."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over the socket."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Console:
    """A process that said where it listens."""

    process: subprocess.Popen[str]
    line: str
    host: str
    port: int

    @property
    def url(self) -> str:
        """The address of the home page."""
        return f"http://{self.host}:{self.port}/"

    def send(self, path: str, *, source: str = HERE, **fields: str) -> Answer:
        """Send a form as a page of this console does."""
        headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": URL_ENCODED}
        body = urlencode(fields).encode()
        return self.ask(path, method="POST", headers=headers, body=body, source=source)

    def ask(
        self,
        path: str = "/",
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        source: str = HERE,
    ) -> Answer:
        """Send one request, with exactly these headers beside those that http.client adds.

        `source` is the address of this machine from which it is sent.
        """
        connection = HTTPConnection(
            self.host.strip("[]"),
            self.port,
            timeout=LIMIT_SECONDS,
            source_address=(source, 0) if source else None,
        )
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            connection.close()
        return Answer(
            answer.status, {name.lower(): value for name, value in answer.getheaders()}, text
        )

    def end(self, number: int) -> tuple[int, str]:
        """Send a signal; return the exit status and what stood on stderr."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=LIMIT_SECONDS)
        return self.process.returncode, errors


def command(
    household: Path | None,
    state: Path,
    listen: str = ANY_PORT,
    lists: Path | None = None,
    recorder: Path | None = None,
) -> list[str]:
    """Return the command that starts a console."""
    options = ["--state", str(state), "--listen", listen]
    options += ["--household", str(household)] if household else []
    options += ["--lists", str(lists)] if lists else []
    options += ["--recorder", str(recorder)] if recorder else []
    return [sys.executable, "-m", "console", *options]


def refused(household: Path | None, state: Path, listen: str = ANY_PORT) -> tuple[int, str]:
    """Start a console that is expected to end by itself; return its exit status and stderr."""
    done = subprocess.run(
        command(household, state, listen),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=False,
    )
    return done.returncode, done.stderr


@contextmanager
def running(
    household: Path | None,
    state: Path,
    listen: str = ANY_PORT,
    lists: Path | None = None,
    recorder: Path | None = None,
) -> Iterator[Console]:
    """Start a console, wait until it says that it is ready, and end it afterwards."""
    with started(command(household, state, listen, lists, recorder)) as console:
        yield console


@contextmanager
def started(words: Sequence[str]) -> Iterator[Console]:
    """Run what starts a console, wait until it says that it is ready, and end it afterwards."""
    with subprocess.Popen(
        words,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            # Before the first run, the set-up code comes first.
            line = next((line for line in process.stdout if "ready" in line), "")
            found = re.search(r"http://(.+):(\d+)/$", line.strip())
            assert found, f"the console did not start: {process.communicate()[1]}"
            yield Console(process, line, found[1], int(found[2]))
        finally:
            if process.poll() is None:
                process.kill()
