"""What a block does to what is running already, where the box only answers names.

The agent is the real one as a process, on a published policy that changes while it runs; above it
is dnsmasq. Videos, calls and games are real connections. Here the table in agent/README.md is
measured.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from policy.document import household_from_toml
from policy.household import Household
from policy.names import from_text
from policy.rules import RuleSet
from policy.snapshot import PolicySnapshot, snapshot_to_bytes
from policy.timed import Effect, TimedRule
from policy.what import EVERYTHING
from tests.agent.dns.running import (
    HOST,
    PATIENCE_SECONDS,
    Call,
    Closed,
    Phone,
    PiecesOfVideo,
    Remembering,
    Runs,
    Video,
    last_second,
    servers,
)
from tests.agent.dns.upstreams import dnsmasq
from tests.conftest import Scale
from tests.promises.programs import Program, our_python, port_in

ROOT: Final = Path(__file__).resolve().parents[3]

LIVES: Final = 300
"""Seconds for which the site says its address may be kept; many say so."""

BLOCKED_AT: Final = 100
"""The second in which the block begins; the address was looked up in the first one."""

HOME: Final = household_from_toml("""
format = "lamplight-household/v1"

[[young_people]]
name = "Leo"

[[devices]]
name = "Leo's tablet"
belongs_to = "Leo"
addresses = ["127.0.0.1"]
""")

PAUSED: Final = TimedRule(title="Not now", effect=Effect.BLOCK, what=EVERYTHING)


class Home:
    """A running agent, what is published to it, and where the servers listen."""

    def __init__(self, agent: Program, snapshot: Path, ports: tuple[int, int]) -> None:
        """Join them."""
        self.port = port_in(agent.line_with("listening on"))
        agent.line_with("ready")
        self._snapshot = snapshot
        self._version = 1
        self.tcp, self.udp = ports

    def publish(self, household: Household) -> None:
        """Publish a household under the next version, as the console does."""
        self._version += 1
        fresh = self._snapshot.with_suffix(".part")
        fresh.write_bytes(octets_of(household, self._version))
        fresh.replace(self._snapshot)

    def wait_until(self, name: str, *, closed: bool) -> float:
        """Ask until a name is closed, or open; return how many seconds that took."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE_SECONDS:
            try:
                Phone(self.port).look_up(name)
            except Closed:
                if closed:
                    return time.monotonic() - began
            else:
                if not closed:
                    return time.monotonic() - began
        raise AssertionError("the agent did not take up what was published")


def octets_of(household: Household, version: int) -> bytes:
    """Return a household as it is published."""
    return snapshot_to_bytes(PolicySnapshot(version=version, household=household))


def with_rules(rules: RuleSet) -> Household:
    """Return the home with rules for Leo."""
    [leo] = HOME.young_people
    return replace(HOME, young_people=(replace(leo, rules=rules),))


CLOSED: Final = with_rules(RuleSet(timed=(PAUSED,)))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Return a home with dnsmasq above it, in which nothing is closed."""
    snapshot = tmp_path / "snapshot.json"
    snapshot.write_bytes(octets_of(HOME, 1))
    with ExitStack() as stack:
        upstream = stack.enter_context(
            dnsmasq(f"--address=/example/{HOST}", f"--local-ttl={LIVES}")
        )
        ports = stack.enter_context(servers())
        agent = stack.enter_context(
            Program(
                [
                    *our_python("agent", "--listen", f"{HOST}:0"),
                    *("--upstream", f"{upstream.host}:{upstream.port}"),
                    *("--leads-home", "example"),  # all of it runs on this machine
                    *("--snapshot", str(snapshot)),
                ]
            )
        )
        yield Home(agent, snapshot, ports)


class Row(NamedTuple):
    """One line of the table: what runs, and how many seconds after the block it stops."""

    what: str
    stops_after: int | None


ROWS: Final = (
    Row("a video over one connection that stays open", None),
    Row("a video in pieces of 4 seconds, each over a new connection", LIVES - BLOCKED_AT),
    Row("a call", None),
    Row("a game that connects anew every 30 seconds", LIVES - BLOCKED_AT),
    Row("a game that connects anew every 7 minutes", 420 - BLOCKED_AT),
    Row("an app that remembers the address while it runs", None),
    Row("anything that was not looked up before", 0),
)


def started(row: Row, home: Home, phone: Phone) -> Runs:
    """Begin what a row is about."""
    match ROWS.index(row):
        case 0:
            return Video(phone, "video.example", home.tcp)
        case 1:
            return PiecesOfVideo(phone, "pieces.example", home.tcp, every=4)
        case 2:
            return Call(phone, "call.example", home.udp)
        case 3:
            return PiecesOfVideo(phone, "game.example", home.tcp, every=30)
        case 4:
            return PiecesOfVideo(phone, "slow.example", home.tcp, every=420)
        case 5:
            return Remembering(phone, "app.example", home.tcp)
        case _:
            return PiecesOfVideo(phone, "new.example", home.tcp, every=BLOCKED_AT)


def test_what_is_running_stops_when_the_table_says(home: Home, scale: Scale) -> None:
    """What holds a connection goes on; what needs a name again stops once its answer is too old."""
    # Half an hour, or in a soak two, for which each is watched, second by second.
    watched = scale(30 * 60, 2 * 60 * 60)
    phones = {row: Phone(home.port) for row in ROWS}
    running = {row: started(row, home, phone) for row, phone in phones.items()}
    for row, phone in phones.items():
        # What is new begins only when the others are closed out.
        phone.seconds = BLOCKED_AT if row is ROWS[-1] else 0
        while phone.seconds < BLOCKED_AT:
            running[row].second()
            phone.seconds += 1
    home.publish(CLOSED)
    home.wait_until("anything.example", closed=True)
    stopped = {row: last_second(phone, running[row], watched) for row, phone in phones.items()}

    assert {row: at and at - BLOCKED_AT for row, at in stopped.items()} == {
        row: row.stops_after for row in ROWS
    }


_LINE: Final = re.compile(
    r"^\| (.+) \| (?:(\d+) seconds later|(at once)|(does not stop)) \|$", re.MULTILINE
)


def test_the_readme_tells_what_is_measured() -> None:
    """The table that a family's helper reads has the rows and figures from above."""
    text = (ROOT / "agent" / "README.md").read_text(encoding="utf-8")
    told = [
        Row(what, 0 if at_once else int(after) if after else None)
        for what, after, at_once, _ in _LINE.findall(text)
    ]

    assert told == list(ROWS)


def test_what_is_closed_beforehand_never_begins(home: Home) -> None:
    """Where a name was never answered there is nothing that could go on."""
    home.publish(with_rules(RuleSet(block=frozenset({from_text("video.example")}))))
    home.wait_until("video.example", closed=True)

    with pytest.raises(Closed):
        Video(Phone(home.port), "video.example", home.tcp)


def test_after_a_video_lost_its_connection_it_does_not_come_back(home: Home) -> None:
    """A router that starts anew, or a walk to another room, ends what the block left running."""
    phone = Phone(home.port)
    video = Video(phone, "video.example", home.tcp)
    home.publish(CLOSED)
    home.wait_until("anything.example", closed=True)
    video.second()
    video.end()
    phone.seconds = LIVES

    with pytest.raises(Closed):
        Video(phone, "video.example", home.tcp)


def test_what_is_opened_again_is_there_within_seconds(home: Home) -> None:
    """A device may keep a denial for five seconds; then it asks, and is answered."""
    home.publish(CLOSED)
    home.wait_until("video.example", closed=True)
    kept = Phone(home.port).denied_for("video.example")
    home.publish(HOME)
    home.wait_until("video.example", closed=False)

    assert 0 < kept <= 5
