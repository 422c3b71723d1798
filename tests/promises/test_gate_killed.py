"""Agent and recorder killed at any moment: what was acknowledged stays, and nothing opens by it."""

from __future__ import annotations

import random
import signal
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from agent.recorder.errors import RecorderBroken
from consent.home import Press
from consent.recorder_packets import packet_to_octets
from consent.recorder_requests import (
    Admit,
    Bind,
    NoticeShown,
    Pause,
    Request,
    Resume,
    Stop,
    TypeStopCode,
    request_to_octets,
)
from tests.conftest import Scale
from tests.promises.at_the_gate import until
from tests.promises.gated_home import TABLET, GatedHome, gated_home
from tests.promises.programs import Program
from tests.promises.witness import Witness


@pytest.fixture
def home(tmp_path: Path) -> Iterator[GatedHome]:
    """Start a home."""
    with gated_home(tmp_path / "home") as found:
        yield found


def send(home: GatedHome, request: Request, *attached: bytes) -> socket.socket:
    """Send a request, and wait for nothing."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    sock.connect(str(home.run / "recorder.sock"))
    sock.sendall(packet_to_octets(request_to_octets(request), attached))
    return sock


def linger(dice: random.Random) -> None:
    """Do nothing for a few milliseconds at most, never the same."""
    for _ in range(dice.randrange(dice.choice((10, 1_000, 100_000, 400_000)))):
        pass


def kill(program: Program) -> None:
    """Kill a program, as a power cut does."""
    program.tell(signal.SIGKILL)
    program.end()


def test_killed_in_the_middle_of_anything(
    home: GatedHome, dice: random.Random, scale: Scale
) -> None:
    """Whatever was going on, a restart finds what was acknowledged, and permits no more than it."""
    agreement = home.recording_on()
    witness = Witness(home)
    witness.look()
    is_paused = False
    for number in range(scale(36, 450)):
        home.ask_all([f"n{number}x{one}.strangers.example" for one in range(3)], TABLET)
        if dice.random() < 0.25:
            linger(dice)
            kill(home.agent)
            home.start_agent()
            witness.look()
            continue
        wants_pause = dice.random() < 0.5
        acts: list[Request] = [
            Pause(agreement=agreement) if wants_pause else Resume(agreement=agreement),
            NoticeShown(address=TABLET),
            Bind(
                label=f"Another {number % 20}", addresses=(f"10.0.0.{number % 20}",), sole_user=True
            ),
        ]
        request = dice.choice(acts)
        if dice.random() < 0.3:
            home.time.advance(360)  # frames are written, and leases renewed, at the same time
        is_acknowledged = False
        with send(home, request) as asking:
            linger(dice)
            kill(home.gate)
            asking.settimeout(10)
            with suppress(OSError):
                is_acknowledged = bool(asking.recv(1))
        home.start_recorder()
        witness.look()
        found = next(one for one in home.how().agreements if one.agreement == agreement)
        if isinstance(request, Pause | Resume):
            if is_acknowledged:
                assert found.is_paused is wants_pause
            assert found.is_paused in {is_paused, wants_pause}
            is_paused = found.is_paused
        assert found.is_paused is is_paused
        if is_paused:
            assert home.device("Tablet").off is not None


ENDS = ("card", "button", "carer", "code")


@pytest.mark.parametrize("number", range(4))
def test_a_stop_that_was_acknowledged_stays(
    home: GatedHome, dice: random.Random, number: int, scale: Scale
) -> None:
    """Killed in the middle of a stop: once it was answered it holds, and never is there more."""
    agreement = home.recording_on()
    witness = Witness(home)
    for _ in range(scale(1, 12)):
        requests: dict[str, tuple[Request, tuple[bytes, ...]]] = {
            "card": (Admit(), (home.withdrawal(),)),
            "button": (Stop(agreement=agreement, press=Press.YOUNG_PERSON), ()),
            "carer": (Stop(agreement=agreement, press=Press.CARER), ()),
            "code": (TypeStopCode(code="12345678"), ()),
        }
        request, attached = requests[ENDS[number]]
        home.ask("before.strangers.example", TABLET)
        home.time.advance(360)
        is_acknowledged = False
        with send(home, request, *attached) as asking:
            linger(dice)
            kill(home.gate)
            asking.settimeout(10)
            with suppress(OSError):
                is_acknowledged = bool(asking.recv(1))
        home.start_recorder()
        witness.look()
        [found] = [one for one in home.how().agreements if one.agreement == agreement]
        if is_acknowledged:
            assert found.over is not None
        if found.over is not None:
            assert home.device("Tablet").off is not None
            viewers = {one for day in home.how().days for one in day.viewers}
            assert len(viewers) <= 1
            return
    # Never acknowledged so far: now let it be, and see it hold over one more power cut.
    home.done(Stop(agreement=agreement, press=Press.CARER))
    kill(home.gate)
    home.start_recorder()
    assert home.device("Tablet").off is not None
    witness.look()


def test_an_agent_killed_again_and_again_leaves_the_recorder_well(
    home: GatedHome, scale: Scale
) -> None:
    """Each new agent is lent to anew, and each begins with a quarter of an hour of quiet."""
    home.recording_on()
    for _ in range(scale(4, 46)):
        kill(home.agent)
        until(lambda: not home.how().is_agent_there)
        home.start_agent()
        until(lambda: home.how().is_agent_there)
        home.ask("too-soon.strangers.example", TABLET)
        home.slowly(minutes=8)

    assert list((home.state / "days").rglob("frames.jsonl")) == []
    kill(home.gate)
    with pytest.raises(RecorderBroken, match="does not answer"):
        home.how()
