"""A day of a home: its processes on one held clock, what it asks, and what came of that.

Rules kept here:
- Everything is asked over real sockets, each device from its own address, and the clock stands
  still until each answer is there. So no answer is late, and none can be lost unnoticed.
- The clock goes on only when every process has begun what was due.
- What the kernel counts as written is taken for each process by itself, from the day's start on.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import select
import socket
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from policy.categories import Category
from policy.index import ListSource
from policy.names import from_text
from tests.day.answering import Answering
from tests.day.at_held_clock import LOOK
from tests.day.held_clock import HeldClock
from tests.day.household import AN_HOUR, DEVICES, Asked, Household
from tests.policy.strategies import index_octets
from tests.promises.programs import PATIENCE_SECONDS, Program, our_python, port_in, surroundings

HOST: Final = "127.0.0.1"
AT_ONCE: Final = 64
"""How many questions are on their way at a time: what sockets hold without losing any."""

LOOKS_AT_PAGES: Final = (DEVICES[0].source, DEVICES[4].source)
"""A young person's phone and a carer's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What was seen of a day that is over.

    `hours` is what the filter said of itself at the start and after each hour; `rcodes` counts its
    answers, and `pages` the pages' statuses; `written` is in octets, for each process; `replaced`
    counts how often each file became another one; `files` is what they hold in the end.
    """

    asked: int
    unanswered: int
    asked_above: int
    rcodes: Mapping[int, int]
    hours: Sequence[Mapping[str, int]]
    pages: Mapping[int, int]
    written: Mapping[str, int]
    replaced: Mapping[str, int]
    files: Mapping[str, bytes]


class Home:
    """The processes of a home on one held clock."""

    def __init__(self, folder: Path, household: Household, stack: contextlib.ExitStack) -> None:
        """Start all of them below a folder; they end with the stack."""
        self.state = folder / "state"
        for name in ("state/agent", "state/console", "state/recorder", "run"):
            (folder / name).mkdir(parents=True)
        self._household = household
        # Elsewhere, so that a device of the home's own holds only what the home writes.
        self._clock_file = Path(stack.enter_context(tempfile.TemporaryDirectory()), "clock")
        self._clock = HeldClock(self._clock_file)
        self._stack = stack
        self._programs: dict[str, Program] = {}
        self._ticks: dict[str, socket.socket] = {}
        self._stamps: dict[str, tuple[int, int]] = {}
        self._replaced = Counter[str]()
        self._above = stack.enter_context(contextlib.closing(Answering(household.known)))
        run, file, lists = folder / "run", folder / "household.toml", folder / "lists.idx"
        file.write_text(household.text, encoding="utf-8")
        trackers = [(from_text(name), False) for name in household.listed]
        lists.write_bytes(index_octets([(ListSource("trackers", Category.ADS), trackers)]))
        self._started("recorder", str(self.state / "recorder"), str(run)).line_with("ready")
        console = self._started(
            *("console", "--listen", f"{HOST}:0", "--household", str(file)),
            *("--state", str(self.state), "--agent", str(run / "agent.sock")),
            *("--recorder", str(run / "recorder.sock")),
        )
        self._web = port_in(console.line_with("ready"))
        agent = self._started(
            *("agent", "--listen", f"{HOST}:0", "--upstream", f"{HOST}:{self._above.port}"),
            *("--snapshot", str(self.state / "console" / "snapshot.json")),
            *("--index", str(lists), "--status", str(self.state / "agent" / "status.json")),
            *("--minutes", str(self.state / "agent" / "minutes.json")),
            *("--asked", str(run / "agent.sock"), "--recorder", str(run / "lend.sock")),
        )
        self._dns = (HOST, port_in(agent.line_with("listening")))
        agent.line_with("ready: policy 1")

    def passes_a_day(self, every_seconds: int) -> Passed:
        """Let a day pass, the clock going on by so many seconds at a time."""
        self._look_at_files()
        self._replaced.clear()
        before, hours, pages = self._written(), [self._figures()], Counter[int]()
        asking = _Asking(self._dns, self._above)
        with contextlib.closing(asking):
            for second, asked in self._household.day(every_seconds):
                asking.ask(asked)
                self._clock.pass_on_to(second)
                self._tick()
                self._look_at_files()
                if not second % AN_HOUR:
                    pages += Counter(map(self._page, LOOKS_AT_PAGES))
                    hours.append(self._figures())
        return Passed(
            asked=asking.asked,
            unanswered=asking.unanswered,
            asked_above=self._above.asked,
            rcodes=asking.rcodes,
            hours=hours,
            pages=pages,
            written={name: now - before[name] for name, now in self._written().items()},
            replaced=self._replaced,
            files={
                str(path.relative_to(self.state)): path.read_bytes()
                for path in self.state.rglob("*")
                if path.is_file()
            },
        )

    def _started(self, *command: str) -> Program:
        module = our_python("tests.day.at_held_clock", str(self._clock_file), *command)
        environment = surroundings(HOME=str(self.state), TMPDIR=str(self.state.parent))
        program = self._stack.enter_context(Program(module, environment=environment))
        ticks = self._stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        ticks.settimeout(PATIENCE_SECONDS)
        ticks.connect((HOST, port_in(program.line_with("ticks"))))
        self._programs[command[0]], self._ticks[command[0]] = program, ticks
        return program

    def _tick(self) -> None:
        """Have every process see what time it is; return when it has begun what was due."""
        for sock in self._ticks.values():
            sock.send(b"tick")
        for sock in self._ticks.values():
            sock.recv(64)
        # What is fetched anew was asked for in this moment, and is answered in it.
        self._above.answer()

    def _look_at_files(self) -> None:
        """Count which files are others than at the last look."""
        for path in self.state.rglob("[!.]*"):
            with contextlib.suppress(FileNotFoundError):  # replaced while we look
                found, name = path.stat(), str(path.relative_to(self.state))
                stamp = found.st_ino, found.st_mtime_ns
                if not path.is_dir() and self._stamps.get(name) != stamp:
                    self._replaced[name] += 1
                    self._stamps[name] = stamp

    def _figures(self) -> Mapping[str, int]:
        self._ticks["agent"].send(LOOK)
        found: Mapping[str, int] = json.loads(self._ticks["agent"].recv(4_096))
        return found

    def _page(self, source: str) -> int:
        page = http.client.HTTPConnection(
            HOST, self._web, PATIENCE_SECONDS, source_address=(source, 0)
        )
        with contextlib.closing(page):
            page.request("GET", "/")
            answer = page.getresponse()
            answer.read()
            return answer.status

    def _written(self) -> Mapping[str, int]:
        """Return what each process wrote since it began, in octets, as the kernel counts it.

        On a disk that is whole blocks. Where none is below, it is what was handed over to write.
        """
        return {name: written(program.pid) for name, program in self._programs.items()}


class _Asking:
    """Every device with its socket, and the resolver above, which is answered in between."""

    def __init__(self, there: tuple[str, int], above: Answering) -> None:
        self.asked = self.unanswered = self._number = 0
        self.rcodes = Counter[int]()
        self._above = above
        self._epoll = select.epoll()
        self._epoll.register(above.socket, select.EPOLLIN)
        self._by_source: dict[str, socket.socket] = {}
        self._by_number: dict[int, socket.socket] = {}
        self._awaited: dict[int, Asked] = {}
        for device in DEVICES:
            sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
            sock.bind((device.source, 0))
            sock.connect(there)
            self._epoll.register(sock, select.EPOLLIN)
            self._by_source[device.source] = self._by_number[sock.fileno()] = sock

    def close(self) -> None:
        """Close every socket."""
        for sock in self._by_source.values():
            sock.close()
        self._epoll.close()

    def ask(self, asked: Sequence[Asked]) -> None:
        """Ask all this, and return when all of it was answered, or nothing more comes."""
        left = iter(asked)
        while True:
            while len(self._awaited) < AT_ONCE and (one := next(left, None)):
                self._send(one)
            if not self._awaited:
                return
            if not (ready := self._epoll.poll(PATIENCE_SECONDS)):
                self.unanswered += len(self._awaited)
                self._awaited.clear()
            for number, _ in ready:
                if number in self._by_number:
                    self._receive(self._by_number[number])
                else:
                    self._above.answer()

    def _send(self, one: Asked) -> None:
        self._number = (self._number + 1) & 0xFFFF
        self._awaited[self._number] = one
        self._by_source[one.source].send(self._number.to_bytes(2, "big") + one.octets)
        self.asked += 1

    def _receive(self, sock: socket.socket) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                reply = sock.recv(4_096)
                one = self._awaited.pop(int.from_bytes(reply[:2], "big"))
                assert reply[2] & 0x80
                assert reply[12 : one.end + 2] == one.octets[10 : one.end]
                self.rcodes[reply[3] & 0x0F] += 1


def written(pid: int) -> int:
    """Return how many octets a process wrote."""
    lines = Path(f"/proc/{pid}/io").read_text(encoding="ascii").splitlines()
    counts = {what: int(count) for what, count in (line.split(":") for line in lines)}
    return max(counts["write_bytes"], counts["wchar"])


@contextlib.contextmanager
def home(folder: Path, household: Household) -> Iterator[Home]:
    """Run a home until the block ends."""
    with contextlib.ExitStack() as stack:
        yield Home(folder, household, stack)
