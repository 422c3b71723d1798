"""What a box knew after each entry of its journal, and what `decide` says to that.

Rules kept here:
- The decision is the very one that the box takes, over the records as they were by then. Nothing is
  judged here by rules of its own.
- What no journal tells is taken to be in order: that the device was alone at its address, that the
  agency's site was asked in time, that the notice was seen again. So whatever is named here is
  wrong by the box's own word.
- A notice counts only where its entry bears a trusted time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from consent.acts import (
    Admitted,
    ClockLost,
    ClockRegained,
    DayKeyCreated,
    DeviceBound,
    DeviceUnbound,
    KeysetChanged,
    LookedTogether,
    NoticeStarted,
    NoticeWay,
    Objected,
    Paused,
    Resumed,
    RootChanged,
    StoppedByPress,
    StoppedByRecord,
    SwitchedOn,
    Withdrawn,
)
from consent.audit_entry import AuditEntry
from consent.calendar import london_day
from consent.codes import Code
from consent.decide import decide
from consent.errors import ConsentError
from consent.home import Clock, ClockState, DeviceFacts, HomeState, Notice, Press, Stopped
from consent.ledger import TrustedLedger
from consent.permits import Off, Permit
from consent.standing import Standing

_CHANGES = (
    Admitted,
    ClockLost,
    ClockRegained,
    DeviceUnbound,
    KeysetChanged,
    Objected,
    Paused,
    RootChanged,
    StoppedByPress,
    StoppedByRecord,
    Withdrawn,
)


def may_end(entry: AuditEntry) -> bool:
    """Say whether what an entry tells can change what is allowed while something is on."""
    return isinstance(entry.act, _CHANGES)


class ReplayedHome:
    """A box and its home, entry by entry. `places` are those of the ledger's records."""

    def __init__(self, ledger: TrustedLedger | None, places: Sequence[int]) -> None:
        self._whole = ledger
        self._places = places
        self._held = {one.digest for one in ledger.entries} if ledger else set()
        self._known = 0
        self._ledger: TrustedLedger | None = None
        self._devices: dict[str, tuple[date, bool]] = {}
        self._bound: set[str] = set()
        self._notices: dict[tuple[str, str], Notice] = {}
        self._paused: set[str] = set()
        self._stopped: list[Stopped] = []
        self._answers: dict[tuple[str, datetime, ClockState], Permit | Off] = {}

    @property
    def ledger(self) -> TrustedLedger | None:
        """The records that the box had by now, None before the first."""
        return self._ledger

    def take(self, entry: AuditEntry) -> None:
        """Let one entry more have happened."""
        if not isinstance(entry.act, DayKeyCreated | SwitchedOn):
            # A key and what it is switched on with are one decision, and each costs some while.
            self._answers.clear()
        self._take_records(entry.n)
        match entry.act:
            case DeviceBound(device=device, sole_user=sole_user):
                # Whoever binds it again under the same id keeps the day on which it was bound.
                first, _ = self._devices.get(device, (london_day(entry.at), sole_user))
                self._devices[device] = first, sole_user
                self._bound.add(device)
            case DeviceUnbound(device=device):
                self._bound.discard(device)
            case NoticeStarted() | LookedTogether():
                self._take_notice(entry, entry.act)
            case Paused(agreement=agreement):
                self._paused.add(agreement)
            case Resumed(agreement=agreement):
                self._paused.discard(agreement)
            case StoppedByPress(agreement=agreement, press=press):
                self._stopped.append(Stopped(agreement=agreement, press=press, at=entry.at))
            case Withdrawn() | Objected() | StoppedByRecord() as act:
                self._take_ending(entry, act)
            case _:
                pass

    def answer(self, device: str, at: datetime, clock: ClockState) -> Permit | Off:
        """Return what the box should have decided about a device. Raises nothing."""
        key = device, at, clock
        if key not in self._answers:
            self._answers[key] = self._decided(device, at, clock)
        return self._answers[key]

    def _decided(self, device: str, at: datetime, clock: ClockState) -> Permit | Off:
        ledger = self._ledger
        if ledger is None:
            return Off(Code.AGREEMENT_NONE)
        bound_on, sole_user = self._devices.get(device, (date.min, False))
        home = HomeState(
            box=ledger.box,
            proven_domain=ledger.proven_domain,
            hosted=False,
            last_fetched_at=None,
            marks=ledger.marks,
            notices=tuple(replace(one, last_seen_at=at) for one in self._notices.values()),
            paused=frozenset(self._paused),
            stopped=tuple(self._stopped),
            audit_writable=True,
        )
        facts = DeviceFacts(
            id=device,
            bound=device in self._bound,
            sole_user=sole_user,
            ambiguous=False,
            bound_on=bound_on,
        )
        return decide(ledger, home, facts, Clock(state=clock, mark=at), at)

    def standing(self, agreement: str) -> Standing | None:
        """Return what an agreement amounts to by now; None where nobody can say."""
        try:
            return self._ledger.standing(agreement, self._stopped) if self._ledger else None
        except ConsentError:
            return None

    def _take_records(self, place: int) -> None:
        known = self._known
        while known < len(self._places) and self._places[known] <= place:
            known += 1
        if known != self._known and self._whole is not None:
            self._known = known
            whole = self._whole
            self._ledger = replace(
                whole, entries=whole.entries[:known], chains=whole.chains[:known]
            )

    def _take_ending(self, entry: AuditEntry, act: Withdrawn | Objected | StoppedByRecord) -> None:
        """Take an ending as a press, where its record is not there: it was stopped all the same."""
        if act.record not in self._held:
            is_stop = isinstance(act, StoppedByRecord)
            press = Press.CARER if is_stop else Press.YOUNG_PERSON
            self._stopped.append(Stopped(agreement=act.agreement, press=press, at=entry.at))

    def _take_notice(self, entry: AuditEntry, act: NoticeStarted | LookedTogether) -> None:
        key = act.device, act.agreement
        notice = self._notices.get(key, Notice(device=act.device, agreement=act.agreement))
        match act:
            case LookedTogether(on=on):
                notice = replace(notice, looked_together_on=on)
            case _ if entry.clock is not ClockState.TRUSTED:
                return
            case NoticeStarted(way=NoticeWay.PAPER):
                notice = replace(notice, paper_at=entry.at)
            case _:
                notice = replace(notice, first_seen_at=entry.at)
        self._notices[key] = notice
