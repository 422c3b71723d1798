"""A home with a real recorder in this process: real files, real sockets, and a clock that is held.

An agency of three workers, a bound tablet and a laptop, an agreement drawn up for this very box
with the desk's own commands, and an agent's end of the gate that a test holds. A home can be kept
and taken up again on another card, so that a long way to somewhere is gone only once.
"""

from __future__ import annotations

import copy
import select
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from agent.recorder.box import LEDGER_FILE, Box
from agent.recorder.disk import Disk
from agent.recorder.ending import wipe_if_ended
from agent.recorder.gate import Gate, Reply
from agent.recorder.leases import Leases
from agent.recorder.light import Light
from agent.recorder.network import Network
from agent.recorder.presses import StopCodes
from agent.recorder.recording import Recording
from agent.recorder.rounds import SETTLING_MS, Rounds
from agent.recorder.timepiece import Timepiece
from consent.acts import Act, ViewReason
from consent.audit_entry import AuditEntry
from consent.bundle import bundle_from_octets
from consent.bundle_audit import audited
from consent.calendar import end_of, london_day
from consent.commands import agency, key_file
from consent.commands.agreement import withdraw
from consent.commands.draft_file import draft_to_text
from consent.commands.drafting import draft
from consent.commands.signing import sign
from consent.encoding import JsonValue
from consent.envelope import Envelope, envelope_from_bytes, envelope_to_bytes, with_signature
from consent.findings import Finding
from consent.lease import LeaseMessage, Lend, TakeBack, message_from_octets
from consent.observation import Observation, observation_to_octets
from consent.passphrase import Cost, PersonalKeys
from consent.recorder_answers import Done, HowItStands, NotDone
from consent.recorder_requests import (
    AddViewer,
    Admit,
    AskBundle,
    AskHomeCard,
    AskHow,
    AskNonce,
    Bind,
    Enrol,
    Look,
    NoticeShown,
    Proven,
    Request,
    proof_of,
)
from consent.records.acknowledgement import Acknowledgement
from consent.records.endings import Objection, Stop, Withdrawal
from consent.records.fields import AgencyRole, StopReason, ViewerRole
from consent.records.paper_notice import PaperNotice
from consent.records.reading import Record, kind_of, payload_octets
from consent.rows import Row
from consent.sealed_day import opened_day_key, opened_rows, slip_from_octets
from consent.signer import Ed25519Signer, Signer
from consent.words import words_for
from tests.consent.commands import ceremony
from tests.consent.commands.memory import MemoryDesk
from tests.fake_time import FakeTime

START = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
BUILT_ON = datetime(2026, 11, 1, tzinfo=UTC)
TABLET, LAPTOP = "192.168.7.21", "192.168.7.22"
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
STOP_CODE = "1234 5678"

SomeAct = TypeVar("SomeAct", bound=Act)

OPEN: list[Home] = []
"""Every home that was started; whoever runs tests here ends them."""

Card = dict[str, bytes | None]
"""A card's files by their paths, and None for each folder."""


def card_at(folder: Path) -> Card:
    """Return everything that lies in a folder."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in sorted(folder.rglob("*"))
    }


def put_card(card: Card, folder: Path) -> None:
    """Have a folder hold this, and make it for that."""
    folder.mkdir(mode=0o700, parents=True)
    for name, octets in card.items():
        path = folder / name
        if octets is None:
            path.mkdir(mode=0o700)
        else:
            path.write_bytes(octets)
            path.chmod(0o600)


def personal_keys() -> PersonalKeys:
    """Return somebody's keys to look with, by chance."""
    signer = Ed25519Signer(Ed25519PrivateKey.generate())
    return PersonalKeys(signer=signer, opening_key=X25519PrivateKey.generate())


def blocked(domain: str, category: str = "strangers") -> bytes:
    """Return the datagram of a blocked look-up at level 2."""
    return observation_to_octets(Observation(level=2, category=category, domain=domain))


@dataclass(frozen=True, slots=True)
class Kept:
    """A home as it was: its card, its clock, and the desk of its social worker."""

    card: Card
    time: FakeTime
    desk: MemoryDesk
    carer: PersonalKeys


class Readers:
    """Sockets that are looked at when a test says so."""

    def __init__(self) -> None:
        self._then: dict[socket.socket, Callable[[], None]] = {}

    def watch(self, one: socket.socket, then: Callable[[], None]) -> None:
        """Call `then` whenever a socket can be read."""
        self._then[one] = then

    def unwatch(self, one: socket.socket) -> None:
        """Call nothing for a socket any more."""
        self._then.pop(one, None)

    def poll(self) -> None:
        """Call whatever can be called, until there is nothing left to read."""
        while ready := select.select(list(self._then), [], [], 0)[0]:
            for one in ready:
                if one in self._then:
                    self._then[one]()


class AgentEnd:
    """What an agent holds: the connection to the recorder, and what was lent."""

    def __init__(self, path: Path) -> None:
        self.recorder = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.recorder.connect(str(path))
        self.recorder.setblocking(False)
        self.messages: list[LeaseMessage] = []
        self.lent: dict[str, socket.socket] = {}

    def hear(self) -> list[LeaseMessage]:
        """Take in everything that was said; return what is new."""
        heard: list[LeaseMessage] = []
        while True:
            try:
                octets, descriptors, _, _ = socket.recv_fds(self.recorder, 65_536, 4)
            except BlockingIOError:
                break
            if not octets:
                break
            message = message_from_octets(octets)
            if isinstance(message, Lend):
                [descriptor] = descriptors
                self.lent[message.device] = socket.socket(fileno=descriptor)
            if isinstance(message, TakeBack) and message.device in self.lent:
                self.lent.pop(message.device).close()
            heard.append(message)
        self.messages += heard
        return heard

    def send(self, device: str, octets: bytes) -> bool:
        """Send one datagram for a device; say whether there was anywhere to send it."""
        try:
            self.lent[device].send(octets)
        except (KeyError, OSError):
            return False
        return True

    def close(self) -> None:
        """Close everything, as an agent that ends."""
        for one in (self.recorder, *self.lent.values()):
            one.close()


class Home:
    """One box, and everybody around it."""

    is_demonstration = False
    neighbours: Path | None = None
    """What discovery publishes; None in a home without it."""

    def __init__(
        self,
        folder: Path,
        *,
        time: FakeTime | None = None,
        kept: Kept | None = None,
        disk: Callable[[Path], Disk] = Disk,
    ) -> None:
        self.folder = folder
        self.time = time or FakeTime(START)
        self.agents: list[AgentEnd] = []
        self.desk = MemoryDesk()
        self._new_disk = disk
        self.carer = personal_keys() if kept is None else kept.carer
        self.settling_ms = SETTLING_MS
        if kept is not None:
            self.time, self.desk = copy.copy(kept.time), copy.copy(kept.desk)
            self.desk.files = dict(kept.desk.files)
            put_card(kept.card, folder / "state")
        self.start()

    def kept(self) -> Kept:
        """Return this home as it is now, to be taken up elsewhere."""
        desk = copy.copy(self.desk)
        desk.files = dict(desk.files)
        return Kept(card_at(self.folder / "state"), copy.copy(self.time), desk, self.carer)

    def start(self, disk: Disk | None = None) -> None:
        """Start the recorder, as after a power cut."""
        OPEN.append(self)
        self.readers = Readers()
        self.run = self.folder / "run"
        self.run.mkdir(parents=True, exist_ok=True)
        state = self.folder / "state"
        self.disk = disk or self._new_disk(state)
        wipe_if_ended(self.disk)
        timepiece = Timepiece(
            state,
            self.time,
            built_on=BUILT_ON,
            has_records=bool(self.disk.lines(LEDGER_FILE)),
        )
        self.box = Box(
            self.disk,
            timepiece.look,
            demonstration=self.is_demonstration,
            network=Network(self.neighbours) if self.neighbours else None,
        )
        self.recording = Recording(self.box.days)

        def observed(device: str, octets: bytes) -> None:
            self.rounds.observed(device, octets)

        def connected() -> None:
            self.rounds.go()

        self.leases = Leases(
            self.run / "lend.sock",
            watch=self.readers.watch,
            unwatch=self.readers.unwatch,
            observed=observed,
            connected=connected,
        )
        self.rounds = Rounds(
            self.box, self.recording, self.leases, Light(None), settling_ms=self.settling_ms
        )
        self.gate = Gate(self.box, self.rounds, self.leases, stop_codes=StopCodes(cost=CHEAP))
        self.gate.begin()

    def crash(self) -> None:
        """End the recorder as a power cut does: nothing is flushed, nothing is said."""
        self.leases.close()
        for agent in self.agents:
            agent.close()
        self.agents = []

    def restart(self) -> None:
        """Crash, and start again on the same card."""
        self.crash()
        self.start()

    def agent(self) -> AgentEnd:
        """Connect an agent."""
        found = AgentEnd(self.run / "lend.sock")
        self.agents.append(found)
        self.readers.poll()
        found.hear()
        return found

    def round(self) -> None:
        """Go round once, after whatever arrived was read."""
        self.readers.poll()
        self.rounds.go()
        for agent in self.agents:
            agent.hear()

    def later(self, **span: float) -> None:
        """Let time go by, and the minute's round go at the end of it."""
        self.time.advance(timedelta(**span).total_seconds())
        self.round()

    def live(self, **span: float) -> None:
        """Let time go by with a round at each midnight, as where rounds go each minute."""
        for _ in self.living(**span):
            pass

    def living(self, **span: float) -> Iterator[None]:
        """Let time go by like that, and yield after each round."""
        until = self.time.now + timedelta(**span)
        while (midnight := end_of(london_day(self.time.now))) <= until:
            for at in (midnight - timedelta(seconds=1), midnight):
                self.time.advance(max(0.0, (at - self.time.now).total_seconds()))
                self.round()
                yield
        self.time.advance((until - self.time.now).total_seconds())
        self.round()
        yield

    def ask(self, request: Request, *attached: bytes) -> Reply:
        """Ask, whatever the answer."""
        reply = self.gate.answer(request, attached)
        for agent in self.agents:
            agent.hear()
        return reply

    def done(self, request: Request, *attached: bytes) -> Done:
        """Ask for what must be done."""
        answer = self.ask(request, *attached).answer
        assert isinstance(answer, Done), answer
        return answer

    def refused(self, request: Request, *attached: bytes) -> str:
        """Ask for what must be refused; return the code."""
        answer = self.ask(request, *attached).answer
        assert isinstance(answer, NotDone), answer
        return str(answer.code)

    def how(self) -> HowItStands:
        """Ask how everything stands."""
        answer = self.ask(AskHow()).answer
        assert isinstance(answer, HowItStands), answer
        return answer

    def proven(self, request: Proven, signer: Signer) -> Proven:
        """Return a request with a fresh number, signed."""
        nonce = self.done(AskNonce()).id
        assert nonce is not None
        asked = replace(request, nonce=nonce, signature="00" * 64)
        proof = proof_of(asked, self.box.identity.box)
        return replace(asked, signature=signer.sign(proof).hex())

    # What happens before there is an agreement.

    def enrolled(self) -> Home:
        """Trust the agency."""
        self.desk = ceremony.at_the_agency()
        root = self.desk.files["root.json"]
        words = " ".join(words_for(bytes.fromhex(envelope_from_bytes(root).digest), 8))
        self.done(Enrol(domain="kent.gov.uk", words=words, is_hosted=False), root)
        self.done(Admit(), self.desk.files["keyset.json"])
        return self

    def bound(self) -> Home:
        """Bind the tablet and the laptop."""
        for label, address in (("Tablet", TABLET), ("Laptop", LAPTOP)):
            self.done(Bind(label=label, addresses=(address,), sole_user=True))
        return self

    @property
    def tablet(self) -> str:
        """The tablet's id."""
        return next(one.id for one in self.box.memory.devices if one.label == "Tablet")

    @property
    def laptop(self) -> str:
        """The laptop's id."""
        return next(one.id for one in self.box.memory.devices if one.label == "Laptop")

    def drawn_up(self, changes: Mapping[str, JsonValue] | None = None) -> bytes:
        """Draw up and sign an agreement about the tablet for this box, at the desk."""
        desk = self.desk
        desk.at = self.time.now.replace(microsecond=0)
        [card] = self.ask(AskHomeCard()).attached
        desk.files["home-card.json"] = card
        # A case of its own: one folder holds one agreement.
        for name in ("agreement.json", "agreement.txt", "draft.toml"):
            desk.files.pop(name, None)
        answers = ceremony.answers({"home.devices": [self.tablet], **(changes or {})})
        desk.files["in.toml"] = draft_to_text(answers)
        assert draft(desk, "in.toml"), desk.text
        ceremony.signing(desk, f"{desk.at:%-d %B %Y}")
        assert not sign(desk, "sw.key")
        assert sign(desk, "tm.key"), desk.text
        return desk.files["agreement.json"]

    def agreed(self, changes: Mapping[str, JsonValue] | None = None) -> str:
        """Have an agreement admitted; return its digest."""
        digest = self.done(Admit(), self.drawn_up(changes)).id
        assert digest is not None
        return digest

    def recording_on(self, changes: Mapping[str, JsonValue] | None = None) -> str:
        """Come to the evening of the agreement's first day: seen, waited, on; return its digest."""
        digest = self.enrolled().bound().agreed(changes)
        self.recorded_from(digest)
        return digest

    def recorded_from(self, agreement: str) -> None:
        """Come to the evening of an agreement's first day: it is on."""
        self.later(hours=1)
        self.done(NoticeShown(address=TABLET))
        self.later(days=2)
        self.later(hours=8)
        assert agreement in {one.agreement for one in self.how().devices}

    def settled(self) -> AgentEnd:
        """Connect an agent, and wait until what it sends counts."""
        agent = self.agent()
        self.later(minutes=16)
        return agent

    def withdrawn_by_card(self) -> bytes:
        """Return a withdrawal that the young person signed with their card."""
        self.desk.at = self.time.now.replace(microsecond=0)
        withdraw(self.desk)
        return self.desk.files["withdrawal.json"]

    def look_of(self, agreement: str, *days: date, viewer: str | None = None) -> Look:
        """Return a look that nobody has signed yet: the young person's own, if nobody is named."""
        ledger = self.box.ledger
        assert ledger is not None
        return Look(
            nonce="0" * 32,
            viewer=viewer or ceremony.young_persons_keys().public.keyid,
            device=ledger.standing(agreement).agreement.devices[0].id,
            agreement=agreement,
            days=days,
            reason=ViewReason.OWN_ENTRIES if viewer is None else ViewReason.AS_AGREED,
            signature="0" * 128,
        )

    # What happens after.

    @property
    def state(self) -> Path:
        """The recorder's folder."""
        return self.folder / "state"

    @property
    def entries(self) -> list[AuditEntry]:
        """The journal."""
        return self.box.journal.entries

    def told(self, kind: type[SomeAct]) -> list[SomeAct]:
        """Return every act of a kind that the journal tells of."""
        return [one.act for one in self.entries if isinstance(one.act, kind)]

    def kinds(self, since: int = 0) -> list[str]:
        """Return the names of what the journal tells of, from an entry on."""
        return [one.kind for one in self.entries[since:]]

    def findings(self) -> tuple[Finding, ...]:
        """Return what whoever is handed the bundle finds odd in it."""
        return audited(bundle_from_octets(self.ask(AskBundle()).attached[0])).findings

    def why_off(self, device: str | None = None) -> str | None:
        """Return why the tablet is not recorded, None while it is."""
        wanted = device or self.tablet
        [found] = [one for one in self.how().devices if one.id == wanted]
        return found.off

    def signed(self, record: Record, *signers: Signer) -> bytes:
        """Return a record as an envelope with these signatures."""
        envelope = Envelope(kind_of(record), payload_octets(record))
        for signer in signers:
            envelope = with_signature(envelope, signer)
        return envelope_to_bytes(envelope)

    def worker(self, name: str) -> Signer:
        """Return the signer of a worker's key file."""
        self.desk.answers = {"Passphrase": ceremony.PASSPHRASE}
        return key_file.unlock(self.desk, name).signer

    def with_worker(self, name: str, role: AgencyRole) -> Home:
        """Have the agency's list name one worker more, and the box know it."""
        desk = self.desk
        desk.at = self.time.now.replace(microsecond=0)
        desk.answers = {**ceremony.AT_THE_AGENCY, "Name of the": "Sam Fox"}
        agency.key(desk, name)
        agency.enrol(desk, f"{name}.public", role)
        self.done(Admit(), desk.files["keyset.json"])
        return self

    def with_carer(self) -> Mapping[str, JsonValue]:
        """Have the carer's keys on the home card; return what makes them a viewer."""
        keys = self.carer.public
        self.done(AddViewer(role=ViewerRole.CARER, label="Carer", ref="ca" * 16, keys=keys))
        return {
            "home.carer_looks": True,
            "home.carer": keys.keyid,
            "home.carer_why": "They sit down together on Sundays.",
        }

    def read_by_carer(self, agreement: str) -> bytes:
        """Return the carer's word that they read how looking is meant."""
        return self.signed(
            Acknowledgement(
                type="ack",
                v=1,
                agreement=agreement,
                box=self.box.identity.box,
                id="e4" * 16,
                issued_at=self.time.now.replace(microsecond=0),
                viewer=self.carer.public.keyid,
                card="eng-foster-1/viewing/1",
            ),
            self.carer.signer,
        )

    def withdrawal(self, agreement: str) -> bytes:
        """Return a withdrawal that the young person signed with their card."""
        return self.signed(
            Withdrawal(
                type="withdrawal",
                v=1,
                agreement=agreement,
                box=self.box.identity.box,
                id="e1" * 16,
                issued_at=self.time.now.replace(microsecond=0),
            ),
            ceremony.young_persons_keys().signer,
        )

    def objection(self, agreement: str) -> bytes:
        """Return an objection that the young person signed with their card."""
        return self.signed(
            Objection(
                type="objection",
                v=1,
                agreement=agreement,
                box=self.box.identity.box,
                id="e2" * 16,
                issued_at=self.time.now.replace(microsecond=0),
            ),
            ceremony.young_persons_keys().signer,
        )

    def agencys_stop(
        self, agreement: str, by: Signer, reason: StopReason = StopReason.NO_LONGER_NEEDED
    ) -> bytes:
        """Return a stop that somebody of the agency signed."""
        return self.signed(
            Stop(
                type="stop",
                v=1,
                agreement=agreement,
                box=self.box.identity.box,
                id="e3" * 16,
                issued_at=self.time.now.replace(microsecond=0),
                reason=reason,
            ),
            by,
        )

    def paper_notice(self, agreement: str, by: Signer) -> bytes:
        """Return the social worker's word that paper about the tablet was handed over."""
        return self.signed(
            PaperNotice(
                type="paper-notice",
                v=1,
                agreement=agreement,
                box=self.box.identity.box,
                id="e5" * 16,
                issued_at=self.time.now.replace(microsecond=0),
                device=self.tablet,
                language="en",
                handed_over_on=self.time.now.date(),
            ),
            by,
        )

    def reviewed(self, changes: Mapping[str, JsonValue] | None = None) -> bytes:
        """Hold a review today at the desk, in which the young person was heard, and go on."""
        desk, today = self.desk, self.time.now.date().isoformat()
        desk.at = self.time.now.replace(microsecond=0)
        heard: dict[str, JsonValue] = {
            "held_on": today,
            "young_person_heard_on": today,
            "outcome": "continue",
            "narrower.level": None,
            "narrower.categories": None,
        }
        ceremony.reviewing({**heard, **(changes or {})}, desk)
        for name in ("sw.key", "tm.key"):
            sign(desk, name)
        return desk.files["review-1.json"]

    def observed(self, *domains: str) -> None:
        """Have an agent send blocked look-ups of the tablet, and six minutes go by: written."""
        agent = self.agents[-1]
        for domain in domains:
            assert agent.send(self.tablet, blocked(domain))
        self.round()
        self.later(minutes=6)

    def seen_by(self, agreement: str, *days: date, keys: PersonalKeys | None = None) -> list[Row]:
        """Look with somebody's keys, the young person's if nobody is named; return what shows."""
        looker = keys or ceremony.young_persons_keys()
        viewer = None if keys is None else keys.public.keyid
        asked = self.look_of(agreement, *days, viewer=viewer)
        reply = self.ask(self.proven(asked, looker.signer))
        assert isinstance(reply.answer, Done), reply.answer
        return opened(reply, looker)


def opened(reply: Reply, keys: PersonalKeys) -> list[Row]:
    """Return what days that were handed out hold, for whoever has the keys."""
    rows: list[Row] = []
    parts = iter(reply.attached)
    for count in parts:
        slip, sealed = slip_from_octets(next(parts)), next(parts)
        frames = [next(parts) for _ in range(int(count))]
        day_key = opened_day_key(slip, keys.public.keyid, sealed, keys.opening_key)
        rows += opened_rows(slip, frames, day_key)
    return rows


@contextmanager
def somewhere() -> Iterator[Path]:
    """Yield a folder that is gone after."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


@cache
def moved_in() -> Kept:
    """Return a home that trusts the agency and has two devices bound, made once."""
    with somewhere() as folder:
        home = Home(folder).enrolled().bound()
        found = home.kept()
        home.crash()
    return found


@cache
def while_recording() -> tuple[Kept, str]:
    """Return a home on the first evening of its agreement, made once, and the agreement."""
    with somewhere() as folder:
        home = Home(folder)
        agreement = home.recording_on()
        found = home.kept()
        home.crash()
    return found, agreement
