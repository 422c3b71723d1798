"""One real home for stories: agent, recorder and console as processes, and a network for browsers.

Rules kept here:
- Only the value of the clock is played, through one file that all three processes read.
- Devices are addresses of this machine; what they look up is a real question over UDP.
- What happens outside the home (a desk, a router) is done by whoever tells the story.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import dns.edns
import dns.message
import dns.query
from playwright.sync_api import Browser, BrowserContext

from agent.files import replace_file
from agent.lab.home import BOX, FOUR, PREFIXES
from agent.recorder.asking import Recorder
from console.store.published import Published
from policy.categories import Category
from policy.index import ListSource
from policy.names import from_text
from policy.neighbours import NOTHING_SEEN, Neighbours
from policy.neighbours_document import neighbours_to_bytes
from policy.status import AgentStatus
from tests.agent.dns.upstreams import dnsmasq
from tests.agent.evening import soon
from tests.agent.lab_home import Lab, lab_at
from tests.console.stories.network import Network
from tests.console.stories.person import Person, Way
from tests.console.stories.watch import SELFTEST, Watch
from tests.fake_time import FakeTime
from tests.policy.strategies import index_octets
from tests.promises.gated_home import SETTLING_MS
from tests.promises.programs import Program, our_python, port_in, surroundings

PATIENCE_SECONDS: Final = 30.0
LAB_BOX: Final = (f"{FOUR}.2", *(f"[{prefix}2]" for prefix in PREFIXES))
"""Where the box of the lab is."""

LISTED: Final = {
    "strangers": ("strangers.example",),
    "games": ("games.example",),
    "gambling": ("gambling.example",),
}
"""What the lists of this home hold, by the kind of site."""


@dataclass(slots=True, kw_only=True)
class OneHome:
    """A home that runs. `names` are those of its people, which no title or address may hold."""

    folder: Path
    time: FakeTime
    browser: Browser
    network: Network
    stack: ExitStack
    names: tuple[str, ...]
    household: Path | None
    has_recorder: bool
    lab: Lab | None = None
    upstream: int = 0
    console: Program = field(init=False)
    watches: list[Watch] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def state(self) -> Path:
        """The state folder of console and agent."""
        return self.folder / "state"

    @property
    def cut(self) -> Path:
        """The file by which the console's power is cut."""
        return self.folder / "cut"

    @property
    def neighbours(self) -> Path:
        """Where discovery says what it saw."""
        return self.folder / "neighbours.json"

    @property
    def recorder(self) -> Recorder:
        """The recorder's socket."""
        return Recorder(self.folder / "run" / "recorder.sock")

    @property
    def published(self) -> Published:
        """What the console published, and what the agent says of itself."""
        return Published(self.state)

    def takes(self, way: Way, address: str, *, safely: bool = False) -> Person:
        """Give somebody the device at an address."""
        watch = Watch(self.names)
        person = way.takes(self.browser, self.network, address, watch, safely=safely)
        self.watches.append(watch)
        self.contexts.append(person.page.context)
        return person

    def is_told(self) -> None:
        """End the story: close the browsers, and say what came up in them."""
        for context in self.contexts:
            context.close()
        found = [one for watch in self.watches for one in watch.found]
        pages = [page for watch in self.watches for page in watch.pages]
        self.watches.clear()
        self.contexts.clear()
        assert found == [], "\n".join(found)
        assert pages
        elsewhere, self.network.elsewhere[:] = [*self.network.elsewhere], []
        others = [one for one in elsewhere if not one.endswith(SELFTEST)]
        assert others == [], others

    def forgets_browsers(self) -> None:
        """Close what a story left open that did not come to its end."""
        for context in self.contexts:
            context.close()
        self.watches.clear()
        self.contexts.clear()
        self.network.elsewhere.clear()

    def asks(self, address: str, name: str) -> dns.message.Message:
        """Look a name up on a device; return the answer."""
        question = dns.message.make_query(name, "A", use_edns=0)
        return dns.query.udp(
            question, "127.0.0.1", PATIENCE_SECONDS, self.network.box.dns, source=address
        )

    def is_blocked(self, address: str, name: str) -> bool:
        """Say whether a name is blocked on a device."""
        return any(
            isinstance(one, dns.edns.EDEOption) and one.code == dns.edns.EDECode.BLOCKED
            for one in self.asks(address, name).options
        )

    def comes_to(self, address: str, name: str, *, blocked: bool) -> bool:
        """Ask until a name is blocked on a device, or is not; False where patience ends."""
        return soon(lambda: self.is_blocked(address, name) is blocked)

    def holds(self) -> bool:
        """Wait until the agent holds what is published; False where patience ends."""

        def held() -> bool:
            status = self.published.status()
            version = self.published.snapshot().version
            return isinstance(status, AgentStatus) and status.snapshot_version == version

        return soon(held)

    def sees(self, seen: Neighbours) -> None:
        """Let discovery publish this and nothing else."""
        replace_file(self.neighbours, (neighbours_to_bytes(seen),))

    def passes(self, **span: float) -> None:
        """Let time go by."""
        self.time.advance(timedelta(**span).total_seconds())

    def becomes(self, clock: str) -> None:
        """Let time go by until the wall shows so late, today or tomorrow; winter is UTC."""
        hour, minute = map(int, clock.split(":"))
        then = self.time.now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if then <= self.time.now:
            then += timedelta(days=1)
        self.time.advance((then - self.time.now).total_seconds())

    def start_console(self) -> None:
        """Start the console over whatever is kept, at the ports that it had before."""
        box = self.network.box
        options = [
            *("--state", str(self.state), "--listen", f"127.0.0.1:{box.plain}"),
            *("--tls-listen", f"127.0.0.1:{box.tls}"),
            *("--agent", str(self.folder / "run" / "agent.sock")),
            *("--neighbours", str(self.neighbours)),
        ]
        if self.household:
            options += ["--household", str(self.household)]
        if self.has_recorder:
            options += ["--recorder", str(self.folder / "run" / "recorder.sock")]
        command = our_python(
            "tests.console.stories.console_at", str(self.folder / "clock"), str(self.cut), *options
        )
        self.console = self._started(command)
        found = re.search(
            r"https://[^:]+:(\d+)/ and http://[^:]+:(\d+)/", self.console.line_with("ready")
        )
        assert found
        box.tls, box.plain = int(found[1]), int(found[2])

    def power_returns(self) -> None:
        """Wait until the power has gone, and start the console again."""
        assert self.console.end() < 0
        self.cut.unlink()
        self.start_console()

    def start_agent(self) -> None:
        """Start the agent, and wait until it answers; in a lab it is on the lab's own box."""
        at = ["127.0.0.1:0"]
        if self.lab:
            at = [f"{address}:53" for address in LAB_BOX]
        options = [
            *(option for one in at for option in ("--listen", one)),
            *("--upstream", f"127.0.0.1:{self.upstream}"),
            *("--snapshot", str(self.published.snapshot_path)),
            *("--status", str(self.published.status_path)),
            *("--index", str(self.folder / "lists.idx")),
            *("--minutes", str(self.state / "agent" / "minutes.json")),
            *("--asked", str(self.folder / "run" / "agent.sock")),
            *("--neighbours", str(self.neighbours)),
        ]
        if self.has_recorder:
            options += ["--recorder", str(self.folder / "run" / "lend.sock")]
        command = our_python("tests.promises.agent_at", str(self.folder / "clock"), *options)
        agent = self.lab.start(BOX, *command) if self.lab else self._started(command)
        self.network.box.dns = port_in(agent.line_with("listening"))
        agent.line_with("ready")

    def start_recorder(self) -> None:
        """Start the recorder, and wait until it answers."""
        told = (self.folder / "clock", self.state / "recorder", self.folder / "run")
        command = our_python("tests.promises.recorder_at", *map(str, told), str(SETTLING_MS))
        self._started(command).line_with("ready")

    def _started(self, command: list[str]) -> Program:
        environment = surroundings(HOME=str(self.folder), TMPDIR=str(self.folder))
        return self.stack.enter_context(Program(command, environment=environment))


@contextmanager
def one_home(
    browser: Browser,
    folder: Path,
    began: datetime,
    text: str | None,
    *names: str,
    has_recorder: bool = False,
    prepare: Callable[[OneHome], None] = lambda _: None,
    is_lab: bool = False,
) -> Iterator[OneHome]:
    """Run a home from a time on; without a household `text` nobody has set it up.

    `prepare` is done before anything of it runs. With `is_lab` its network is the lab's, where the
    real discovery watches real devices; browsers are beside it.
    """
    for name in ("state/agent", "state/console", "state/recorder", "run"):
        (folder / name).mkdir(parents=True)
    household = None
    if text is not None:
        household = folder / "household.toml"
        household.write_text(text, encoding="utf-8")
    sources = [
        (ListSource(kind, Category(kind)), [(from_text(name), False) for name in found])
        for kind, found in LISTED.items()
    ]
    (folder / "lists.idx").write_bytes(index_octets(sources))
    with ExitStack() as stack:
        home = OneHome(
            folder=folder,
            time=FakeTime(began, file=folder / "clock"),
            browser=browser,
            network=stack.enter_context(Network()),
            stack=stack,
            names=names,
            household=household,
            has_recorder=has_recorder,
            lab=stack.enter_context(lab_at(folder)) if is_lab else None,
        )
        if home.lab:
            home.lab.watch()
        else:
            home.sees(NOTHING_SEEN)
        prepare(home)
        home.upstream = stack.enter_context(dnsmasq("--address=/#/192.0.2.80")).port
        if has_recorder:
            home.start_recorder()
        home.start_console()
        home.start_agent()
        assert home.holds()
        yield home
