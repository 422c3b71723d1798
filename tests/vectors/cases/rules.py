"""For each rule of the profile a case that breaks it alone, and the case without the fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from consent.codes import Code
from consent.profiles.eng_foster_1 import AGREEMENT_RULES, REVIEW_RULES
from consent.profiles.rules import AgreementCase, ReviewCase, Rule
from consent.records.agency import Keyset, Limits
from consent.records.agreement import Agreement, OwnKey, Paper
from consent.records.fields import Capacity, Outcome
from consent.records.review import Review
from consent.signer import Ed25519Signer
from tests.consent import scene
from tests.consent.faults import AGREEMENT_FAULTS, REVIEW_FAULTS
from tests.consent.people import ALEX, MORGAN, PRIYA, STRANGER
from tests.consent.pictured import PICTURED, REPAIRS, SIGNED_BY, repaired
from tests.consent.profiles.sample import (
    AGREEMENTS,
    CARER,
    MOTHER,
    REVIEWS,
    SERVICE,
    digest_of,
    worded,
)
from tests.consent.samples import keyset
from tests.vectors.ledger_case import PERMIT, Case, Sent

# The ledger asks for the box before any rule is asked, and says it in its own words.
SAID_EARLIER: Final = {"REVIEW_BOX": Code.LEDGER_BOX}
BEFORE_PICTURES: Final = datetime(2026, 11, 15, 9, tzinfo=UTC)
SOON: Final = timedelta(hours=2)
_HOLDERS: Final = {
    str(one.public_key.keyid): one for one in (ALEX, MOTHER, CARER, STRANGER, SERVICE)
}
_RULES: Final[dict[str, Rule[Any]]] = {
    rule.name: rule for rules in (AGREEMENT_RULES, REVIEW_RULES) for rule in rules
}


def slug(words: str) -> str:
    """Return a title as part of a file's name."""
    return "_".join(words.lower().replace(",", "").replace("'", "").split())


def keyset_of(case: AgreementCase | ReviewCase) -> Keyset:
    """Return the keyset of a case, as the list of workers' own key signs it."""
    return keyset(limits=case.keyset.limits, keys=case.keyset.keys, version=case.keyset.version)


def everyone(record: Agreement | Review, *, wider: bool = False) -> tuple[Ed25519Signer, ...]:
    """Return who must sign a record: two of the agency or three, and a giver with a key."""
    how = record.giver.how if isinstance(record, Agreement) else record.giver
    own = tuple(_HOLDERS[how.keyid] for how in (how,) if isinstance(how, OwnKey))
    third = (SERVICE,) if wider and SERVICE not in own else ()
    return (PRIYA, MORGAN, *third, *own)


def is_wider(agreement: Agreement) -> bool:
    """Say whether a service manager signs what follows this agreement too."""
    giver = agreement.giver
    return agreement.scope.level == 4 or giver.is_carer or giver.objection_known


def sent(
    record: Agreement | Review,
    *,
    wider: bool = False,
    signers: tuple[Ed25519Signer, ...] | None = None,
    at: datetime | None = None,
) -> Sent:
    """Return a record as it was sent and admitted, two hours after it was issued."""
    by = everyone(record, wider=wider) if signers is None else signers
    return Sent(scene.octets_of(record, *by), at or record.issued_at + SOON)


def of_agreement(name: str, case: AgreementCase, source: str, expect: str) -> Case:
    """Return the case of an agreement alone."""
    agreement = case.agreement
    wider = is_wider(agreement) or agreement.urgent
    return Case(
        name=name,
        source=source,
        expect=expect,
        agreement=digest_of(agreement),
        keysets=(Sent(scene.octets_of(keyset_of(case)), scene.BEGUN),),
        envelopes=(sent(agreement, wider=wider),),
        now=max(scene.NOW, agreement.issued_at + SOON),
    )


def of_review(name: str, case: ReviewCase, source: str, expect: str) -> Case:
    """Return the case of an agreement and what follows it up to this review."""
    case = _with_agreement_reworded(case)
    agreement, review = case.agreement, case.review
    wider = is_wider(agreement)
    at = review.issued_at + SOON
    before = () if case.before is None else (sent(case.before, wider=wider),)
    narrowed = (review.scope or case.scope).level < 4 and not agreement.giver.is_carer
    return Case(
        name=name,
        source=source,
        expect=expect,
        agreement=digest_of(agreement),
        keysets=_keysets_until(case, at),
        envelopes=(
            sent(agreement, wider=wider),
            *before,
            sent(review, wider=wider and not narrowed, signers=_review_signers(case), at=at),
        ),
        now=at + timedelta(days=1),
    )


def _with_agreement_reworded(case: ReviewCase) -> ReviewCase:
    """Return a review of the same agreement with the text that comes out of it, following it."""
    keys = AgreementCase(agreement=case.agreement, trust_root=case.trust_root, keyset=case.keyset)
    agreement = worded(keys).agreement
    if agreement == case.agreement:
        return case
    return replace(worded(replace(case, agreement=agreement)), agreement=agreement)


def _review_signers(case: ReviewCase) -> tuple[Ed25519Signer, ...] | None:
    if case.review.outcome is Outcome.STOP:
        return (PRIYA,)
    # Who became competent signs, also where the record forgets to say so.
    paper = isinstance(case.review.giver, Paper)
    return (
        (PRIYA, MORGAN, ALEX)
        if paper
        and case.review.gillick_competent
        and (case.agreement.giver.capacity is Capacity.PR_HOLDER)
        else None
    )


def _keysets_until(case: ReviewCase, at: datetime) -> tuple[Sent, ...]:
    """Return the keysets as they came: a tighter one, or a fresh one, before the review."""
    limits = Limits(max_level=None, max_end_months=None)
    first = Sent(scene.octets_of(keyset(keys=case.keyset.keys)), scene.BEGUN)
    if case.keyset.limits == limits and at < case.keyset.expires_at:
        return (first,)
    later = keyset(
        version=case.review.agency.keyset_version + (at >= case.keyset.expires_at),
        limits=case.keyset.limits,
        issued_at=at - timedelta(days=2),
        expires_at=at + timedelta(days=90),
    )
    return (first, Sent(scene.octets_of(later), at - timedelta(days=1)))


def bases() -> Iterator[Case]:
    """Yield each sample that keeps every rule: the valid twins."""
    for title, case in AGREEMENTS.items():
        expect = f"{PERMIT}:{case.agreement.scope.level}"
        yield of_agreement(f"valid_{slug(title)}", case, "keeps every rule", expect)
    for title, of in REVIEWS.items():
        scope = of.review.scope or of.scope
        stops = of.review.outcome is Outcome.STOP
        outcome = Code.STOPPED if stops else f"{PERMIT}:{scope.level}"
        yield of_review(f"valid_review_{slug(title)}", of, "keeps every rule", str(outcome))


def faults() -> Iterator[Case]:
    """Yield a case for each rule that breaks it alone; its twin is the case it was made from."""
    agreements = {id(case): f"valid_{slug(title)}" for title, case in AGREEMENTS.items()}
    for name, fault in AGREEMENT_FAULTS.items():
        rule = _RULES[name]
        made = of_agreement(f"rule_{name.lower()}", fault.case, rule.citation, str(rule.code))
        yield replace(made, twin=agreements[id(fault.base)])
    reviews = {id(case): f"valid_review_{slug(title)}" for title, case in REVIEWS.items()}
    for name, fault_of_review in REVIEW_FAULTS.items():
        rule = _RULES[name]
        case = fault_of_review.case
        if name.startswith("REVIEW_LIMIT"):
            # What the agency has come to allow since the agreement, by its next keyset.
            agency = replace(case.review.agency, keyset_version=5)
            case = worded(replace(case, review=replace(case.review, agency=agency)))
        made = of_review(f"rule_{name.lower()}", case, rule.citation, expected(rule.name))
        yield replace(made, twin=reviews[id(fault_of_review.base)])


def expected(name: str) -> str:
    """Return the code that a rule yields: its own, unless an earlier step says it first."""
    return str(SAID_EARLIER.get(name, _RULES[name].code))


def pictured() -> Iterator[Case]:
    """Yield the agreement of the first pictures: as it was, and with each of its faults alone."""
    source = "the console's first pictures: 32 days, no notice, a carer signs, late evenings"
    as_drawn = of_agreement("pictured_as_drawn", PICTURED, source, str(Code.SIGNERS))
    yield replace(_early(as_drawn), envelopes=(sent(PICTURED.agreement, signers=SIGNED_BY),))
    whole = PICTURED
    for rule in REPAIRS:
        whole = repaired(whole, rule)
    yield _early(of_agreement("pictured_put_right", whole, source, f"{PERMIT}:1"))
    for left in REPAIRS:
        case = PICTURED
        for rule in REPAIRS:
            case = case if rule == left else repaired(case, rule)
        rule_broken = _RULES[left]
        made = of_agreement(
            f"pictured_{left.lower()}", case, rule_broken.citation, str(rule_broken.code)
        )
        yield replace(_early(made), twin="pictured_put_right")


def _early(case: Case) -> Case:
    """Return a case of the pictures' own days, with the keys of those days."""
    device = replace(scene.device_of(), bound_on=PICTURED.agreement.devices[0].bound_on)
    return replace(
        case,
        device=device,
        root=replace(case.root, at=BEFORE_PICTURES),
        keysets=tuple(replace(one, at=BEFORE_PICTURES) for one in case.keysets),
    )


GROUPS: Final = (bases, faults, pictured)
