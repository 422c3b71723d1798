from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agent.recorder.box import LEDGER_FILE
from agent.recorder.journal import FILE as JOURNAL_FILE
from agent.recorder.memory import FILE as MEMORY_FILE
from consent.acts import (
    ActorRole,
    Admitted,
    KeysetChanged,
    NoticeStarted,
    NoticeWay,
    Objected,
    Refused,
    RootChanged,
    StoppedByRecord,
    Withdrawn,
)
from consent.audit_entry import Actor
from consent.codes import Code
from consent.commands import agency
from consent.envelope import envelope_from_bytes
from consent.recorder_requests import Admit, AskRecords, Enrol, Fetched, NoticeShown
from consent.records.fields import AgencyRole, StopReason
from tests.agent.recorder.choosy import Choosy, fill
from tests.agent.recorder.home import TABLET, Home, moved_in, while_recording
from tests.consent.commands import ceremony


def enrolment() -> tuple[Enrol, bytes]:
    """Return what an agency's enrolling asks for, with its trust root."""
    root = ceremony.at_the_agency().files["root.json"]
    words = agency.fingerprint(envelope_from_bytes(root))
    return Enrol(domain="kent.gov.uk", words=words, is_hosted=True), root


def recording(folder: Path) -> tuple[Home, str]:
    """Return a home that records, on a card that can be filled, and its agreement."""
    kept, agreement = while_recording()
    return Home(folder, kept=kept, disk=Choosy), agreement


def test_an_agency_is_trusted_by_its_words(tmp_path: Path) -> None:
    """After enrolling the box knows the agency's domain, and that its site is asked."""
    home = Home(tmp_path)
    enrol, root = enrolment()

    assert home.done(enrol, root).id == "kent.gov.uk"
    assert home.how().agency == "kent.gov.uk"
    found = home.box.memory.agency
    assert found is not None
    assert (found.hosted, found.fetched_at) == (True, home.time.now)
    [told] = [one for one in home.entries if isinstance(one.act, RootChanged)]
    assert told.actor == Actor(role=ActorRole.AGENCY)

    home.restart()

    assert home.how().agency == "kent.gov.uk"


ENROLLED_WRONGLY: dict[str, tuple[dict[str, str], bool, Code]] = {
    "words of another": ({"words": "abacus " * 8}, True, Code.TRUST_FINGERPRINT),
    "a domain of another": ({"domain": "surrey.gov.uk"}, True, Code.TRUST_UNPROVEN),
    "no clock": ({}, False, Code.CLOCK_UNSYNCHRONISED),
}


@pytest.mark.parametrize(
    ("changes", "knows_time", "code"), ENROLLED_WRONGLY.values(), ids=ENROLLED_WRONGLY
)
def test_an_agency_that_is_not_proven_is_not_trusted(
    changes: dict[str, str], code: Code, tmp_path: Path, *, knows_time: bool
) -> None:
    """Words, domain and clock must all be right; what is refused is noted, and changes nothing."""
    home = Home(tmp_path)
    if not knows_time:
        home.time.unsynchronise()
    enrol, root = enrolment()
    asked = Enrol(
        domain=changes.get("domain", enrol.domain),
        words=changes.get("words", enrol.words).strip(),
        is_hosted=False,
    )

    assert home.refused(asked, root) == code
    assert home.how().agency is None
    assert home.told(Refused) == [Refused(how="refuse", code=code)]
    assert home.disk.read(LEDGER_FILE) is None


def test_a_box_trusts_one_agency(tmp_path: Path) -> None:
    """A second agency is refused, also where it is the same."""
    home = Home(tmp_path, kept=moved_in())
    enrol, root = enrolment()

    assert home.refused(enrol, root) == Code.LEDGER_AGENCY


def test_without_an_agency_nothing_is_admitted(tmp_path: Path) -> None:
    """A box that trusts nobody takes no record, and asks no site."""
    home = Home(tmp_path)
    keyset = ceremony.at_the_agency().files["keyset.json"]

    assert home.refused(Admit(), keyset) == Code.LEDGER_NO_AGENCY
    assert home.refused(Fetched()) == Code.LEDGER_NO_AGENCY


def test_a_record_is_admitted_once(tmp_path: Path) -> None:
    """What is known is no news: it changes nothing, and the same digest is answered."""
    home = Home(tmp_path, kept=moved_in())
    agreement = home.drawn_up()
    digest = home.done(Admit(), agreement).id
    places, lines = len(home.entries), home.ask(AskRecords()).attached

    assert home.done(Admit(), agreement).id == digest
    assert len(home.entries) == places
    assert home.ask(AskRecords()).attached == lines
    assert len(home.told(KeysetChanged)) == 1
    assert home.told(Admitted) == [Admitted(how="import", record=str(digest))]


def test_what_is_refused_is_noted_and_changes_nothing(tmp_path: Path) -> None:
    """A record that nobody signed is on the journal as refused, and nowhere else."""
    home = Home(tmp_path, kept=moved_in())
    lines = home.ask(AskRecords()).attached
    forged = home.agencys_stop("a1" * 32, home.carer.signer)

    assert home.refused(Admit(), forged) == Code.SIGNERS
    assert home.told(Refused) == [Refused(how="refuse", code=Code.SIGNERS)]
    assert home.ask(AskRecords()).attached == lines


def test_what_permits_waits_for_the_time(tmp_path: Path) -> None:
    """Without trusted time no agreement is admitted; with it the same one is."""
    home = Home(tmp_path, kept=moved_in())
    agreement = home.drawn_up()
    home.time.unsynchronise()
    assert home.refused(Admit(), agreement) == Code.CLOCK_UNSYNCHRONISED
    assert home.refused(Fetched()) == Code.CLOCK_UNSYNCHRONISED
    home.time.synchronise()

    home.done(Admit(), agreement)


Ending = Callable[[Home, str], bytes]
ENDINGS: dict[str, tuple[Ending, Code, type, ActorRole]] = {
    "withdrawal": (Home.withdrawal, Code.WITHDRAWN, Withdrawn, ActorRole.YOUNG_PERSON),
    "objection of who gave it": (
        Home.objection,
        Code.WITHDRAWN,
        Objected,
        ActorRole.YOUNG_PERSON,
    ),
    "stop": (
        lambda home, agreed: home.agencys_stop(agreed, home.worker("sw.key")),
        Code.STOPPED,
        StoppedByRecord,
        ActorRole.SOCIAL_WORKER,
    ),
}


@pytest.mark.parametrize("knows_time", [True, False], ids=["trusted", "untrusted"])
@pytest.mark.parametrize(("make", "code", "act", "role"), ENDINGS.values(), ids=ENDINGS)
def test_an_ending_is_admitted_at_any_time(
    make: Ending, code: Code, act: type, role: ActorRole, tmp_path: Path, *, knows_time: bool
) -> None:
    """What only stops is taken whatever the clock says, and stays over a restart."""
    home, agreement = recording(tmp_path)
    ending = make(home, agreement)
    if not knows_time:
        home.time.unsynchronise()
    home.done(Admit(), ending)
    [told] = [one for one in home.entries if isinstance(one.act, act)]
    assert told.actor.role is role
    assert told.actor.key is not None
    home.time.synchronise()
    home.restart()

    assert home.why_off() == code


def test_who_gave_it_on_behalf_is_told_as_such(tmp_path: Path) -> None:
    """A withdrawal by somebody with parental responsibility is theirs, not the young person's."""
    home = Home(tmp_path, kept=moved_in())
    agreement = home.agreed(ceremony.BY_A_PARENT)
    home.done(Admit(), home.objection(agreement))
    [told] = [one for one in home.entries if isinstance(one.act, Objected)]

    assert told.actor.role is ActorRole.YOUNG_PERSON


@pytest.mark.parametrize("full", [JOURNAL_FILE, LEDGER_FILE, MEMORY_FILE])
@pytest.mark.parametrize(("make", "code"), [one[:2] for one in ENDINGS.values()], ids=ENDINGS)
def test_an_ending_that_cannot_be_written_ends_all_the_same(
    make: Ending, code: Code, full: str, tmp_path: Path
) -> None:
    """Whatever the card refuses, recording stops at once, and goes on in this run never again."""
    home, agreement = recording(tmp_path)
    agent = home.settled()
    ending = make(home, agreement)
    fill(home, full)
    assert home.refused(Admit(), ending) == Code.AUDIT
    assert not agent.send(home.tablet, b"anything")
    fill(home)
    home.later(minutes=2)

    assert home.why_off() in {code, Code.AUDIT}
    assert not agent.send(home.tablet, b"anything")


@pytest.mark.parametrize("full", [LEDGER_FILE, MEMORY_FILE])
def test_an_ending_is_made_up_for_when_there_is_room(full: str, tmp_path: Path) -> None:
    """Sent again, a withdrawal that found no room is written down, and then it is acknowledged."""
    home, agreement = recording(tmp_path)
    ending = home.withdrawal(agreement)
    fill(home, full)
    assert home.refused(Admit(), ending) == Code.AUDIT
    assert home.refused(Admit(), ending) == Code.AUDIT
    fill(home)
    home.done(Admit(), ending)
    assert home.box.is_all_on_card
    home.restart()

    assert home.why_off() == Code.WITHDRAWN
    assert home.findings() == ()
    assert len(home.told(Withdrawn)) == 1


def test_an_ending_that_could_not_be_noted_is_noted_later(tmp_path: Path) -> None:
    """An ending that is held in memory alone is news to the journal when it comes again."""
    home, agreement = recording(tmp_path)
    ending = home.withdrawal(agreement)
    fill(home, JOURNAL_FILE)
    assert home.refused(Admit(), ending) == Code.AUDIT
    fill(home)
    assert home.refused(Admit(), ending) == Code.AUDIT
    assert home.told(Withdrawn) == []
    home.restart()
    assert home.why_off() is None, "it was refused, and whoever sent it knows"
    home.done(Admit(), ending)

    assert home.why_off() == Code.WITHDRAWN


def test_paper_starts_the_notice_when_it_is_entered(tmp_path: Path) -> None:
    """The notice counts from when the statement came, once, whatever day it names."""
    home = Home(tmp_path, kept=moved_in())
    agreement = home.agreed()
    paper = home.paper_notice(agreement, home.worker("sw.key"))
    home.later(hours=3)
    for _ in range(2):
        home.done(Admit(), paper)
    [notice] = home.box.memory.notices

    assert notice.paper_at == home.time.now
    assert home.told(NoticeStarted) == [
        NoticeStarted(
            how="notice_started", device=home.tablet, agreement=agreement, way=NoticeWay.PAPER
        )
    ]


def test_paper_after_the_screen_adds_to_the_same_notice(tmp_path: Path) -> None:
    """A device that showed its notice keeps that moment when paper is handed over too."""
    home = Home(tmp_path, kept=moved_in())
    agreement = home.agreed()
    home.done(NoticeShown(address=TABLET))
    shown = home.time.now
    home.later(hours=1)
    home.done(Admit(), home.paper_notice(agreement, home.worker("sw.key")))
    [notice] = home.box.memory.notices

    assert (notice.first_seen_at, notice.paper_at) == (shown, home.time.now)


def test_paper_that_was_cut_off_is_made_up_for(tmp_path: Path) -> None:
    """Where the power failed between the record and the notice, sending it again starts it."""
    home = Home(tmp_path, kept=moved_in(), disk=Choosy)
    agreement = home.agreed()
    paper = home.paper_notice(agreement, home.worker("sw.key"))
    fill(home, MEMORY_FILE)
    assert home.refused(Admit(), paper) == Code.AUDIT
    fill(home)
    home.restart()
    home.done(Admit(), paper)

    assert [one.agreement for one in home.box.memory.notices] == [agreement]


def test_the_agencys_site_was_asked(tmp_path: Path) -> None:
    """That there was nothing new is remembered with its time."""
    home = Home(tmp_path, kept=moved_in())
    home.later(hours=5)
    home.done(Fetched())
    found = home.box.memory.agency
    assert found is not None

    assert (found.hosted, found.fetched_at) == (True, home.time.now)


def test_who_speaks_for_a_young_person_gives_up_the_copy(tmp_path: Path) -> None:
    """After a withdrawal a social worker's or an advocate's stop has the rest destroyed now."""
    for worker in ("sw.key", "adv.key"):
        kept, agreement = while_recording()
        home = Home(tmp_path / worker, kept=kept)
        home.with_worker("adv", AgencyRole.ADVOCATE)
        home.done(Admit(), home.withdrawal(agreement))
        assert len(home.how().days) == 1
        asked = StopReason.YOUNG_PERSON_ASKED
        home.done(Admit(), home.agencys_stop(agreement, home.worker(worker), asked))

        assert home.how().days == ()
        assert home.why_off() == Code.WITHDRAWN
        assert home.kinds()[-2:] == ["day_key_destroyed", "closed"]


@pytest.mark.parametrize(
    ("worker", "reason"),
    [("tm.key", StopReason.YOUNG_PERSON_ASKED), ("sw.key", StopReason.NO_LONGER_NEEDED)],
    ids=["a manager", "another reason"],
)
def test_nobody_else_gives_up_the_copy(worker: str, reason: StopReason, tmp_path: Path) -> None:
    """A manager's word, or a stop for another reason, leaves the young person what is theirs."""
    home, agreement = recording(tmp_path)
    home.done(Admit(), home.withdrawal(agreement))
    home.done(Admit(), home.agencys_stop(agreement, home.worker(worker), reason))

    assert [len(one.viewers) for one in home.how().days] == [1]


def test_a_stop_without_a_withdrawal_is_a_stop(tmp_path: Path) -> None:
    """Where nobody withdrew, a stop ends everything at once, whatever its reason."""
    home, agreement = recording(tmp_path)
    asked = StopReason.YOUNG_PERSON_ASKED
    home.done(Admit(), home.agencys_stop(agreement, home.worker("sw.key"), asked))

    assert home.how().days == ()
    assert home.box.memory.deleted_sooner == ()
    assert home.why_off() == Code.STOPPED


def test_a_given_up_copy_that_was_cut_off_is_made_up_for(tmp_path: Path) -> None:
    """Where it could not be remembered that the copy is given up, sending it again does so."""
    home, agreement = recording(tmp_path)
    home.done(Admit(), home.withdrawal(agreement))
    asked = StopReason.YOUNG_PERSON_ASKED
    stop = home.agencys_stop(agreement, home.worker("sw.key"), asked)
    fill(home, MEMORY_FILE)
    assert home.refused(Admit(), stop) == Code.AUDIT
    fill(home)
    home.done(Admit(), stop)

    assert home.how().days == ()
