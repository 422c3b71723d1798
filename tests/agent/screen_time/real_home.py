"""A real home: the agent's process over sockets, on clocks of the test, under a real dnsmasq.

Rules kept here:
- Time passes in steps that are shorter than what counts as a step of the clock, as two clocks of a
  file are read one after the other.
- Nothing waits for a time: what has to come is asked for until it is there.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import dns.edns
import dns.message
import dns.query

from policy.agent_answers import Answer, TimeLeft
from policy.agent_requests import AskTimeLeft, Request
from policy.screen_time.document import minutes_from_bytes
from policy.screen_time.minutes import Minutes, slot_ends, slot_of
from policy.timed import Period, Target
from tests.agent.asked.asking import ask
from tests.agent.dns import upstreams
from tests.agent.screen_time.at_home import HOME_TEXT, LISTED, PHONE, SAM
from tests.conftest import ROOT
from tests.fake_time import FakeTime
from tests.policy.strategies import index_octets

PATIENCE_SECONDS: Final = 30.0
A_STEP: Final = 15.0
PLAY: Final = "www.play.example"
NOON: Final = datetime(2027, 3, 28, 11, 0, tzinfo=UTC)
"""A Sunday behind every build: an earlier clock would not be plausible."""


class RealHome:
    """One folder, one clock, and the agent that runs in them."""

    def __init__(self, folder: Path, upstream: str, at: datetime, household: str) -> None:
        """Write what the agent reads; start nothing yet."""
        self.folder = folder
        self.time = FakeTime(at, file=folder / "clock.json")
        self.minutes = folder / "agent" / "minutes.json"
        self.socket = folder / "agent.sock"
        self.printed = ""
        self._looked = folder / "looked"
        (folder / "agent").mkdir()
        (folder / "household.toml").write_text(household, encoding="utf-8")
        (folder / "lists.idx").write_bytes(index_octets(LISTED))
        self._upstream = upstream
        self._process: subprocess.Popen[str] | None = None
        self.address = ("", 0)

    def start(self) -> None:
        """Start the agent, and wait until it is ready."""
        options = (
            *("--listen", "127.0.0.1:0", "--upstream", self._upstream),
            *("--household", self.folder / "household.toml"),
            *("--index", self.folder / "lists.idx"),
            *("--status", self.folder / "agent" / "status.json"),
            *("--minutes", self.minutes, "--asked", self.socket),
        )
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.agent.screen_time.agent_by"),
                *map(str, (self.folder / "clock.json", *options)),
            ],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        line = ""
        while "ready" not in line:
            line = self._process.stdout.readline()
            self.printed += line
            assert line, self.printed
            if found := re.fullmatch(r"listening on (.+):([0-9]+) \(UDP and TCP\)\n", line):
                self.address = found[1], int(found[2])

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End the agent by a signal, and return its status."""
        assert self._process is not None
        self._process.send_signal(number)
        said, _ = self._process.communicate(timeout=PATIENCE_SECONDS)
        self.printed += said
        return self._process.returncode

    def kill_if_there(self) -> None:
        """Leave no process behind."""
        if self._process is not None and self._process.poll() is None:
            self.end(signal.SIGKILL)

    def look_up(self, name: str, source: str = PHONE, rdtype: str = "A") -> dns.message.Message:
        """Return the reply to a question."""
        query = dns.message.make_query(name, rdtype, use_edns=0)
        host, port = self.address
        return dns.query.udp(query, host, PATIENCE_SECONDS, port, source=source)

    def blocks(self, name: str, source: str = PHONE) -> bool:
        """Say whether a name is blocked."""
        options = self.look_up(name, source).options
        codes = [one.code for one in options if isinstance(one, dns.edns.EDEOption)]
        return dns.edns.EDECode.BLOCKED in codes

    def ask(self, request: Request) -> Answer:
        """Return what the agent answers on its own socket."""
        return ask(self.socket, request)

    def left(self, target: Target, period: Period = Period.DAY, person: int = SAM) -> int:
        """Return how many minutes are left."""
        answer = self.ask(AskTimeLeft())
        assert isinstance(answer, TimeLeft)
        [found] = [
            one.minutes
            for one in answer.left
            if (one.young_person, one.target, one.period) == (person, target, period)
        ]
        return found

    def kept(self) -> Minutes:
        """Return what stands in the file."""
        return minutes_from_bytes(self.minutes.read_bytes())

    def use(self, name: str = PLAY, *sources: str, moments: int = 3) -> None:
        """Look a name up from each device, in so many moments that lie apart."""
        for _ in range(moments):
            self.time.advance(2)
            for source in sources or (PHONE,):
                self.look_up(name, source)

    def next_slot(self) -> None:
        """Let time pass to the beginning of the next five minutes, and wait until it is noticed."""
        self.pass_until(slot_ends(slot_of(self.time.now)))

    def pass_until(self, at: datetime) -> None:
        """Let time pass, and wait until the agent has looked at it."""
        while (left := (at - self.time.now).total_seconds()) > 0:
            self.time.advance(min(left, A_STEP))
        self.noticed()

    def noticed(self) -> None:
        """Wait until the agent has looked at the time that it is now, and kept what it keeps."""
        assert self.comes_to(self._is_noticed)

    def _is_noticed(self) -> bool:
        # The second look at a time begins when all that the first one brought is done.
        looked, _, times = self._looked.read_text(encoding="ascii").partition(" ")
        return looked == self.time.now.isoformat() and int(times) > 1

    def comes_to(self, what: Callable[[], bool]) -> bool:
        """Ask until something is so; False when patience ends."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not what():
            if time.monotonic() > until:
                return False
        return True


@contextlib.contextmanager
def real_home(at: datetime = NOON, household: str = HOME_TEXT) -> Iterator[RealHome]:
    """Run a home until the block ends. Its folder's path is short enough for a socket."""
    with (
        tempfile.TemporaryDirectory(prefix="home") as folder,
        upstreams.dnsmasq("--address=/#/192.0.2.9") as upstream,
    ):
        home = RealHome(Path(folder), f"127.0.0.1:{upstream.port}", at, household)
        home.start()
        try:
            yield home
        finally:
            home.kill_if_there()
