from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import dns.message
import pytest

from consent.home import ClockState
from consent.recorder_answers import DAMAGED_MARK, HowItStands
from console.services.health import (
    Answers,
    NetworkNow,
    Recording,
    health_now,
    network_now,
    recording_of,
)
from console.services.machine import Room
from console.store.recorder import Recorder
from policy.coverage import FindingKind
from tests.agent.dns import packets
from tests.agent.dns.upstream_says import RR, Says
from tests.agent.test_main import running
from tests.console import homes
from tests.console.recorder_home import recorder_home
from tests.house import Script
from tests.promises.programs import Program, our_python, port_in, surroundings
from tests.promises.sockets import SocketUpstream, ask_udp

HOW = HowItStands(
    box="0" * 64,
    at=homes.WHEN,
    clock=ClockState.TRUSTED,
    agency=None,
    is_journal_sound=True,
    is_agent_there=True,
    devices=(),
    notices=(),
    agreements=(),
    days=(),
    viewers=(),
)

STANDS = {
    "ready": (HOW, Recording.READY),
    "without a clock": (replace(HOW, clock=ClockState.STALE), Recording.CLOCK),
    "with a damaged journal": (replace(HOW, is_journal_sound=False), Recording.JOURNAL),
    "with neither": (
        replace(HOW, is_journal_sound=False, clock=ClockState.BACK),
        Recording.JOURNAL,
    ),
}


@pytest.mark.parametrize(("how", "expected"), STANDS.values(), ids=STANDS)
def test_whether_recording_could_run_is_what_the_recorder_says(
    how: HowItStands, expected: Recording
) -> None:
    """A journal that is damaged comes before a clock, for it needs somebody."""
    assert recording_of(how) is expected


@pytest.mark.parametrize("room", Room)
def test_where_the_card_takes_nothing_nothing_is_written_down(room: Room) -> None:
    """The recorder permits nothing on a card that is full or read-only, and Health says so."""
    found = recording_of(HOW, room)

    assert found is (Recording.NO_ROOM if room in {Room.FULL, Room.READ_ONLY} else Recording.READY)


@pytest.mark.parametrize("octets", [b"damaged", b""])
def test_damaged_rules_are_told_and_the_rest_too(tmp_path: Path, octets: bytes) -> None:
    """Where the published rules cannot be read, Health says that and all the rest."""
    house = homes.house_at(tmp_path / "state", homes.FULL)
    house.published.replace(octets)
    now = health_now(house)

    assert (now.snapshot, now.answers) == (None, Answers.NOT_ASKED)


def test_a_real_recorder_is_asked(tmp_path: Path) -> None:
    """A recorder that runs is asked; one that does not answer is silent; none is none."""
    with recorder_home(tmp_path / "recorder") as recorded:
        house = homes.house_at(tmp_path / "state", homes.FULL, recorder=Recorder(recorded.socket))
        assert health_now(house).recording in {Recording.READY, Recording.CLOCK}
    assert health_now(house).recording is Recording.SILENT

    assert health_now(replace(house, recorder=None)).recording is Recording.NONE_HERE


def test_a_recorder_that_cannot_read_its_card_is_told_apart(tmp_path: Path) -> None:
    """One that left the mark of a damaged card is not only silent."""
    recorder = Recorder(tmp_path / "run" / "recorder.sock")
    recorder.path.parent.mkdir()
    house = homes.house_at(tmp_path / "state", homes.FULL, recorder=recorder)
    assert health_now(house).recording is Recording.SILENT
    (recorder.path.parent / DAMAGED_MARK).touch()

    assert health_now(house).recording is Recording.CARD


def test_before_the_first_run_the_network_is_told_too(tmp_path: Path) -> None:
    """A box that nobody has set up yet can say what it sees, and records nothing."""
    house = homes.house_at(tmp_path / "state")
    now = network_now(house)

    assert {one.kind for one in now.findings} == {FindingKind.NETWORK_NOT_SEEN}
    assert (now.answers, now.roads, now.known) == (Answers.NOT_ASKED, None, None)
    assert health_now(house).recording is Recording.NONE_HERE


PLAIN = Says().flags


class Above(Script):
    """A resolver that checks signatures, or says nothing of it, and leads every name home."""

    def __init__(self, *, checks: bool) -> None:
        super().__init__()
        flags = PLAIN | packets.AD if checks else PLAIN
        self._root = Says(flags=flags, answer=(RR("NS", "a.root.example."),))

    def reply(self, packet: bytes) -> bytes:
        """Answer the root's own name servers, and an address inside the home for the rest."""
        is_root = packet[12] == 0
        return (self._root if is_root else Says(answer=(RR("A", "192.168.1.7"),))).to(packet)


@pytest.mark.parametrize("checks", [True, False])
def test_what_an_upstream_says_is_told_of_the_home(tmp_path: Path, *, checks: bool) -> None:
    """A name that leads home is one fact, whoever asked; so is whether names are checked above."""
    asked = tmp_path / "asked.sock"
    house = homes.house_at(tmp_path / "state", homes.FULL, agent=asked)
    with SocketUpstream(Above(checks=checks)) as above:
        options = ["--listen", "127.0.0.1:0", "--upstream", f"127.0.0.1:{above.port}"]
        options += ["--asked", str(asked)]
        with Program(
            our_python("agent", *options), cwd=tmp_path, environment=surroundings()
        ) as agent:
            box = ("127.0.0.1", port_in(agent.line_with("listening")))
            agent.line_with("ready")
            asks = dns.message.make_query("rebinds.example", "A").to_wire()
            answer = dns.message.from_wire(ask_udp(asks, "127.0.0.21", box))
            told = until(lambda: network_now(house), lambda now: now.validates is not None)

    assert not answer.answer
    kinds = {one.kind for one in told.findings}
    assert told.validates is checks
    assert FindingKind.LED_HOME in kinds
    assert (FindingKind.NOT_VALIDATED in kinds) is not checks
    assert not any(one.devices or one.where for one in told.findings)


def until(look: Callable[[], NetworkNow], is_there: Callable[[NetworkNow], bool]) -> NetworkNow:
    """Look until something is there, and return what was seen."""
    for _ in range(600):
        if is_there(now := look()):
            return now
        time.sleep(0.05)
    raise AssertionError("it never came")


def test_an_agent_is_asked(tmp_path: Path) -> None:
    """An agent that runs answers with the home's totals; one that is gone is silent."""
    asked = tmp_path / "asked.sock"
    house = homes.house_at(tmp_path / "state", homes.FULL, agent=asked)
    with running("--asked", asked):
        assert network_now(house).answers is Answers.CAME
    assert network_now(house).answers is Answers.SILENT
