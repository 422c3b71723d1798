from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agent.recorder.serving import LEASES_SOCKET
from consent.acts import Exported, NoticeStarted, StoppedByPress, Viewed
from consent.audit import views_in
from consent.codes import Code
from consent.home import ClockState
from consent.recorder_answers import NoticeStanding
from consent.recorder_requests import AskJournal, AskRecords, Pause, Resume, Stop
from consent.records.fields import ViewerRole
from console import words
from console.pages.recorded import recorded_page
from console.services import recorded as recorded_module
from console.services.recorded import AgreementHere, Receipt, Recorded, Told
from console.store.recorder import Recorder, RecorderRefused
from tests.agent.recorder.home import AgentEnd
from tests.conftest import Scale
from tests.consent.commands import ceremony
from tests.console.recorder_home import (
    LAPTOP,
    SHARED,
    STRANGER,
    TABLET,
    RecorderHome,
    recorder_home,
    until,
)

CONTINUED = {
    "outcome": "continue",
    "narrower.level": None,
    "narrower.categories": None,
    "gillick_competent": False,
    "next_review_due": "2026-12-22",
}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[RecorderHome]:
    """Return a home with an agency and three devices, and nothing agreed yet."""
    with recorder_home(tmp_path) as home:
        yield home.enrolled()


@pytest.fixture
def recorded(home: RecorderHome) -> Recorded:
    """Return what the console asks that home's recorder with."""
    return Recorded(Recorder(home.socket))


def told_at(recorded: Recorded, address: str = TABLET) -> Told:
    """Return what is told at an address, which can be told."""
    told = recorded.told(address)
    assert told is not None
    return told


def only(recorded: Recorded) -> AgreementHere:
    """Return what is told of the tablet's only agreement."""
    [found] = told_at(recorded).agreements
    return found


def switched_on(home: RecorderHome, recorded: Recorded, *, by_a_parent: bool = False) -> str:
    """Come to the evening of the first day of an agreement; return its digest."""
    digest = home.agreed(ceremony.BY_A_PARENT if by_a_parent else None)
    recorded.note_shown(TABLET)
    home.later(days=2, hours=8)
    assert home.device().off is None
    return digest


def review_today(home: RecorderHome) -> None:
    """Hold a review today in which the young person is heard, and which changes nothing."""
    today = home.time.now.date().isoformat()
    home.reviewed({**CONTINUED, "held_on": today, "young_person_heard_on": today})
    home.later(minutes=1)


def is_said_and_lent(recorded: Recorded, agent: AgentEnd, device: str) -> tuple[bool, bool]:
    """Say whether the page says that something is written down, and whether there is a way to."""
    verdict = recorded_page(recorded.told(TABLET)).verdict
    agent.hear()
    assert verdict.is_on == (words.RECORDED_NO_TEXT not in verdict.texts)
    assert verdict.large == (words.RECORDED_YES if verdict.is_on else words.RECORDED_NO)
    return verdict.is_on, device in agent.lent


def acts_of(home: RecorderHome, kind: type) -> list[object]:
    """Return what the journal tells of one kind of act."""
    return [entry.act for entry in home.journal() if isinstance(entry.act, kind)]


def test_a_silent_recorder_tells_nothing(tmp_path: Path) -> None:
    """Where the recorder is not running, nothing is told, and nothing is said to be stopped."""
    recorded = Recorded(Recorder(tmp_path / "recorder.sock"))
    recorded.note_shown(TABLET)
    recorded.words_again(TABLET, "0" * 64)

    assert recorded.told(TABLET) is None
    assert recorded.stop(TABLET, "0" * 64) is False


def test_a_recorder_that_ended_tells_nothing_old(home: RecorderHome, recorded: Recorded) -> None:
    """What was told before is not told again once nobody can say whether it is still so."""
    before = recorded.told(TABLET)
    home.stop()

    assert before is not None
    assert recorded.told(TABLET) is None


def test_before_anything_was_decided_nothing_is_told(
    home: RecorderHome, recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recorder that has not decided yet says off of every device, and means nothing by it."""
    undecided = replace(home.how(), decided_at=None)
    monkeypatch.setattr(Recorder, "how", lambda _: undecided)

    assert recorded.told(TABLET) is None


@pytest.mark.parametrize("address", [STRANGER, "", "not an address", "127.0.0.2"])
def test_an_address_that_no_device_has_is_told_nothing_of_any(
    address: str, home: RecorderHome, recorded: Recorded
) -> None:
    """Whoever asks from elsewhere sees no agreement, no look, and no device."""
    home.agreed()
    told = told_at(recorded, address)

    assert (told.device, told.agreements, told.looks) == (None, (), None)
    assert not told.is_notice


def test_each_device_is_told_of_itself(home: RecorderHome, recorded: Recorded) -> None:
    """The device at an address sees what is about it, and nothing of the others."""
    digest = home.agreed()
    tablet, laptop, shared = (told_at(recorded, one) for one in (TABLET, LAPTOP, SHARED))

    assert [one.standing.agreement for one in tablet.agreements] == [digest]
    assert (laptop.agreements, shared.agreements) == ((), ())
    assert laptop.device is not None
    assert laptop.device.off is Code.AGREEMENT_NONE


def test_an_address_that_two_devices_claim_is_nobodys(
    home: RecorderHome, recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nobody knows which of two it is, neither is told of, started or stopped."""
    digest = home.agreed()
    how = home.how()
    two = tuple(replace(one, addresses=(TABLET,)) for one in how.devices)
    monkeypatch.setattr(Recorder, "how", lambda _: replace(how, devices=two))
    told = told_at(recorded)
    stopped = recorded.stop(TABLET, digest)
    monkeypatch.undo()

    assert (len(told.devices), told.device, told.is_notice) == (3, None, False)
    assert stopped
    assert acts_of(home, StoppedByPress) == []


def test_the_recorder_takes_no_notice_from_an_address_of_no_device(
    home: RecorderHome, recorded: Recorded
) -> None:
    """Nobody can say for a device that it has shown anything."""
    home.agreed()
    recorded.note_shown(STRANGER)
    recorded.note_shown(LAPTOP)

    assert acts_of(home, NoticeStarted) == []
    assert home.device().off is Code.NOTICE_NONE


def test_a_notice_counts_from_when_its_device_showed_it(
    home: RecorderHome, recorded: Recorded
) -> None:
    """The page is a notice before it was ever shown and after, and the first showing counts."""
    home.agreed()
    first = told_at(recorded)
    recorded.note_shown(TABLET)
    home.later(hours=2)
    recorded.note_shown(TABLET)
    again = told_at(recorded)
    [one] = again.agreements

    assert (first.is_notice, again.is_notice) == (True, True)
    assert one.notice is not None
    assert one.notice.told_at == first.how.at
    assert len(acts_of(home, NoticeStarted)) == 1


def test_without_a_trusted_clock_no_notice_begins(home: RecorderHome, recorded: Recorded) -> None:
    """Nobody can count 24 hours from a time that nobody knows."""
    home.agreed()
    home.time.unsynchronise()
    until(lambda: home.how().clock is not ClockState.TRUSTED)
    told = told_at(recorded)
    recorded.note_shown(TABLET)

    assert not told.is_notice
    assert acts_of(home, NoticeStarted) == []


def test_a_text_that_cannot_be_shown_is_no_notice(home: RecorderHome, recorded: Recorded) -> None:
    """Where a text could not be rendered, the page with it starts no wait."""
    home.agreed()
    told = told_at(recorded)
    [one] = told.agreements
    assert one.read is not None
    blank = replace(one, read=replace(one.read, text=None))

    assert told.is_notice
    assert not replace(told, agreements=(blank,)).is_notice
    assert not replace(told, agreements=(one, blank)).is_notice
    assert not replace(told, agreements=(replace(one, read=None),)).is_notice


def test_a_text_in_a_language_not_talked_in_begins_nothing(
    home: RecorderHome, recorded: Recorded
) -> None:
    """Who was talked with in Dari is told by paper in Dari; after that the page is for them too."""
    home.agreed({"discussion.language": "prs", "discussion.interpreter": "independent"})
    told = told_at(recorded)
    [one] = told.agreements
    handed_over = NoticeStanding(
        device=home.device().id,
        agreement=one.standing.agreement,
        told_at=told.how.at,
        last_seen_at=None,
        is_lapsed=False,
    )

    assert not told.is_notice
    assert replace(told, agreements=(replace(one, notice=handed_over),)).is_notice


def test_stop_of_who_gave_it_is_for_good(home: RecorderHome, recorded: Recorded) -> None:
    """A press takes back their own yes: off at once, with a receipt, and erased in three days."""
    digest = switched_on(home, recorded)
    is_done = recorded.stop(TABLET, digest)
    one = only(recorded)
    kept = [day.viewers for day in one.days]
    home.later(hours=71)
    still_kept = len(only(recorded).days)
    home.later(hours=2)

    assert is_done
    assert (one.standing.over, one.is_over, one.is_stopped) == (Code.WITHDRAWN, True, True)
    assert one.receipt is not None
    assert len(one.receipt.words) == 4
    assert kept == [(ceremony.young_persons_keys().public.keyid,)]
    assert still_kept == 1
    assert (only(recorded).days, only(recorded).standing.is_closed) == ((), True)


def test_stop_of_what_somebody_else_gave_is_a_pause(home: RecorderHome, recorded: Recorded) -> None:
    """A press is a no that only a review can answer; without one it ends on the day told."""
    digest = switched_on(home, recorded, by_a_parent=True)
    told = only(recorded)
    assert told.read is not None
    assert told.read.pressed is not None
    recorded.stop(TABLET, digest)
    one = only(recorded)
    home.later(days=8)

    assert (one.standing.is_objected, one.is_over, one.is_stopped) == (True, False, True)
    assert one.standing.valid_until == told.read.pressed.valid_until
    assert home.device().off is Code.OBJECTED
    assert only(recorded).is_over


def test_after_a_review_stop_works_again(home: RecorderHome, recorded: Recorded) -> None:
    """What a review let go on can be stopped as on the first day, as often as it goes on."""
    digest = switched_on(home, recorded, by_a_parent=True)
    recorded.stop(TABLET, digest)
    home.later(days=2)
    review_today(home)
    resumed = only(recorded)
    off_then = home.device().off
    recorded.stop(TABLET, digest)

    assert (off_then, resumed.is_stopped, resumed.was_pressed) == (None, False, True)
    assert home.device().off is Code.OBJECTED
    assert len(acts_of(home, StoppedByPress)) == 2


def test_pressing_twice_is_pressing_once(home: RecorderHome, recorded: Recorded) -> None:
    """A second press of a slow page changes nothing and gives the same words."""
    digest = switched_on(home, recorded)
    recorded.stop(TABLET, digest)
    first = only(recorded).receipt
    recorded.stop(TABLET, digest)

    assert only(recorded).receipt == first
    assert len(acts_of(home, StoppedByPress)) == 1


NOT_THEIRS = {
    "from a device that nobody bound": STRANGER,
    "from another device": LAPTOP,
    "from no address": "",
}


@pytest.mark.parametrize("address", NOT_THEIRS.values(), ids=NOT_THEIRS)
def test_another_device_stops_nothing(address: str, home: RecorderHome, recorded: Recorded) -> None:
    """The button is of the device in hand; who stops for others has other ways to."""
    digest = switched_on(home, recorded)
    recorded.stop(address, digest)

    assert home.device().off is None


@pytest.mark.parametrize("agreement", ["", "0" * 64, "x" * 8_000, "../home.json"])
def test_what_is_no_agreement_stops_nothing(
    agreement: str, home: RecorderHome, recorded: Recorded
) -> None:
    """Whatever a form sends, the recorder is asked of agreements that it knows, and of no other."""
    switched_on(home, recorded)
    is_done = recorded.stop(TABLET, agreement)

    assert is_done
    assert home.device().off is None


def test_records_that_nobody_can_read_keep_nobody_from_stopping(
    home: RecorderHome, recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What this console cannot read it cannot show, and the button is there and works."""
    digest = switched_on(home, recorded)
    monkeypatch.setattr(recorded_module, "read_agreements", lambda *_: None)
    one = only(recorded)
    is_done = recorded.stop(TABLET, digest)

    assert (one.read, one.standing.agreement) == (None, digest)
    assert is_done
    assert home.device().off is Code.WITHDRAWN


def test_records_that_are_not_handed_out_keep_nobody_from_stopping(
    home: RecorderHome, recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recorder that does not hand out its records is still asked to stop."""
    digest = switched_on(home, recorded)
    ask = Recorder.done

    def grudging(self: Recorder, request: object) -> object:
        if isinstance(request, AskRecords):
            raise RecorderRefused(Code.DOUBT)
        return ask(self, request)  # type: ignore[arg-type]  # any request, as it came

    monkeypatch.setattr(Recorder, "done", grudging)
    is_done = recorded.stop(TABLET, digest)

    assert recorded.told(TABLET) is None
    assert is_done
    assert home.device().off is Code.WITHDRAWN


def test_what_is_known_to_be_about_a_device_is_told_without_records(
    home: RecorderHome, recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no record can be read, a device that nothing is known about is told of nothing."""
    switched_on(home, recorded)
    monkeypatch.setattr(recorded_module, "read_agreements", lambda *_: None)

    assert told_at(recorded, LAPTOP).agreements == ()


def test_a_stop_that_cannot_be_kept_is_a_stop(home: RecorderHome, recorded: Recorded) -> None:
    """Where the card takes nothing more it is off all the same, and nobody says it is kept."""
    digest = switched_on(home, recorded)
    journal = home.state / "journal.jsonl"
    journal.rename(journal.with_name("away"))
    journal.mkdir()
    is_done = recorded.stop(TABLET, digest)
    one = only(recorded)

    assert is_done
    assert one.receipt == Receipt(words=())
    assert one.standing.over is Code.WITHDRAWN
    assert home.device().off is not None


def test_a_stop_that_the_recorder_does_not_do_is_not_said_to_be_done(
    home: RecorderHome, recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what the recorder says is done is said to be done."""
    digest = switched_on(home, recorded)
    ask = Recorder.done

    def unsure(self: Recorder, request: object) -> object:
        if isinstance(request, Stop):
            raise RecorderRefused(Code.DOUBT)
        return ask(self, request)  # type: ignore[arg-type]  # any request, as it came

    monkeypatch.setattr(Recorder, "done", unsure)

    assert recorded.stop(TABLET, digest) is False
    assert only(recorded).receipt is None


def test_the_words_of_a_receipt_can_be_had_again(home: RecorderHome, recorded: Recorded) -> None:
    """A console that was started again does not know them, and has them again when asked to."""
    digest = switched_on(home, recorded)
    recorded.stop(TABLET, digest)
    first = only(recorded).receipt
    started_again = Recorded(Recorder(home.socket))
    forgotten = only(started_again)
    started_again.words_again(LAPTOP, digest)
    not_for_others = only(started_again).receipt
    started_again.words_again(TABLET, digest)

    assert (forgotten.receipt, forgotten.was_pressed, not_for_others) == (None, True, None)
    assert only(started_again).receipt == first
    assert len(acts_of(home, StoppedByPress)) == 1


def test_to_ask_for_words_stops_nothing(home: RecorderHome, recorded: Recorded) -> None:
    """What goes on, or goes on again after a review, is not stopped by asking for words."""
    digest = switched_on(home, recorded, by_a_parent=True)
    recorded.words_again(TABLET, digest)
    off_first = home.device().off
    recorded.stop(TABLET, digest)
    home.later(days=2)
    review_today(home)
    recorded.words_again(TABLET, digest)

    assert (off_first, home.device().off) == (None, None)


def test_the_looks_are_those_that_everyone_reads(home: RecorderHome, recorded: Recorded) -> None:
    """Every look and export is told, entry for entry as the journal has it."""
    digest = switched_on(home, recorded)
    before = told_at(recorded).looks
    home.looked(digest)
    read = only(recorded).read
    assert read is not None
    [worker] = [one for one in read.viewers if one.role is ViewerRole.SOCIAL_WORKER]
    home.exported(digest, worker.keys.keyid)
    _, (_, *lines) = home.asked(AskJournal())
    looks = told_at(recorded).looks

    assert before == ()
    assert looks == views_in(lines)
    assert [type(one.act) for one in looks or ()] == [Viewed, Exported]
    assert told_at(recorded, LAPTOP).looks == ()


def test_a_journal_that_lost_a_line_tells_no_looks(home: RecorderHome, recorded: Recorded) -> None:
    """Where the journal was cut, nobody can say that nobody has looked."""
    home.agreed()
    home.stop()
    journal = home.state / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(lines[:-1]))
    home.start()
    told = told_at(recorded)

    assert told.looks is None
    assert told.device is not None
    assert told.device.off is not None


@pytest.mark.parametrize("kept", [0, 3])
def test_a_journal_that_does_not_fit_together_tells_no_looks(
    kept: int, home: RecorderHome, recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The console looks for itself whether the lines follow from each other."""
    home.agreed()
    ask = Recorder.done

    def torn(self: Recorder, request: object) -> object:
        answer, attached = ask(self, request)  # type: ignore[arg-type]  # any request, as it came
        if isinstance(request, AskJournal):
            attached = (attached[0], *attached[2 : 2 + kept])
        return answer, attached

    monkeypatch.setattr(Recorder, "done", torn)

    assert told_at(recorded).looks is None


def test_a_second_agreement_stands_before_the_first(home: RecorderHome, recorded: Recorded) -> None:
    """The newest is what people have in mind, so it is told first."""
    first = home.agreed()
    recorded.stop(TABLET, first)
    home.later(hours=1)
    second = home.agreed({"home.id": "2d" * 16, "starts_on": "2026-11-24"})

    assert [one.standing.agreement for one in told_at(recorded).agreements] == [second, first]


def test_where_the_page_says_nothing_is_written_down_nothing_is_lent(
    home: RecorderHome, recorded: Recorded, dice: random.Random, scale: Scale
) -> None:
    """Whatever happens in a home, the page says no only while the recorder lends no way to it."""
    agent = AgentEnd(home.folder / "run" / LEASES_SOCKET)
    until(lambda: home.how().is_agent_there)
    digest = switched_on(home, recorded, by_a_parent=True)
    tablet = home.device().id
    acts = {
        "a minute": lambda: home.later(minutes=1),
        "hours": lambda: home.later(hours=dice.randint(1, 30)),
        "the page is opened": lambda: recorded.note_shown(TABLET),
        "a carer pauses": lambda: home.done(Pause(agreement=digest)),
        "a carer goes on": lambda: home.done(Resume(agreement=digest)),
        "the clock is lost": home.time.unsynchronise,
        "the clock is found": home.time.synchronise,
    }
    said = [is_said_and_lent(recorded, agent, tablet)]
    for turn in range(scale(60, 600)):
        acts[dice.choice(sorted(acts)) if turn % 3 else "the clock is found"]()
        home.later(minutes=1)
        said.append(is_said_and_lent(recorded, agent, tablet))
    recorded.stop(TABLET, digest)
    said.append(is_said_and_lent(recorded, agent, tablet))
    agent.close()

    assert said[0] == (True, True)
    assert said[-1] == (False, False)
    assert [one for one in said if one not in {(True, True), (False, False)}] == []
