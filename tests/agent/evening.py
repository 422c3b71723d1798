"""An evening with the real agent: a published home, a real resolver above, and a clock in hand.

Rules kept here:
- The agent is a process on `FakeTime`; what it answers comes over real sockets.
- Waiting is for an answer or a status, never for time to pass, and it is bounded.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import dns.edns
import dns.message
import dns.query
import dns.rdatatype

from agent.files import replace_file
from policy.document import household_from_toml
from policy.snapshot import PolicySnapshot, snapshot_to_bytes
from policy.status import AgentStatus, status_from_bytes
from tests.agent.dns import upstreams
from tests.fake_time import FakeTime
from tests.policy.evening import clock
from tests.promises.programs import Program, our_python, port_in

PATIENCE_SECONDS: Final = 30.0
SAM, ALEX, TABLET = "127.0.0.11", "127.0.0.12", "127.0.0.13"
LOCAL_TTL: Final = 300

HOME: Final = household_from_toml("""
format = "lamplight-household/v1"

[[carers]]
name = "Jo"

[[young_people]]
name = "Sam"
block = ["blocked.example"]

[[young_people.timed]]
title = "Bedtime"
effect = "block"
everything = true
when = [{from = "21:00", until = "07:00"}]

[[young_people]]
name = "Alex"

[[devices]]
name = "Sam's phone"
belongs_to = "Sam"
addresses = ["127.0.0.11"]

[[devices]]
name = "Alex's phone"
belongs_to = "Alex"
addresses = ["127.0.0.12"]

[[devices]]
name = "Tablet"
belongs_to = "everyone"
shared_by = ["Sam", "Alex"]
hand_back_minutes = 30
addresses = ["127.0.0.13"]
""")


@dataclass(kw_only=True)
class Evening:
    """A running agent, and what it is told."""

    folder: Path
    time: FakeTime
    upstream: int
    published: PolicySnapshot
    program: Program
    port: int = 0

    def publish(self, **changes: object) -> None:
        """Publish the home anew, with something changed, under the next version."""
        version = self.published.version + 1
        self.published = replace(self.published, version=version, **changes)  # type: ignore[arg-type]  # fields of a snapshot
        self._write()
        self.until(lambda status: status.snapshot_version == version)

    def ask(self, source: str, name: str = "example.org", rtype: str = "A") -> dns.message.Message:
        """Return what a device is answered."""
        query = dns.message.make_query(name, rtype, use_edns=0)
        return dns.query.udp(query, "127.0.0.1", PATIENCE_SECONDS, self.port, source=source)

    def is_blocked(self, source: str, name: str = "example.org") -> bool:
        """Say whether a name is blocked for a device."""
        options = self.ask(source, name).options
        return any(
            isinstance(one, dns.edns.EDEOption) and one.code == dns.edns.EDECode.BLOCKED
            for one in options
        )

    def comes_to(self, source: str, *, blocked: bool, name: str = "example.org") -> bool:
        """Ask until a name is blocked, or is not; False where patience ends."""
        return soon(lambda: self.is_blocked(source, name) is blocked)

    def ttl(self, source: str, name: str = "example.org") -> int:
        """Return the longest TTL of an answer to a device."""
        reply = self.ask(source, name)
        return max(rrset.ttl for rrset in (*reply.answer, *reply.authority))

    def status(self) -> AgentStatus:
        """Return what the agent says of itself."""
        return status_from_bytes((self.folder / "status.json").read_bytes())

    def until(self, holds: Callable[[AgentStatus], bool]) -> AgentStatus:
        """Return the first status that holds."""
        assert soon(lambda: holds(self.status())), self.status()
        return self.status()

    def restart(self) -> None:
        """End the agent and start another one, on the same files."""
        self.program.__exit__(None, None, None)
        self.program = self._started()

    def _write(self) -> None:
        replace_file(self.folder / "snapshot.json", [snapshot_to_bytes(self.published)])

    def _started(self) -> Program:
        program = Program(
            our_python(
                "tests.promises.agent_at",
                str(self.folder / "clock"),
                *("--listen", "127.0.0.1:0", "--upstream", f"127.0.0.1:{self.upstream}"),
                *("--snapshot", str(self.folder / "snapshot.json")),
                *("--status", str(self.folder / "status.json")),
                *("--clock-report", str(self.folder / "report.json")),
            )
        )
        try:
            self.port = port_in(program.line_with("listening"))
            program.line_with("ready")
        except BaseException:
            program.__exit__(None, None, None)
            raise
        return program


def soon(holds: Callable[[], bool]) -> bool:
    """Ask until something holds; False where patience ends."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        if time.monotonic() > until:
            return False
    return True


@contextlib.contextmanager
def evening(
    folder: Path, began: str | datetime, *options: str, home: PolicySnapshot | None = None
) -> Iterator[Evening]:
    """Run an agent over the home above from a time on; `options` are dnsmasq's."""
    at = clock(began) if isinstance(began, str) else began
    published = home or PolicySnapshot(version=1, household=HOME)
    above = options or ("--address=/#/192.0.2.9", f"--local-ttl={LOCAL_TTL}")
    with upstreams.dnsmasq(*above) as upstream:
        running = Evening(
            folder=folder,
            time=FakeTime(at, file=folder / "clock"),
            upstream=upstream.port,
            published=published,
            program=None,  # type: ignore[arg-type]  # started in the next lines
        )
        running._write()
        running.program = running._started()
        try:
            yield running
        finally:
            running.program.__exit__(None, None, None)
