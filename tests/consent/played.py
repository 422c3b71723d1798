"""A box played in memory, by the recorder's rules and without any of its code: what it writes down.

It decides with `decide`, notes an entry before each act, makes a key for each device's day, and
destroys what is due. Time passes at once, with a round wherever something could change: at each
event, at midnight, and where the hours of the agreement begin and end. Whoever wants a box that
breaks its rules notes an entry of its own.

The home is that of `scene.py`: seen on 1 December 2026, from 2 December, between 15 and 22 o'clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from consent.acts import (
    Act,
    ActorRole,
    Admitted,
    ClockLost,
    ClockRegained,
    Closed,
    DayClosed,
    DayKeyCreated,
    DayKeyDestroyed,
    DeviceBound,
    DeviceUnbound,
    Erasure,
    Exported,
    KeysetChanged,
    NoticeStarted,
    NoticeWay,
    Objected,
    Paused,
    Rebooted,
    Resumed,
    RootChanged,
    StoppedByPress,
    StoppedByRecord,
    SwitchedOff,
    SwitchedOn,
    Viewed,
    ViewersKeysDestroyed,
    ViewReason,
    Withdrawn,
)
from consent.audit import AuditJournal, journal_of
from consent.audit_entry import BOX, Actor
from consent.bundle import Bundle, BundledAgency
from consent.calendar import london_day, london_time, start_of
from consent.checkpoint import signed_checkpoint
from consent.codes import Code
from consent.decide import decide
from consent.encoding import digest
from consent.entries import LedgerRefused
from consent.envelope import envelope_from_bytes
from consent.home import Clock, ClockState, DeviceFacts, HomeState, Notice, Press, Stopped
from consent.ledger import TrustedLedger
from consent.permits import Off, Permit
from consent.records.agency import Keyset, TrustRoot
from consent.records.agreement import Agreement
from consent.records.endings import Objection, Stop, Withdrawal
from consent.records.fields import ViewerRole
from consent.records.paper_notice import PaperNotice
from consent.records.reading import Record
from consent.sealed_day import SealedFor, Slip, fingerprint_of
from consent.signer import Ed25519Signer
from consent.standing import Standing
from tests.consent import scene
from tests.consent.people import ALEX, PRIYA
from tests.consent.profiles import sample
from tests.consent.profiles.sample import BOX_KEY, CARER
from tests.consent.samples import keyset, record_digest, trust_root

PHONE: Final = sample.AGREEMENT.devices[0].id
TABLET: Final = sample.AGREEMENT.devices[1].id
BOUND: Final = datetime(2026, 11, 26, 16, tzinfo=scene.BEGUN.tzinfo)
AGREEMENT: Final = record_digest(scene.AGREEMENT)
COPY: Final = timedelta(hours=72)
_ROLES: Final = {
    ALEX.public_key.keyid: ViewerRole.YOUNG_PERSON,
    CARER.public_key.keyid: ViewerRole.CARER,
    PRIYA.public_key.keyid: ViewerRole.SOCIAL_WORKER,
}


class PlayedBox:
    """One box; `at` is what its clock says, `clock` what that is worth."""

    def __init__(self, signer: Ed25519Signer = BOX_KEY, at: datetime = BOUND) -> None:
        self.signer = signer
        self.at = at
        self.clock = ClockState.TRUSTED
        self.journal: AuditJournal = journal_of(signer.public_key.keyid)
        self.lines: list[bytes] = []
        self.ledger: TrustedLedger | None = None
        self.slips: dict[str, Slip] = {}
        self.alone: set[str] = set()
        self.frames: dict[tuple[str, date], int] = {}
        self.closed: set[str] = set()
        self._bound: dict[str, date] = {}
        self._keys: set[tuple[str, date]] = set()
        self._notices: dict[tuple[str, str], Notice] = {}
        self._paused: set[str] = set()
        self._stopped: list[Stopped] = []
        self._on: dict[str, Permit] = {}
        self._closed_until = london_day(at) - timedelta(days=1)
        self._ended: dict[str, datetime] = {}
        self.note(Rebooted(how="reboot"))

    def copy(self) -> PlayedBox:
        """Return another box that has come just as far."""
        other = object.__new__(PlayedBox)
        for name, value in vars(self).items():
            kept = value.copy() if isinstance(value, dict | list | set) else value
            setattr(other, name, kept)
        return other

    def note(self, act: Act, actor: Actor = BOX, at: datetime | None = None) -> None:
        """Write an entry."""
        self.journal, line = self.journal.append(
            act, at=at or self.at, clock=self.clock, actor=actor
        )
        self.lines.append(line)

    def bundle(self) -> Bundle:
        """Return what the box hands over."""
        ledger, agency = self.ledger, None
        if ledger is not None:
            agency = BundledAgency(domain=ledger.proven_domain, fingerprint=ledger.fingerprint)
        return Bundle(
            box_key=self.signer.public_key,
            agency=agency,
            checkpoint=signed_checkpoint(self.journal.checkpoint, self.signer),
            journal=tuple(self.lines),
            ledger=ledger.to_lines() if ledger else (),
            slips=tuple(self.slips.values()),
        )

    # What happens.

    def enrol(self) -> PlayedBox:
        """Trust the agency, and learn who works for it."""
        box = self.signer.public_key.keyid
        self.ledger = scene.begun(box=box, at=self.at)
        self.note(_told(trust_root()), Actor(role=ActorRole.AGENCY))
        self.admit(keyset())
        return self

    def admit(self, record: Record, *signers: Ed25519Signer) -> str:
        """Take a record in; return its digest."""
        assert self.ledger is not None
        octets = scene.octets_of(record, *signers)
        self.ledger = self.ledger.admit(octets, at=self.at)
        self.note(_told(record))
        found = envelope_from_bytes(octets).digest
        if isinstance(record, PaperNotice):
            self.notice(record.device, record.agreement, NoticeWay.PAPER)
        self.round()
        return found

    def bind(self, *devices: str) -> PlayedBox:
        """Bind devices, each one young person's own."""
        for device in devices:
            act = DeviceBound(how="device_bound", device=device, sole_user=True)
            self.note(act, Actor(role=ActorRole.CARER))
            self._bound.setdefault(device, london_day(self.at))
        return self

    def unbind(self, device: str) -> None:
        """Forget a device, and destroy what was recorded on it."""
        self.note(DeviceUnbound(how="device_unbound", device=device))
        del self._bound[device]
        self.round()

    def notice(
        self, device: str, agreement: str = AGREEMENT, way: NoticeWay = NoticeWay.SHOWN
    ) -> None:
        """Have a device show the notice, or paper entered."""
        act = NoticeStarted(how="notice_started", device=device, agreement=agreement, way=way)
        self.note(act)
        is_paper = way is NoticeWay.PAPER
        self._notices[device, agreement] = Notice(
            device=device,
            agreement=agreement,
            first_seen_at=None if is_paper else self.at,
            paper_at=self.at if is_paper else None,
        )
        self.round()

    def press(self, press: Press = Press.YOUNG_PERSON, agreement: str = AGREEMENT) -> None:
        """Stop an agreement on the box."""
        self._stopped.append(Stopped(agreement=agreement, press=press, at=self.at))
        self.note(StoppedByPress(how="stop_pressed", agreement=agreement, press=press))
        self.round()

    def pause(self, agreement: str = AGREEMENT) -> None:
        """Pause an agreement."""
        self._paused.add(agreement)
        self.note(Paused(how="pause", agreement=agreement), Actor(role=ActorRole.CARER))
        self.round()

    def resume(self, agreement: str = AGREEMENT) -> None:
        """End the pause."""
        self._paused.discard(agreement)
        self.note(Resumed(how="resume", agreement=agreement), Actor(role=ActorRole.CARER))
        self.round()

    def look(self, viewer: Ed25519Signer, *days: date, agreement: str = AGREEMENT) -> None:
        """Let somebody look at days of the phone."""
        keyid = viewer.public_key.keyid
        role = _ROLES.get(keyid, ViewerRole.CARER)
        is_own = role is ViewerRole.YOUNG_PERSON
        act = Viewed(
            how="view",
            viewer=keyid,
            device=PHONE,
            agreement=agreement,
            days=days,
            reason=ViewReason.OWN_ENTRIES if is_own else ViewReason.AS_AGREED,
        )
        self.note(act, Actor(role=ActorRole(role), key=keyid[:8]))

    def export(self, *days: date, viewer: Ed25519Signer = PRIYA) -> None:
        """Hand days of the phone out for a social worker's desk."""
        act = Exported(
            how="export",
            viewer=viewer.public_key.keyid,
            device=PHONE,
            agreement=AGREEMENT,
            days=days,
        )
        self.note(act, Actor(role=ActorRole.ANYONE))

    def restart(self, off_for: timedelta = timedelta(minutes=2)) -> None:
        """Be off for a while, and start again."""
        self._on.clear()
        self.at += off_for
        self.note(Rebooted(how="reboot"))
        self.round()

    def lose_clock(self) -> None:
        """Know the time no more."""
        self.clock = ClockState.UNSYNCHRONISED
        self.note(ClockLost(how="clock_lost", code=Code.CLOCK_UNSYNCHRONISED))
        self.round()

    def regain_clock(self, after: timedelta = timedelta(hours=1)) -> None:
        """Know the time again, later."""
        self.at += after
        self.clock = ClockState.TRUSTED
        self.note(ClockRegained(how="clock_regained", last_trusted=None))
        self.round()

    def until(self, at: datetime) -> PlayedBox:
        """Let time pass, with a round wherever something could change by itself."""
        for moment in _moments(self.at, at):
            self.at = moment
            self.round()
        return self

    def is_over(self, agreement: str = AGREEMENT) -> bool:
        """Say whether an agreement was ended, or nobody can say."""
        standing = self._standing(agreement)
        return standing is None or standing.ended is not None

    @property
    def is_trusted(self) -> bool:
        """Say whether the box knows the time."""
        return self.clock is ClockState.TRUSTED

    def is_bound(self, device: str) -> bool:
        """Say whether a device is bound."""
        return device in self._bound

    def is_past(self, agreement: str = AGREEMENT) -> bool:
        """Say whether an agreement's last day is over, by a clock that is trusted."""
        standing = self._standing(agreement)
        if standing is None:
            return True
        last = min(standing.valid_until, standing.agreement.end_by)
        return self.is_trusted and london_day(self.at) > last

    # What the box does by itself.

    def round(self) -> None:
        """Decide for every device, take back, lend, close days, destroy what is due."""
        answers = {device: self._answer(device) for device in self._bound}
        for device, permit in list(self._on.items()):
            answer = answers.get(device, Off(Code.DEVICE_UNBOUND))
            if isinstance(answer, Off):
                del self._on[device]
                code, agreement = answer.code, permit.agreement
                off = SwitchedOff(how="off", device=device, agreement=agreement, code=code)
                self.note(off)
            elif (permit.record, permit.day) != (answer.record, answer.day):
                del self._on[device]
        self._close_days()
        for device, answer in answers.items():
            if isinstance(answer, Permit) and device not in self._on:
                self._lend(device, answer)
        self._erase()

    def _lend(self, device: str, permit: Permit) -> None:
        if (device, permit.day) not in self._keys:
            self._keys.add((device, permit.day))
            slip = self.slip_of(permit)
            made = DayKeyCreated(
                how="day_key_created",
                device=device,
                agreement=permit.agreement,
                day=permit.day,
                fingerprint=fingerprint_of(slip),
            )
            self.note(made)
            self.slips[fingerprint_of(slip)] = slip
            self.frames[device, permit.day] = permit.day.day % 3
        on = SwitchedOn(
            how="on",
            device=device,
            agreement=permit.agreement,
            record=permit.record,
            level=permit.level,
        )
        self.note(on)
        self._on[device] = permit

    def slip_of(self, permit: Permit) -> Slip:
        """Return the slip of a day, with a key that only looks like one."""
        public = digest(f"{permit.device} {permit.day} {permit.agreement}".encode())
        return Slip(
            box=self.signer.public_key.keyid,
            device=permit.device,
            agreement=permit.agreement,
            day=permit.day,
            public=public,
            sealed=tuple(
                SealedFor(viewer=one.keyid, digest=digest(f"{public} {one.keyid}".encode()))
                for one in permit.viewers
            ),
        )

    def _answer(self, device: str) -> Permit | Off:
        ledger = self.ledger
        if ledger is None:
            return Off(Code.AGREEMENT_NONE)
        home = HomeState(
            box=self.signer.public_key.keyid,
            proven_domain=sample.DOMAIN,
            hosted=False,
            last_fetched_at=None,
            marks=ledger.marks,
            notices=tuple(replace(one, last_seen_at=self.at) for one in self._notices.values()),
            paused=frozenset(self._paused),
            stopped=tuple(self._stopped),
            audit_writable=True,
        )
        facts = DeviceFacts(
            id=device, bound=True, sole_user=True, ambiguous=False, bound_on=self._bound[device]
        )
        return decide(ledger, home, facts, Clock(state=self.clock, mark=self.at), self.at)

    def _close_days(self) -> None:
        if self.clock is not ClockState.TRUSTED:
            return
        while self._closed_until < london_day(self.at) - timedelta(days=1):
            self._closed_until += timedelta(days=1)
            for device in self._bound:
                key = device, self._closed_until
                kept = {(one.device, one.day) for one in self.slips.values()}
                frames = self.frames[key] if key in kept else 0
                self.note(
                    DayClosed(
                        how="day",
                        device=device,
                        day=self._closed_until,
                        level=2 if key in kept else 0,
                        frames=frames,
                        observations=frames * 4,
                        last_frame="c1" * 32 if frames else None,
                    )
                )

    def _erase(self) -> None:
        for fingerprint, slip in list(self.slips.items()):
            reason, due = self._due(slip)
            if reason is Erasure.WITHDRAWN and fingerprint not in self.alone:
                self.alone.add(fingerprint)
                narrowed = ViewersKeysDestroyed(
                    how="viewers_keys_destroyed",
                    device=slip.device,
                    day=slip.day,
                    fingerprint=fingerprint,
                    reason=reason,
                )
                self.note(narrowed)
            is_trusted = self.is_trusted
            if reason is not None and self.at >= due and (is_trusted or due == self.at):
                self.destroy(fingerprint, reason)
        self._close_ended()

    def destroy(self, fingerprint: str, reason: Erasure) -> None:
        """Destroy a day for everybody."""
        slip = self.slips.pop(fingerprint)
        frames = self.frames[slip.device, slip.day]
        self.note(
            DayKeyDestroyed(
                how="day_key_destroyed",
                device=slip.device,
                day=slip.day,
                fingerprint=fingerprint,
                reason=reason,
                frames=frames,
                octets=frames * 300,
            )
        )

    def _due(self, slip: Slip) -> tuple[Erasure | None, datetime]:
        """Return why a day is to be destroyed, and from when; now where nothing waits."""
        standing = self._standing(slip.agreement)
        if standing is None:
            return Erasure.STOPPED, self.at
        if slip.device not in self._bound:
            return Erasure.DEVICE_REMOVED, self.at
        if standing.ended is Code.WITHDRAWN:
            return Erasure.WITHDRAWN, self._ended.setdefault(slip.agreement, self.at) + COPY
        if standing.ended is not None:
            return Erasure.STOPPED, self.at
        if self.is_past(slip.agreement):
            return Erasure.EXPIRED, self.at
        kept = timedelta(days=standing.agreement.retention_days + 1)
        is_old = self.clock is ClockState.TRUSTED and self.at >= start_of(slip.day + kept)
        return (Erasure.RETENTION if is_old else None), self.at

    def _standing(self, agreement: str) -> Standing | None:
        """Return what an agreement amounts to, None where nobody can say."""
        try:
            return self.ledger.standing(agreement, self._stopped) if self.ledger else None
        except LedgerRefused:
            return None

    def _close_ended(self) -> None:
        for agreement in self.ledger.agreements if self.ledger else ():
            standing = self._standing(agreement)
            ended = Code.CHAIN_FORK if standing is None else standing.ended
            left = {one.agreement for one in self.slips.values()}
            if agreement in self.closed | left or not (ended or self.is_past(agreement)):
                continue
            reason = {None: Erasure.EXPIRED, Code.WITHDRAWN: Erasure.WITHDRAWN}
            why = reason.get(ended, Erasure.STOPPED)
            self.note(Closed(how="closed", agreement=agreement, reason=why))
            self.closed.add(agreement)


def agreed(box: PlayedBox | None = None, agreement: Agreement = scene.AGREEMENT) -> PlayedBox:
    """Return a box on which an agreement was admitted and shown, a day before it starts."""
    box = box or PlayedBox()
    box.bind(PHONE, TABLET)
    box.until(scene.BEGUN)
    box.enrol()
    box.until(scene.ADMITTED)
    found = box.admit(agreement, *scene.signers_of(agreement))
    box.until(scene.SEEN)
    box.notice(PHONE, found)
    return box


def recording(days: int = 3) -> PlayedBox:
    """Return a box in the evening after so many days of recording, still on."""
    return _recording(days).copy()


@cache
def _recording(days: int) -> PlayedBox:
    first = datetime(2026, 12, 2, 18, tzinfo=BOUND.tzinfo)
    return agreed().until(first + timedelta(days=days - 1))


def day(number: int) -> date:
    """Return a day of December 2026."""
    return date(2026, 12, number)


def _told(record: Record) -> Act:
    found = record_digest(record)
    match record:
        case TrustRoot(version=version):
            return RootChanged(how="root", record=found, version=version)
        case Keyset(version=version):
            return KeysetChanged(how="keyset", record=found, version=version)
        case Withdrawal(agreement=agreement):
            return Withdrawn(how="withdrawn", agreement=agreement, record=found)
        case Objection(agreement=agreement):
            return Objected(how="objected", agreement=agreement, record=found)
        case Stop(agreement=agreement):
            return StoppedByRecord(how="stopped", agreement=agreement, record=found)
        case _:
            return Admitted(how="import", record=found)


def _moments(since: datetime, until: datetime) -> Iterator[datetime]:
    """Yield each whole hour at which something could change by itself, and the end."""
    hour = since.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    while hour < until:
        if london_time(hour).hour in {0, 15, 22}:
            yield hour
        hour += timedelta(hours=1)
    yield until
