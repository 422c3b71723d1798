"""Whatever happens in whatever order: nothing is done that no entry announced, or nobody permitted.

A machine does to a home what people, clocks, cards and agents do to it. The card itself looks into
the journal, as it lies there, before it takes or lets go of anything; every lease is held against
the decision of that moment.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from agent.recorder.box import LEDGER_FILE
from agent.recorder.days import COUNT, FOLDER, FRAMES, KEY
from agent.recorder.errors import RecorderBroken
from agent.recorder.journal import FILE as JOURNAL_FILE
from agent.recorder.leases import LentFor
from agent.recorder.memory import BoundDevice
from consent.acts import (
    DayKeyCreated,
    DayKeyDestroyed,
    Exported,
    Rebooted,
    SwitchedOff,
    SwitchedOn,
    Viewed,
    ViewersKeysDestroyed,
)
from consent.audit import verify_lines
from consent.audit_entry import AuditEntry, entry_from_line
from consent.calendar import london_day
from consent.checkpoint import Checkpoint
from consent.entries import entry_from_line as record_from_line
from consent.findings import Oddity
from consent.home import Press
from consent.observation import Terms
from consent.permits import Permit
from consent.recorder_answers import Done
from consent.recorder_requests import (
    Admit,
    AskStatus,
    Bind,
    EndPlacement,
    Export,
    Fetched,
    GiveUpCopy,
    NoticeShown,
    Pause,
    Request,
    Resume,
    Stop,
    TogetherLooked,
    TypeStopCode,
    Unbind,
)
from consent.records.fields import StopReason
from consent.told_records import _named
from tests.agent.recorder.choosy import Choosy
from tests.agent.recorder.home import (
    STOP_CODE,
    TABLET,
    Home,
    Kept,
    blocked,
    moved_in,
    somewhere,
    while_recording,
)
from tests.conftest import SOAK
from tests.consent.commands import ceremony

# A full card or a lost clock leaves an entry without its act, and a played clock leaps.
EXPLAINED = {
    Oddity.RECORD_MISSING,
    Oddity.RECORD_OTHER_TIME,
    Oddity.TIME_BACK,
    Oddity.ON_TOO_LONG,
    Oddity.KEY_LOST,
    Oddity.KEY_LEFT,
    Oddity.KEY_KEPT_LONGER,
    Oddity.NOT_CLOSED,
}


class Announced(Choosy):
    """A card that takes nothing, and lets go of nothing, that no entry on it tells of."""

    def told(self) -> list[AuditEntry]:
        """Return the journal as it lies on the card now."""
        octets = (self.root / JOURNAL_FILE).read_bytes()
        return [entry_from_line(line) for line in octets.split(b"\n")[:-1]]

    def append(self, name: str, line: bytes) -> None:
        """Append a line that was announced."""
        if name == LEDGER_FILE:
            digest = record_from_line(line.decode()).digest
            assert digest in {one for entry in self.told() for one in _named(entry)}
        if name.endswith(FRAMES):
            made = self._made(name)
            assert made is not None
            assert self._is_on(made.device)
        super().append(name, line)

    def replace(self, name: str, octets: bytes) -> None:
        """Replace a file that was announced."""
        if name.startswith(FOLDER) and not name.endswith(COUNT):
            assert self._made(name) is not None
        super().replace(name, octets)

    def make_folder(self, name: str) -> None:
        """Make a folder that was announced."""
        assert name == FOLDER or self._made(name) is not None
        super().make_folder(name)

    def remove(self, name: str) -> None:
        """Remove a file whose removal was announced."""
        if name.endswith(KEY) and name.startswith(FOLDER) and (self.root / name).exists():
            fingerprint = name.split("/")[1]
            acts = [entry.act for entry in self.told()]
            assert self._made(name) is None or any(
                isinstance(act, DayKeyDestroyed | ViewersKeysDestroyed)
                and act.fingerprint == fingerprint
                for act in acts
            )
        if name.endswith(FRAMES) and (self.root / name).exists():
            assert self._made(name) is None, "a day that stands on the journal as there"
        super().remove(name)

    def _made(self, name: str) -> DayKeyCreated | None:
        """Return the entry of the day that a file belongs to, None where there is none any more."""
        found: DayKeyCreated | None = None
        for entry in self.told():
            act = entry.act
            if isinstance(act, DayKeyCreated) and f"/{act.fingerprint}" in name:
                found = act
            if isinstance(act, DayKeyDestroyed) and f"/{act.fingerprint}" in name:
                found = None
        return found

    def _is_on(self, device: str) -> bool:
        return is_on(self.told(), device)


def is_on(entries: list[AuditEntry], device: str) -> bool:
    """Say whether a journal tells that a device is being recorded."""
    found = False
    for entry in entries:
        match entry.act:
            case SwitchedOn(device=about) if about == device:
                found = True
            case SwitchedOff(device=about) if about == device:
                found = False
            case Rebooted():
                found = False
            case _:
                pass
    return found


class WatchedHome(Home):
    """A home in which nothing is lent that the journal does not tell of."""

    def start(self, disk: Any = None) -> None:  # noqa: ANN401 - as the home has it
        """Start the recorder, with its lending watched."""
        super().start(disk)
        lend = self.leases.lend

        def watched(device: str, terms: Terms, where: LentFor, **times: int) -> None:
            assert isinstance(self.disk, Announced)
            assert is_on(self.disk.told(), device)
            lend(device, terms, where, **times)

        self.leases.lend = watched  # type: ignore[method-assign]  # the same, watched


@cache
def by_a_parent() -> tuple[Kept, str]:
    """Return a home on the first evening of an agreement that a mother gave, made once."""
    with somewhere() as folder:
        home = Home(folder, kept=moved_in())
        agreement = home.agreed({**ceremony.BY_A_PARENT, **home.with_carer()})
        home.done(Admit(), home.read_by_carer(agreement))
        home.recorded_from(agreement)
        found = home.kept()
        home.crash()
    return found, agreement


class House(RuleBasedStateMachine):
    """What can happen to a box in a home."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.home: WatchedHome
        self.agreement = ""
        self.seen: list[Checkpoint] = []

    @initialize(begun=st.sampled_from([while_recording, by_a_parent]))
    def begin(self, begun: Callable[[], tuple[Kept, str]]) -> None:
        """Begin on the first evening of an agreement."""
        kept, self.agreement = begun()
        self.home = WatchedHome(self.folder / "home", kept=kept, disk=Announced)

    def teardown(self) -> None:
        """Hold the whole journal against what was permitted, and leave nothing behind."""
        try:
            if hasattr(self, "home"):
                self._free()
                self.home.restart()
                self._check_bundle()
        finally:
            if hasattr(self, "home"):
                self.home.crash()
            rmtree(self.folder)

    # Time.

    @rule(minutes=st.sampled_from([1, 6, 16, 59]))
    def minutes_go_by(self, minutes: int) -> None:
        """Let minutes go by."""
        self.home.live(minutes=minutes)

    @rule(hours=st.sampled_from([3, 13, 24]))
    def hours_go_by(self, hours: int) -> None:
        """Let hours go by."""
        self.home.live(hours=hours)

    @rule(days=st.sampled_from([2, 4, 8]))
    def days_go_by(self, days: int) -> None:
        """Let days go by on which the tablet shows its notice."""
        for _ in range(days):
            self.home.live(days=1)
            self.home.ask(NoticeShown(address=TABLET))

    @rule()
    def the_clock_is_lost(self) -> None:
        """Lose the time."""
        self.home.time.unsynchronise()
        self.home.round()

    @rule()
    def the_clock_is_found(self) -> None:
        """Find the time again."""
        self.home.time.synchronise()
        self.home.round()

    @rule(hours=st.sampled_from([-30, -1, 1, 30]))
    def the_clock_is_stepped_and_back(self, hours: int) -> None:
        """Step the wall clock, and back again a minute later."""
        self.home.time.step(timedelta(hours=hours))
        self.home.later(minutes=1)
        self.home.time.step(timedelta(hours=-hours))
        self.home.later(minutes=1)

    # Whatever can go wrong.

    @rule()
    def the_power_fails(self) -> None:
        """Crash, and start again."""
        self.home.restart()

    @rule(is_synchronised=st.booleans())
    def the_box_is_switched_off(self, *, is_synchronised: bool) -> None:
        """Crash, and start again in another boot."""
        self.home.time.reboot(is_synchronised=is_synchronised)
        self.home.restart()

    @rule(full=st.sampled_from([JOURNAL_FILE, LEDGER_FILE, "home.json", "checkpoint", FRAMES, ""]))
    def the_card_is_full(self, full: str) -> None:
        """Have the card take no more in some files, or in all."""
        disk = self.home.disk
        assert isinstance(disk, Announced)
        names = {full}
        if full == FRAMES:
            names = {f"{FOLDER}/{one}/{FRAMES}" for one in self.home.box.days.slips}
        disk.full, disk.is_full = frozenset(names), not full

    @rule()
    def there_is_room(self) -> None:
        """Have the card take everything again."""
        self._free()

    @precondition(lambda self: self.home.rounds._on)
    @rule(data=st.data())
    def somebody_takes_a_record_away(self, data: st.DataObject) -> None:
        """Without any one record, a box that recorded records nothing."""
        kept = self.home.kept()
        lines = (kept.card[LEDGER_FILE] or b"").splitlines(keepends=True)
        gone = data.draw(st.integers(0, len(lines) - 1))
        kept.card[LEDGER_FILE] = b"".join(lines[:gone] + lines[gone + 1 :])
        other = self.folder / "other"
        with suppress(RecorderBroken):
            home = Home(other, kept=kept)
            assert home.rounds._on == {}
            home.crash()
        rmtree(other)

    # The agent.

    @rule()
    def an_agent_comes(self) -> None:
        """Connect an agent."""
        self.home.agent()

    @precondition(lambda self: self.home.agents)
    @rule()
    def an_agent_leaves(self) -> None:
        """Close an agent's connection."""
        self.home.agents.pop(0).close()
        self.home.round()

    @precondition(lambda self: self.home.agents)
    @rule(names=st.lists(st.sampled_from(["example.com", "www.example.com", "childline.org.uk"])))
    def something_is_looked_up(self, names: list[str]) -> None:
        """Send observations, of which some do not fit."""
        for agent in self.home.agents:
            for device in list(agent.lent):
                for name in names:
                    agent.send(device, blocked(name))
        self.home.round()

    # People.

    @rule(request=st.sampled_from(["pause", "resume", "shown", "together", "fetched", "bind"]))
    def somebody_does_what_they_may(self, request: str) -> None:
        """Do what needs no proof and ends nothing."""
        made: dict[str, Request] = {
            "pause": Pause(agreement=self.agreement),
            "resume": Resume(agreement=self.agreement),
            "shown": NoticeShown(address=TABLET),
            "together": TogetherLooked(device=self._tablet, agreement=self.agreement),
            "fetched": Fetched(),
            "bind": Bind(label="Console", addresses=("10.0.0.9",), sole_user=True),
        }
        self.home.ask(made[request])

    @rule(who=st.sampled_from(["young person", "carer", "social worker"]), back=st.integers(0, 2))
    def somebody_looks(self, who: str, back: int) -> None:
        """Ask for a day; what is handed out was noted."""
        day = london_day(self.home.time.now) - timedelta(days=back)
        before = len(self.home.entries)
        reply = self.home.ask(self._look(who, day))
        if isinstance(reply.answer, Done):
            [entry] = self.home.entries[before:]
            assert isinstance(entry.act, Viewed | Exported)
            assert entry.act.days == (day,)
        else:
            assert reply.attached == ()

    @rule(how=st.sampled_from([*Press, "code", "withdrawal", "objection", "stop", "asked"]))
    def somebody_ends_it(self, how: str) -> None:
        """End or pause the agreement, by whichever way; nothing is lent under it after."""
        attached: tuple[bytes, ...] = ()
        request: Request = Admit()
        match how:
            case "withdrawal":
                attached = (self.home.withdrawal(self.agreement),)
            case "objection":
                attached = (self.home.objection(self.agreement),)
            case "stop" | "asked":
                is_asked = how == "asked"
                reason = StopReason.YOUNG_PERSON_ASKED if is_asked else StopReason.OTHER
                by = self.home.worker("sw.key")
                attached = (self.home.agencys_stop(self.agreement, by, reason),)
            case "code":
                request = TypeStopCode(code=STOP_CODE)
            case _:
                request = Stop(agreement=self.agreement, press=Press(how))
        known = self.home.box.ledger
        assert known is not None
        parents = known.standing(self.agreement).agreement.giver.capacity != "young_person"
        answer = self.home.ask(request, *attached).answer
        if how == "withdrawal" and parents and not isinstance(answer, Done):
            return  # A mother's agreement is not the young person's to withdraw.
        assert self._tablet not in self.home.leases.devices

    @rule()
    def the_copy_is_given_up(self) -> None:
        """Give up what is kept after a withdrawal."""
        asked = GiveUpCopy(nonce="0" * 32, agreement=self.agreement, signature="0" * 128)
        self.home.ask(self.home.proven(asked, ceremony.young_persons_keys().signer))

    @precondition(lambda self: self.home.box.memory.device(self._tablet))
    @rule()
    def the_tablet_is_unbound(self) -> None:
        """Forget the tablet."""
        self.home.ask(Unbind(device=self._tablet))

    # What holds after each of these.

    @invariant()
    def nothing_is_lent_that_is_not_permitted(self) -> None:
        """At this instant each lease has its permit, and stands on the journal as on."""
        home = self.home
        for device in home.leases.devices | home.recording.open.keys():
            bound = home.box.memory.device(device)
            assert bound is not None
            self._check_permitted(bound)

    @invariant()
    def every_effect_was_announced(self) -> None:
        """Find on the journal what lies on the card, and what is gone from it."""
        home = self.home
        made = {one.fingerprint: one for one in home.told(DayKeyCreated)}
        gone = {one.fingerprint for one in home.told(DayKeyDestroyed)}
        narrowed = {one.fingerprint for one in home.told(ViewersKeysDestroyed)}
        folders = set(home.box.disk.names(FOLDER))
        assert folders <= made.keys()
        assert made.keys() - folders <= gone | home.box.days.unfinished
        for fingerprint, slip in home.box.days.slips.items():
            left = home.box.days.viewers(fingerprint)
            if len(left) < len(slip.sealed):
                assert fingerprint in narrowed | gone

    @invariant()
    def the_journal_goes_on_from_every_checkpoint(self) -> None:
        """Find every checkpoint the box ever signed borne out by its journal now."""
        home = self.home
        journal = home.box.journal
        key = home.box.identity.signer.public_key
        verify_lines(journal.lines, journal.note, key, self.seen)
        self.seen.append(journal.checkpoint)
        home.ask(AskStatus(challenge="482913"))

    # How.

    @property
    def _tablet(self) -> str:
        ledger = self.home.box.ledger
        assert ledger is not None
        return ledger.standing(self.agreement).agreement.devices[0].id

    def _free(self) -> None:
        disk = self.home.disk
        assert isinstance(disk, Announced)
        disk.full, disk.is_full = frozenset(), False

    def _check_permitted(self, device: BoundDevice) -> None:
        home = self.home
        answer = home.box.decide(device)
        assert isinstance(answer, Permit)
        assert is_on(home.entries, device.id)
        assert home.box.ledger is not None
        standing = home.box.ledger.standing(answer.agreement, home.box.memory.stopped)
        opened = home.recording.open[device.id]
        today = london_day(home.time.now)
        # The public half of a day that no tip record covers is never held for writing.
        assert (opened.permit.record, opened.day) == (standing.tip, today)
        assert standing.agreement.starts_on <= today <= standing.valid_until
        slip = home.box.days.slips[opened.fingerprint]
        assert (slip.device, slip.day, slip.agreement) == (device.id, today, answer.agreement)
        assert standing.ended is None

    def _look(self, who: str, day: date) -> Request:
        home = self.home
        look = home.look_of(self.agreement, day)
        match who:
            case "young person":
                return home.proven(look, ceremony.young_persons_keys().signer)
            case "carer":
                keys = home.carer
                asked = home.look_of(self.agreement, day, viewer=keys.public.keyid)
                return home.proven(asked, keys.signer)
            case _:
                viewer = str(home.worker("sw.key").public_key.keyid)
                return Export(
                    viewer=viewer, device=look.device, agreement=self.agreement, days=(day,)
                )

    def _check_bundle(self) -> None:
        odd = {one.what for one in self.home.findings()} - EXPLAINED
        assert not odd, odd
        assert isinstance(self.home.ask(EndPlacement()).answer, Done)


def test_every_prefix_is_announced_and_permitted() -> None:
    """In no order of events is anything done unannounced, lent unpermitted, or lost."""
    run_state_machine_as_test(
        House,
        settings=settings(
            max_examples=400 if SOAK else 12,
            stateful_step_count=40 if SOAK else 20,
            suppress_health_check=list(HealthCheck),
            deadline=None,
        ),
    )
