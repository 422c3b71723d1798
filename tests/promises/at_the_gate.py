"""Whoever stands at a recorder's gate: an agency, an agreement for this very box, and its socket.

Rules kept here:
- An agreement is drawn up with the desk's own commands, and goes in through the recorder's own
  socket.
- Only the value of the clock is played. Whatever time goes by, the recorder has gone round after.
"""

from __future__ import annotations

import time as clocks
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final, cast

from agent.recorder.asking import Recorder
from consent.commands.agreement import withdraw
from consent.commands.draft_file import draft_to_text
from consent.commands.drafting import draft
from consent.commands.signing import sign
from consent.encoding import JsonValue
from consent.envelope import envelope_from_bytes
from consent.passphrase import stop_code_for
from consent.recorder_answers import DeviceStanding, Done, HowItStands
from consent.recorder_requests import (
    Admit,
    AskHomeCard,
    AskHow,
    AskNonce,
    Bind,
    Enrol,
    NoticeShown,
    Proven,
    Request,
    proof_of,
)
from consent.schema import write
from consent.signer import Signer
from consent.words import words_for
from tests.consent.commands import ceremony
from tests.consent.commands.memory import MemoryDesk
from tests.fake_time import FakeTime
from tests.promises.programs import PATIENCE_SECONDS

START: Final = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
STOP_CODE: Final = "12345678"
WITHDRAWAL: Final = "withdrawal.json"
RENEWED_MINUTES: Final = 4
"""A step of the clock within which no lease of ten minutes can run out."""
KITCHEN: Final = "127.0.0.23"
BOUND: Final = {"Tablet": "127.0.0.21", "Laptop": "127.0.0.22", "Kitchen": KITCHEN}
"""The devices of a home on one machine, as they are called; the kitchen's is nobody's own."""


@dataclass(slots=True, kw_only=True)
class AtTheGate(ABC):
    """A recorder, its clock, and the desk of the agency. What is agreed is about the tablet."""

    time: FakeTime
    desk: MemoryDesk = field(default_factory=ceremony.at_the_agency)

    @property
    @abstractmethod
    def recorder(self) -> Recorder:
        """The recorder's socket."""

    def done(self, request: Request, *attached: bytes) -> tuple[Done, tuple[bytes, ...]]:
        """Ask for what must be done."""
        answer, parts = self.recorder.ask(request, attached)
        assert isinstance(answer, Done)
        return answer, parts

    def how(self) -> HowItStands:
        """Ask how everything stands."""
        answer, _ = self.recorder.ask(AskHow())
        assert isinstance(answer, HowItStands)
        return answer

    def device(self, label: str) -> DeviceStanding:
        """Return how recording stands on a device."""
        return next(one for one in self.how().devices if one.label == label)

    def enrolled(self, bound: Mapping[str, str] = BOUND) -> None:
        """Trust the agency, and bind the devices at these addresses."""
        root = self.desk.files["root.json"]
        words = " ".join(words_for(bytes.fromhex(envelope_from_bytes(root).digest), 8))
        self.done(Enrol(domain="kent.gov.uk", words=words, is_hosted=False), root)
        self.done(Admit(), self.desk.files["keyset.json"])
        for label, address in bound.items():
            self.done(Bind(label=label, addresses=(address,), sole_user=address != KITCHEN))

    def agreed(self, changes: Mapping[str, JsonValue] | None = None) -> str:
        """Draw up, sign and import an agreement about the tablet; return its digest."""
        self.desk.at = self.time.now.replace(microsecond=0)
        _, (card,) = self.done(AskHomeCard())
        self.desk.files["home-card.json"] = card
        tablet = self.device("Tablet").id
        answers = ceremony.answers(
            {"home.devices": [tablet], "home.stop_code": _stop_code(), **(changes or {})}
        )
        self.desk.files["in.toml"] = draft_to_text(answers)
        assert draft(self.desk, "in.toml"), self.desk.text
        ceremony.signing(self.desk)
        # Some agreements need the service manager too, so it is asked who is missing.
        assert any(sign(self.desk, key) for key in ("sw.key", "tm.key", "sm.key")), self.desk.text
        done, _ = self.done(Admit(), self.desk.files["agreement.json"])
        assert done.id is not None
        return done.id

    def recording_on(
        self, changes: Mapping[str, JsonValue] | None = None, bound: Mapping[str, str] = BOUND
    ) -> str:
        """Come to the evening of the agreement's first day; return its digest."""
        self.enrolled(bound)
        digest = self.agreed(changes)
        self.later(hours=1)
        self.done(NoticeShown(address=bound["Tablet"]))
        self.later(days=2, hours=8)
        assert self.device("Tablet").off is None, self.device("Tablet")
        self.settled()
        return digest

    def later(self, **span: float) -> None:
        """Let time go by, a minute at least, and wait until the recorder has gone round after."""
        self.time.advance(timedelta(**span).total_seconds())
        self.wait_for_round()

    def slowly(self, *, minutes: int) -> None:
        """Let minutes go by as they do, so that what is lent is renewed in time."""
        for _ in range(0, minutes, RENEWED_MINUTES):
            self.later(minutes=RENEWED_MINUTES)

    def wait_for_round(self) -> None:
        """Wait until everything was decided at the time that it is now."""
        wanted = self.time.now.replace(microsecond=0)
        until(lambda: (self.how().decided_at or START) >= wanted)

    def settled(self) -> None:
        """Wait until an agent is there, and until what it sends counts."""
        until(lambda: self.how().is_agent_there)
        # The first minute lends anew what a leap of the clock has ended.
        self.later(minutes=1)
        self.slowly(minutes=20)

    def proven(self, request: Proven, signer: Signer) -> Proven:
        """Return a request with a fresh number, signed."""
        nonce = self.done(AskNonce())[0].id
        assert nonce is not None
        asked = replace(request, nonce=nonce)
        return replace(asked, signature=signer.sign(proof_of(asked, self.how().box)).hex())

    def withdrawal(self) -> bytes:
        """Return the one withdrawal that the young person signed, with their own card."""
        if WITHDRAWAL not in self.desk.files:
            self.desk.at = self.time.now.replace(microsecond=0)
            withdraw(self.desk)
        return self.desk.files[WITHDRAWAL]


@cache
def _stop_code() -> JsonValue:
    """Return what an agreement keeps of the stop code, at the cost that a real box asks."""
    return cast("JsonValue", write(stop_code_for(STOP_CODE, "5c" * 16)))


def until(happened: Callable[[], bool]) -> None:
    """Ask until something has happened. Each asking goes over a socket, so nothing spins."""
    end = clocks.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert clocks.monotonic() < end, "it did not happen"
