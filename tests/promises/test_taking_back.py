"""Taking back is closing: what was sent before counts, what is sent after has nowhere to go."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from consent.audit import verify_lines
from consent.bundle import bundle_from_octets
from consent.home import Press
from consent.recorder_requests import (
    Admit,
    AskBundle,
    AskJournal,
    Pause,
    Resume,
    Stop,
    TypeStopCode,
    Unbind,
)
from tests.promises.at_the_gate import until
from tests.promises.gated_home import TABLET, GatedHome, gated_home
from tests.promises.test_canary import opened


@pytest.fixture
def home(tmp_path: Path) -> Iterator[GatedHome]:
    """Start a home."""
    with gated_home(tmp_path / "home", LAMPLIGHT_LOOKED_INTO="1") as found:
        yield found


def frames(home: GatedHome) -> int:
    """Return how many sealed frames lie on the card."""
    return sum(
        path.read_bytes().count(b"\n") for path in (home.state / "days").rglob("frames.jsonl")
    )


def sockets_of(pid: int) -> int:
    """Return how many sockets a process holds."""
    held = 0
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed while it was looked at, which is waited for here
            held += str(one.readlink()).startswith("socket:")
    return held


End = Callable[[], object]
ENDS: dict[str, Callable[[GatedHome, str], End]] = {
    "the young person's card": lambda home, _: partial(home.done, Admit(), home.withdrawal()),
    "the young person's button": lambda home, agreement: partial(
        home.done, Stop(agreement=agreement, press=Press.YOUNG_PERSON)
    ),
    "the carer": lambda home, agreement: partial(
        home.done, Stop(agreement=agreement, press=Press.CARER)
    ),
    "the stop code": lambda home, _: partial(home.done, TypeStopCode(code="1234 5678")),
    "a pause": lambda home, agreement: partial(home.done, Pause(agreement=agreement)),
    "the device taken away": lambda home, _: partial(
        home.done, Unbind(device=home.device("Tablet").id)
    ),
}
"""What has to be made or looked up beforehand, such as a signed record, is before the act."""


@pytest.mark.alone
@pytest.mark.parametrize("end", ENDS)
def test_it_stops_within_a_second(home: GatedHome, end: str) -> None:
    """Whoever stops it, the descriptor is closed within a second, and nothing is written after."""
    agreement = home.recording_on()
    home.ask("before.strangers.example", TABLET)
    home.slowly(minutes=8)
    until(lambda: frames(home) == 1)
    agent = home.agent
    lent = sockets_of(agent.pid)

    act = ENDS[end](home, agreement)
    began = time.monotonic()
    act()
    until(lambda: sockets_of(agent.pid) < lent)
    lasted = time.monotonic() - began

    home.ask("after.strangers.example", TABLET)
    home.slowly(minutes=12)
    assert lasted < 1.0, f"{lasted:.2f} s"
    assert frames(home) <= 1
    assert sockets_of(agent.pid) < lent


def test_a_pause_ends_and_what_was_asked_meanwhile_is_nowhere(home: GatedHome) -> None:
    """What is read after a pause is what was asked before it and after it, and nothing between."""
    agreement = home.recording_on({"scope.level": 4, "scope.categories": None})
    home.ask("before.example", TABLET)
    home.slowly(minutes=8)
    home.done(Pause(agreement=agreement))
    home.ask("during.example", TABLET)
    home.done(Resume(agreement=agreement))
    home.ask("settling.example", TABLET)
    home.slowly(minutes=20)
    home.ask("after.example", TABLET)
    home.slowly(minutes=8)

    assert {row.domain for row in opened(home, agreement)} == {"before.example", "after.example"}


def test_without_its_recorder_the_agent_writes_nothing_and_goes_on(home: GatedHome) -> None:
    """The recorder is killed: leases die within ten minutes, nothing is written, names resolve."""
    home.recording_on()
    recorder, agent = home.gate, home.agent
    held = sockets_of(agent.pid)
    recorder.tell(signal.SIGKILL)
    recorder.end()
    files = {path: path.read_bytes() for path in home.state.rglob("*") if path.is_file()}

    # The kernel has closed the recorder's ends. Whatever the agent still held goes with the lease.
    home.time.advance(601)
    replies = home.ask_all([f"n{number}.strangers.example" for number in range(50)], TABLET)

    assert len(replies) == 50
    assert sockets_of(agent.pid) < held
    assert files == {path: path.read_bytes() for path in home.state.rglob("*") if path.is_file()}


def test_a_recorder_that_hangs_cannot_hold_a_lease_open(home: GatedHome) -> None:
    """A recorder that hangs renews nothing: after ten minutes the agent has let go by itself."""
    home.recording_on()
    recorder, agent = home.gate, home.agent
    held = sockets_of(agent.pid)
    recorder.tell(signal.SIGSTOP)
    try:
        home.time.advance(601)
        home.ask("after.strangers.example", TABLET)
        until(lambda: sockets_of(agent.pid) < held)
    finally:
        recorder.tell(signal.SIGCONT)

    assert frames(home) == 0


def test_the_journal_is_whole_after_all_that(home: GatedHome) -> None:
    """The lines and the checkpoint that the box hands out verify with the box's own key."""
    home.recording_on()
    _, (note, *lines) = home.done(AskJournal())
    _, (bundle,) = home.done(AskBundle())
    entries = verify_lines(lines, note, bundle_from_octets(bundle).box_key)

    assert [one.n for one in entries] == list(range(len(lines)))
