"""A foster home with an agreement about a young person's tablet, and the social worker at her desk.

Rules kept here:
- An agreement is drawn up for this very box, from the home card that its page shows, with the
  desk's own commands. What she sends is text to paste, as it stands in a mail.
- Time moves in leaps, after each of which the recorder has decided everything anew; while something
  is lent it moves in steps within which no lease runs out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final, cast

from playwright.sync_api import Browser

from consent.codes import Code
from consent.commands.agreement import withdraw
from consent.commands.draft_file import draft_to_text
from consent.commands.drafting import draft
from consent.commands.reviewing import review
from consent.commands.signing import sign
from consent.encoding import JsonValue
from consent.envelope import Envelope, envelope_from_bytes, envelope_to_bytes, with_signature
from consent.frozen import Kind
from consent.passphrase import stop_code_for
from consent.pasted import from_text, to_text
from consent.recorder_answers import DeviceStanding, Done, HowItStands
from consent.recorder_requests import AddViewer, Admit, AskHow, Enrol, Request
from consent.records.acknowledgement import Acknowledgement
from consent.records.fields import ViewerRole
from consent.records.reading import kind_of, payload_octets
from consent.schema import write
from consent.words import words_for
from console import words
from console.words import agreement, binding, devices, ways
from tests.consent.commands import ceremony
from tests.consent.commands.memory import MemoryDesk
from tests.console.stories.evening import CARER, let_in, signs_in
from tests.console.stories.one_home import OneHome, one_home
from tests.console.stories.person import Person, Way
from tests.console.viewing_home import CARERS_REF, CARERS_WORDS, WHY, carers_keys
from tests.promises.at_the_gate import START, until

TABLET, CARERS, LABEL = "127.0.0.21", "127.0.0.31", "Blue tablet"
STOP_CODE: Final = "40719926"
SITE: Final = "www.strangers.example"
MOST_TRIES: Final = 10
RENEWED_MINUTES: Final = 4
"""A step of the clock within which no lease of ten minutes can run out."""

HOUSEHOLD: Final = f"""\
format = "lamplight-household/v1"

[everyone]
block_categories = ["strangers"]

[[carers]]
name = "{CARER}"

[[young_people]]
name = "Maya"

[[devices]]
name = "{LABEL}"
belongs_to = "Maya"
addresses = ["{TABLET}"]

[[devices]]
name = "Grey phone"
belongs_to = "{CARER}"
addresses = ["{CARERS}"]
"""


@dataclass(slots=True)
class AgreedHome:
    """The home, the way in which its story is told, and the desk."""

    home: OneHome
    way: Way
    password: str
    desk: MemoryDesk = field(default_factory=ceremony.at_the_agency)

    def young_person(self) -> Person:
        """Give the young person their tablet."""
        return self.home.takes(self.way, TABLET)

    def carer(self) -> Person:
        """Give the carer their device; they sign in."""
        carer = self.home.takes(self.way, CARERS, safely=True)
        carer.opens("/sign-in")
        signs_in(carer, CARER, self.password)
        return carer

    def comes_back(self, carer: Person, way: str = ways.TONIGHT) -> None:
        """Let the carer sign in again, whose visit was left alone for too long."""
        carer.opens("/tonight")
        signs_in(carer, CARER, self.password)
        if way != ways.TONIGHT:
            carer.opens("/")
            carer.follows(way)

    def is_bound(self, carer: Person, young: Person) -> None:
        """Set the tablet up for an agreement: a code on one page is typed on the other."""
        carer.follows(ways.DEVICES)
        carer.follows(devices.CHANGE.format(device=LABEL))
        carer.presses(devices.BIND_BUTTON)
        code = carer.page.locator("#bind .code").inner_text()
        young.opens("/bind")
        young.types(binding.CODE, code)
        young.presses(binding.BUTTON)

    def card(self, carer: Person) -> None:
        """Send the home card to the social worker."""
        carer.opens("/")
        carer.follows(agreement.AGREEMENTS)
        carer.follows(agreement.CARD_OPEN)
        shown = carer.page.get_by_label(agreement.CARD_LABEL).inner_text()
        self.desk.files["home-card.json"] = from_text(shown)
        carer.follows(agreement.BACK)

    def pastes(self, carer: Person, *records: bytes) -> None:
        """Take in what the social worker sent, as the carer finds it quoted in a mail."""
        mail = "".join(f"> {line}\n" for one in records for line in to_text(one).splitlines())
        carer.types(agreement.IMPORT_PASTE, f"Hello!\n{mail}")
        carer.presses(agreement.IMPORT_BUTTON)

    def drawn_up(self, changes: Mapping[str, JsonValue] | None = None) -> bytes:
        """Draw up and sign an agreement about the tablet."""
        card = self.desk.files["home-card.json"]
        self.desk = ceremony.at_the_agency()  # a case folder is of one agreement
        self.desk.files["home-card.json"] = card
        self._at_the_desk()
        answers = ceremony.answers(
            {
                "home.devices": [self.device().id],
                "home.stop_code": _stop_code(),
                "home.carer_looks": True,
                "home.carer": carers_keys().public.keyid,
                "home.carer_why": WHY,
                **(changes or {}),
            }
        )
        self.desk.files["in.toml"] = draft_to_text(answers)
        assert draft(self.desk, "in.toml"), self.desk.text
        ceremony.signing(self.desk, self._day())
        self._sign()
        return self.desk.files["agreement.json"]

    def reviewed(self, changes: Mapping[str, JsonValue]) -> bytes:
        """Hold a review today and sign it."""
        self._at_the_desk()
        self.desk.files["r.toml"] = draft_to_text(ceremony.nested(ceremony.REVIEW, changes))
        assert review(self.desk, "r.toml"), self.desk.text
        ceremony.signing(self.desk, self._day())
        self._sign()
        return self.desk.files["review-1.json"]

    def withdrawn(self) -> bytes:
        """Let the young person sign at the desk, with their card, that they take it back."""
        self._at_the_desk()
        withdraw(self.desk)
        return self.desk.files["withdrawal.json"]

    def read_by_carer(self, agreed: bytes) -> bytes:
        """Let the carer sign that they read how looking is meant."""
        keys = carers_keys()
        read = Acknowledgement(
            type="ack",
            v=1,
            agreement=envelope_from_bytes(agreed).digest,
            box=self.how().box,
            id="e4" * 16,
            issued_at=self.home.time.now.replace(microsecond=0),
            viewer=keys.public.keyid,
            card="eng-foster-1/viewing/1",
        )
        envelope = with_signature(Envelope(kind_of(read), payload_octets(read)), keys.signer)
        return envelope_to_bytes(envelope)

    def trusts(self) -> None:
        """Let whoever set up the box trust the agency, and give the carer words of their own."""
        root = self.desk.files["root.json"]
        phrase = " ".join(words_for(bytes.fromhex(envelope_from_bytes(root).digest), 8))
        self.done(Enrol(domain="kent.gov.uk", words=phrase, is_hosted=False), root)
        self.done(Admit(), self.desk.files["keyset.json"])
        carers = AddViewer(
            role=ViewerRole.CARER, label=CARER, ref=CARERS_REF, keys=carers_keys().public
        )
        self.done(carers)

    def done(self, request: Request, *attached: bytes) -> Done:
        """Ask the recorder for what must be done."""
        answer, _ = self.home.recorder.ask(request, attached)
        assert isinstance(answer, Done)
        return answer

    def how(self) -> HowItStands:
        """Ask the recorder how everything stands."""
        answer, _ = self.home.recorder.ask(AskHow())
        assert isinstance(answer, HowItStands)
        return answer

    def device(self) -> DeviceStanding:
        """Return how recording stands on the tablet."""
        return next(one for one in self.how().devices if one.label == LABEL)

    def later(self, **span: float) -> None:
        """Let time go by, and wait until the recorder has gone round after."""
        self.home.passes(**span)
        wanted = self.home.time.now.replace(microsecond=0)
        until(lambda: (self.how().decided_at or START) >= wanted)

    def slowly(self, *, minutes: int) -> None:
        """Let minutes go by so that what is lent is renewed in time."""
        for _ in range(0, minutes, RENEWED_MINUTES):
            self.later(minutes=RENEWED_MINUTES)

    def settled(self) -> None:
        """Wait until what the agent sends counts."""
        until(lambda: self.how().is_agent_there)
        self.later(minutes=1)  # what a leap of the clock has ended is lent anew
        self.slowly(minutes=20)

    def begun(self, carer: Person, young: Person) -> None:
        """From a box that knows nobody to a tablet on which something is written down."""
        self.trusts()
        self.is_bound(carer, young)
        young.reads(words.WHY_OFF[Code.AGREEMENT_NONE])
        self.card(carer)
        self.agrees(carer, young)

    def agrees(
        self, carer: Person, young: Person, changes: Mapping[str, JsonValue] | None = None
    ) -> None:
        """Take an agreement in, show its notice, and wait until it is on."""
        agreed = self.drawn_up(changes)
        self.pastes(carer, agreed, self.read_by_carer(agreed))
        carer.reads(agreement.ADMITTED[Kind.AGREEMENT])
        young.opens("/recorded")
        young.reads(words.NOTICE_TEXT)
        until(lambda: bool(self.how().notices))  # the page is there a moment before
        young.opens("/recorded")
        young.reads(words.WHY_OFF[Code.NOTICE_WAIT])
        self.later(days=2, hours=8)
        self.settled()
        young.opens("/recorded")
        young.reads(words.RECORDED_YES_TEXT)

    def asks(self) -> None:
        """Let the tablet ask for a site that is blocked until that was written down.

        What is asked for just when a lease ends is known to nobody, and on a busy machine one may.
        """
        before = self._written()
        for _ in range(MOST_TRIES):
            assert self.home.is_blocked(TABLET, SITE)
            self.slowly(minutes=8)
            if self._written() != before:
                return
        raise AssertionError("what was asked for is not written down")

    def _written(self) -> int:
        kept = self.home.state / "recorder"
        return sum(path.stat().st_size for path in kept.rglob("frames.jsonl"))

    def _at_the_desk(self) -> None:
        self.desk.at = self.home.time.now.replace(microsecond=0)

    def _day(self) -> str:
        day: datetime = self.home.time.now
        return f"{day.day} {day:%B %Y}"

    def _sign(self) -> None:
        # Some agreements need the service manager too, so it is asked who is missing.
        assert any(sign(self.desk, key) for key in ("sw.key", "tm.key", "sm.key")), self.desk.text


@contextmanager
def agreed_home(browser: Browser, folder: Path, way: Way) -> Iterator[AgreedHome]:
    """Run a foster home with a recorder."""
    passwords = list[str]()
    with one_home(
        browser,
        folder,
        START,
        HOUSEHOLD,
        *(CARER, "Maya"),
        has_recorder=True,
        prepare=lambda home: passwords.append(let_in(home)),
    ) as home:
        yield AgreedHome(home, way, passwords[0])
        home.forgets_browsers()


CARERS_FIVE: Final = " ".join(CARERS_WORDS)


@cache
def _stop_code() -> JsonValue:
    """Return what an agreement keeps of the stop code, at the cost that a real box asks."""
    return cast("JsonValue", write(stop_code_for(STOP_CODE, "5c" * 16)))
