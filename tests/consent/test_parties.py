from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.errors import KeyRefused, RoleMalformed
from consent.keys import KeyId
from consent.parties import (
    PartyRefused,
    acknowledgement_requirement,
    agreement_requirements,
    is_current,
    keys_of,
    must_young_person_sign,
    needs_service_manager,
    objection_requirement,
    paper_notice_requirement,
    review_requirements,
    stop_requirement,
    withdrawal_requirement,
)
from consent.profiles.rules import AgreementCase, ReviewCase
from consent.records.agency import Keyset, RevokedKey, StaffKey
from consent.records.agreement import OwnKey
from consent.records.fields import AgencyRole, Revocation
from consent.roles import PersonId
from consent.signer import Ed25519Signer
from tests.consent.faults import sets
from tests.consent.people import ALEX, LEE, MORGAN, PRIYA, STRANGER
from tests.consent.pictured import PICTURED, SIGNED_BY
from tests.consent.profiles.sample import (
    ADVOCATE,
    AGREEMENTS,
    CARER,
    COMPETENT_BY_NOW,
    CONTINUED,
    DELEGATOR,
    EVERY_SITE,
    EVERY_SITE_REDUCED,
    EVERY_SITE_REVIEWED,
    GUARDIAN_GIVES,
    ISSUED,
    KEYSET,
    MOTHER,
    MOTHER_CONTINUES,
    MOTHER_GIVES,
    MOTHER_GIVES_ON_PAPER,
    OFFLINE,
    ON_PAPER,
    REDUCED,
    REVIEWER,
    REVIEWS,
    SECOND,
    SERVICE,
    STOPPED,
    TRUST_ROOT,
    YOUNG_PERSON_GIVES,
    own_key,
    review_of,
    staff_key,
)

STAFF = (PRIYA, MORGAN, SERVICE, REVIEWER, ADVOCATE)
HOME = (ALEX, CARER, MOTHER)


def ids(*signers: Ed25519Signer) -> frozenset[KeyId]:
    """Return the ids of some signers' keys."""
    return frozenset(signer.public_key.keyid for signer in signers)


def missing(case: AgreementCase | ReviewCase, *signers: Ed25519Signer) -> tuple[str, ...]:
    """Return the places that stay empty where these have signed."""
    asked = (
        agreement_requirements(case)
        if isinstance(case, AgreementCase)
        else review_requirements(case)
    )
    return tuple(title for one in asked for title in one.judge(ids(*signers)).missing)


def with_keys(*keys: StaffKey, base: AgreementCase = YOUNG_PERSON_GIVES) -> AgreementCase:
    """Return a case under a keyset of these keys alone."""
    return replace(base, keyset=replace(KEYSET, keys=keys))


URGENT = sets(YOUNG_PERSON_GIVES, "agreement.urgent", to=True).case
OBJECTED = sets(MOTHER_GIVES, "agreement.giver.objection_known", to=True).case

NEEDED: dict[str, tuple[AgreementCase | ReviewCase, tuple[Ed25519Signer, ...]]] = {
    "a young person gives": (YOUNG_PERSON_GIVES, (PRIYA, MORGAN, ALEX)),
    "a young person gives on paper": (ON_PAPER, (PRIYA, MORGAN)),
    "a mother gives": (MOTHER_GIVES, (PRIYA, MORGAN, MOTHER)),
    "a mother gives on paper": (MOTHER_GIVES_ON_PAPER, (PRIYA, MORGAN)),
    "a carer gives": (GUARDIAN_GIVES, (PRIYA, MORGAN, SERVICE, CARER)),
    "level 4": (EVERY_SITE, (PRIYA, MORGAN, SERVICE, ALEX)),
    "urgent": (URGENT, (PRIYA, MORGAN, SERVICE, ALEX)),
    "somebody objects": (OBJECTED, (PRIYA, MORGAN, SERVICE, MOTHER)),
    "a review": (REDUCED, (PRIYA, MORGAN, ALEX)),
    "a review on paper": (CONTINUED, (PRIYA, MORGAN)),
    "a second review": (SECOND, (PRIYA, MORGAN, ALEX)),
    "a review of level 4": (EVERY_SITE_REVIEWED, (PRIYA, MORGAN, SERVICE, ALEX)),
    "a review that leaves less than level 4": (EVERY_SITE_REDUCED, (PRIYA, MORGAN, ALEX)),
    "a mother gives again": (MOTHER_CONTINUES, (PRIYA, MORGAN, MOTHER)),
    "a young person competent by now": (COMPETENT_BY_NOW, (PRIYA, MORGAN, ALEX)),
    "a carer gives again": (
        review_of(
            GUARDIAN_GIVES,
            replace(REDUCED.review, gillick_competent=False, giver=own_key(CARER)),
        ),
        (PRIYA, MORGAN, SERVICE, CARER),
    ),
    "an urgent start, reviewed": (review_of(URGENT), (PRIYA, MORGAN, ALEX)),
}


@pytest.mark.parametrize(("case", "signers"), NEEDED.values(), ids=NEEDED)
def test_these_are_all_who_must_sign(
    case: AgreementCase | ReviewCase, signers: tuple[Ed25519Signer, ...]
) -> None:
    """With exactly these signatures nothing is missing."""
    assert missing(case, *signers) == ()


@pytest.mark.parametrize(("case", "signers"), NEEDED.values(), ids=NEEDED)
def test_without_any_one_of_them_a_place_is_empty(
    case: AgreementCase | ReviewCase, signers: tuple[Ed25519Signer, ...]
) -> None:
    """No signature of those asked for can be left out, whoever else signs beside."""
    others = [one for one in (*STAFF, *HOME, STRANGER) if one not in signers]
    spare = [one for one in others if one is not SERVICE]

    for one in signers:
        rest = [other for other in signers if other is not one]
        assert len(missing(case, *rest)) == 1
        assert missing(case, *rest, *spare) != ()


@given(st.sets(st.sampled_from([*STAFF, *HOME, STRANGER])), st.sampled_from(list(NEEDED)))
def test_only_the_right_people_fill_the_places(signers: set[Ed25519Signer], name: str) -> None:
    """Of all the ways to sign, those count in which everyone asked for has signed."""
    case, needed = NEEDED[name]
    # A service manager is a manager too, and stands in for one where she is not asked beside.
    instead = tuple(SERVICE if one is MORGAN else one for one in needed)
    enough = {*needed} <= signers or (SERVICE not in needed and {*instead} <= signers)

    assert (missing(case, *signers) == ()) is enough


def test_one_person_is_not_two() -> None:
    """A social worker who is deputy manager too needs somebody else beside her."""
    both = staff_key(LEE, "Lee", AgencyRole.SOCIAL_WORKER)
    deputy = replace(staff_key(STRANGER, "Lee too", AgencyRole.TEAM_MANAGER), person=both.person)
    case = with_keys(both, deputy)

    assert missing(case, LEE, STRANGER, ALEX) == ("manager",)


def test_a_service_manager_signs_beside_the_manager() -> None:
    """Where she is asked for, she does not fill the manager's place as well."""
    assert missing(EVERY_SITE, PRIYA, SERVICE, ALEX) == ("service manager",)
    assert missing(YOUNG_PERSON_GIVES, PRIYA, SERVICE, ALEX) == ()


def test_a_carer_is_no_manager() -> None:
    """The pictured agreement, signed by young person, carer and social worker, lacks a manager."""
    assert missing(PICTURED, *SIGNED_BY) == ("manager",)


AGENCY = {
    **{one.name: (one.keyid, one.ed25519) for one in KEYSET.keys},
    **{one.title: (one.keyid, one.ed25519) for one in TRUST_ROOT.root.keys},
    **{one.title: (one.keyid, one.ed25519) for one in TRUST_ROOT.delegator.keys},
}


@given(
    st.sampled_from(list(AGENCY)),
    st.sampled_from([*AGREEMENTS.values(), URGENT, OBJECTED]),
    st.sampled_from([REDUCED, CONTINUED, SECOND, MOTHER_CONTINUES]),
)
def test_nobody_of_the_agency_fills_the_givers_place(
    name: str, case: AgreementCase, reviewed: ReviewCase
) -> None:
    """There is no requirement at all that a key of trust root or keyset could meet as giver."""
    keyid, ed25519 = AGENCY[name]
    how = OwnKey(how="own_key", keyid=keyid, ed25519=ed25519)
    given_by = replace(
        case, agreement=replace(case.agreement, giver=replace(case.agreement.giver, how=how))
    )
    reviewed_by = replace(reviewed, review=replace(reviewed.review, giver=how))

    with pytest.raises(PartyRefused) as agreed:
        agreement_requirements(given_by)
    with pytest.raises(PartyRefused) as reviewed_again:
        review_requirements(reviewed_by)

    assert agreed.value.code is reviewed_again.value.code is Code.CORPORATE_PARENT


@given(st.sets(st.sampled_from([*STAFF, *OFFLINE, DELEGATOR])))
def test_the_whole_agency_together_is_no_giver(signers: set[Ed25519Signer]) -> None:
    """However many of the agency sign, the giver's place stays empty."""
    for case in (YOUNG_PERSON_GIVES, MOTHER_GIVES, GUARDIAN_GIVES, REDUCED, COMPETENT_BY_NOW):
        assert "giver" in missing(case, *signers)


def test_the_agency_says_of_itself_that_it_is_the_giver() -> None:
    """Also on paper, the agency is not the giver."""
    case = sets(ON_PAPER, "agreement.giver.is_agency", to=True).case

    with pytest.raises(PartyRefused):
        agreement_requirements(case)


@pytest.mark.parametrize("reason", Revocation)
def test_a_key_that_was_taken_back_is_the_agencys_still(reason: Revocation) -> None:
    """Whoever left the agency does not become a giver by it."""
    gone = RevokedKey(keyid=MOTHER.public_key.keyid, reason=reason, accept_before=ISSUED)
    case = replace(MOTHER_GIVES, keyset=replace(KEYSET, revoked=(gone,)))

    with pytest.raises(PartyRefused):
        agreement_requirements(case)


def test_a_card_on_the_agencys_list_agrees_to_nothing() -> None:
    """Where the young person has to sign, a worker cannot hold their card."""
    card = staff_key(ALEX, "Alex", AgencyRole.ADVOCATE)
    case = replace(COMPETENT_BY_NOW, keyset=replace(KEYSET, keys=(*KEYSET.keys, card)))

    with pytest.raises(PartyRefused):
        review_requirements(case)


@pytest.mark.parametrize("signer", [CARER, ALEX])
def test_nobody_of_the_home_fills_a_place_of_the_agency(signer: Ed25519Signer) -> None:
    """A carer's key or the card on the keyset is nobody's place there."""
    home = staff_key(signer, "Ash", AgencyRole.TEAM_MANAGER)
    case = with_keys(KEYSET.keys[0], home, base=MOTHER_GIVES)

    with pytest.raises(RoleMalformed) as caught:
        agreement_requirements(case)

    assert caught.value.code is Code.ROLE_TOO_FEW


def test_a_social_worker_who_looks_still_signs() -> None:
    """To be a viewer takes nothing away from a worker."""
    viewers = {one.keys.keyid for one in YOUNG_PERSON_GIVES.agreement.viewing.viewers}

    assert PRIYA.public_key.keyid in viewers
    assert missing(YOUNG_PERSON_GIVES, PRIYA, MORGAN, ALEX) == ()


def revoked(reason: Revocation, accept_before: datetime | None) -> Keyset:
    """Return the keyset with the social worker's key taken back."""
    keyid = PRIYA.public_key.keyid
    return replace(
        KEYSET, revoked=(RevokedKey(keyid=keyid, reason=reason, accept_before=accept_before),)
    )


SECONDS = timedelta(seconds=1)
FROM = KEYSET.keys[0].not_before
UNTIL = KEYSET.keys[0].expires_at
COUNTS = {
    "at its first second": (KEYSET, FROM, True),
    "before that": (KEYSET, FROM - SECONDS, False),
    "at its last second": (KEYSET, UNTIL - SECONDS, True),
    "after that": (KEYSET, UNTIL, False),
    "before somebody left": (revoked(Revocation.LEFT, ISSUED + SECONDS), ISSUED, True),
    "when somebody left": (revoked(Revocation.LEFT, ISSUED), ISSUED, False),
    "superseded without a day": (revoked(Revocation.SUPERSEDED, None), ISSUED, False),
    "compromised": (revoked(Revocation.COMPROMISED, None), ISSUED, False),
    "compromised, with a day": (revoked(Revocation.COMPROMISED, UNTIL), ISSUED, False),
    "another's key taken back": (
        replace(
            KEYSET,
            revoked=(
                RevokedKey(keyid="ab" * 32, reason=Revocation.COMPROMISED, accept_before=None),
            ),
        ),
        ISSUED,
        True,
    ),
}


@pytest.mark.parametrize(("keyset", "at", "expected"), COUNTS.values(), ids=COUNTS)
def test_a_workers_key_counts_for_its_time(keyset: Keyset, at: datetime, *, expected: bool) -> None:
    """From its first second to before its last, and not once it was taken back."""
    assert is_current(KEYSET.keys[0], keyset, at) is expected


def test_a_key_that_does_not_count_fills_no_place() -> None:
    """With the only social worker's key expired, there is nobody for that place."""
    case = sets(YOUNG_PERSON_GIVES, "keyset.keys.0.expires_at", ISSUED).case

    with pytest.raises(RoleMalformed):
        agreement_requirements(case)


def test_a_key_counts_on_the_day_of_its_own_record() -> None:
    """A review asks for keys of its own day, not of the agreement's."""
    late = datetime(2026, 12, 29, 16, tzinfo=UTC)
    case = sets(REDUCED, "keyset.keys.0.expires_at", late).case

    with pytest.raises(RoleMalformed):
        review_requirements(case)
    assert missing(YOUNG_PERSON_GIVES, PRIYA, MORGAN, ALEX) == ()


@pytest.mark.parametrize("signer", STAFF)
def test_anyone_of_the_agency_stops_alone(signer: Ed25519Signer) -> None:
    """Social worker, managers, reviewing officer and advocate: one of them is enough."""
    assert stop_requirement(TRUST_ROOT, KEYSET).judge(ids(signer))
    assert missing(STOPPED, signer) == ()


@pytest.mark.parametrize("signer", [ALEX, CARER, MOTHER, STRANGER])
def test_a_stop_of_the_agency_is_the_agencys(signer: Ed25519Signer) -> None:
    """Whoever is not of the agency stops in other ways."""
    assert not stop_requirement(TRUST_ROOT, KEYSET).judge(ids(signer))


@pytest.mark.parametrize("signer", [PRIYA, MORGAN, SERVICE])
def test_a_social_worker_or_a_manager_says_that_paper_was_handed_over(
    signer: Ed25519Signer,
) -> None:
    """Whoever may sign for a start says so alone, with a key that counts on that day."""
    agreement = YOUNG_PERSON_GIVES.agreement
    old = replace(KEYSET, keys=tuple(replace(one, expires_at=ISSUED) for one in KEYSET.keys))

    assert paper_notice_requirement(agreement, KEYSET, ISSUED).judge(ids(signer))
    with pytest.raises(RoleMalformed):
        paper_notice_requirement(agreement, old, ISSUED)


@pytest.mark.parametrize("signer", [REVIEWER, ADVOCATE, ALEX, CARER, MOTHER, STRANGER])
def test_who_may_only_stop_says_nothing_that_leads_to_a_start(signer: Ed25519Signer) -> None:
    """Reviewing officer and advocate stop and never start; nobody of the home speaks for it."""
    agreement = YOUNG_PERSON_GIVES.agreement

    assert not paper_notice_requirement(agreement, KEYSET, ISSUED).judge(ids(signer))


def test_an_expired_key_still_stops() -> None:
    """The safe side asks for less: only a compromised key does not stop."""
    expired = replace(
        KEYSET, keys=tuple(replace(one, expires_at=one.not_before) for one in KEYSET.keys)
    )
    left = revoked(Revocation.LEFT, None)
    lost = revoked(Revocation.COMPROMISED, None)

    assert stop_requirement(TRUST_ROOT, expired).judge(ids(PRIYA))
    assert stop_requirement(TRUST_ROOT, left).judge(ids(PRIYA))
    assert not stop_requirement(TRUST_ROOT, lost).judge(ids(PRIYA))


def test_another_agency_stops_nothing() -> None:
    """A keyset is asked only under its own agency's trust root."""
    with pytest.raises(PartyRefused) as caught:
        stop_requirement(TRUST_ROOT, replace(KEYSET, agency="southmoor.gov.uk"))

    assert caught.value.code is Code.RULE_AGENCY


WITHDRAW = {
    "a young person who gave": (YOUNG_PERSON_GIVES, {ALEX}),
    "a young person who gave on paper": (ON_PAPER, {ALEX}),
    "a mother who gave, or the young person": (MOTHER_GIVES, {ALEX, MOTHER}),
    "the young person, where a mother gave on paper": (MOTHER_GIVES_ON_PAPER, {ALEX}),
    "a carer who gave, or the young person": (GUARDIAN_GIVES, {ALEX, CARER}),
}


@pytest.mark.parametrize(("case", "who"), WITHDRAW.values(), ids=WITHDRAW)
def test_giver_or_young_person_withdraws_alone(
    case: AgreementCase, who: set[Ed25519Signer]
) -> None:
    """One of these is enough, and nobody else is."""
    asked = withdrawal_requirement(case.agreement)

    for signer in (*STAFF, *HOME, STRANGER):
        assert bool(asked.judge(ids(signer))) is (signer in who)


@pytest.mark.parametrize("case", AGREEMENTS.values(), ids=AGREEMENTS)
def test_the_young_person_objects_alone(case: AgreementCase) -> None:
    """Their card is enough under every agreement, and it alone."""
    asked = objection_requirement(case.agreement)

    for signer in (*STAFF, *HOME, STRANGER):
        assert bool(asked.judge(ids(signer))) is (signer is ALEX)


def test_every_viewer_acknowledges_for_themselves() -> None:
    """Young person, social worker and carer are viewers; a mother who gave is none."""
    asked = acknowledgement_requirement(MOTHER_GIVES.agreement)

    for signer in (*STAFF, *HOME, STRANGER):
        assert bool(asked.judge(ids(signer))) is (signer in {ALEX, PRIYA, CARER})


def test_the_young_person_is_one_person() -> None:
    """The card is the young person's in every place, so that they never count twice."""
    (agreed,) = agreement_requirements(YOUNG_PERSON_GIVES)
    given_by = agreed.roles[-1].holders
    (objecting,) = objection_requirement(YOUNG_PERSON_GIVES.agreement).roles

    assert given_by == objecting.holders
    assert given_by[0].person == PersonId("the young person")


KEYS_IN = {
    "a trust root": ((TRUST_ROOT,), {*OFFLINE, DELEGATOR}),
    "a keyset": ((KEYSET,), {*STAFF}),
    "an agreement by a young person": ((YOUNG_PERSON_GIVES.agreement,), {ALEX, PRIYA, CARER}),
    "an agreement by a mother": ((MOTHER_GIVES.agreement,), {ALEX, PRIYA, CARER, MOTHER}),
    "an agreement on paper": ((ON_PAPER.agreement,), {ALEX, PRIYA, CARER}),
    "a review": ((REDUCED.review,), {ALEX}),
    "a review on paper": ((CONTINUED.review,), set()),
    "a review that stops": ((STOPPED.review,), set()),
    "a case": ((MOTHER_GIVES,), {*STAFF, ALEX, CARER, MOTHER}),
    "a case of a review": ((MOTHER_CONTINUES,), {*STAFF, ALEX, CARER, MOTHER}),
    "several": ((KEYSET, TRUST_ROOT), {*STAFF, *OFFLINE, DELEGATOR}),
    "nothing": ((), set()),
}


@pytest.mark.parametrize(("sources", "signers"), KEYS_IN.values(), ids=KEYS_IN)
def test_the_keys_that_records_name_are_found(
    sources: tuple[AgreementCase], signers: set[Ed25519Signer]
) -> None:
    """Each key once, so that signatures can be checked with them."""
    keys = keys_of(*sources)

    assert {key.keyid for key in keys} == ids(*signers)
    assert len(keys) == len(signers)


@pytest.mark.parametrize("case", [*AGREEMENTS.values(), *REVIEWS.values()])
def test_whoever_may_sign_is_known(case: AgreementCase | ReviewCase) -> None:
    """No place is to be filled with a key that signatures are not checked with."""
    known = {key.keyid for key in keys_of(case)}
    asked = (
        agreement_requirements(case)
        if isinstance(case, AgreementCase)
        else review_requirements(case)
    )

    assert {keyid for one in asked for role in one.roles for keyid in role.keyids} <= known


def test_a_key_under_anothers_id_is_none() -> None:
    """Nobody signs under a key that a record names wrongly."""
    case = sets(MOTHER_GIVES, "agreement.giver.how.keyid", "ab" * 32).case

    with pytest.raises(KeyRefused):
        keys_of(case)
    with pytest.raises(KeyRefused):
        agreement_requirements(case)


def test_a_service_manager_is_asked_for_as_long_as_it_lasts() -> None:
    """Level 4, a carer as giver and a known objection stay; urgency is over once it began."""
    asked = {
        "level 4": EVERY_SITE,
        "a carer": GUARDIAN_GIVES,
        "an objection": OBJECTED,
    }

    for case in asked.values():
        assert needs_service_manager(case.agreement, case.agreement.scope)
    assert not needs_service_manager(URGENT.agreement, URGENT.agreement.scope)


COMPETENT = {
    "a mother gave, and they are by now": (COMPETENT_BY_NOW, True),
    "a mother gave, and they are not": (MOTHER_CONTINUES, False),
    "they gave": (REDUCED, False),
}


@pytest.mark.parametrize(("case", "expected"), COMPETENT.values(), ids=COMPETENT)
def test_who_has_become_competent_signs(case: ReviewCase, *, expected: bool) -> None:
    """What a mother gave is theirs to decide once they can."""
    assert must_young_person_sign(case.review, case.agreement) is expected


def test_a_mothers_key_does_not_stand_in_for_them() -> None:
    """Whatever the review names as giver, the place is the young person's own."""
    case = sets(COMPETENT_BY_NOW, "review.giver", own_key(MOTHER)).case

    assert missing(case, PRIYA, MORGAN, MOTHER) == ("giver",)
    assert missing(case, PRIYA, MORGAN, ALEX) == ()
