from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.envelope import Envelope, envelope_to_bytes
from consent.errors import ConsentError
from consent.home import Press, Stopped, Tip
from consent.ledger import TrustedLedger
from consent.records.agency import RevokedKey
from consent.records.fields import Revocation
from consent.signer import Ed25519Signer
from tests.consent.people import ALEX, MORGAN, PRIYA
from tests.consent.profiles import sample
from tests.consent.profiles.sample import CARER, DOMAIN, SERVICE
from tests.consent.samples import (
    DEMONSTRATION,
    acknowledgement,
    keyset,
    objection,
    paper_notice,
    record_digest,
    signed,
    stop,
    trust_root,
    withdrawal,
)
from tests.consent.scene import (
    ADMITTED,
    AGREEMENT,
    BEGUN,
    BOX,
    MOTHERS,
    NOW,
    REVIEW,
    REVIEWED,
    agreed,
    begun,
    octets_of,
    reviewed,
    signers_of,
    trusting,
)

ROOT = signed(trust_root())
PAPER_AT = paper_notice().issued_at


def refusal(act: Callable[[], object]) -> Code | None:
    """Return the code with which an act is refused, None where it is not."""
    try:
        act()
    except ConsentError as refused:
        return refused.code
    return None


def read_again(lines: tuple[str, ...], **changes: object) -> TrustedLedger:
    """Return the ledger that lines say, for the same box."""
    known = {"box": BOX, "fingerprint": ROOT.digest, "proven_domain": DOMAIN}
    return TrustedLedger.from_lines(lines, **{**known, **changes})  # type: ignore[arg-type]


def test_a_ledger_begins_with_an_agency() -> None:
    """What it is begun with is all that it knows."""
    ledger = begun()

    assert (ledger.box, ledger.proven_domain, ledger.fingerprint) == (BOX, DOMAIN, ROOT.digest)
    assert ledger.trust_roots == (trust_root(),)
    assert (ledger.keysets, ledger.agreements) == ((), ())


BEGINNINGS = {
    "another's fingerprint": ({"fingerprint": "0" * 64}, Code.TRUST_FINGERPRINT),
    "no domain": ({"proven_domain": None}, Code.TRUST_UNPROVEN),
    "before its time": (
        {"at": trust_root().issued_at - timedelta(minutes=5, seconds=1)},
        Code.LEDGER_EARLY,
    ),
    "no envelope": ({"root_octets": b"{}"}, Code.ENV_MEMBERS),
}


@pytest.mark.parametrize(("changes", "code"), BEGINNINGS.values(), ids=BEGINNINGS)
def test_a_ledger_that_cannot_begin_is_refused(changes: dict[str, object], code: Code) -> None:
    """Without fingerprint, domain, time and form there is no ledger at all."""
    assert refusal(lambda: begun(**changes)) is code


def test_a_ledger_may_begin_five_minutes_ahead() -> None:
    """A desk's clock may run a little before the box's."""
    at = trust_root().issued_at - timedelta(minutes=5)

    assert begun(at=at).marks.newest_at == at


def test_the_demonstration_s_ledger_lives_there_only() -> None:
    """Under the demonstration's domain nothing begins, grows or is read outside of it."""
    root = trust_root(domain=DEMONSTRATION)
    given_ = {
        "root_octets": octets_of(root),
        "fingerprint": signed(root).digest,
        "proven_domain": DEMONSTRATION,
    }
    listed = octets_of(keyset(domain=DEMONSTRATION))

    ledger = begun(**given_, demonstration=True)

    assert ledger.demonstration
    assert not begun().demonstration
    assert ledger.admit(listed, at=BEGUN, demonstration=True).marks.keyset_version == 4
    for act in (
        lambda: begun(**given_),
        lambda: ledger.admit(listed, at=BEGUN),
        lambda: read_again(
            ledger.to_lines(),
            fingerprint=signed(root).digest,
            proven_domain=DEMONSTRATION,
        ),
    ):
        assert refusal(act) is Code.TRUST_UNCONTROLLED


def test_what_is_refused_changes_nothing() -> None:
    """A ledger is a value, and the refused record is nowhere in it."""
    ledger = trusting()
    before = ledger.to_lines()

    assert refusal(lambda: ledger.admit(octets_of(AGREEMENT, PRIYA), at=ADMITTED)) is Code.SIGNERS
    assert ledger.to_lines() == before


def test_what_is_known_is_no_news() -> None:
    """The same record again, with whatever signatures, leaves the very same ledger."""
    ledger = reviewed()

    for record in (trust_root(), keyset(), AGREEMENT, REVIEW):
        for signers in ((), (PRIYA,)):
            assert ledger.admit(octets_of(record, *signers), at=REVIEWED) is ledger


def test_a_withdrawn_agreement_never_comes_back() -> None:
    """Neither the same envelope nor one signed anew brings it back, nor a copy with its id."""
    ended = agreed().admit(octets_of(withdrawal()), at=NOW)

    for signers in ((), (*signers_of(AGREEMENT), sample.SERVICE)):
        again = ended.admit(octets_of(AGREEMENT, *signers), at=NOW)
        assert again.standing(record_digest(AGREEMENT)).ended is Code.WITHDRAWN
    copied = replace(AGREEMENT, lawful_basis="Public task.")
    assert refusal(lambda: ended.admit(octets_of(copied), at=NOW)) is Code.LEDGER_ID


def test_marks_say_how_far_it_came() -> None:
    """Versions, entries, newest time and the number of each agreement's last review."""
    marks = reviewed().marks

    assert (marks.root_version, marks.keyset_version, marks.entries) == (1, 4, 4)
    assert marks.newest_at == REVIEWED
    assert marks.tips == (Tip(agreement=record_digest(AGREEMENT), seq=1),)


def test_the_newest_time_is_not_the_last_one() -> None:
    """A stop that came while the clock stood behind does not put the marks back."""
    assert agreed().admit(octets_of(stop()), at=BEGUN).marks.newest_at == ADMITTED


def test_a_standing_is_found_by_its_agreement() -> None:
    """Known agreements have a standing, with what was pressed on the box, and others none."""
    digest = record_digest(AGREEMENT)
    press = Stopped(agreement=digest, press=Press.CARER, at=NOW)

    assert reviewed().standing(digest).seq == 1
    assert reviewed().standing(digest, [press]).ended is Code.STOPPED
    assert agreed().agreements == (digest,)
    for unknown in ("00" * 32, record_digest(keyset())):
        assert refusal(partial(agreed().standing, unknown)) is Code.LEDGER_AGREEMENT


def test_a_fork_has_no_standing() -> None:
    """Where two reviews follow one record, nobody can say what holds."""
    forked = reviewed().admit(octets_of(replace(REVIEW, id="11" * 16)), at=REVIEWED)

    assert refusal(lambda: forked.standing(record_digest(AGREEMENT))) is Code.CHAIN_FORK


def test_an_acknowledgement_is_remembered() -> None:
    """Who has read how to use it is known for that agreement alone."""
    ledger = agreed().admit(octets_of(acknowledgement()), at=NOW)

    assert ledger.acknowledged(record_digest(AGREEMENT)) == {CARER.public_key.keyid}
    assert ledger.acknowledged(record_digest(MOTHERS)) == frozenset()


def test_paper_counts_from_when_it_was_entered() -> None:
    """For each device of an agreement the first time stands; what a lost key signed does not."""
    agreement = record_digest(AGREEMENT)
    phone, tablet = (one.id for one in AGREEMENT.devices)
    ledger = agreed().admit(octets_of(paper_notice()), at=PAPER_AT)
    ledger = ledger.admit(octets_of(paper_notice(id="e6" * 16)), at=NOW)
    ledger = ledger.admit(octets_of(paper_notice(device=tablet), SERVICE), at=NOW)
    lost = RevokedKey(
        keyid=PRIYA.public_key.keyid, reason=Revocation.COMPROMISED, accept_before=None
    )
    later = ledger.admit(octets_of(keyset(version=5, revoked=(lost,))), at=NOW)

    assert ledger.handed_over(agreement) == {phone: PAPER_AT, tablet: NOW}
    assert ledger.handed_over(record_digest(MOTHERS)) == {}
    assert later.handed_over(agreement) == {tablet: NOW}


def everything() -> TrustedLedger:
    """Return a ledger with every kind of record that it takes."""
    ledger = reviewed()
    for record in (
        acknowledgement(),
        paper_notice(),
        objection(agreement=record_digest(AGREEMENT)),
        stop(),
        withdrawal(),
        keyset(version=5, withdrawn=(record_digest(AGREEMENT),)),
    ):
        ledger = ledger.admit(octets_of(record), at=REVIEWED)
    return ledger


def test_lines_give_the_same_ledger() -> None:
    """What was written is read again, and every prefix of it is the ledger of that day."""
    ledger = everything()
    lines = ledger.to_lines()

    assert len(lines) == len(ledger.entries) == 10
    assert read_again(lines) == ledger
    assert read_again(lines).chains == ledger.chains
    assert [read_again(lines[:upto]).to_lines() for upto in range(1, 11)] == [
        lines[:upto] for upto in range(1, 11)
    ]


DAMAGE: dict[str, Callable[[tuple[str, ...]], tuple[str, ...]]] = {
    "nothing there": lambda _: (),
    "a line twice": lambda lines: (*lines, lines[-1]),
    "no first line": lambda lines: lines[1:],
    "no keyset": lambda lines: (lines[0], *lines[2:]),
    "no agreement": lambda lines: (*lines[:2], *lines[3:]),
    "another order": lambda lines: (*lines[:2], lines[3], lines[2]),
    "half a line": lambda lines: (*lines[:-1], lines[-1][:-5]),
}


@pytest.mark.parametrize("damaged", DAMAGE.values(), ids=DAMAGE)
def test_lines_that_were_not_so_written_are_refused(
    damaged: Callable[[tuple[str, ...]], tuple[str, ...]],
) -> None:
    """A ledger whose lines do not follow one another is none."""
    assert refusal(lambda: read_again(damaged(reviewed().to_lines()))) is not None


@given(chance=st.data())
def test_no_octet_of_a_line_s_envelope_can_change(chance: st.DataObject) -> None:
    """Whatever letter of any envelope is another, the lines are refused."""
    lines = list(LINES)
    at = chance.draw(st.integers(0, len(lines) - 1))
    start = lines[at].index('"envelope":')
    place = chance.draw(st.integers(start, len(lines[at]) - 1))
    other = chance.draw(st.characters(min_codepoint=0x20, max_codepoint=0x7E))
    if other == lines[at][place]:
        return
    lines[at] = lines[at][:place] + other + lines[at][place + 1 :]

    assert refusal(lambda: read_again(tuple(lines))) is not None


LINES = reviewed().to_lines()


@given(
    order=st.lists(st.sampled_from(range(8)), max_size=16),
)
def test_versions_and_marks_never_fall(order: list[int]) -> None:
    """Whatever is offered in whatever order, each mark only rises, and lines stay readable."""
    offered: tuple[Envelope, ...] = (
        signed(keyset(version=3)),
        signed(keyset()),
        signed(keyset(version=7)),
        signed(AGREEMENT),
        signed(REVIEW),
        signed(withdrawal()),
        signed(stop()),
        signed(trust_root(version=2)),
    )
    ledgers = [begun()]
    for which in order:
        try:
            ledgers.append(ledgers[-1].admit(envelope_to_bytes(offered[which]), at=REVIEWED))
        except ConsentError:
            ledgers.append(ledgers[-1])

    for before, after in pairwise(one.marks for one in ledgers):
        assert before.is_reached_by(after)
        assert before.newest_at <= after.newest_at
        assert all(after.tip(tip.agreement) >= tip.seq for tip in before.tips)
    assert read_again(ledgers[-1].to_lines()) == ledgers[-1]


@pytest.mark.parametrize(
    "missing", [PRIYA, MORGAN, ALEX], ids=["social worker", "manager", "giver"]
)
@pytest.mark.parametrize("place", [2, 3], ids=["agreement", "review"])
def test_no_signature_can_be_taken_out(place: int, missing: Ed25519Signer) -> None:
    """Lines in which a signature that was asked for is missing are refused."""
    ledger = reviewed()
    entry = ledger.entries[place]
    left = tuple(one for one in entry.envelope.signatures if one.keyid != missing.public_key.keyid)
    less = replace(entry, envelope=replace(entry.envelope, signatures=left))
    entries = (*ledger.entries[:place], less, *ledger.entries[place + 1 :])

    assert refusal(lambda: read_again(replace(ledger, entries=entries).to_lines())) in {
        Code.SIGNERS,
        Code.NO_GIVER,
    }
