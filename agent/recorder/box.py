"""The recorder's own state: what it holds, what time it is, and the one way to do something.

Rules kept here:
- `note` comes before the act it tells of. Where it raises, nothing has been done.
- What only stops may not fail: it holds in memory from the start, whatever the card does.
- The time of an act is trusted time where there is one, else the latest trusted time there was: an
  untrusted clock never makes anything seem later, or earlier, than it was.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from agent.recorder import memory as remembered
from agent.recorder.days import Days
from agent.recorder.disk import Disk
from agent.recorder.errors import CardDamaged, RecorderRefused
from agent.recorder.identity import Identity, load_or_make
from agent.recorder.journal import Journal
from agent.recorder.memory import BoundDevice, Memory, TrustedAgency
from agent.recorder.network import Network, device_facts
from agent.recorder.timepiece import Moment
from agent.release import RELEASE, image
from consent.acts import Act, ClockLost, ClockRegained, Closed, Rebooted, Refused, Updated
from consent.audit_entry import BOX, Actor
from consent.codes import Code
from consent.decide import decide
from consent.errors import ConsentError
from consent.home import ClockState, HomeState, Marks, Notice
from consent.ledger import TrustedLedger
from consent.permits import Off, Permit

LEDGER_FILE: Final = "ledger.jsonl"
REFUSALS_A_DAY: Final = 50
"""How many refusals are noted in a day; more tell nothing new, and would fill the card."""

CLOCK_CODES: Final = {
    ClockState.UNSYNCHRONISED: Code.CLOCK_UNSYNCHRONISED,
    ClockState.STALE: Code.CLOCK_STALE,
    ClockState.BACK: Code.CLOCK_BACK,
    ClockState.FORWARD: Code.CLOCK_FORWARD,
}


class Box:
    """One box: everything that the recorder knows, and nothing that it does by itself."""

    def __init__(
        self,
        disk: Disk,
        look: Callable[[], Moment],
        *,
        demonstration: bool = False,
        network: Network | None = None,
    ) -> None:
        """Take up what is on the card. Raises RecorderBroken, OSError."""
        self.disk = disk
        self._look = look
        self.demonstration = demonstration
        self.network = network
        self.identity: Identity = load_or_make(disk)
        self.memory: Memory = remembered.load(disk)
        self._on_card = self.memory
        self.journal = Journal(disk, self.identity, has_begun=self.memory.marks is not None)
        self.days = Days(disk)
        self.moment = look()
        self.ledger: TrustedLedger | None = self._ledger()
        entries = self.ledger.entries if self.ledger else ()
        self._records_on_card = len(entries)
        self.memory = remembered.as_told(
            self.memory, self.journal.entries, {one.digest for one in entries}
        )
        self.closed: set[str] = set()
        self._refusals: tuple[str, int] = ("", 0)
        self._last_trusted: datetime | None = None
        for entry in self.journal.entries:
            if isinstance(entry.act, Closed):
                self.closed.add(entry.act.agreement)
            if entry.clock is ClockState.TRUSTED:
                self._last_trusted = max(entry.at, self._last_trusted or entry.at)

    def begin(self) -> None:
        """Note that the box was started. Where that cannot be noted, nothing will be permitted."""
        self.look()
        try:
            self.note(Rebooted(how="reboot"))
            self._note_update()
            if not self.moment.is_trusted:
                self.note(ClockLost(how="clock_lost", code=CLOCK_CODES[self.moment.clock.state]))
        except RecorderRefused:
            return

    def look(self) -> Moment:
        """Look at the clock, and note where it was lost or regained. Raises nothing."""
        before, self.moment = self.moment, self._look()
        with suppress(RecorderRefused):
            self._note_clock(before)
        return self.moment

    def note(self, act: Act, actor: Actor = BOX) -> None:
        """Have an act on the card before it is done. Raises RecorderRefused: do not do it then."""
        moment = self.moment
        self.journal.append(act, at=moment.at, clock=moment.clock.state, actor=actor)
        if moment.is_trusted:
            self._last_trusted = moment.at

    def note_refused(self, code: Code, actor: Actor = BOX) -> None:
        """Note that something was not done; only so many times a day. Raises nothing."""
        today = self.moment.at.date().isoformat()
        day, times = self._refusals
        times = times + 1 if day == today else 1
        self._refusals = (today, times)
        if times <= REFUSALS_A_DAY:
            try:
                self.note(Refused(how="refuse", code=code), actor)
            except RecorderRefused:
                return

    def remember(self, memory: Memory) -> None:
        """Have a new memory on the card, then hold it. Raises RecorderRefused."""
        try:
            remembered.keep(self.disk, memory)
        except (OSError, ConsentError):
            raise RecorderRefused(Code.AUDIT, "the memory") from None
        self.memory = self._on_card = memory

    def remember_closed(self, day: date) -> None:
        """Remember the last day that was closed for every device. Raises RecorderRefused."""
        self.remember(replace(self.memory, closed_until=day))

    @property
    def is_all_on_card(self) -> bool:
        """Say whether nothing is held in memory alone."""
        if self.ledger is not None and (
            self._records_on_card < len(self.ledger.entries)
            or self._marks_for(self.ledger) != self.memory.marks
        ):
            return False
        return self.memory == self._on_card

    def begin_ledger(self, ledger: TrustedLedger, agency: TrustedAgency) -> None:
        """Have an agency's first record on the card, then trust it. Raises RecorderRefused."""
        try:
            self.disk.replace(LEDGER_FILE, ledger.to_lines()[0].encode() + b"\n")
        except OSError:
            raise RecorderRefused(Code.AUDIT, "the ledger") from None
        self.remember(replace(self.memory, agency=agency, marks=ledger.marks))
        self.ledger, self._records_on_card = ledger, 1

    def grow(self, ledger: TrustedLedger) -> None:
        """Have what is new in a ledger on the card, then hold it. Raises RecorderRefused."""
        # The record before the marks: where the power fails in between, a ledger that is ahead of
        # its marks goes on, and marks that are ahead of their ledger would stop everything.
        try:
            for line in ledger.to_lines()[self._records_on_card :]:
                self.disk.append(LEDGER_FILE, line.encode())
                self._records_on_card += 1
        except OSError:
            raise RecorderRefused(Code.AUDIT, "the ledger") from None
        self.ledger = ledger
        self.remember(replace(self.memory, marks=self._marks_for(ledger)))

    def _marks_for(self, ledger: TrustedLedger) -> Marks:
        known = self.memory.marks
        return known.risen_to(ledger.marks) if known else ledger.marks

    def decide(self, device: BoundDevice) -> Permit | Off:
        """Return what holds for a device now. Raises nothing."""
        if self.ledger is None or self.memory.agency is None:
            return Off(Code.AGREEMENT_NONE)
        facts = device_facts(device, self.memory, self.network)
        moment = self.moment
        answer = decide(self.ledger, self.home_state(), facts, moment.clock, moment.now)
        if isinstance(answer, Permit) and answer.agreement in self.closed:
            # It was said, and signed, that nothing of it is left. That stays true.
            return Off(Code.TIME_ENDED)
        return answer

    def home_state(self) -> HomeState:
        """Return what a decision is told of this home."""
        memory = self.memory
        agency = memory.agency
        return HomeState(
            box=self.identity.box,
            proven_domain=None if agency is None else agency.domain,
            hosted=agency is not None and agency.hosted,
            last_fetched_at=None if agency is None else agency.fetched_at,
            marks=memory.marks or _NO_MARKS,
            notices=tuple(map(self._that_counts, memory.notices)),
            paused=frozenset(memory.paused),
            stopped=memory.stopped,
            audit_writable=self.journal.is_sound and self.disk.has_room(),
        )

    def _that_counts(self, notice: Notice) -> Notice:
        """Return a notice without paper that was handed over by whose word counts no more."""
        given = {} if self.ledger is None else self.ledger.handed_over(notice.agreement)
        return notice if notice.device in given else replace(notice, paper_at=None)

    def _ledger(self) -> TrustedLedger | None:
        lines = self.disk.lines(LEDGER_FILE)
        agency = self.memory.agency
        if agency is None:
            return None
        try:
            return TrustedLedger.from_lines(
                [line.decode() for line in lines],
                box=self.identity.box,
                fingerprint=agency.fingerprint,
                proven_domain=agency.domain,
                demonstration=self.demonstration,
            )
        except (ConsentError, UnicodeDecodeError) as error:
            raise CardDamaged(
                f"{self.disk.root / LEDGER_FILE} is damaged or not this box's ({error}); nothing is"
                " recorded until it is put back from a backup, or the placement here is ended"
            ) from None

    def _note_update(self) -> None:
        """Note which programs run from here on, where they are not those that ran before."""
        known = [one.act for one in self.journal.entries if isinstance(one.act, Updated)]
        if not known or known[-1].image != image():
            self.note(Updated(how="update", release=RELEASE, image=image()))

    def _note_clock(self, before: Moment) -> None:
        now = self.moment
        if before.is_trusted and not now.is_trusted:
            self.note(ClockLost(how="clock_lost", code=CLOCK_CODES[now.clock.state]))
        if now.is_trusted and not before.is_trusted:
            self.note(ClockRegained(how="clock_regained", last_trusted=self._last_trusted))


_NO_MARKS: Final = Marks(
    root_version=0,
    keyset_version=0,
    entries=0,
    newest_at=datetime.fromisoformat("2000-01-01T00:00Z"),
)
