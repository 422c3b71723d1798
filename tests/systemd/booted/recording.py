"""A box that writes down what a laptop looks up, by an agreement that is in force, and is cut off.

Rules kept here:
- The box's own units run, each in its own sandbox; of their clock only the value is played, by a
  file on the card. An agreement counts a day after its notice, and nobody waits for that.
- Each boot begins with a clock that nobody has proven, as that of a Raspberry Pi does.
"""

from __future__ import annotations

import random
import re
import threading
import time as clocks
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

from agent.lab.home import FOUR
from agent.recorder.asking import Recorder
from agent.recorder.errors import RecorderBroken
from agent.recorder.serving import REQUESTS_SOCKET
from consent.home import Press
from consent.recorder_requests import (
    Admit,
    Export,
    NoticeShown,
    Pause,
    Request,
    Resume,
    Stop,
    TypeStopCode,
)
from policy.neighbours import Freshness
from policy.neighbours_document import neighbours_from_bytes
from tests import fake_time
from tests.consent.commands import ceremony
from tests.fake_time import FakeTime
from tests.promises.at_the_gate import START, STOP_CODE, AtTheGate
from tests.promises.programs import ROOT
from tests.promises.witness import Witness
from tests.systemd.booted import played
from tests.systemd.booted.box import KNOWN, Box, until

LAPTOP_AT: Final = f"{FOUR}.20"
PLAYED: Final = "/srv/played"
CLOCK: Final = f"{PLAYED}/clock"
STATE: Final = "/var/lib/lamplight/recorder"
INDEX: Final = "/var/lib/lamplight/lists/categories.idx"
UNITS: Final = "/etc/systemd/system"

STARTS: Final = {
    "recorder": ("-m agent.recorder serve", f"-m {played.__name__} {CLOCK} recorder serve"),
    "agent": ("-m agent ", f"-m {played.__name__} {CLOCK} agent "),
}
"""How each unit starts its program, and how it does on the clock of a test."""

NOTED: Final = {Pause: "pause", Resume: "resume", Export: "export"}
"""As what an act stands in the journal once it was acknowledged."""


@dataclass(slots=True, kw_only=True)
class RecordingBox(AtTheGate):
    """A box with an agreement in force about the laptop, and what was acknowledged since."""

    box: Box
    agreement: str = ""
    is_over: bool = False
    is_paused: bool = False
    promised: str | None = None
    witness: Witness = field(init=False)

    @property
    def recorder(self) -> Recorder:
        """The recorder's socket on the box that runs now."""
        return Recorder(self.run / "recorder" / REQUESTS_SOCKET)

    @property
    def run(self) -> Path:
        """Where the services of the box that runs now have their sockets."""
        return Path(f"/proc/{self.box.leader}/root") / "run/lamplight"

    @property
    def frames(self) -> int:
        """How many frames lie on the card."""
        days = self.box.path(STATE).glob("days/**/frames.jsonl")
        return sum(len(path.read_bytes().splitlines()) for path in days)

    def begin(self) -> None:
        """Have an agreement in force, and something written down by it."""
        self._is_seen()
        self.agreement = self.recording_on(ceremony.EVERY_SITE, {"Tablet": LAPTOP_AT})
        self.witness = Witness(self)
        self.witness.look()
        self.writes()

    def writes(self) -> None:
        """Have the laptop look things up, until one of them is on the card.

        Where discovery loses sight of it for a moment, it is lent for anew, and settles anew.
        """
        before, numbers = self.frames, count()

        def is_written() -> bool:
            self.box.dig(f"written-{next(numbers)}.example")
            self.slowly(minutes=8)
            return self.frames > before

        until(is_written)

    def goes_on(self) -> None:
        """Have the clock proven after a boot, and something written down again."""
        self._is_seen()
        self.time.synchronise()
        self.later(minutes=1)
        if self.is_paused:
            self.done(Resume(agreement=self.agreement))
            self.is_paused = False
        assert self.device("Tablet").off is None, self.device("Tablet")
        self.settled()
        self.writes()
        self.witness.look()

    def _is_seen(self) -> None:
        """Wait until the box's own discovery is sure of where the laptop is."""
        published = self.run / "discovery/neighbours.json"

        def is_sure() -> bool:
            self.box.dig(KNOWN)
            seen = neighbours_from_bytes(published.read_bytes()).neighbours
            return any(one.addresses.get(LAPTOP_AT) is Freshness.CONFIRMED for one in seen)

        until(is_sure)

    def cut_in(self, request: Request, *attached: bytes, after: float) -> None:
        """Send a request, cut the box off so many seconds after, and keep what was acknowledged.

        Meanwhile the time comes at which something is written down, and a lease is renewed.
        """
        answered, recorder = [], self.recorder

        def ask() -> None:
            with suppress(RecorderBroken):
                answered.append(recorder.ask(request, attached))

        self.box.dig("meanwhile.example")
        self.time.advance(360)
        asking = threading.Thread(target=ask)
        asking.start()
        try:
            clocks.sleep(after)
            self.box.cut()
        finally:
            asking.join()
        if answered:
            self.promised = NOTED.get(type(request))
            self.is_paused |= isinstance(request, Pause)
            self.is_over |= isinstance(request, Admit | Stop | TypeStopCode)

    def holds(self, where: str) -> None:
        """Hold, just after a boot, that nothing acknowledged is lost and nothing is written."""
        fresh = {entry.kind for entry in self.witness.look()}
        assert self.promised is None or self.promised in fresh, f"{where}: {self.promised} is lost"
        self.promised = None
        [found] = [one for one in self.how().agreements if one.agreement == self.agreement]
        assert found.over is not None or not self.is_over, f"{where}: a withdrawal is lost"
        assert found.is_paused or not self.is_paused, f"{where}: a pause is lost"
        self.is_over, self.is_paused = found.over is not None, found.is_paused
        assert self.device("Tablet").off is not None, f"{where}: it writes by a clock in doubt"


def recording_at(box: Box) -> RecordingBox:
    """Give a box a recorder that has seen nothing yet, and an agreement in force."""
    for module in (fake_time, played):
        path = Path(str(module.__file__))
        at = f"{PLAYED}/{path.relative_to(ROOT)}"
        box.run("mkdir", "-p", Path(at).parent)
        box.run("tee", at, given=path.read_text(encoding="utf-8"))
    # Without lists nobody can tell whose doing a look-up is, so nothing would be observed. What is
    # there without an internet is enough; the first run of all may have been cut off.
    box.tries("systemctl", "start", "lamplight-lists.service")
    assert box.path(INDEX).exists()
    box.run("systemctl", "stop", *(f"lamplight-{name}.service" for name in STARTS))
    box.run("find", STATE, "-mindepth", "1", "-delete")
    time = FakeTime(START, file=box.path(CLOCK))
    for name, (before, instead) in STARTS.items():
        unit = f"{UNITS}/lamplight-{name}.service"
        starts = _line(box.path(unit).read_text(encoding="utf-8"), "ExecStart")
        assert before in starts
        lines = (
            "[Service]",
            f"Environment=PYTHONPATH=/opt/lamplight/current/house:{PLAYED}",
            "ExecStart=",
            f"ExecStart={starts.replace(before, instead)}",
        )
        box.run("mkdir", "-p", f"{unit}.d")
        box.run("tee", f"{unit}.d/played.conf", given="\n".join((*lines, "")))
    box.run("systemctl", "daemon-reload")
    box.run("systemctl", "start", *(f"lamplight-{name}.service" for name in STARTS))
    recording = RecordingBox(time=time, box=box)
    recording.begin()
    return recording


def audited(recording: RecordingBox, dice: random.Random) -> Request:
    """Return what leaves an entry: a pause, days for the social worker, a notice."""
    [day, *_] = recording.how().days
    young_person = ceremony.young_persons_keys().public.keyid
    acts: list[Request] = [
        Pause(agreement=recording.agreement),
        NoticeShown(address=LAPTOP_AT),
        *(
            Export(viewer=viewer, device=day.device, agreement=day.agreement, days=(day.day,))
            for viewer in day.viewers
            if viewer != young_person
        ),
    ]
    return dice.choice(acts)


def withdrawn(recording: RecordingBox, dice: random.Random) -> tuple[Request, tuple[bytes, ...]]:
    """Return one of the ways to stop for good, and what comes with it."""
    agreement = recording.agreement
    ways: list[tuple[Request, tuple[bytes, ...]]] = [
        (Stop(agreement=agreement, press=Press.YOUNG_PERSON), ()),
        (Stop(agreement=agreement, press=Press.CARER), ()),
        (TypeStopCode(code=STOP_CODE), ()),
        (Admit(), (recording.withdrawal(),)),
    ]
    return dice.choice(ways)


def _line(unit: str, key: str) -> str:
    found = re.search(rf"^{key}=(.*)$", unit.replace("\\\n", " "), re.MULTILINE)
    assert found
    return found[1]
