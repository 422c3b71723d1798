"""A home with the gate: the real recorder and the real agent, and everybody around them.

Rules kept here:
- Only the value of the clock is played, through one file that both processes read.
- How an agreement comes there is said in `at_the_gate.py`.
- The upstream is a real dnsmasq that knows every name.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from agent.dns.upstream import Address
from agent.recorder.asking import Recorder
from tests.agent.dns.upstreams import dnsmasq
from tests.fake_time import FakeTime
from tests.promises.at_the_gate import BOUND, START, AtTheGate
from tests.promises.programs import Program, our_python, port_in, surroundings

SETTLING_MS: Final = 15 * 60 * 1000
TABLET, LAPTOP, KITCHEN = BOUND.values()
NOBODYS: Final = "127.0.0.24"
REPLY_SECONDS: Final = 10.0

HOUSEHOLD: Final = """\
format = "lamplight-household/v1"

[everyone]
block_categories = ["malware", "strangers", "gambling"]

[[young_people]]
name = "Maya"
block = ["ruled.example"]

[[devices]]
name = "Maya's tablet"
belongs_to = "Maya"
addresses = ["127.0.0.21"]
"""
LISTS: Final = {
    "strangers": "strangers.example\n",
    "gambling": "gambling.example\ncasino.example\n",
    "malware": "malware.example\n",
}


@dataclass(slots=True, kw_only=True)
class GatedHome(AtTheGate):
    """One home. `recorder` asks its socket, `box` is where the agent answers DNS.

    `gate` and `agent` are the two processes as they were started last.
    """

    folder: Path
    upstream: Address
    environment: Mapping[str, str]
    stack: ExitStack
    programs: list[Program] = field(default_factory=list)
    box: tuple[str, int] = ("127.0.0.1", 0)
    gate: Program = field(init=False)
    agent: Program = field(init=False)

    @property
    def clock(self) -> Path:
        """The file that both processes read the time from."""
        return self.folder / "clock-of-the-test"

    @property
    def run(self) -> Path:
        """Where the sockets are."""
        return self.folder / "run"

    @property
    def state(self) -> Path:
        """The recorder's own folder."""
        return self.folder / "state" / "recorder"

    @property
    def recorder(self) -> Recorder:
        """The recorder's socket."""
        return Recorder(self.run / "recorder.sock")

    @property
    def printed(self) -> str:
        """Everything that any process of this home has printed."""
        return "".join(one.printed + one.complained for one in self.programs)

    def start_recorder(self) -> Program:
        """Start the recorder, and wait until it answers."""
        command = our_python(
            "tests.promises.recorder_at",
            *(str(self.clock), str(self.state), str(self.run), str(SETTLING_MS)),
        )
        self.gate = self._start(command)
        self.gate.line_with("ready")
        return self.gate

    def start_agent(self) -> Program:
        """Start the agent, and wait until it answers."""
        options = [
            *("--listen", "127.0.0.1:0", "--upstream", f"127.0.0.1:{self.upstream.port}"),
            *("--household", str(self.folder / "household.toml")),
            *("--recorder", str(self.run / "lend.sock")),
        ]
        for category in LISTS:
            options += ["--block", f"{category}={self.folder / category}.txt"]
        self.agent = self._start(our_python("tests.promises.agent_at", str(self.clock), *options))
        self.box = ("127.0.0.1", port_in(self.agent.line_with("listening")))
        self.agent.line_with("ready")
        return self.agent

    def slowly(self, *, minutes: int) -> None:
        """Let minutes go by as they do, and wait until the agent has heard what was renewed.

        On a busy machine a question can come to it together with the end of settling, and first.
        Whoever has answered a second one has read all that lay there with the first.
        """
        AtTheGate.slowly(self, minutes=minutes)
        if self.agent.is_running:
            for _ in range(2):
                self.ask("heard.invalid", NOBODYS)

    def ask(self, name: str, source: str, rtype: int = 1) -> bytes:
        """Ask the agent for a name from an address; return the reply."""
        [reply] = self.ask_all([name], source, rtype)
        return reply

    def ask_all(self, names: Sequence[str], source: str, rtype: int = 1) -> list[bytes]:
        """Ask for many names, some at a time; return the replies, in whatever order they came."""
        replies: list[bytes] = []
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.settimeout(REPLY_SECONDS)
            sock.bind((source, 0))
            sock.connect(self.box)
            for start in range(0, len(names), 40):
                some = names[start : start + 40]
                for name in some:
                    sock.send(query(name, rtype))
                replies += [sock.recv(4_096) for _ in some]
        return replies

    def _start(self, command: Sequence[str]) -> Program:
        program = Program(command, cwd=self.folder / "cwd", environment=self.environment)
        self.programs.append(program)
        self.stack.enter_context(program)
        return program


@contextmanager
def gated_home(folder: Path, **environment: str) -> Iterator[GatedHome]:
    """Yield a home with recorder and agent running, and end both afterwards."""
    for name in ("state/recorder", "run", "cwd", "tmp", "home"):
        (folder / name).mkdir(parents=True)
    (folder / "household.toml").write_text(HOUSEHOLD, encoding="utf-8")
    for category, text in LISTS.items():
        (folder / f"{category}.txt").write_text(text, encoding="utf-8")
    time = FakeTime(START, file=folder / "clock-of-the-test")
    around = surroundings(TMPDIR=str(folder / "tmp"), HOME=str(folder / "home"), **environment)
    with ExitStack() as stack:
        upstream = stack.enter_context(dnsmasq("--address=/#/192.0.2.80"))
        home = GatedHome(
            folder=folder, time=time, upstream=upstream, environment=around, stack=stack
        )
        home.start_recorder()
        home.start_agent()
        yield home


def query(name: str, rtype: int = 1) -> bytes:
    """Return a packet that asks for a name."""
    labels = b"".join(bytes((len(one),)) + one.encode() for one in name.split("."))
    head = secrets.token_bytes(2) + b"\1\0\0\1\0\0\0\0\0\0"
    return head + labels + b"\0" + rtype.to_bytes(2, "big") + b"\0\1"
