"""Rules about who agrees: the young person, if competent, or a holder of parental responsibility.

Rules kept here:
- The corporate parent has no capacity, no basis and no key with which it could agree.
- Whoever is competent to decide this decides it; nobody else's signature is easier to get.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from consent.codes import Code
from consent.profiles.facts import agency_keyids, issue_day, worker
from consent.profiles.rules import AgreementCase, Rule
from consent.records.agreement import Agreement, OwnKey, Paper
from consent.records.fields import (
    AgeBand,
    AgencyRole,
    Capacity,
    Countersign,
    PrBasis,
    ViewerRole,
)

COMPETENCE_LASTS: Final = timedelta(days=31)
ORDERS_FOR_A_CARER: Final = frozenset({PrBasis.CHILD_ARRANGEMENTS_ORDER, PrBasis.SPECIAL_GUARDIAN})


def is_givers_own_key(how: OwnKey, agreement: Agreement, *, is_young_person: bool) -> bool:
    """Say whether a key can be the giver's: the card's for a young person, or nobody else's."""
    if is_young_person:
        card = agreement.young_person.card
        return (how.keyid, how.ed25519) == (card.keyid, card.ed25519)
    others = {
        one.keys.keyid
        for one in agreement.viewing.viewers
        if one.role is not ViewerRole.CARER or not agreement.giver.is_carer
    }
    return how.keyid not in others | {agreement.young_person.card.keyid, agreement.box}


def _is_there_a_giver(case: AgreementCase) -> bool:
    giver = case.agreement.giver
    if giver.capacity is Capacity.YOUNG_PERSON:
        return giver.gillick.competent
    return giver.pr_basis is not None


def _is_not_the_agency(case: AgreementCase) -> bool:
    giver = case.agreement.giver
    barred = agency_keyids(case.trust_root, case.keyset)
    return not giver.is_agency and (
        not isinstance(giver.how, OwnKey) or giver.how.keyid not in barred
    )


def _does_the_competent_decide(case: AgreementCase) -> bool:
    giver = case.agreement.giver
    return giver.capacity is Capacity.YOUNG_PERSON or not giver.gillick.competent


def _was_responsibility_checked(case: AgreementCase) -> bool:
    giver = case.agreement.giver
    if giver.capacity is Capacity.YOUNG_PERSON:
        return giver.pr_basis is None and giver.pr_checked_on is None
    return giver.pr_checked_on is not None and giver.pr_checked_on <= issue_day(case.agreement)


def _was_competence_assessed(case: AgreementCase) -> bool:
    assessed, issued = case.agreement.giver.gillick.assessed_on, issue_day(case.agreement)
    return issued - COMPETENCE_LASTS <= assessed <= issued


def _who_assessed_competence(case: AgreementCase) -> bool:
    by = case.agreement.giver.gillick.by
    return worker(case.keyset, by, AgencyRole.SOCIAL_WORKER) is not None


def _is_countersigned(case: AgreementCase) -> bool:
    agreement = case.agreement
    is_asked = (
        agreement.giver.capacity is Capacity.YOUNG_PERSON
        and agreement.young_person.age_band is not AgeBand.SIXTEEN_TO_SEVENTEEN
    )
    return is_asked == (agreement.giver.countersign is not None)


def _is_countersigning_explained(case: AgreementCase) -> bool:
    countersign = case.agreement.giver.countersign
    return (
        countersign is None
        or countersign.state is Countersign.SIGNED
        or countersign.reason is not None
    )


def _may_a_carer_give(case: AgreementCase) -> bool:
    giver = case.agreement.giver
    return not giver.is_carer or (
        giver.capacity is Capacity.PR_HOLDER and giver.pr_basis in ORDERS_FOR_A_CARER
    )


def _is_the_key_theirs(case: AgreementCase) -> bool:
    giver = case.agreement.giver
    return not isinstance(giver.how, OwnKey) or is_givers_own_key(
        giver.how, case.agreement, is_young_person=giver.capacity is Capacity.YOUNG_PERSON
    )


def _was_paper_signed_in_time(case: AgreementCase) -> bool:
    how = case.agreement.giver.how
    talked = case.agreement.discussion.with_young_person
    return not isinstance(how, Paper) or talked <= how.signed_on <= issue_day(case.agreement)


GIVER_RULES: Final[tuple[Rule[AgreementCase], ...]] = (
    Rule(
        name="P15_GIVER",
        citation="seed 004, section 3, ¶6: the young person if competent, or somebody with "
        "parental responsibility; Gillick v West Norfolk AHA [1986] AC 112",
        code=Code.NO_GIVER,
        kept=_is_there_a_giver,
    ),
    Rule(
        name="P15_NOT_AGENCY",
        citation="seed 004, section 3, ¶6: but not the Corporate Parent",
        code=Code.CORPORATE_PARENT,
        kept=_is_not_the_agency,
    ),
    Rule(
        name="P15_COMPETENT_DECIDES",
        citation="the project's decision 10: who is competent is not bypassed (seed 004, section "
        "3, ¶6)",
        code=Code.RULE_P15_COMPETENT_DECIDES,
        kept=_does_the_competent_decide,
    ),
    Rule(
        name="P15_PR_CHECKED",
        citation="seed 004, section 3, ¶6; Children Act 1989, sections 2 to 4A",
        code=Code.RULE_P15_PR_CHECKED,
        kept=_was_responsibility_checked,
    ),
    Rule(
        name="P15_COMPETENCE_RECENT",
        citation="the project's decision (consent B.4): assessed at most 31 days before",
        code=Code.RULE_P15_COMPETENCE_RECENT,
        kept=_was_competence_assessed,
    ),
    Rule(
        name="P15_COMPETENCE_BY",
        citation="the project's decision (consent B.4): assessed by a social worker of the agency",
        code=Code.RULE_P15_COMPETENCE_BY,
        kept=_who_assessed_competence,
    ),
    Rule(
        name="COUNTERSIGN",
        citation="seed 003, informed consent: countersigned under sixteen, in most instances",
        code=Code.RULE_COUNTERSIGN,
        kept=_is_countersigned,
    ),
    Rule(
        name="COUNTERSIGN_REASON",
        citation="seed 003, informed consent: another way where signed forms cannot be had",
        code=Code.RULE_COUNTERSIGN_REASON,
        kept=_is_countersigning_explained,
    ),
    Rule(
        name="CARER_GIVES",
        citation="the project's decision (consent B.4); Children Act 1989, sections 12 and 14C",
        code=Code.RULE_CARER_GIVES,
        kept=_may_a_carer_give,
    ),
    Rule(
        name="GIVER_KEY",
        citation="the project's decision (people 15): everyone signs with a key of their own",
        code=Code.RULE_GIVER_KEY,
        kept=_is_the_key_theirs,
    ),
    Rule(
        name="PAPER_DAY",
        citation="seed 004, section 3, ¶5 and ¶6: agreed in writing, after it was discussed",
        code=Code.RULE_PAPER_DAY,
        kept=_was_paper_signed_in_time,
    ),
)
