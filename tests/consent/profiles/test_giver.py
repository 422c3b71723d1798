from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.profiles.rules import AgreementCase
from consent.records.agency import RevokedKey
from consent.records.agreement import Countersigned, OwnKey
from consent.records.fields import AgeBand, Capacity, Countersign, PrBasis, Revocation
from tests.consent.people import ALEX, MORGAN, PRIYA, STRANGER
from tests.consent.profiles.judging import broken_in, broken_with
from tests.consent.profiles.sample import (
    BOX_KEY,
    CARER,
    GUARDIAN_GIVES,
    KEYSET,
    MOTHER,
    MOTHER_GIVES,
    ON_PAPER,
    SIXTEEN,
    TRUST_ROOT,
    YOUNG_PERSON_GIVES,
    own_key,
)

SIGNED = Countersigned(state=Countersign.SIGNED, reason=None)


@pytest.mark.parametrize("basis", PrBasis)
def test_every_basis_of_parental_responsibility_will_do(basis: PrBasis) -> None:
    """Any person who holds it may agree; none of the bases is a council's."""
    assert broken_with(MOTHER_GIVES, ("agreement.giver.pr_basis", basis)) == ()


def test_without_a_basis_nobody_agrees() -> None:
    """Somebody without parental responsibility is no giver."""
    assert broken_with(MOTHER_GIVES, ("agreement.giver.pr_basis", None)) == ("P15_GIVER",)


RESPONSIBILITY = {
    "a young person with a basis": (
        YOUNG_PERSON_GIVES,
        ("agreement.giver.pr_basis", PrBasis.MOTHER),
    ),
    "a young person whose responsibility was checked": (
        YOUNG_PERSON_GIVES,
        ("agreement.giver.pr_checked_on", date(2026, 11, 19)),
    ),
    "a mother, checked after the issue": (
        MOTHER_GIVES,
        ("agreement.giver.pr_checked_on", date(2026, 12, 1)),
    ),
}


@pytest.mark.parametrize(("base", "change"), RESPONSIBILITY.values(), ids=RESPONSIBILITY)
def test_responsibility_is_a_parents_and_was_checked(
    base: AgreementCase, change: tuple[str, object]
) -> None:
    """It is said exactly of a holder, with the day of the check."""
    assert broken_with(base, change) == ("P15_PR_CHECKED",)


ASSESSED = {
    "32 days before": (date(2026, 10, 29), ("P15_COMPETENCE_RECENT",)),
    "31 days before": (date(2026, 10, 30), ()),
    "on the day of issue": (date(2026, 11, 30), ()),
    "after the issue": (date(2026, 12, 1), ("P15_COMPETENCE_RECENT",)),
}


@pytest.mark.parametrize("base", [YOUNG_PERSON_GIVES, MOTHER_GIVES])
@pytest.mark.parametrize(("day", "expected"), ASSESSED.values(), ids=ASSESSED)
def test_competence_was_assessed_of_late(
    day: date, expected: tuple[str, ...], base: AgreementCase
) -> None:
    """In the 31 days before the issue, whoever gives."""
    assert broken_with(base, ("agreement.giver.gillick.assessed_on", day)) == expected


BANDS = {
    AgeBand.SIX_TO_NINE: (SIGNED, None, ("COUNTERSIGN",)),
    AgeBand.TEN_TO_TWELVE: (SIGNED, None, ("COUNTERSIGN",)),
    AgeBand.THIRTEEN_TO_FIFTEEN: (SIGNED, None, ("COUNTERSIGN",)),
    AgeBand.SIXTEEN_TO_SEVENTEEN: (None, SIGNED, ("COUNTERSIGN",)),
}


@pytest.mark.parametrize("band", BANDS)
def test_under_sixteen_there_is_a_second_signature(band: AgeBand) -> None:
    """What became of it is said under sixteen, and not from sixteen on."""
    right, wrong, expected = BANDS[band]
    aged = ("agreement.young_person.age_band", band)

    assert broken_with(SIXTEEN, aged, ("agreement.giver.countersign", right)) == ()
    assert broken_with(SIXTEEN, aged, ("agreement.giver.countersign", wrong)) == expected


def test_a_parents_own_agreement_is_not_countersigned() -> None:
    """The second signature is beside a young person's."""
    assert broken_with(MOTHER_GIVES, ("agreement.giver.countersign", SIGNED)) == ("COUNTERSIGN",)


@pytest.mark.parametrize("state", Countersign)
def test_a_missing_second_signature_has_a_reason(state: Countersign) -> None:
    """Signed needs none; not appropriate and not to be had need one."""
    changes = ("agreement.giver.countersign", Countersigned(state=state, reason=None))
    expected = () if state is Countersign.SIGNED else ("COUNTERSIGN_REASON",)

    assert broken_with(YOUNG_PERSON_GIVES, changes) == expected


@pytest.mark.parametrize("basis", PrBasis)
def test_a_carer_agrees_only_under_an_order(basis: PrBasis) -> None:
    """A child arrangements order or special guardianship, and nothing else."""
    by_order = {PrBasis.CHILD_ARRANGEMENTS_ORDER, PrBasis.SPECIAL_GUARDIAN}
    expected = () if basis in by_order else ("CARER_GIVES",)

    assert broken_with(GUARDIAN_GIVES, ("agreement.giver.pr_basis", basis)) == expected


def test_a_young_person_is_not_their_own_carer() -> None:
    """Nobody who gives for themselves is a carer, whatever order is named beside."""
    carer = ("agreement.giver.is_carer", True)
    order = ("agreement.giver.pr_basis", PrBasis.SPECIAL_GUARDIAN)

    assert broken_with(YOUNG_PERSON_GIVES, carer) == ("CARER_GIVES",)
    assert broken_with(YOUNG_PERSON_GIVES, carer, order) == ("P15_PR_CHECKED", "CARER_GIVES")


def test_responsibility_may_be_checked_on_the_day_of_issue() -> None:
    """A check on the day itself is in time."""
    assert broken_with(MOTHER_GIVES, ("agreement.giver.pr_checked_on", date(2026, 11, 30))) == ()


def test_a_carer_who_gives_does_not_use_a_workers_key() -> None:
    """What a carer may use is their own key as a viewer, and nobody else's."""
    changes = ("agreement.giver.how", own_key(PRIYA))

    assert broken_with(GUARDIAN_GIVES, changes) == ("P15_NOT_AGENCY", "GIVER_KEY")


KEYS = {
    "a young person, with the card": (YOUNG_PERSON_GIVES, own_key(ALEX), ()),
    "a young person, with their mother's key": (YOUNG_PERSON_GIVES, own_key(MOTHER), None),
    "a young person, with half a card": (
        YOUNG_PERSON_GIVES,
        replace(own_key(ALEX), ed25519=own_key(MOTHER).ed25519),
        ("GIVER_KEY", "KEYS"),
    ),
    "a mother, with a key nobody else has": (MOTHER_GIVES, own_key(STRANGER), ()),
    "a mother, with the card": (MOTHER_GIVES, own_key(ALEX), None),
    "a mother, with the carer's key": (MOTHER_GIVES, own_key(CARER), None),
    "a mother, with the box's key": (MOTHER_GIVES, own_key(BOX_KEY), None),
    "a carer, with their own key": (GUARDIAN_GIVES, own_key(CARER), ()),
    "a carer, with the card": (GUARDIAN_GIVES, own_key(ALEX), None),
    "a mother, with half a key": (
        MOTHER_GIVES,
        replace(own_key(MOTHER), ed25519=own_key(STRANGER).ed25519),
        ("KEYS",),
    ),
}


@pytest.mark.parametrize(("base", "how", "expected"), KEYS.values(), ids=KEYS)
def test_everyone_agrees_with_a_key_of_their_own(
    base: AgreementCase, how: OwnKey, expected: tuple[str, ...] | None
) -> None:
    """A young person with their card, a parent with nobody else's key."""
    assert broken_with(base, ("agreement.giver.how", how)) == (
        ("GIVER_KEY",) if expected is None else expected
    )


AGENCY_KEYS = [
    *((one.keyid, one.ed25519) for one in KEYSET.keys),
    *((one.keyid, one.ed25519) for one in TRUST_ROOT.root.keys),
]


@given(
    st.sampled_from(AGENCY_KEYS),
    st.sampled_from([YOUNG_PERSON_GIVES, ON_PAPER, SIXTEEN, MOTHER_GIVES, GUARDIAN_GIVES]),
    st.sampled_from(PrBasis),
)
def test_no_key_of_the_agency_gives(
    key: tuple[str, str], base: AgreementCase, basis: PrBasis
) -> None:
    """Whatever the capacity and the basis, no key of trust root or keyset agrees."""
    keyid, ed25519 = key
    how = OwnKey(how="own_key", keyid=keyid, ed25519=ed25519)
    changes: list[tuple[str, object]] = [("agreement.giver.how", how)]
    if base.agreement.giver.capacity is Capacity.PR_HOLDER:
        changes.append(("agreement.giver.pr_basis", basis))

    assert "P15_NOT_AGENCY" in broken_with(base, *changes)


@pytest.mark.parametrize("reason", Revocation)
def test_a_key_that_the_agency_took_back_does_not_give(reason: Revocation) -> None:
    """Whoever left the agency does not agree with the key that it gave them."""
    gone = RevokedKey(keyid=MOTHER.public_key.keyid, reason=reason, accept_before=None)
    case = replace(MOTHER_GIVES, keyset=replace(KEYSET, revoked=(gone,)))

    assert broken_in(case) == ("P15_NOT_AGENCY",)


def test_a_revoked_worker_assesses_nobody() -> None:
    """An assessment by a key that somebody else may hold is none."""
    gone = RevokedKey(
        keyid=PRIYA.public_key.keyid, reason=Revocation.COMPROMISED, accept_before=None
    )
    case = replace(YOUNG_PERSON_GIVES, keyset=replace(KEYSET, revoked=(gone,)))

    assert broken_in(case) == ("P15_COMPETENCE_BY", "VIEWER_AGENCY")


SIGNED_ON = {
    "before it was talked over": (date(2026, 11, 23), ("PAPER_DAY",)),
    "on the day of the talk": (date(2026, 11, 24), ()),
    "on the day of issue": (date(2026, 11, 30), ()),
    "after the issue": (date(2026, 12, 1), ("PAPER_DAY",)),
}


@pytest.mark.parametrize(("day", "expected"), SIGNED_ON.values(), ids=SIGNED_ON)
def test_paper_is_signed_after_the_talk_and_before_the_issue(
    day: date, expected: tuple[str, ...]
) -> None:
    """Nobody agrees to what was not talked over, nor after the fact."""
    assert broken_with(ON_PAPER, ("agreement.giver.how.signed_on", day)) == expected


def test_the_managers_key_is_not_a_social_workers() -> None:
    """Competence is assessed by a social worker, whoever else could."""
    changes = ("agreement.giver.gillick.by", MORGAN.public_key.keyid)

    assert broken_with(MOTHER_GIVES, changes) == ("P15_COMPETENCE_BY",)
