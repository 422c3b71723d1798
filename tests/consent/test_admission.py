from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from consent.admission import SLACK, Admitted, admitted_with
from consent.codes import Code
from consent.envelope import Envelope, with_signature
from consent.errors import ConsentError
from consent.frozen import Kind
from consent.ledger import TrustedLedger
from consent.records.agency import Keyset, RevokedKey
from consent.records.fields import Revocation, Setting
from consent.records.reading import Record
from tests.consent.people import ALEX, MORGAN, PRIYA, STRANGER
from tests.consent.profiles import sample
from tests.consent.profiles.sample import ADVOCATE, CARER, MOTHER, REVIEWER, SERVICE
from tests.consent.samples import (
    OFFLINE,
    acknowledgement,
    home_card,
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

MINUTE = timedelta(minutes=1)
ELSEWHERE = "ab" * 32
PAPER_AT = paper_notice().issued_at


def revoked(reason: Revocation, accept_before: datetime | None) -> Keyset:
    """Return the next list of workers, in which the social worker's key counts no more."""
    gone = RevokedKey(keyid=PRIYA.public_key.keyid, reason=reason, accept_before=accept_before)
    return keyset(version=5, revoked=(gone,))


# The agreement was admitted before the day named, so it stands; what comes after does not.
PRIYA_LEFT = revoked(Revocation.LEFT, ADMITTED + MINUTE)
PRIYAS_KEY_LOST = revoked(Revocation.COMPROMISED, None)


def admitted(
    ledger: TrustedLedger, envelope: Envelope, at: datetime, *, asks_rules: bool = True
) -> Admitted:
    """Return what is admitted once an envelope came to a ledger."""
    before = Admitted(box=ledger.box, entries=ledger.entries, chains=ledger.chains)
    return admitted_with(before, envelope, at, asks_rules=asks_rules)


def refusal(act: Callable[[], object]) -> Code | None:
    """Return the code with which an act is refused, None where it is not."""
    try:
        act()
    except ConsentError as refused:
        return refused.code
    return None


FOLLOWING = {
    "a keyset": (begun(), signed(keyset()), BEGUN),
    "an agreement": (trusting(), signed(AGREEMENT), ADMITTED),
    "a review": (agreed(), signed(REVIEW), REVIEWED),
    "the young person's withdrawal": (agreed(), signed(withdrawal()), NOW),
    "the young person's withdrawal of a mother's": (
        agreed(MOTHERS),
        signed(withdrawal(agreement=record_digest(MOTHERS))),
        NOW,
    ),
    "a mother's withdrawal of her own": (
        agreed(MOTHERS),
        signed(withdrawal(agreement=record_digest(MOTHERS)), MOTHER),
        NOW,
    ),
    "the young person's objection": (agreed(MOTHERS), signed(objection()), NOW),
    "a social worker's stop": (agreed(), signed(stop()), NOW),
    "a reviewing officer's stop": (agreed(), signed(stop(), REVIEWER), NOW),
    "an advocate's stop": (agreed(), signed(stop(), ADVOCATE), NOW),
    "the carer's acknowledgement": (agreed(), signed(acknowledgement()), NOW),
    "a social worker's word of paper": (agreed(), signed(paper_notice()), PAPER_AT),
    "a manager's word of paper": (agreed(), signed(paper_notice(), SERVICE), PAPER_AT),
    "a word of paper for the other device": (
        agreed(),
        signed(paper_notice(device=AGREEMENT.devices[1].id)),
        NOW,
    ),
    "a word of paper a little ahead": (agreed(), signed(paper_notice()), PAPER_AT - 5 * MINUTE),
    "a word of paper of the agreement's own day": (
        agreed(),
        signed(paper_notice(handed_over_on=ADMITTED.date())),
        PAPER_AT,
    ),
    "a word of paper of a mother's agreement": (
        agreed(MOTHERS),
        signed(paper_notice(agreement=record_digest(MOTHERS))),
        PAPER_AT,
    ),
    "a withdrawal of another day": (
        agreed(),
        signed(withdrawal(issued_at=NOW + timedelta(days=400))),
        ADMITTED,
    ),
    "a stop while time stands still": (agreed(), signed(stop()), BEGUN),
    "a stop when all has expired": (agreed(), signed(stop()), trust_root().expires_at),
    "a review that stops too late": (
        agreed(),
        signed(sample.STOPPED.review, PRIYA),
        keyset().expires_at,
    ),
    "an agreement a little ahead": (
        trusting(),
        signed(AGREEMENT),
        AGREEMENT.issued_at - 5 * MINUTE,
    ),
    "a keyset five seconds back": (agreed(), signed(keyset(version=5)), ADMITTED - SLACK),
}


@pytest.mark.parametrize(("ledger", "envelope", "at"), FOLLOWING.values(), ids=FOLLOWING)
def test_what_goes_with_what_was_there_is_admitted(
    ledger: TrustedLedger, envelope: Envelope, at: datetime
) -> None:
    """It stands at the end, with the time at which it came."""
    after = admitted(ledger, envelope, at)

    assert after.entries[:-1] == ledger.entries
    assert (after.entries[-1].envelope, after.entries[-1].at) == (envelope, at)
    assert len(after.chains) == len(after.entries)
    assert after.newest_at == max(at, *(entry.at for entry in ledger.entries))


def agreement_with(*signers: object, **changes: object) -> Envelope:
    """Return the agreement with other fields, signed by these or by all who must."""
    made = replace(AGREEMENT, **changes)  # type: ignore[arg-type]  # fields by their names
    return signed(made, *(signers or signers_of(made)))  # type: ignore[arg-type]


CHANGED = replace(AGREEMENT, lawful_basis="Public task.")
REFUSED = {
    "a home card": (agreed(), signed(home_card()), NOW, Code.LEDGER_KIND),
    "a keyset of a time to come": (
        begun(),
        signed(keyset(issued_at=BEGUN + 6 * MINUTE, version=5)),
        BEGUN,
        Code.LEDGER_EARLY,
    ),
    "a keyset while time stands still": (
        agreed(),
        signed(keyset(version=5)),
        ADMITTED - SLACK - timedelta(seconds=1),
        Code.CLOCK_BACK,
    ),
    "an agreement before any keyset": (
        begun(),
        signed(AGREEMENT),
        ADMITTED,
        Code.TRUST_NO_KEYSET,
    ),
    "an agreement by nobody known": (
        trusting(),
        signed(AGREEMENT, ALEX, STRANGER),
        ADMITTED,
        Code.SIGNERS,
    ),
    "an agreement without a manager": (
        trusting(),
        signed(AGREEMENT, PRIYA, ALEX),
        ADMITTED,
        Code.SIGNERS,
    ),
    "an agreement without its giver": (
        trusting(),
        signed(AGREEMENT, PRIYA, MORGAN),
        ADMITTED,
        Code.NO_GIVER,
    ),
    "an agreement of another box": (
        trusting(),
        agreement_with(box=ELSEWHERE),
        ADMITTED,
        Code.LEDGER_BOX,
    ),
    "an agreement of a time to come": (
        trusting(),
        signed(AGREEMENT),
        AGREEMENT.issued_at - 5 * MINUTE - timedelta(seconds=1),
        Code.LEDGER_EARLY,
    ),
    "another agreement with the same id": (agreed(), signed(CHANGED), NOW, Code.LEDGER_ID),
    "an agreement that breaks a rule": (
        trusting(),
        agreement_with(setting=Setting.CHILDRENS_HOME),
        ADMITTED,
        Code.SETTING,
    ),
    "an agreement that the agency has ended": (
        trusting(withdrawn=(record_digest(AGREEMENT),)),
        signed(AGREEMENT),
        ADMITTED,
        Code.STOPPED_BY_AGENCY,
    ),
    "an agreement under a keyset that has expired": (
        trusting(),
        signed(AGREEMENT),
        keyset().expires_at,
        Code.TRUST_KEYSET_EXPIRED,
    ),
    "a review before its agreement": (trusting(), signed(REVIEW), REVIEWED, Code.CHAIN_PREVIOUS),
    "a review too late": (
        agreed(),
        signed(REVIEW),
        REVIEWED + timedelta(days=7),
        Code.CHAIN_LATE,
    ),
    "a review out of turn": (agreed(), signed(replace(REVIEW, seq=2)), REVIEWED, Code.CHAIN_NUMBER),
    "a review of another box": (
        agreed(),
        signed(replace(REVIEW, box=ELSEWHERE)),
        REVIEWED,
        Code.LEDGER_BOX,
    ),
    "a review that breaks a rule": (
        agreed(),
        signed(replace(REVIEW, still_necessary=False)),
        REVIEWED,
        Code.RULE_REVIEW_NECESSARY,
    ),
    "a withdrawal before any agreement": (
        trusting(),
        signed(withdrawal()),
        NOW,
        Code.LEDGER_AGREEMENT,
    ),
    "a withdrawal of another agreement": (
        agreed(),
        signed(withdrawal(agreement=ELSEWHERE)),
        NOW,
        Code.LEDGER_AGREEMENT,
    ),
    "a withdrawal of a keyset": (
        agreed(),
        signed(withdrawal(agreement=record_digest(keyset()))),
        NOW,
        Code.LEDGER_AGREEMENT,
    ),
    "a withdrawal of another box": (
        agreed(),
        signed(withdrawal(box=ELSEWHERE)),
        NOW,
        Code.LEDGER_BOX,
    ),
    "the carer's withdrawal": (agreed(), signed(withdrawal(), CARER), NOW, Code.SIGNERS),
    "a mother's objection": (agreed(MOTHERS), signed(objection(), MOTHER), NOW, Code.SIGNERS),
    "a stranger's stop": (agreed(), signed(stop(), STRANGER), NOW, Code.SIGNERS),
    "an offline key's stop": (agreed(), signed(stop(), OFFLINE[0]), NOW, Code.SIGNERS),
    "a stop of another box": (agreed(), signed(stop(box=ELSEWHERE)), NOW, Code.LEDGER_BOX),
    "a carer's word signed by another": (
        agreed(),
        signed(acknowledgement(), ALEX),
        NOW,
        Code.LEDGER_VIEWER,
    ),
    "a carer's word for another box": (
        agreed(),
        signed(acknowledgement(box=ELSEWHERE)),
        NOW,
        Code.LEDGER_BOX,
    ),
    "a word of paper for another box": (
        agreed(),
        signed(paper_notice(box=ELSEWHERE)),
        NOW,
        Code.LEDGER_BOX,
    ),
    "a word of paper of another agreement": (
        agreed(),
        signed(paper_notice(agreement=ELSEWHERE)),
        NOW,
        Code.LEDGER_AGREEMENT,
    ),
    "a word of paper before any agreement": (
        trusting(),
        signed(paper_notice()),
        NOW,
        Code.LEDGER_AGREEMENT,
    ),
    "a carer's word of paper": (agreed(), signed(paper_notice(), CARER), NOW, Code.SIGNERS),
    "the giver's word of paper": (agreed(), signed(paper_notice(), ALEX), NOW, Code.SIGNERS),
    "an advocate's word of paper": (agreed(), signed(paper_notice(), ADVOCATE), NOW, Code.SIGNERS),
    "a reviewing officer's word of paper": (
        agreed(),
        signed(paper_notice(), REVIEWER),
        NOW,
        Code.SIGNERS,
    ),
    "a word of paper that the carer signed too": (
        agreed(),
        signed(paper_notice(), PRIYA, CARER),
        NOW,
        Code.SIG_UNKNOWN,
    ),
    "a word of paper by a stranger too": (
        agreed(),
        signed(paper_notice(), PRIYA, STRANGER),
        NOW,
        Code.SIG_UNKNOWN,
    ),
    "a word of paper by a key called compromised": (
        agreed().admit(octets_of(PRIYAS_KEY_LOST), at=ADMITTED),
        signed(paper_notice()),
        NOW,
        Code.SIGNER_COMPROMISED,
    ),
    "a word of paper by somebody who has left": (
        agreed().admit(octets_of(PRIYA_LEFT), at=ADMITTED),
        signed(paper_notice()),
        NOW,
        Code.SIGNER_LEFT,
    ),
    "a word of paper under a keyset that has expired": (
        agreed(),
        signed(paper_notice()),
        keyset().expires_at,
        Code.TRUST_KEYSET_EXPIRED,
    ),
    "a word of paper of a time to come": (
        agreed(),
        signed(paper_notice()),
        PAPER_AT - 5 * MINUTE - timedelta(seconds=1),
        Code.LEDGER_EARLY,
    ),
    "a word of paper while time stands still": (
        agreed(at=NOW),
        signed(paper_notice()),
        PAPER_AT,
        Code.CLOCK_BACK,
    ),
    "a word of paper about another device": (
        agreed(),
        signed(paper_notice(device="9f" * 16)),
        NOW,
        Code.PAPER_DEVICE,
    ),
    "a word of paper in another language": (
        agreed(),
        signed(paper_notice(language="fa")),
        NOW,
        Code.PAPER_LANGUAGE,
    ),
    "a word of paper from before the agreement": (
        agreed(),
        signed(paper_notice(handed_over_on=ADMITTED.date() - timedelta(days=1))),
        NOW,
        Code.PAPER_DAY,
    ),
    "a word of paper that will be handed over": (
        agreed(),
        signed(paper_notice(handed_over_on=PAPER_AT.date() + timedelta(days=1))),
        NOW,
        Code.PAPER_DAY,
    ),
    "a word of paper after a withdrawal": (
        agreed().admit(octets_of(withdrawal()), at=NOW),
        signed(paper_notice()),
        NOW,
        Code.WITHDRAWN,
    ),
    "a word by somebody who does not view": (
        agreed(MOTHERS),
        signed(acknowledgement(agreement=record_digest(MOTHERS)), MOTHER),
        NOW,
        Code.SIGNERS,
    ),
}


@pytest.mark.parametrize(("ledger", "envelope", "at", "code"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_go_with_it_is_refused(
    ledger: TrustedLedger, envelope: Envelope, at: datetime, code: Code
) -> None:
    """Each thing that can be wrong is told apart."""
    assert refusal(lambda: admitted(ledger, envelope, at)) is code


@pytest.mark.parametrize("kind", [Kind.AGREEMENT, Kind.WITHDRAWAL])
def test_what_a_stranger_sends_is_not_read(kind: Kind) -> None:
    """Where nobody known has signed, it never comes to what stands in a payload."""
    envelope = with_signature(Envelope(kind, b"no record at all"), STRANGER)

    assert refusal(lambda: admitted(agreed(), envelope, NOW)) is Code.SIGNERS


ENDED: dict[str, Record] = {
    "withdrawn": withdrawal(),
    "stopped": stop(),
}


@pytest.mark.parametrize("ending", ENDED.values(), ids=ENDED)
def test_nothing_follows_what_was_ended(ending: Record) -> None:
    """No review brings an agreement back, but one that stops it may still be put on file."""
    over = agreed().admit(octets_of(ending), at=NOW)

    assert refusal(lambda: admitted(over, signed(REVIEW), REVIEWED)) in {
        Code.WITHDRAWN,
        Code.STOPPED,
    }
    assert refusal(lambda: admitted(over, signed(sample.STOPPED.review, PRIYA), REVIEWED)) is None


def test_a_second_review_of_the_same_record_is_admitted_and_seen() -> None:
    """A fork is kept, because it is what stops everything."""
    other = replace(REVIEW, id="11" * 16)

    after = admitted(reviewed(), signed(other), REVIEWED)

    assert len(after.entries) == len(reviewed().entries) + 1


def test_rules_are_asked_of_what_comes_from_outside_only() -> None:
    """What was admitted once is read again also after a rule has become stricter."""
    envelope = agreement_with(setting=Setting.CHILDRENS_HOME)

    assert refusal(lambda: admitted(trusting(), envelope, ADMITTED, asks_rules=False)) is None


def test_there_is_no_agreement_by_another_s_name() -> None:
    """An agreement is found by its own digest alone."""
    ledger = agreed()
    known = Admitted(box=ledger.box, entries=ledger.entries, chains=ledger.chains)

    assert known.agreement_named(record_digest(AGREEMENT)) == AGREEMENT
    assert refusal(lambda: known.agreement_named(record_digest(keyset()))) is Code.LEDGER_AGREEMENT
