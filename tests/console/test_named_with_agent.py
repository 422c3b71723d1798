"""What is decided on the Devices and Rules pages, held against the real agent over real sockets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dns.message
import dns.rcode
import pytest

from console.house import utc_now
from tests.console.at_hand import AtHand, at_hand
from tests.promises.programs import Program, our_python, port_in
from tests.promises.sockets import ask_udp

TABLET, STRANGER = "127.0.0.21", "127.0.0.29"
HOME = f"""\
format = "lamplight-household/v1"

[visitors]
block = ["visitors.example"]

[[young_people]]
name = "Maya"
block = ["mayas.example"]

[[young_people]]
name = "Leo"
block = ["leos.example"]

[[carers]]
name = "Sam"

[[devices]]
name = "Tablet"
belongs_to = "nobody yet"
addresses = ["{TABLET}"]
"""
NAMES = ("visitors.example", "mayas.example", "leos.example", "new.example")


@dataclass(frozen=True, slots=True)
class Box:
    """The application with a running agent beside it."""

    home: AtHand
    port: int

    def blocked(self, source: str = TABLET) -> set[str]:
        """Return which of the names the agent says no to, asked once each, now."""
        found = set()
        for name in NAMES:
            asked = dns.message.make_query(name, "A")
            told = dns.message.from_wire(ask_udp(asked.to_wire(), source, ("127.0.0.1", self.port)))
            if told.rcode() == dns.rcode.NXDOMAIN:
                found.add(name)
        return found


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """Return a home whose agent runs in a process of its own, as on any box."""
    state: Path = tmp_path_factory.mktemp("state")
    # A turn is by the clock, and the agent's is the machine's own.
    with at_hand(state, HOME, clock=utc_now) as home:
        (state / "agent").mkdir(exist_ok=True)
        published = home.house.published
        options = ["--listen", "127.0.0.1:0", "--upstream", "127.0.0.1:1"]
        options += ["--snapshot", str(published.snapshot_path)]
        options += ["--status", str(published.status_path)]
        with Program(our_python("agent", *options)) as agent:
            port = port_in(agent.line_with("listening"))
            yield Box(home, port)


def test_a_device_has_its_persons_rules_when_the_page_comes_back(box: Box) -> None:
    """Whoever is told that it is saved finds it in force at once, for each person in turn."""
    found = [box.blocked()]
    for owner in ("Maya", "Leo", "Sam", "nobody yet"):
        done = box.home.send("/devices/1/give", {"device": "Tablet", "owner": owner})
        assert done.status == 303
        found.append(box.blocked())

    assert found == [
        {"visitors.example"},
        {"mayas.example"},
        {"leos.example"},
        set(),
        {"visitors.example"},
    ]
    assert box.blocked(STRANGER) == {"visitors.example"}


def test_a_rule_holds_when_the_page_comes_back_and_is_undone_as_soon(box: Box) -> None:
    """A name blocked for everyone is blocked at once, and after undoing it is not."""
    fields = {"block": "new.example"}
    asked = box.home.send("/rules/everyone/names", fields)
    saved = box.home.send("/rules/everyone/names", {**fields, "check": asked.value("check")})
    blocked = box.blocked(STRANGER)
    box.home.send("/rules/undo", {"number": box.home.get("/rules").value("number")})

    assert saved.leads_to == "/rules/everyone/saved"
    assert blocked == {"visitors.example", "new.example"}
    assert box.blocked(STRANGER) == {"visitors.example"}


def test_a_turn_holds_when_the_page_comes_back_and_without_one_the_strictest_do(box: Box) -> None:
    """On a shared device the one who has the turn decides; without a turn nobody's no is a yes."""
    home = box.home
    home.send("/devices/1/give", {"device": "Tablet", "owner": "everyone"})
    home.send("/devices/1/share", {"device": "Tablet", "person": ["Maya", "Leo"], "minutes": "30"})
    found = [box.blocked()]
    home.send("/devices/1/pin", {"device": "Tablet", "person": "Maya", "pin": "2580"})
    home.send("/turn/pin", {"person": "Maya", "pin": "2580"}, TABLET)
    found.append(box.blocked())
    home.send("/turn/done", {"done": "yes"}, TABLET)
    found.append(box.blocked())

    strictest = {"mayas.example", "leos.example"}
    assert found == [strictest, {"mayas.example"}, strictest]
