from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from agent.recorder.days import VIEWER_DIGITS
from agent.recorder.disk import Disk
from agent.recorder.journal import CHECKPOINT_FILE
from agent.recorder.journal import FILE as JOURNAL_FILE
from agent.release import RELEASE, image
from consent.bundle import bundle_from_octets
from consent.bundle_audit import audited
from consent.codes import Code
from consent.commands import agency, key_file
from consent.deletion import check_deletion, opened_deletion
from consent.encoding import JsonValue
from consent.envelope import envelope_from_bytes
from consent.home import ClockState, Press
from consent.recorder_answers import answer_to_octets
from consent.recorder_requests import (
    Admit,
    AskBundle,
    AskDeletion,
    AskHomeCard,
    AskJournal,
    AskRecords,
    AskSharedWords,
    AskSpoken,
    AskStatus,
    Bind,
    NoticeShown,
    Pause,
    Stop,
)
from consent.records.fields import Revocation
from consent.records.home_card import HomeCard
from consent.records.reading import record_from_payload
from consent.shared_words import home_secret, opened_shared_words
from consent.spoken import spoken_words
from consent.spoken_about import AGREEMENT_DIGITS, VisitState, about_of
from consent.status import AgreementStatus, On, Status, opened_status
from consent.verification import read_unverified
from tests.agent.recorder.home import LAPTOP, TABLET, Home, moved_in, while_recording
from tests.consent.commands import ceremony

UNTIL = date(2026, 12, 22)


def recording(folder: Path) -> tuple[Home, str]:
    """Return a home with something recorded on its first evening, and its agreement."""
    kept, agreement = while_recording()
    home = Home(folder, kept=kept)
    home.settled()
    home.observed("example.com")
    return home, agreement


def status_of(home: Home, challenge: str = "482913") -> Status:
    """Return what the box signs when it is asked."""
    [note] = home.ask(AskStatus(challenge=challenge)).attached
    digits = challenge.replace(" ", "")
    key = home.box.identity.signer.public_key
    return opened_status(note, key, challenge=digits, now=home.time.now)


def spoken_for(home: Home, state: VisitState, digits: str = "4821") -> tuple[str, ...]:
    """Return the words that vouch for a state."""
    about = about_of(state)
    return spoken_words(home.box.identity.secret, digits, home.time.now, about=about)


def test_a_page_is_told_everything_of_recording(tmp_path: Path) -> None:
    """Devices, notices, agreements and days stand as they are, under what the clock is worth."""
    home, agreement = recording(tmp_path)
    how = home.how()
    tablet, laptop = how.devices
    [notice] = how.notices
    [standing] = how.agreements
    [day] = how.days

    assert (how.box, how.at, how.clock) == (
        home.box.identity.box,
        home.time.now,
        ClockState.TRUSTED,
    )
    assert (how.agency, how.is_journal_sound, how.is_agent_there) == ("kent.gov.uk", True, True)
    assert how.decided_at == home.time.now
    assert (tablet.label, tablet.off, tablet.level, tablet.until) == ("Tablet", None, 2, UNTIL)
    assert (tablet.agreement, tablet.addresses) == (agreement, (TABLET,))
    assert (laptop.label, laptop.off, laptop.level, laptop.until, laptop.agreement) == (
        "Laptop",
        Code.AGREEMENT_NONE,
        None,
        None,
        None,
    )
    assert (notice.agreement, notice.is_lapsed) == (agreement, False)
    assert notice.told_at == notice.last_seen_at
    assert (standing.agreement, standing.tip, standing.seq) == (agreement, agreement, 0)
    assert (standing.valid_until, standing.end_by) == (UNTIL, date(2027, 2, 22))
    assert (standing.over, standing.is_objected, standing.is_paused, standing.is_closed) == (
        None,
        False,
        False,
        False,
    )
    assert (day.day, len(day.viewers)) == (date(2026, 11, 23), 2)


def test_a_new_box_has_little_to_tell(tmp_path: Path) -> None:
    """Without an agency there is nothing but the box itself."""
    how = Home(tmp_path).how()

    assert (how.agency, how.devices, how.notices, how.agreements, how.days, how.viewers) == (
        None,
        (),
        (),
        (),
        (),
        (),
    )
    assert not how.is_agent_there


def test_a_page_is_told_how_something_ended(tmp_path: Path) -> None:
    """Paused, withdrawn, closed: each is told as what it is."""
    home, agreement = recording(tmp_path)
    home.done(Pause(agreement=agreement))
    assert home.how().agreements[0].is_paused
    home.done(Stop(agreement=agreement, press=Press.YOUNG_PERSON))
    [withdrawn] = home.how().agreements
    assert (withdrawn.over, withdrawn.is_closed) == (Code.WITHDRAWN, False)
    home.live(hours=73)
    [closed] = home.how().agreements
    assert (closed.over, closed.is_closed) == (Code.WITHDRAWN, True)


LAST_STEP: dict[str, JsonValue] = {"step": "Six sessions", "by": "2026-12-15"}
MISSED: dict[str, tuple[dict[str, JsonValue], Code]] = {
    "no review": ({}, Code.TIME_REVIEW),
    "the end": (
        {"valid_until": "2026-12-22", "end_by": "2026-12-22", "action_plan": [LAST_STEP]},
        Code.TIME_ENDED,
    ),
}


@pytest.mark.parametrize(("changes", "code"), MISSED.values(), ids=MISSED)
def test_a_page_is_told_what_was_missed(
    changes: dict[str, JsonValue], code: Code, tmp_path: Path
) -> None:
    """Whether a review was missed or the last day came is told apart."""
    home = Home(tmp_path, kept=moved_in())
    agreement = home.agreed(changes)
    home.recorded_from(agreement)
    home.later(days=40)

    assert home.how().agreements[0].over == code


def test_a_status_names_what_is_on(tmp_path: Path) -> None:
    """The statement answers the digits that were given, and bears the journal's length and root."""
    home, agreement = recording(tmp_path)

    assert status_of(home) == Status(
        challenge="482913",
        at=home.time.now,
        clock=ClockState.TRUSTED,
        release=RELEASE,
        image=image()[:32],
        recording=On(devices=1, until=UNTIL),
        agreement=AgreementStatus(start=agreement[:16], seq=0),
        checkpoint=home.box.journal.checkpoint,
    )
    assert status_of(home, "48 29 13").challenge == "482913"
    assert home.refused(AskStatus(challenge="12")) == Code.SPOKEN_DIGITS


def test_a_status_names_why_it_is_off(tmp_path: Path) -> None:
    """Without an agreement, before and after one, the reason is the one that matters."""
    home = Home(tmp_path)
    assert status_of(home).recording is Code.AGREEMENT_NONE
    assert status_of(home).agreement is None
    home, agreement = recording(tmp_path / "on")
    home.done(Pause(agreement=agreement))
    assert status_of(home).recording is Code.PAUSED
    home.done(Stop(agreement=agreement, press=Press.CARER))
    assert status_of(home).recording is Code.STOPPED
    assert status_of(home).agreement == AgreementStatus(start=agreement[:16], seq=0)


def test_spoken_words_vouch_for_what_the_page_shows(tmp_path: Path) -> None:
    """On, off for now, and over are other words each, and so is every other digit."""
    home, agreement = recording(tmp_path)
    start = agreement[:AGREEMENT_DIGITS]
    on = VisitState(is_on=True, agreement=start, level=2, until=UNTIL)
    assert home.done(AskSpoken(digits="4821")).words == spoken_for(home, on)
    home.done(Pause(agreement=agreement))
    off = replace(on, is_on=False)
    assert home.done(AskSpoken(digits="4821")).words == spoken_for(home, off)
    home.done(Stop(agreement=agreement, press=Press.CARER))
    over = VisitState(is_on=False, agreement=start)
    assert home.done(AskSpoken(digits="4821")).words == spoken_for(home, over)
    assert len({spoken_for(home, one) for one in (on, off, over)}) == 3
    assert home.refused(AskSpoken(digits="48")) == Code.SPOKEN_DIGITS


def test_a_box_without_an_agreement_says_so(tmp_path: Path) -> None:
    """Where nothing was agreed the words vouch for that."""
    home = Home(tmp_path)

    assert home.done(AskSpoken(digits="4821")).words == spoken_for(home, VisitState(is_on=False))


def test_of_two_agreements_the_one_that_goes_on_is_meant(tmp_path: Path) -> None:
    """After one ended, the statement speaks of the next; where all ended, of the newest."""
    home, first = recording(tmp_path)
    home.done(Stop(agreement=first, press=Press.CARER))
    starts: dict[str, JsonValue] = {
        "starts_on": "2026-11-25",
        "home.id": "2d" * 16,
        "home.devices": [home.laptop],
    }
    second = home.done(Admit(), home.drawn_up(starts)).id
    assert second is not None
    assert status_of(home).agreement == AgreementStatus(start=second[:16], seq=0)
    assert status_of(home).recording is Code.STOPPED
    home.done(NoticeShown(address=LAPTOP))
    home.done(Stop(agreement=second, press=Press.CARER))

    assert status_of(home).agreement == AgreementStatus(start=second[:16], seq=0)


def test_the_home_card_names_devices_and_keys(tmp_path: Path) -> None:
    """What a desk begins with: the box's key, its devices, and who has keys to look with."""
    home = Home(tmp_path, kept=moved_in())
    home.with_carer()
    [octets] = home.ask(AskHomeCard()).attached
    envelope = envelope_from_bytes(octets)
    card = record_from_payload(read_unverified(envelope))
    assert isinstance(card, HomeCard)

    assert card.box == home.box.identity.box
    assert [one.label for one in card.devices] == ["Tablet", "Laptop"]
    assert [one.keys for one in card.viewers] == [home.carer.public]
    assert b"192.168" not in octets


def test_shared_words_go_to_who_is_on_the_agencys_list(tmp_path: Path) -> None:
    """The home's secret leaves sealed to a worker's key, while they are a worker."""
    home = Home(tmp_path, kept=moved_in())
    home.desk.answers = {"Passphrase": ceremony.PASSPHRASE}
    keys = key_file.unlock(home.desk, "sw.key")
    asked = AskSharedWords(key=str(keys.signer.public_key.keyid))
    [note] = home.ask(asked).attached
    words = opened_shared_words(note)
    found = home_secret(words, asked.key, keys.opening_key)
    assert words.box_key == home.box.identity.signer.public_key
    assert found.octets == home.box.identity.secret.octets
    assert home.refused(AskSharedWords(key=home.carer.public.keyid)) == Code.SIGNERS
    home.desk.answers = dict(ceremony.AT_THE_AGENCY)
    agency.revoke(home.desk, asked.key, Revocation.LEFT)
    home.done(Admit(), home.desk.files["keyset.json"])

    assert home.refused(asked) == Code.SIGNERS
    assert Home(tmp_path / "new").refused(asked) == Code.LEDGER_NO_AGENCY


def test_a_bundle_holds_all_that_can_be_checked(tmp_path: Path) -> None:
    """Journal, records and slips of the days that are left, and no frame and no key."""
    home, _ = recording(tmp_path)
    [octets] = home.ask(AskBundle()).attached
    found = bundle_from_octets(octets)
    assert audited(found).findings == ()
    assert found.journal == tuple(home.box.journal.lines)
    assert found.ledger == tuple(line.decode() for line in home.ask(AskRecords()).attached)
    assert found.slips == tuple(home.box.days.slips.values())
    for path in (home.state / "days").rglob("*"):
        if path.is_file() and path.name not in {"slip.json", "count"}:
            assert path.read_bytes() not in octets
    new = bundle_from_octets(Home(tmp_path / "new").ask(AskBundle()).attached[0])

    assert new.agency is None
    assert new.ledger == ()


def test_the_journal_leaves_with_its_checkpoint_first(tmp_path: Path) -> None:
    """Whoever reads it knows how long it is, by the box's own signature."""
    home, _ = recording(tmp_path)
    note, *lines = home.ask(AskJournal()).attached

    assert note == home.box.journal.note
    assert lines == home.box.journal.lines


def test_a_deletion_statement_is_borne_out_by_the_journal(tmp_path: Path) -> None:
    """It is signed when nothing is left, and not before."""
    home, agreement = recording(tmp_path)
    asked = AskDeletion(agreement=agreement)
    assert home.refused(asked) == Code.NOT_CLOSED
    home.done(Stop(agreement=agreement, press=Press.YOUNG_PERSON))
    assert home.refused(asked) == Code.NOT_CLOSED
    home.live(hours=73)
    [note] = home.ask(asked).attached
    found = opened_deletion(note, home.box.identity.signer.public_key)
    assert (found.made, found.destroyed) == (1, 1)
    assert check_deletion(found, home.box.journal.lines) == agreement

    assert home.refused(AskDeletion(agreement="ff" * 32)) == Code.LEDGER_AGREEMENT


def shortened(disk: Disk) -> None:
    """Take the last entry out of a journal."""
    lines = disk.lines(JOURNAL_FILE)[:-1]
    disk.replace(JOURNAL_FILE, b"".join(line + b"\n" for line in lines))


def test_of_a_journal_that_was_cut_the_box_signs_what_it_signed_before(tmp_path: Path) -> None:
    """Status and bundle name the journal as it was, so that whoever checks sees what is missing."""
    home, agreement = recording(tmp_path)
    home.done(Stop(agreement=agreement, press=Press.CARER))
    before = home.box.journal.checkpoint
    home.crash()
    shortened(home.disk)
    home.start()
    bundle = bundle_from_octets(home.ask(AskBundle()).attached[0])

    assert not home.how().is_journal_sound
    assert status_of(home).checkpoint == before
    assert bundle.checkpoint == home.box.journal.note
    assert len(bundle.journal) == before.size - 1
    assert home.refused(AskDeletion(agreement=agreement)) == Code.AUDIT_REMOVED


def test_of_a_journal_that_nobody_knows_the_box_signs_nothing(tmp_path: Path) -> None:
    """Where the checkpoint is gone, what asks for one is refused; the page still tells that."""
    home, agreement = recording(tmp_path)
    home.crash()
    home.disk.remove(CHECKPOINT_FILE)
    home.start()

    for request in (AskBundle(), AskJournal(), AskStatus(challenge="482913")):
        assert home.refused(request) == Code.AUDIT_REMOVED
    assert home.refused(AskDeletion(agreement=agreement)) == Code.AUDIT_REMOVED
    assert home.why_off() == Code.AUDIT
    assert not home.how().is_journal_sound


def test_a_day_names_who_can_still_open_it(tmp_path: Path) -> None:
    """A key that is gone from the card is not told of as somebody's."""
    home, _ = recording(tmp_path)
    [fingerprint] = home.box.days.slips
    card = ceremony.young_persons_keys().public.keyid
    home.disk.remove(f"days/{fingerprint}/{card[:VIEWER_DIGITS]}.key")
    [day] = home.how().days

    assert card not in day.viewers
    assert len(day.viewers) == 1


def test_a_home_of_many_devices_and_days_can_still_be_told(tmp_path: Path) -> None:
    """Four young people with two devices each, for two weeks, fit into one answer."""
    home, _ = recording(tmp_path)
    how = home.how()
    devices = [
        replace(how.devices[0], id=f"{n:032x}", label=f"The tablet of number {n}") for n in range(8)
    ]
    days = [replace(how.days[0], device=one.id, viewers=("a1" * 32,) * 3) for one in devices] * 15

    assert answer_to_octets(replace(how, devices=tuple(devices), days=tuple(days)))


def test_what_is_bound_after_is_told(tmp_path: Path) -> None:
    """A device that several people use is told as such, and is off."""
    home, _ = recording(tmp_path)
    home.done(Bind(label="Console", addresses=("::9",), sole_user=False))

    assert not home.how().devices[-1].sole_user
    assert home.why_off(home.how().devices[-1].id) == Code.AGREEMENT_NONE
