from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consent.codes import Code
from consent.entries import Entry
from consent.errors import ConsentError
from consent.profiles.rules import AgreementCase, ReviewCase
from consent.records.agency import Keyset, RevokedKey
from consent.records.agreement import Agreement
from consent.records.fields import AgencyRole, Revocation
from consent.signer import Ed25519Signer
from consent.signers import (
    check_agreement_signers,
    check_paper_notice_signers,
    check_review_signers,
)
from consent.trust_chain import TrustChain
from tests.consent.people import ALEX, LEE, MORGAN, PRIYA, STRANGER
from tests.consent.profiles import sample
from tests.consent.profiles.sample import ADVOCATE, CARER, MOTHER, SERVICE, own_key, staff_key
from tests.consent.samples import OFFLINE, keyset, paper_notice, signed, trust_root
from tests.consent.scene import ADMITTED, AGREEMENT, MOTHERS, REVIEWED

SAME_PERSON = replace(
    staff_key(LEE, "Priya", AgencyRole.TEAM_MANAGER), contact="lee@northmoor.gov.uk"
)


def chain_of(*keysets: Keyset) -> TrustChain:
    """Return an agency's keys as these keysets say, the sample's if none."""
    return TrustChain(roots=(trust_root(),), keysets=keysets or (keyset(),))


CHAIN = chain_of()


def revoked(
    who: Ed25519Signer, reason: Revocation, accept_before: datetime | None = None
) -> TrustChain:
    """Return what is known once a later keyset has taken a key off."""
    one = RevokedKey(keyid=who.public_key.keyid, reason=reason, accept_before=accept_before)
    keys = tuple(key for key in keyset().keys if key.keyid != one.keyid)
    return chain_of(keyset(), keyset(version=5, keys=keys, revoked=(one,)))


def refusal(act: Callable[[], object]) -> Code | None:
    """Return the code with which an act is refused, None where it is not."""
    try:
        act()
    except ConsentError as refused:
        return refused.code
    return None


def agreed_by(
    *signers: Ed25519Signer,
    agreement: Agreement = AGREEMENT,
    then: TrustChain = CHAIN,
    today: TrustChain | None = None,
    at: datetime = ADMITTED,
) -> Code | None:
    """Return why an agreement with these signatures does not count, None where it does."""
    case = AgreementCase(agreement=agreement, trust_root=then.root, keyset=then.keyset)
    entry = Entry(at, signed(case.agreement, *signers))
    return refusal(lambda: check_agreement_signers(entry, case, then, today or then))


def reviewed_by(
    *signers: Ed25519Signer,
    case: ReviewCase = sample.REDUCED,
    then: TrustChain = CHAIN,
    today: TrustChain | None = None,
    at: datetime = REVIEWED,
) -> Code | None:
    """Return why a review with these signatures does not count, None where it does."""
    case = replace(case, trust_root=then.root, keyset=then.keyset)
    entry = Entry(at, signed(case.review, *signers))
    return refusal(lambda: check_review_signers(entry, case, then, today or then))


SIGNED = {
    "all three": ((PRIYA, MORGAN, ALEX), None),
    "a service manager as manager": ((PRIYA, SERVICE, ALEX), None),
    "no social worker": ((MORGAN, ALEX), Code.SIGNERS),
    "no manager": ((PRIYA, ALEX), Code.SIGNERS),
    "no giver": ((PRIYA, MORGAN), Code.NO_GIVER),
    "the giver alone": ((ALEX,), Code.SIGNERS),
    "the carer for the giver": ((PRIYA, MORGAN, CARER), Code.NO_GIVER),
    "the carer for the manager": ((PRIYA, CARER, ALEX), Code.SIGNERS),
    "an advocate for the manager": ((PRIYA, ADVOCATE, ALEX), Code.SIGNERS),
    "an offline key for the manager": ((PRIYA, OFFLINE[0], ALEX), Code.SIGNERS),
    "a stranger beside": ((PRIYA, MORGAN, ALEX, STRANGER), Code.SIG_UNKNOWN),
    "another's mother beside": ((PRIYA, MORGAN, ALEX, MOTHER), Code.SIG_UNKNOWN),
}


@pytest.mark.parametrize(("signers", "code"), SIGNED.values(), ids=SIGNED)
def test_an_agreement_is_signed_by_social_worker_manager_and_giver(
    signers: tuple[Ed25519Signer, ...], code: Code | None
) -> None:
    """All three, nobody in another's place, and nobody who is not known."""
    assert agreed_by(*signers) is code


@pytest.mark.parametrize(("signers", "code"), SIGNED.values(), ids=SIGNED)
def test_a_review_is_signed_by_the_same(
    signers: tuple[Ed25519Signer, ...], code: Code | None
) -> None:
    """A review takes what its agreement took."""
    assert reviewed_by(*signers) is code


def test_one_person_is_not_two() -> None:
    """A social worker who also has a manager's key stands in one place."""
    then = chain_of(keyset(keys=(*keyset().keys, SAME_PERSON)))

    assert agreed_by(PRIYA, LEE, ALEX, then=then) is Code.SIGNERS
    assert agreed_by(PRIYA, LEE, MORGAN, ALEX, then=then) is None


def test_a_keyset_without_people_meets_nothing() -> None:
    """Where nobody is listed for a place, everyone is missing."""
    then = chain_of(keyset(keys=()))

    assert agreed_by(ALEX, then=then) is Code.SIGNERS
    assert reviewed_by(ALEX, then=then) is Code.SIGNERS


@pytest.mark.parametrize(
    "who", [PRIYA, MORGAN, SERVICE, ADVOCATE, *OFFLINE], ids=lambda who: who.public_key.keyid[:8]
)
def test_nobody_of_the_agency_gives(who: Ed25519Signer) -> None:
    """No key of a keyset or of the trust root is the giver's, whoever else signs."""
    given = replace(MOTHERS, giver=replace(MOTHERS.giver, how=own_key(who)))

    everybody = {one.public_key.keyid: one for one in (PRIYA, MORGAN, SERVICE, who)}.values()

    assert agreed_by(*everybody, agreement=given) is Code.CORPORATE_PARENT


def test_nobody_of_the_agency_gives_in_hindsight() -> None:
    """A giver whose key turns up on a later keyset, revoked or not, has not given."""
    parties = (PRIYA, MORGAN, MOTHER)
    hired = keyset(version=5, keys=(staff_key(MOTHER, "Mina", AgencyRole.IRO),))

    assert agreed_by(*parties, agreement=MOTHERS) is None
    for today in (chain_of(keyset(), hired), revoked(MOTHER, Revocation.SUPERSEDED, ADMITTED)):
        assert agreed_by(*parties, agreement=MOTHERS, today=today) is Code.CORPORATE_PARENT
        assert (
            reviewed_by(*parties, case=sample.MOTHER_CONTINUES, today=today)
            is Code.CORPORATE_PARENT
        )


@pytest.mark.parametrize("who", [PRIYA, MORGAN], ids=["social worker", "manager"])
def test_a_compromised_key_undoes_what_it_signed(who: Ed25519Signer) -> None:
    """Whenever that becomes known, and whatever day stands beside it."""
    for day in (None, datetime(2030, 1, 1, tzinfo=UTC)):
        today = revoked(who, Revocation.COMPROMISED, day)

        assert agreed_by(PRIYA, MORGAN, ALEX, today=today) is Code.SIGNER_COMPROMISED
        assert reviewed_by(PRIYA, MORGAN, ALEX, today=today) is Code.SIGNER_COMPROMISED


@pytest.mark.parametrize("reason", [Revocation.LEFT, Revocation.SUPERSEDED])
def test_what_was_admitted_before_somebody_left_stands(reason: Revocation) -> None:
    """One second before the day that the agency named still counts, that very second does not."""
    before = revoked(PRIYA, reason, ADMITTED + timedelta(seconds=1))
    then = revoked(PRIYA, reason, ADMITTED)

    assert agreed_by(PRIYA, MORGAN, ALEX, today=before) is None
    assert agreed_by(PRIYA, MORGAN, ALEX, today=then) is Code.SIGNER_LEFT
    assert reviewed_by(PRIYA, MORGAN, ALEX, today=before) is Code.SIGNER_LEFT


def test_a_revocation_without_a_day_counts_from_the_beginning() -> None:
    """A list that says too little is read the strict way."""
    assert agreed_by(PRIYA, MORGAN, ALEX, today=revoked(PRIYA, Revocation.LEFT)) is Code.SIGNER_LEFT


def test_a_key_must_count_on_the_day_of_admission() -> None:
    """An earlier day written into a record does not bring an expired key back."""
    keys = tuple(replace(key, expires_at=ADMITTED) for key in keyset().keys)
    then = chain_of(keyset(keys=keys))

    assert agreed_by(PRIYA, MORGAN, ALEX, then=then, at=ADMITTED - timedelta(seconds=1)) is None
    assert agreed_by(PRIYA, MORGAN, ALEX, then=then) is Code.SIGNERS


@pytest.mark.parametrize(("who", "code"), [(PRIYA, Code.SIGNERS), (SERVICE, None)])
def test_only_the_keys_that_signed_must_count(who: Ed25519Signer, code: Code | None) -> None:
    """A worker's key that has expired matters where it signed, and nowhere else."""
    keys = tuple(
        replace(key, expires_at=ADMITTED) if key.keyid == who.public_key.keyid else key
        for key in keyset().keys
    )

    assert agreed_by(PRIYA, MORGAN, ALEX, then=chain_of(keyset(keys=keys))) is code


def test_nothing_is_drawn_up_under_an_expired_keyset() -> None:
    """Neither agreement nor review, but a review that stops is."""
    late = keyset().expires_at

    assert agreed_by(PRIYA, MORGAN, ALEX, at=late) is Code.TRUST_KEYSET_EXPIRED
    assert reviewed_by(PRIYA, MORGAN, ALEX, at=late) is Code.TRUST_KEYSET_EXPIRED
    assert reviewed_by(PRIYA, case=sample.STOPPED, at=late) is None


def handed_over_by(
    *signers: Ed25519Signer,
    today: TrustChain = CHAIN,
    at: datetime = ADMITTED,
    **changes: Any,  # noqa: ANN401 - fields
) -> Code | None:
    """Return why a word of paper with these signatures does not count, None where it does."""
    notice = paper_notice(issued_at=ADMITTED, **changes)
    entry = Entry(at, signed(notice, *signers))
    return refusal(lambda: check_paper_notice_signers(entry, notice, AGREEMENT, today))


HANDED_OVER = {
    "a social worker": ((PRIYA,), None),
    "a manager": ((MORGAN,), None),
    "an advocate": ((ADVOCATE,), Code.SIGNERS),
    "the carer beside": ((PRIYA, CARER), Code.SIG_UNKNOWN),
    "nobody known": ((STRANGER,), Code.SIGNERS),
}


@pytest.mark.parametrize(("signers", "code"), HANDED_OVER.values(), ids=HANDED_OVER)
def test_paper_is_handed_over_by_who_may_start(
    signers: tuple[Ed25519Signer, ...], code: Code | None
) -> None:
    """One who may sign for a start is enough, and nobody else is."""
    assert handed_over_by(*signers) is code


def test_a_key_that_counts_no_more_hands_nothing_over() -> None:
    """Revoked, expired, or in an expired list: that day it is worth nothing."""
    lost = revoked(PRIYA, Revocation.COMPROMISED)
    nobody = chain_of(keyset(keys=()))
    short = keyset(
        keys=tuple(replace(one, expires_at=ADMITTED + timedelta(days=1)) for one in keyset().keys)
    )

    assert handed_over_by(PRIYA, today=lost) is Code.SIGNER_COMPROMISED
    assert handed_over_by(PRIYA, today=nobody) is Code.SIGNERS
    assert handed_over_by(PRIYA, at=keyset().expires_at) is Code.TRUST_KEYSET_EXPIRED
    late = ADMITTED + timedelta(days=2)
    assert handed_over_by(PRIYA, today=chain_of(short), at=late) is Code.SIGNERS


def test_who_became_competent_signs_the_review() -> None:
    """Where the young person must sign, that is a giver's signature too."""
    assert reviewed_by(PRIYA, MORGAN, ALEX, case=sample.COMPETENT_BY_NOW) is None
    assert reviewed_by(PRIYA, MORGAN, MOTHER, case=sample.COMPETENT_BY_NOW) is Code.NO_GIVER
