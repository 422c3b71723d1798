"""A home with the gate: the real recorder and the real agent, and everybody around them.

Rules kept here:
- Only the value of the clock is played, through one file that both processes read.
- An agreement is drawn up for this very box with the desk's own commands, and goes in through the
  recorder's own socket.
- The upstream is a real dnsmasq that knows every name.
"""

from __future__ import annotations

import secrets
import socket
import time as clocks
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final, cast

from agent.dns.upstream import Address
from agent.recorder.asking import Recorder
from consent.commands.agreement import withdraw
from consent.commands.draft_file import draft_to_text
from consent.commands.drafting import draft
from consent.commands.signing import sign
from consent.encoding import JsonValue
from consent.envelope import envelope_from_bytes
from consent.passphrase import stop_code_for
from consent.recorder_answers import DeviceStanding, Done, HowItStands
from consent.recorder_requests import (
    Admit,
    AskHomeCard,
    AskHow,
    AskNonce,
    Bind,
    Enrol,
    NoticeShown,
    Proven,
    Request,
    proof_of,
)
from consent.schema import write
from consent.signer import Signer
from consent.words import words_for
from tests.agent.dns.upstreams import dnsmasq
from tests.consent.commands import ceremony
from tests.consent.commands.memory import MemoryDesk
from tests.fake_time import FakeTime
from tests.promises.programs import PATIENCE_SECONDS, Program, our_python, port_in, surroundings

START: Final = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
STOP_CODE: Final = "12345678"
RENEWED_MINUTES: Final = 4
"""A step of the clock within which no lease of ten minutes can run out."""
SETTLING_MS: Final = 15 * 60 * 1000
TABLET, LAPTOP, KITCHEN, NOBODYS = "127.0.0.21", "127.0.0.22", "127.0.0.23", "127.0.0.24"
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


@dataclass(slots=True)
class GatedHome:
    """One home. `recorder` asks its socket, `box` is where the agent answers DNS.

    `gate` and `agent` are the two processes as they were started last.
    """

    folder: Path
    time: FakeTime
    upstream: Address
    environment: Mapping[str, str]
    stack: ExitStack
    desk: MemoryDesk = field(default_factory=ceremony.at_the_agency)
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

    def done(self, request: Request, *attached: bytes) -> tuple[Done, tuple[bytes, ...]]:
        """Ask for what must be done."""
        answer, parts = self.recorder.ask(request, attached)
        assert isinstance(answer, Done)
        return answer, parts

    def how(self) -> HowItStands:
        """Ask how everything stands."""
        answer, _ = self.recorder.ask(AskHow())
        assert isinstance(answer, HowItStands)
        return answer

    def device(self, label: str) -> DeviceStanding:
        """Return how recording stands on a device."""
        return next(one for one in self.how().devices if one.label == label)

    def enrolled(self) -> None:
        """Trust the agency, and bind the tablet, the laptop, and a shared one in the kitchen."""
        root = self.desk.files["root.json"]
        words = " ".join(words_for(bytes.fromhex(envelope_from_bytes(root).digest), 8))
        self.done(Enrol(domain="kent.gov.uk", words=words, is_hosted=False), root)
        self.done(Admit(), self.desk.files["keyset.json"])
        for label, address in (("Tablet", TABLET), ("Laptop", LAPTOP), ("Kitchen", KITCHEN)):
            self.done(Bind(label=label, addresses=(address,), sole_user=address != KITCHEN))

    def agreed(self, changes: Mapping[str, JsonValue] | None = None) -> str:
        """Draw up, sign and import an agreement about the tablet; return its digest."""
        self.desk.at = self.time.now.replace(microsecond=0)
        _, (card,) = self.done(AskHomeCard())
        self.desk.files["home-card.json"] = card
        tablet = self.device("Tablet").id
        answers = ceremony.answers(
            {"home.devices": [tablet], "home.stop_code": _stop_code(), **(changes or {})}
        )
        self.desk.files["in.toml"] = draft_to_text(answers)
        assert draft(self.desk, "in.toml"), self.desk.text
        ceremony.signing(self.desk)
        # Some agreements need the service manager too, so it is asked who is missing.
        assert any(sign(self.desk, key) for key in ("sw.key", "tm.key", "sm.key")), self.desk.text
        done, _ = self.done(Admit(), self.desk.files["agreement.json"])
        assert done.id is not None
        return done.id

    def recording_on(self, changes: Mapping[str, JsonValue] | None = None) -> str:
        """Come to the evening of the agreement's first day; return its digest."""
        self.enrolled()
        digest = self.agreed(changes)
        self.later(hours=1)
        self.done(NoticeShown(address=TABLET))
        self.later(days=2, hours=8)
        assert self.device("Tablet").off is None, self.device("Tablet")
        self.settled()
        return digest

    def later(self, **span: float) -> None:
        """Let time go by, a minute at least, and wait until the recorder has gone round after."""
        self.time.advance(timedelta(**span).total_seconds())
        self.wait_for_round()

    def slowly(self, *, minutes: int) -> None:
        """Let minutes go by as they do, so that what is lent is renewed in time."""
        for _ in range(0, minutes, RENEWED_MINUTES):
            self.later(minutes=RENEWED_MINUTES)

    def wait_for_round(self) -> None:
        """Wait until everything was decided at the time that it is now."""
        wanted = self.time.now.replace(microsecond=0)
        until(lambda: (self.how().decided_at or START) >= wanted)

    def settled(self) -> None:
        """Wait until an agent is there, and until what it sends counts."""
        until(lambda: self.how().is_agent_there)
        # The first minute lends anew what a leap of the clock has ended.
        self.later(minutes=1)
        self.slowly(minutes=20)

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

    def proven(self, request: Proven, signer: Signer) -> Proven:
        """Return a request with a fresh number, signed."""
        nonce = self.done(AskNonce())[0].id
        assert nonce is not None
        asked = replace(request, nonce=nonce)
        return replace(asked, signature=signer.sign(proof_of(asked, self.how().box)).hex())

    def withdrawal(self) -> bytes:
        """Return a withdrawal that the young person signed with their own card."""
        self.desk.at = self.time.now.replace(microsecond=0)
        withdraw(self.desk)
        return self.desk.files["withdrawal.json"]

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
        home = GatedHome(folder, time, upstream, around, stack)
        home.start_recorder()
        home.start_agent()
        yield home


@cache
def _stop_code() -> JsonValue:
    """Return what an agreement keeps of the stop code, at the cost that a real box asks."""
    return cast("JsonValue", write(stop_code_for(STOP_CODE, "5c" * 16)))


def query(name: str, rtype: int = 1) -> bytes:
    """Return a packet that asks for a name."""
    labels = b"".join(bytes((len(one),)) + one.encode() for one in name.split("."))
    head = secrets.token_bytes(2) + b"\1\0\0\1\0\0\0\0\0\0"
    return head + labels + b"\0" + rtype.to_bytes(2, "big") + b"\0\1"


def until(happened: Callable[[], bool]) -> None:
    """Ask until something has happened. Each asking goes over a socket, so nothing spins."""
    end = clocks.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert clocks.monotonic() < end, "it did not happen"
