"""A home in which everything is real but the clock: its pages, its database, its running agent."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import dns.edns
import dns.message
import dns.query

from console.house import House
from console.services.home import read_in
from console.store.database.engine import Database
from console.store.household_file import read_household_file
from console.store.published import Published
from policy.status import AgentStatus
from tests.agent.dns import upstreams
from tests.agent.evening import LOCAL_TTL, PATIENCE_SECONDS, soon
from tests.console.given_home import TEXT
from tests.console.pressing import Pressing
from tests.fake_time import FakeTime
from tests.promises.programs import Program, our_python, port_in

SAM, ALEX, TABLET = "127.0.0.11", "127.0.0.12", "127.0.0.13"


@dataclass(kw_only=True)
class EveningHome:
    """The pages of a home, and the agent that filters for it."""

    house: House
    pages: Pressing
    time: FakeTime
    program: Program
    port: int

    def ask(self, source: str, name: str) -> dns.message.Message:
        """Return what a device is answered."""
        query = dns.message.make_query(name, "A", use_edns=0)
        return dns.query.udp(query, "127.0.0.1", PATIENCE_SECONDS, self.port, source=source)

    def is_blocked(self, source: str, name: str) -> bool:
        """Say whether a name is blocked for a device."""
        return any(
            isinstance(one, dns.edns.EDEOption) and one.code == dns.edns.EDECode.BLOCKED
            for one in self.ask(source, name).options
        )

    def comes_to(self, source: str, name: str, *, blocked: bool) -> bool:
        """Ask until a name is blocked, or is not; False where patience ends."""
        return soon(lambda: self.is_blocked(source, name) is blocked)

    def is_taken_up(self) -> bool:
        """Wait until the agent holds what is published; False where patience ends."""

        def holds() -> bool:
            status = self.house.published.status()
            version = self.house.published.snapshot().version
            return isinstance(status, AgentStatus) and status.snapshot_version == version

        return soon(holds)

    def says(self, path: str, text: str, source: str = "127.0.0.1") -> bool:
        """Open a page until a text stands on it; False where patience ends."""
        return soon(lambda: text in self.pages.open(path, source).text)

    def end_agent(self) -> None:
        """End the agent."""
        self.program.__exit__(None, None, None)


@contextlib.contextmanager
def evening_home(folder: Path, began: datetime, text: str = TEXT) -> Iterator[EveningHome]:
    """Run a home from a time on."""
    folder.mkdir(parents=True, exist_ok=True)
    state, file = folder / "state", folder / "household.toml"
    file.write_text(text, encoding="utf-8")
    (state / "agent").mkdir(parents=True)
    time = FakeTime(began, file=folder / "clock")
    house = House(
        database=Database.open(state),
        published=Published(state),
        agent=folder / "agent.sock",
        clock=lambda: time.now,
    )
    read_in(house, read_household_file(file))
    with upstreams.dnsmasq("--address=/#/192.0.2.9", f"--local-ttl={LOCAL_TTL}") as above:
        command = our_python(
            "tests.promises.agent_at",
            str(folder / "clock"),
            *("--listen", "127.0.0.1:0", "--upstream", f"127.0.0.1:{above.port}"),
            *("--snapshot", str(house.published.snapshot_path)),
            *("--status", str(house.published.status_path)),
            *("--minutes", str(state / "agent" / "minutes.json")),
            *("--asked", str(house.agent)),
            *("--clock-report", str(folder / "report.json")),
        )
        with Program(command) as program:
            port = port_in(program.line_with("listening"))
            program.line_with("ready")
            yield EveningHome(
                house=house, pages=Pressing(house), time=time, program=program, port=port
            )
