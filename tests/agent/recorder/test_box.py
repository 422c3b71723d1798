from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from agent.recorder.box import LEDGER_FILE, REFUSALS_A_DAY
from agent.recorder.errors import RecorderBroken, RecorderRefused
from agent.recorder.journal import CHECKPOINT_FILE
from agent.recorder.journal import FILE as JOURNAL_FILE
from agent.recorder.memory import FILE as MEMORY_FILE
from agent.recorder.memory import Memory
from consent.acts import (
    ClockLost,
    ClockRegained,
    Closed,
    Erasure,
    Paused,
    Rebooted,
    Refused,
    StoppedByPress,
    SwitchedOn,
    Updated,
)
from consent.codes import Code
from consent.commands import agency
from consent.envelope import envelope_from_bytes
from consent.home import Press
from consent.permits import Off, Permit
from consent.recorder_requests import Admit, AskHow, Enrol, Pause, Stop
from consent.records.fields import AgencyRole, Revocation
from tests.agent.recorder.choosy import Choosy, fill
from tests.agent.recorder.home import Home, moved_in, while_recording
from tests.consent.commands import ceremony


def recording(folder: Path) -> tuple[Home, str]:
    """Return a home that records, on a card that can be filled, and its agreement."""
    kept, agreement = while_recording()
    return Home(folder, kept=kept, disk=Choosy), agreement


def test_a_box_begins_with_an_entry(tmp_path: Path) -> None:
    """The first thing that a box notes is that it was started, and with which programs."""
    home = Home(tmp_path)

    assert home.kinds() == ["reboot", "update"]

    home.restart()

    assert home.kinds() == ["reboot", "update", "reboot"]


def test_other_programs_are_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever checks sees from when on which programs ran."""
    home = Home(tmp_path)
    for image in ("1" * 64, "2" * 64, "2" * 64):
        monkeypatch.setattr("agent.recorder.box.image", lambda image=image: image)
        home.restart()

    assert [one.image[:1] for one in home.told(Updated)][1:] == ["1", "2"]


def test_a_clock_that_is_lost_and_regained_is_noted(tmp_path: Path) -> None:
    """From when to when nobody knew the time stands on the journal, with the latest known one."""
    home = Home(tmp_path)
    known = home.time.now
    home.time.unsynchronise()
    home.round()
    home.round()
    home.time.advance(600)
    home.time.synchronise()
    home.round()
    home.round()

    assert home.told(ClockLost) == [ClockLost(how="clock_lost", code=Code.CLOCK_UNSYNCHRONISED)]
    assert home.told(ClockRegained) == [ClockRegained(how="clock_regained", last_trusted=known)]
    assert [one.at for one in home.entries[-2:]] == [known, home.time.now]


def test_a_start_without_the_time_is_noted(tmp_path: Path) -> None:
    """A box that starts without trusted time says so, and takes up what it knew."""
    home = Home(tmp_path)
    known = home.time.now
    home.time.reboot()
    home.restart()
    assert home.kinds(2) == ["reboot", "clock_lost"]
    home.time.synchronise()
    home.round()

    assert home.told(ClockRegained) == [ClockRegained(how="clock_regained", last_trusted=known)]


def test_only_so_many_refusals_are_noted_in_a_day(tmp_path: Path) -> None:
    """Whoever sends rubbish all day fills no card with it."""
    home = Home(tmp_path, kept=moved_in())
    for _ in range(REFUSALS_A_DAY + 5):
        assert home.refused(Admit(), b"rubbish") == Code.JSON_UNREADABLE
    assert len(home.told(Refused)) == REFUSALS_A_DAY
    home.later(days=1)
    home.refused(Admit(), b"rubbish")

    assert len(home.told(Refused)) == REFUSALS_A_DAY + 1


def test_a_refusal_that_cannot_be_noted_is_one_all_the_same(tmp_path: Path) -> None:
    """What is refused is refused, whether or not there is room to say so."""
    home, _ = recording(tmp_path)
    fill(home, JOURNAL_FILE)

    assert home.refused(Admit(), b"rubbish") == Code.JSON_UNREADABLE


def test_without_an_agency_there_is_nothing_to_decide(tmp_path: Path) -> None:
    """A box that trusts nobody records nothing on any device."""
    home = Home(tmp_path).bound()

    assert home.box.decide(home.box.memory.devices[0]) == Off(Code.AGREEMENT_NONE)


def test_what_was_said_to_be_closed_stays_closed(tmp_path: Path) -> None:
    """After the entry that nothing of an agreement is left, nothing is recorded under it."""
    home, agreement = recording(tmp_path)
    [device] = [one for one in home.box.memory.devices if one.id == home.tablet]
    assert isinstance(home.box.decide(device), Permit)
    home.box.note(Closed(how="closed", agreement=agreement, reason=Erasure.EXPIRED))
    home.restart()

    assert home.box.decide(device) == Off(Code.TIME_ENDED)


def test_paper_counts_as_long_as_who_signed_it_does(tmp_path: Path) -> None:
    """Where the key of whoever handed paper over turns out to be stolen, nobody was told."""
    home = Home(tmp_path, kept=moved_in())
    agreement = home.agreed()
    by = home.worker("sw.key")
    home.done(Admit(), home.paper_notice(agreement, by))
    [notice] = home.box.home_state().notices
    assert notice.paper_at == home.time.now
    desk = home.desk
    desk.answers = {**ceremony.AT_THE_AGENCY}
    desk.at = home.time.now
    agency.revoke(desk, str(by.public_key.keyid), Revocation.COMPROMISED)
    home.done(Admit(), desk.files["keyset.json"])

    assert home.box.home_state().notices == (replace(notice, paper_at=None),)


DAMAGED = {
    "no line": lambda _: [],
    "a line that is none": lambda lines: [*lines, b"rubbish"],
    "octets that are no text": lambda lines: [*lines, b"\xff\xfe"],
    "a line twice": lambda lines: [*lines, lines[-1]],
    "the first line gone": lambda lines: lines[1:],
    "a letter changed": lambda lines: [*lines[:-1], lines[-1].replace(b"a", b"b", 1)],
}


@pytest.mark.parametrize("change", DAMAGED.values(), ids=DAMAGED)
def test_a_ledger_that_was_changed_stops_the_start(change: object, tmp_path: Path) -> None:
    """Records that are not those that were admitted are told in one sentence, with what to do."""
    home, _ = recording(tmp_path)
    lines = home.disk.lines(LEDGER_FILE)
    home.crash()
    assert callable(change)
    home.disk.replace(LEDGER_FILE, b"".join(line + b"\n" for line in change(lines)))

    with pytest.raises(RecorderBroken, match=r"ledger\.jsonl is damaged .* from a backup"):
        home.start()


def test_the_ledger_of_another_box_stops_the_start(tmp_path: Path) -> None:
    """Where the box's key was lost, its records are another box's."""
    home, _ = recording(tmp_path)
    home.crash()
    home.disk.remove("box.key")

    with pytest.raises(RecorderBroken, match="not this box's"):
        home.start()


def test_records_that_were_taken_away_are_missed(tmp_path: Path) -> None:
    """A ledger that ends before its marks permits nothing."""
    home, _ = recording(tmp_path)
    lines = home.disk.lines(LEDGER_FILE)
    home.done(Admit(), home.with_worker("iro", AgencyRole.IRO).desk.files["keyset.json"])
    home.crash()
    home.disk.replace(LEDGER_FILE, b"".join(line + b"\n" for line in lines))
    home.start()

    assert home.why_off() == Code.TRUST_ROLLBACK


def test_a_journal_that_was_taken_away_permits_nothing(tmp_path: Path) -> None:
    """A box that trusts somebody has a journal; without it nothing is written, and nothing told."""
    home, _ = recording(tmp_path)
    home.crash()
    for name in (JOURNAL_FILE, CHECKPOINT_FILE):
        home.disk.remove(name)
    home.start()

    assert not home.how().is_journal_sound
    assert home.why_off() == Code.AUDIT
    assert home.box.disk.read(JOURNAL_FILE) is None


@pytest.mark.parametrize("press", Press)
def test_a_stop_that_was_noted_holds_without_a_memory(press: Press, tmp_path: Path) -> None:
    """Whoever puts the memory back to before a stop undoes nothing: the journal tells of it."""
    home, agreement = recording(tmp_path)
    before = home.disk.read(MEMORY_FILE)
    home.done(Stop(agreement=agreement, press=press))
    home.crash()
    assert before is not None
    home.disk.replace(MEMORY_FILE, before)
    home.start()

    assert home.why_off() is not None
    assert [one.press for one in home.box.memory.stopped] == [press]
    assert len(home.told(SwitchedOn)) == 2


def test_a_pause_that_was_noted_holds_without_a_memory(tmp_path: Path) -> None:
    """The same holds for a carer's pause."""
    home, agreement = recording(tmp_path)
    before = home.disk.read(MEMORY_FILE)
    home.done(Pause(agreement=agreement))
    home.crash()
    assert before is not None
    home.disk.replace(MEMORY_FILE, before)
    home.start()

    assert home.why_off() == Code.PAUSED


def test_a_withdrawal_that_was_noted_holds_without_its_record(tmp_path: Path) -> None:
    """Where the record itself was taken away with its mark, nothing is recorded either."""
    home, agreement = recording(tmp_path)
    memory, ledger = home.disk.read(MEMORY_FILE), home.disk.read(LEDGER_FILE)
    home.done(Admit(), home.withdrawal(agreement))
    home.crash()
    assert memory is not None
    assert ledger is not None
    home.disk.replace(MEMORY_FILE, memory)
    home.disk.replace(LEDGER_FILE, ledger)
    home.start()

    assert home.why_off() == Code.WITHDRAWN


def test_whoever_takes_the_memory_away_gets_an_empty_box(tmp_path: Path) -> None:
    """Without a memory nobody is trusted; who is trusted anew finds every ending still there."""
    home, agreement = recording(tmp_path)
    home.done(Stop(agreement=agreement, press=Press.CARER))
    home.crash()
    home.disk.remove(MEMORY_FILE)
    home.start()
    assert home.how().agency is None
    assert home.how().devices == ()
    home.enrolled()

    assert [one.agreement for one in home.box.memory.stopped] == [agreement]


def test_what_is_remembered_is_on_the_card_first(tmp_path: Path) -> None:
    """A memory that finds no room is not held, and what is in memory alone is known as such."""
    home, agreement = recording(tmp_path)
    before = home.box.memory
    fill(home, MEMORY_FILE)
    with pytest.raises(RecorderRefused) as refused:
        home.box.remember(Memory())
    assert refused.value.code is Code.AUDIT
    assert home.box.memory == before
    found = [home.box.is_all_on_card]
    home.refused(Pause(agreement=agreement))
    found.append(home.box.is_all_on_card)

    assert found == [True, False]
    assert home.told(Paused) == [Paused(how="pause", agreement=agreement)]


def test_more_than_can_be_remembered_is_not(tmp_path: Path) -> None:
    """What could not be read again at the next start is refused now."""
    home, _ = recording(tmp_path)
    many = replace(home.box.memory, paused=tuple(f"{n:064x}" for n in range(65)))

    with pytest.raises(RecorderRefused):
        home.box.remember(many)


def test_an_agency_that_finds_no_room_is_not_trusted(tmp_path: Path) -> None:
    """Where the first record cannot be written nobody is trusted, and it can be done again."""
    home = Home(tmp_path, disk=Choosy)
    desk = ceremony.at_the_agency()
    root = desk.files["root.json"]
    fill(home, LEDGER_FILE)
    words = agency.fingerprint(envelope_from_bytes(root))
    enrol = Enrol(domain="kent.gov.uk", words=words, is_hosted=False)
    assert home.refused(enrol, root) == Code.AUDIT
    assert home.how().agency is None
    fill(home)
    home.done(enrol, root)

    assert home.how().agency == "kent.gov.uk"


def test_a_start_on_a_full_card_permits_nothing(tmp_path: Path) -> None:
    """A box that cannot note that it started runs, answers, and records nothing."""
    home, _ = recording(tmp_path)
    home.crash()
    disk = Choosy(home.state)
    disk.full = frozenset({JOURNAL_FILE})
    home.start(disk)

    assert home.why_off() == Code.AUDIT
    assert len(home.told(Rebooted)) == 2
    assert home.ask(AskHow()) is not None


def test_the_time_of_an_act_is_never_a_doubtful_one(tmp_path: Path) -> None:
    """What happens while nobody knows the time is noted at the latest time that was known."""
    home, agreement = recording(tmp_path)
    known = home.time.now
    home.time.unsynchronise()
    home.time.step(timedelta(days=300))
    home.done(Stop(agreement=agreement, press=Press.CARER))
    [stop] = [one for one in home.entries if isinstance(one.act, StoppedByPress)]

    assert (stop.at, stop.clock) == (known, "unsynchronised")
    assert home.box.memory.stopped[0].at == known
