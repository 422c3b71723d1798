"""A real recorder for the tests of the console: its own loop in a thread, on a clock that is held.

Real files, real sockets, and agreements that were drawn up for this very box with the desk's own
commands. Only the value of the clock is played, through a file that is replaced whole.
"""

from __future__ import annotations

import asyncio
import threading
import time as clocks
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from agent.recorder.asking import Recorder as Asking
from agent.recorder.errors import RecorderRefused
from agent.recorder.serving import REQUESTS_SOCKET, Setting, serve
from consent.acts import ViewReason
from consent.audit_entry import AuditEntry, entry_from_line
from consent.commands.draft_file import draft_to_text
from consent.commands.drafting import draft
from consent.commands.reviewing import review
from consent.commands.signing import sign
from consent.encoding import JsonValue
from consent.envelope import envelope_from_bytes
from consent.recorder_answers import DeviceStanding, Done, HowItStands
from consent.recorder_requests import (
    Admit,
    AskHomeCard,
    AskHow,
    AskJournal,
    AskNonce,
    Bind,
    Enrol,
    Export,
    Look,
    NoticeShown,
    Request,
    proof_of,
)
from consent.words import words_for
from tests.consent.commands import ceremony
from tests.consent.commands.memory import MemoryDesk
from tests.fake_time import FakeTime, FileTime

START: Final = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
BUILT_ON: Final = datetime(2026, 11, 1, tzinfo=UTC)
TABLET, LAPTOP, SHARED, STRANGER = "127.0.0.21", "127.0.0.22", "127.0.0.23", "127.0.0.29"
PATIENCE_SECONDS: Final = 20.0
LOOK_EVERY_SECONDS: Final = 0.02


@dataclass(slots=True)
class RecorderHome:
    """One box with its recorder, and the desk of the social worker."""

    folder: Path
    time: FakeTime
    desk: MemoryDesk = field(default_factory=ceremony.at_the_agency)
    neighbours: Path | None = None
    _ends: list[Callable[[], None]] = field(default_factory=list)

    @property
    def socket(self) -> Path:
        """Where the recorder is asked."""
        return self.folder / "run" / REQUESTS_SOCKET

    @property
    def state(self) -> Path:
        """The recorder's own folder."""
        return self.folder / "state" / "recorder"

    def start(self) -> None:
        """Start the recorder, and wait until it answers."""
        ready, broken = threading.Event(), list[BaseException]()
        setting = Setting(
            state=self.state,
            run=self.folder / "run",
            look_every_seconds=LOOK_EVERY_SECONDS,
            neighbours=self.neighbours,
        )
        loops: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

        async def run() -> None:
            stop = asyncio.Event()
            loops.append((asyncio.get_running_loop(), stop))
            source = FileTime(self.folder / "clock-of-the-test")
            await serve(setting, source, built_on=BUILT_ON, stop=stop, ready=ready.set)

        def begun() -> None:
            try:
                asyncio.run(run())
            except BaseException as error:  # noqa: BLE001 - the test's own thread is to see it
                broken.append(error)
                ready.set()

        thread = threading.Thread(target=begun, name="recorder", daemon=True)
        thread.start()

        def end() -> None:
            loop, stop = loops[0]
            loop.call_soon_threadsafe(stop.set)
            thread.join(PATIENCE_SECONDS)
            assert not thread.is_alive(), "the recorder did not end"

        assert ready.wait(PATIENCE_SECONDS), "the recorder did not start"
        assert not broken, broken
        self._ends.append(end)

    def stop(self) -> None:
        """End the recorder; what it holds is on the card."""
        while self._ends:
            self._ends.pop()()

    def asked(self, request: Request, *attached: bytes) -> tuple[Done, tuple[bytes, ...]]:
        """Ask for what must be done; return what came back."""
        answer, parts = Asking(self.socket).ask(request, attached)
        assert isinstance(answer, Done)
        return answer, parts

    def done(self, request: Request, *attached: bytes) -> Done:
        """Ask for what must be done."""
        return self.asked(request, *attached)[0]

    def how(self) -> HowItStands:
        """Ask how everything stands."""
        answer, _ = Asking(self.socket).ask(AskHow())
        assert isinstance(answer, HowItStands)
        return answer

    def journal(self) -> tuple[AuditEntry, ...]:
        """Return every entry of the journal."""
        _, (_, *lines) = self.asked(AskJournal())
        return tuple(map(entry_from_line, lines))

    def device(self, label: str = "Tablet") -> DeviceStanding:
        """Return how recording stands on a device."""
        return next(one for one in self.how().devices if one.label == label)

    def later(self, **span: float) -> None:
        """Let time go by; everything is decided anew at its end."""
        self.time.advance(timedelta(**span).total_seconds())
        self.decide()

    def decide(self) -> None:
        """Have everything decided now: the recorder does after each request, also a refused one."""
        with suppress(RecorderRefused):
            self.done(NoticeShown(address="nobody's"))

    def enrolled(self) -> RecorderHome:
        """Trust the agency, and bind a tablet, a laptop, and a device that is shared."""
        self.trusting()
        for label, address in (("Tablet", TABLET), ("Laptop", LAPTOP), ("Sofa", SHARED)):
            self.done(Bind(label=label, addresses=(address,), sole_user=address != SHARED))
        return self

    def trusting(self) -> RecorderHome:
        """Trust the agency; no device is bound yet."""
        root = self.desk.files["root.json"]
        phrase = " ".join(words_for(bytes.fromhex(envelope_from_bytes(root).digest), 8))
        self.done(Enrol(domain="kent.gov.uk", words=phrase, is_hosted=False), root)
        self.done(Admit(), self.desk.files["keyset.json"])
        return self

    def agreed(self, changes: Mapping[str, JsonValue] | None = None) -> str:
        """Draw up, sign and import an agreement about the tablet; return its digest."""
        self.drawn_up(changes)
        return self._admitted("agreement.json")

    def drawn_up(self, changes: Mapping[str, JsonValue] | None = None) -> bytes:
        """Draw up and sign an agreement about the tablet; return it, for somebody to import."""
        self.desk = ceremony.at_the_agency()  # a case folder is of one agreement
        self.desk.at = self.time.now.replace(microsecond=0)
        _, (card,) = self.asked(AskHomeCard())
        self.desk.files["home-card.json"] = card
        answers = ceremony.answers({"home.devices": [self.device().id], **(changes or {})})
        self.desk.files["in.toml"] = draft_to_text(answers)
        assert draft(self.desk, "in.toml"), self.desk.text
        ceremony.signing(self.desk)
        self._sign()
        return self.desk.files["agreement.json"]

    def reviewed(self, changes: Mapping[str, JsonValue]) -> str:
        """Hold a review of it today, have it signed, and import it; return its digest."""
        self.desk.at = self.time.now.replace(microsecond=0)
        answers = ceremony.nested(ceremony.REVIEW, changes)
        self.desk.files["r.toml"] = draft_to_text(answers)
        assert review(self.desk, "r.toml"), self.desk.text
        day = self.time.now
        ceremony.signing(self.desk, f"{day.day} {day:%B %Y}")
        self._sign()
        return self._admitted("review-1.json")

    def looked(self, agreement: str, device: str = "Tablet") -> None:
        """Look at today, as the young person with their own card."""
        keys = ceremony.young_persons_keys()
        nonce = self.done(AskNonce()).id
        assert nonce is not None
        look = Look(
            nonce=nonce,
            viewer=keys.public.keyid,
            device=self.device(device).id,
            agreement=agreement,
            days=(self.time.now.date(),),
            reason=ViewReason.OWN_ENTRIES,
            signature="0" * 128,
        )
        proof = keys.signer.sign(proof_of(look, self.how().box)).hex()
        self.done(replace(look, signature=proof))

    def exported(self, agreement: str, viewer: str) -> None:
        """Have today handed out to a social worker's desk."""
        self.done(
            Export(
                viewer=viewer,
                device=self.device().id,
                agreement=agreement,
                days=(self.time.now.date(),),
            )
        )

    def _sign(self) -> None:
        # Some agreements need the service manager too, so it is asked who is missing.
        assert any(sign(self.desk, key) for key in ("sw.key", "tm.key", "sm.key")), self.desk.text

    def _admitted(self, name: str) -> str:
        digest = self.done(Admit(), self.desk.files[name]).id
        assert digest is not None
        return digest


@contextmanager
def recorder_home(folder: Path, neighbours: Path | None = None) -> Iterator[RecorderHome]:
    """Yield a home with its recorder running, and end it afterwards.

    `neighbours` is the file of what discovery saw; without it, devices go by their addresses.
    """
    for name in ("state/recorder", "run"):
        (folder / name).mkdir(parents=True)
    time = FakeTime(START, file=folder / "clock-of-the-test")
    home = RecorderHome(folder, time, neighbours=neighbours)
    home.start()
    try:
        yield home
    finally:
        home.stop()


def until(happened: Callable[[], bool]) -> None:
    """Ask until something has happened. Each asking goes over a socket, so nothing spins."""
    end = clocks.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert clocks.monotonic() < end, "it did not happen"
