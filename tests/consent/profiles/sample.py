"""Agreements and reviews that keep every rule, as cases: whoever needs a valid one starts here.

The keys are for tests alone: each is made of a digest that anyone can compute.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from consent.encoding import digest, json_from_object
from consent.frozen import FINGERPRINT_WORDS
from consent.profiles.eng_foster_1 import NAME
from consent.profiles.rules import AgreementCase, ReviewCase
from consent.records.agency import Agency, Keyset, Limits, StaffKey, TrustKey, TrustRole, TrustRoot
from consent.records.agreement import (
    ActionStep,
    Advocate,
    Agreement,
    Countersigned,
    Discussion,
    Effective,
    Evidence,
    Gillick,
    Giver,
    Happened,
    Hours,
    LegalAdvice,
    Necessity,
    OwnKey,
    Panel,
    Paper,
    Process,
    RiskPoint,
    RiskPoints,
    Scope,
    SignedText,
    StopCode,
    Stopping,
    Tests,
    Tried,
    Under,
    Viewer,
    Viewing,
    YoungPerson,
)
from consent.records.fields import (
    AgeBand,
    AgencyRole,
    Capacity,
    Countersign,
    Direction,
    EvidenceKind,
    Interpreter,
    LookInterval,
    Outcome,
    PanelRoute,
    PrBasis,
    Setting,
    ViewerRole,
)
from consent.records.home_card import CardDevice, PersonalKey
from consent.records.review import Participants, Progress, Review, TookPart
from consent.schema import write
from consent.signer import Ed25519Signer
from consent.texts import TextRefused, render, render_review, template_for, template_for_review
from consent.words import words_for
from tests.consent.people import ALEX, MORGAN, PRIYA, signer_named

T = TypeVar("T", AgreementCase, ReviewCase)
How = TypeVar("How", OwnKey | Paper, OwnKey | Paper | None)

SERVICE = signer_named("Nadia, service manager")
REVIEWER = signer_named("Ivo, independent reviewing officer")
ADVOCATE = signer_named("Dora, advocate")
CARER = signer_named("Ash, carer")
MOTHER = signer_named("Mina, mother")
OFFLINE = tuple(signer_named(f"offline key {number}") for number in (1, 2, 3))
DELEGATOR = signer_named("the list of workers")

ISSUED = datetime(2026, 11, 30, 10, tzinfo=UTC)
DOMAIN = "northmoor.gov.uk"
BOX_KEY = signer_named("the box")
_NO_WORDS = ("word",) * FINGERPRINT_WORDS


def sealing_key(name: str) -> str:
    """Return the public half of the key to seal to that is made of a name."""
    seed = hashlib.sha256(f"lamplight test sealing key: {name}".encode()).digest()
    return X25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def personal(signer: Ed25519Signer, name: str) -> PersonalKey:
    """Return somebody's keys."""
    key = signer.public_key
    return PersonalKey(keyid=key.keyid, ed25519=key.octets.hex(), x25519=sealing_key(name))


def own_key(signer: Ed25519Signer) -> OwnKey:
    """Return how somebody agrees with a key of their own."""
    key = signer.public_key
    return OwnKey(how="own_key", keyid=key.keyid, ed25519=key.octets.hex())


def paper(day: date) -> Paper:
    """Return how somebody agrees on paper; `worded` writes the words on it."""
    return Paper(how="paper", signed_on=day, text_words=_NO_WORDS)


def staff_key(signer: Ed25519Signer, name: str, role: AgencyRole) -> StaffKey:
    """Return a worker's entry of the keyset."""
    keys = personal(signer, name)
    return StaffKey(
        keyid=keys.keyid,
        ed25519=keys.ed25519,
        x25519=keys.x25519,
        person=digest(name.encode())[:32],
        name=name,
        contact=f"{name.lower()}@{DOMAIN}",
        role=role,
        register=None,
        not_before=datetime(2026, 6, 1, tzinfo=UTC),
        expires_at=datetime(2027, 6, 1, tzinfo=UTC),
    )


def _trust_key(signer: Ed25519Signer, number: int) -> TrustKey:
    key = signer.public_key
    return TrustKey(
        keyid=key.keyid,
        ed25519=key.octets.hex(),
        person=digest(f"offline person {number}".encode())[:32],
        title=f"Holder of offline key {number}",
    )


_TRUST_KEYS = tuple(_trust_key(signer, number) for number, signer in enumerate(OFFLINE, start=1))

TRUST_ROOT = TrustRoot(
    type="root",
    v=1,
    agency=Agency(
        domain=DOMAIN,
        name="Northmoor Council",
        complaints="complaints@northmoor.gov.uk",
        advocacy="advocates@northmoor.gov.uk",
    ),
    version=1,
    issued_at=datetime(2026, 6, 1, tzinfo=UTC),
    expires_at=datetime(2028, 5, 31, tzinfo=UTC),
    root=TrustRole(keys=_TRUST_KEYS, threshold=2),
    delegator=TrustRole(keys=(_trust_key(DELEGATOR, 4),), threshold=1),
)

KEYSET = Keyset(
    type="keyset",
    v=1,
    agency=DOMAIN,
    root_version=1,
    version=4,
    issued_at=datetime(2026, 11, 1, tzinfo=UTC),
    expires_at=datetime(2027, 2, 1, tzinfo=UTC),
    keys=(
        staff_key(PRIYA, "Priya", AgencyRole.SOCIAL_WORKER),
        staff_key(MORGAN, "Morgan", AgencyRole.TEAM_MANAGER),
        staff_key(SERVICE, "Nadia", AgencyRole.SERVICE_MANAGER),
        staff_key(REVIEWER, "Ivo", AgencyRole.IRO),
        staff_key(ADVOCATE, "Dora", AgencyRole.ADVOCATE),
    ),
    revoked=(),
    withdrawn=(),
    limits=Limits(max_level=None, max_end_months=None),
)

_COVERED = RiskPoint(evidence=0, not_applicable=None)
_DOCUMENTS = {
    EvidenceKind.RISK_ASSESSMENT: ("Risk assessment", date(2026, 11, 10)),
    EvidenceKind.STRATEGY_MINUTES: ("Minutes of the strategy discussion", date(2026, 11, 12)),
    EvidenceKind.PANEL_MINUTES: ("Minutes of the panel", date(2026, 11, 13)),
    EvidenceKind.LEGAL_ADVICE: ("Note of legal advice", date(2026, 11, 17)),
    EvidenceKind.LESS_RESTRICTIVE: ("What was tried before", date(2026, 11, 18)),
    EvidenceKind.DECISION: ("Decision and reasons", date(2026, 11, 18)),
    EvidenceKind.COMPETENCE: ("Assessment of competence", date(2026, 11, 20)),
}

AGREEMENT = Agreement(
    type="agreement",
    v=1,
    profile=NAME,
    id="9c" * 16,
    seq=0,
    prev=None,
    issued_at=ISSUED,
    agency=Under(domain=DOMAIN, root_version=1, keyset_version=4),
    box=BOX_KEY.public_key.keyid,
    setting=Setting.FOSTER_CARE,
    young_person=YoungPerson(
        ref="5e" * 16,
        age_band=AgeBand.THIRTEEN_TO_FIFTEEN,
        ends_before_18=True,
        card=personal(ALEX, "Alex"),
    ),
    devices=(
        CardDevice(id="0a" * 16, label="Blue phone", sole_user=True, bound_on=date(2026, 11, 26)),
        CardDevice(id="0b" * 16, label="Old tablet", sole_user=True, bound_on=date(2026, 11, 26)),
    ),
    starts_on=date(2026, 12, 2),
    valid_until=date(2027, 1, 2),
    end_by=date(2027, 4, 30),
    urgent=False,
    necessity=Necessity(
        direction=Direction.BY_OTHERS,
        substantial_significant_harm=True,
        less_restrictive=(
            Tried(tried="Talks about strangers", why_not_enough="The messages went on."),
            Tried(tried="A block on chat sites", why_not_enough="Other sites took its place."),
        ),
        effective=Effective(
            how_it_helps="It shows when chat sites are tried again.", limits_understood=True
        ),
        tests=Tests(legal=True, necessary=True, reasonable=True, minimum=True, proportionate=True),
        plain_reason="A man online asked for a photo and said not to tell.",
    ),
    process=Process(
        assessed_on=date(2026, 11, 10),
        with_young_person=Happened(on=date(2026, 11, 9), why_not=None),
        with_family=Happened(on=None, why_not="They asked to be heard by letter only."),
        with_carers=Happened(on=date(2026, 11, 9), why_not=None),
        strategy_discussion=Happened(on=date(2026, 11, 12), why_not=None),
        panel=Panel(route=PanelRoute.EFRH, on=date(2026, 11, 13), why_none=None),
        plans_updated_on=date(2026, 11, 16),
        evaluated_on=date(2026, 11, 16),
        team_manager=MORGAN.public_key.keyid,
        service_manager=SERVICE.public_key.keyid,
        legal_advice=LegalAdvice(taken=True, reason="It touches their private life."),
        reasons_recorded_on=date(2026, 11, 18),
        risk_points=RiskPoints(
            specific_risk=_COVERED,
            why_device=_COVERED,
            other_children=RiskPoint(evidence=None, not_applicable="Nobody else lives there."),
            current_use=_COVERED,
            safety_knowledge=_COVERED,
            relationship_with_carer=_COVERED,
            age_appropriate=_COVERED,
            carer_ability=_COVERED,
            parents_and_carers=_COVERED,
            who_pays=_COVERED,
        ),
    ),
    discussion=Discussion(
        with_young_person=date(2026, 11, 24),
        with_family=Happened(on=date(2026, 11, 25), why_not=None),
        language="en",
        interpreter=Interpreter.NONE,
        views="I want to keep my games.",
    ),
    advocate=Advocate(family_support=False, recommended=True, accepted=True, arranged=True),
    giver=Giver(
        capacity=Capacity.YOUNG_PERSON,
        gillick=Gillick(competent=True, assessed_on=date(2026, 11, 20), by=PRIYA.public_key.keyid),
        pr_basis=None,
        pr_checked_on=None,
        is_agency=False,
        is_carer=False,
        objection_known=False,
        how=own_key(ALEX),
        countersign=Countersigned(
            state=Countersign.UNOBTAINABLE, reason="No parent could be reached in time."
        ),
    ),
    scope=Scope(
        level=2,
        why_not_lower="A number alone does not show which site to talk about.",
        categories=("strangers", "dating"),
        watch=(),
        hours=Hours(start=15 * 60, end=22 * 60),
        never_recorded=("solicitor.example", "clinic.example"),
        never_list_version=1,
    ),
    viewing=Viewing(
        viewers=(
            Viewer(
                role=ViewerRole.YOUNG_PERSON, label="You", keys=personal(ALEX, "Alex"), why=None
            ),
            Viewer(
                role=ViewerRole.SOCIAL_WORKER,
                label="Priya",
                keys=personal(PRIYA, "Priya"),
                why=None,
            ),
            Viewer(
                role=ViewerRole.CARER,
                label="Ash",
                keys=personal(CARER, "Ash"),
                why="Ash is there when a bad day comes.",
            ),
        ),
        how_often=LookInterval.WEEKLY,
        then="We talk with you about it the same day.",
    ),
    retention_days=7,
    action_plan=(
        ActionStep(step="We learn to block people who ask for photos.", by=date(2026, 12, 20)),
        ActionStep(step="You pick who you want to talk to.", by=date(2027, 1, 31)),
    ),
    stopping=Stopping(
        contact="The duty team on 01632 960 123", code=StopCode(salt="7d" * 16, digest="c0" * 32)
    ),
    text=SignedText(template="not rendered yet", language="en", digest="00" * 32),
    evidence=tuple(
        Evidence(kind=kind, title=title, dated=dated, held="case_file")
        for kind, (title, dated) in _DOCUMENTS.items()
    ),
    lawful_basis=None,
)

_TOOK_PART = TookPart(took_part=True, why_not=None)
REVIEW = Review(
    type="review",
    v=1,
    id="4f" * 16,
    seq=1,
    prev="00" * 32,
    issued_at=datetime(2026, 12, 29, 16, tzinfo=UTC),
    agency=Under(domain=DOMAIN, root_version=1, keyset_version=4),
    box=AGREEMENT.box,
    held_on=date(2026, 12, 28),
    participants=Participants(
        young_person=_TOOK_PART,
        family=TookPart(took_part=False, why_not="They sent a letter instead."),
        carer=_TOOK_PART,
        iro=TookPart(took_part=False, why_not="Will take part in the next one."),
        advocate=_TOOK_PART,
    ),
    young_person_heard_on=date(2026, 12, 28),
    views="It is better now.",
    still_necessary=True,
    less_restrictive_reconsidered=True,
    benefits="New friends in a drawing group.",
    helpful_contact_kept=True,
    reflection="Talking each week helped more than the list.",
    gillick_competent=True,
    looks=3,
    why_continue_unread=None,
    progress=(
        Progress(step=0, progress="Done; two people are blocked."),
        Progress(step=1, progress="Begun."),
    ),
    outcome=Outcome.REDUCE,
    scope=replace(AGREEMENT.scope, level=1, why_not_lower=None, categories=("strangers",)),
    giver=own_key(ALEX),
    next_review_due=date(2027, 3, 28),
    valid_until=date(2027, 3, 20),
    text=SignedText(template="not rendered yet", language="en", digest="00" * 32),
)


def worded(case: T) -> T:
    """Return the case with the text that comes out of it, and its words on any paper.

    Where none comes out of it, the text stays as it is.
    """
    if isinstance(case, AgreementCase):
        return replace(case, agreement=_worded(case.agreement))
    agreement = _worded(case.agreement)
    review = replace(case.review, prev=digest_of(case.before or agreement))
    if review.text is not None and review.valid_until is not None:
        template = template_for_review(review, agreement)
        text = render_review(review, agreement, case.scope, template)
        signed = SignedText(template=template, language="en", digest=text.digest)
        review = replace(review, text=signed, giver=_with_words(review.giver, signed))
    return replace(case, review=review, agreement=agreement)


def digest_of(record: Agreement | Review) -> str:
    """Return the name under which the next record finds this one."""
    return digest(json_from_object(write(record)))


def review_of(case: AgreementCase, review: Review = REVIEW) -> ReviewCase:
    """Return a review of an agreement as the first one."""
    return worded(
        ReviewCase(
            review=review,
            agreement=case.agreement,
            before=None,
            scope=case.agreement.scope,
            trust_root=case.trust_root,
            keyset=case.keyset,
        )
    )


def review_after(case: ReviewCase, review: Review) -> ReviewCase:
    """Return a review that follows another."""
    left = case.review.scope or case.scope
    return worded(replace(case, review=review, before=case.review, scope=left))


def _worded(agreement: Agreement) -> Agreement:
    try:
        template = template_for(replace(agreement, profile=NAME))
        text = render(agreement, template)
    except TextRefused:
        return agreement
    signed = replace(agreement.text, template=template, digest=text.digest)
    how = _with_words(agreement.giver.how, signed)
    return replace(agreement, text=signed, giver=replace(agreement.giver, how=how))


def _with_words(how: How, text: SignedText) -> How:
    if isinstance(how, Paper):
        words = words_for(bytes.fromhex(text.digest), FINGERPRINT_WORDS)
        return replace(how, text_words=words)
    return how


def _case_of(agreement: Agreement) -> AgreementCase:
    return worded(AgreementCase(agreement=agreement, trust_root=TRUST_ROOT, keyset=KEYSET))


def _with_evidence(agreement: Agreement, kind: EvidenceKind) -> Agreement:
    document = Evidence(kind=kind, title="As it says", dated=date(2026, 11, 27), held="case_file")
    return replace(agreement, evidence=(*agreement.evidence, document))


YOUNG_PERSON_GIVES = _case_of(AGREEMENT)
ON_PAPER = _case_of(
    _with_evidence(
        replace(AGREEMENT, giver=replace(AGREEMENT.giver, how=paper(date(2026, 11, 27)))),
        EvidenceKind.SIGNED_AGREEMENT,
    )
)
MOTHER_GIVES = _case_of(
    _with_evidence(
        replace(
            AGREEMENT,
            giver=Giver(
                capacity=Capacity.PR_HOLDER,
                gillick=replace(AGREEMENT.giver.gillick, competent=False),
                pr_basis=PrBasis.MOTHER,
                pr_checked_on=date(2026, 11, 19),
                is_agency=False,
                is_carer=False,
                objection_known=False,
                how=own_key(MOTHER),
                countersign=None,
            ),
        ),
        EvidenceKind.PARENTAL_RESPONSIBILITY,
    )
)
GUARDIAN_GIVES = worded(
    replace(
        MOTHER_GIVES,
        agreement=replace(
            MOTHER_GIVES.agreement,
            giver=replace(
                MOTHER_GIVES.agreement.giver,
                pr_basis=PrBasis.SPECIAL_GUARDIAN,
                is_carer=True,
                how=own_key(CARER),
            ),
        ),
    )
)
MOTHER_GIVES_ON_PAPER = worded(
    replace(
        MOTHER_GIVES,
        agreement=_with_evidence(
            replace(
                MOTHER_GIVES.agreement,
                giver=replace(MOTHER_GIVES.agreement.giver, how=paper(date(2026, 11, 27))),
            ),
            EvidenceKind.SIGNED_AGREEMENT,
        ),
    )
)
EVERY_SITE = worded(
    replace(
        YOUNG_PERSON_GIVES,
        agreement=replace(
            AGREEMENT,
            scope=replace(AGREEMENT.scope, level=4, categories=()),
        ),
    )
)
WATCHED = worded(
    replace(
        YOUNG_PERSON_GIVES,
        agreement=replace(
            AGREEMENT,
            scope=replace(
                AGREEMENT.scope, level=3, categories=(), watch=("chat.example", "dates.example")
            ),
        ),
    )
)
SIXTEEN = worded(
    replace(
        YOUNG_PERSON_GIVES,
        agreement=replace(
            AGREEMENT,
            young_person=replace(AGREEMENT.young_person, age_band=AgeBand.SIXTEEN_TO_SEVENTEEN),
            giver=replace(AGREEMENT.giver, countersign=None),
        ),
    )
)

LEAST = worded(
    replace(
        YOUNG_PERSON_GIVES,
        agreement=replace(
            AGREEMENT, scope=replace(AGREEMENT.scope, level=1, why_not_lower=None, hours=None)
        ),
    )
)

AGREEMENTS = {
    "a young person gives, at level 1 and for every hour": LEAST,
    "a young person gives, with their card": YOUNG_PERSON_GIVES,
    "a young person gives, on paper": ON_PAPER,
    "a young person of sixteen gives": SIXTEEN,
    "a mother gives, with a key": MOTHER_GIVES,
    "a mother gives, on paper": MOTHER_GIVES_ON_PAPER,
    "a carer who is special guardian gives": GUARDIAN_GIVES,
    "every site, at level 4": EVERY_SITE,
    "a list of sites, at level 3": WATCHED,
}

REDUCED = review_of(YOUNG_PERSON_GIVES)
CONTINUED = review_of(
    YOUNG_PERSON_GIVES,
    replace(REVIEW, outcome=Outcome.CONTINUE, scope=None, giver=paper(date(2026, 12, 28))),
)
STOPPED = review_of(
    YOUNG_PERSON_GIVES,
    replace(
        REVIEW,
        outcome=Outcome.STOP,
        still_necessary=False,
        scope=None,
        giver=None,
        next_review_due=None,
        valid_until=None,
        text=None,
    ),
)
EARLY = review_of(
    YOUNG_PERSON_GIVES,
    replace(
        REVIEW,
        issued_at=datetime(2026, 12, 10, 16, tzinfo=UTC),
        held_on=date(2026, 12, 10),
        young_person_heard_on=date(2026, 12, 10),
        next_review_due=date(2027, 1, 2),
        valid_until=date(2027, 1, 2),
    ),
)
SECOND = review_after(
    REDUCED,
    replace(
        REDUCED.review,
        id="5f" * 16,
        seq=2,
        issued_at=datetime(2027, 3, 18, 16, tzinfo=UTC),
        held_on=date(2027, 3, 17),
        young_person_heard_on=date(2027, 3, 17),
        outcome=Outcome.CONTINUE,
        scope=None,
        next_review_due=date(2027, 4, 30),
        valid_until=date(2027, 4, 30),
    ),
)
EVERY_SITE_REVIEWED = review_of(
    EVERY_SITE,
    replace(
        REVIEW,
        outcome=Outcome.CONTINUE,
        scope=None,
        next_review_due=date(2027, 1, 28),
        valid_until=date(2027, 1, 28),
    ),
)
EVERY_SITE_REDUCED = review_of(EVERY_SITE)
WATCHED_REVIEWED = review_of(
    WATCHED,
    replace(
        REVIEW, scope=replace(WATCHED.agreement.scope, watch=WATCHED.agreement.scope.watch[:1])
    ),
)
LEAST_REVIEWED = review_of(LEAST)
MOTHER_CONTINUES = review_of(
    MOTHER_GIVES, replace(REVIEW, gillick_competent=False, giver=own_key(MOTHER))
)
MOTHER_CONTINUES_BY_KEY = review_of(
    MOTHER_GIVES_ON_PAPER, replace(REVIEW, gillick_competent=False, giver=own_key(MOTHER))
)
COMPETENT_BY_NOW = review_of(MOTHER_GIVES)

REVIEWS = {
    "the least, reduced": LEAST_REVIEWED,
    "reduced": REDUCED,
    "continued, on paper": CONTINUED,
    "stopped": STOPPED,
    "early": EARLY,
    "the second": SECOND,
    "every site, for one month more": EVERY_SITE_REVIEWED,
    "every site, reduced to kinds": EVERY_SITE_REDUCED,
    "a list of sites, reduced": WATCHED_REVIEWED,
    "a mother continues": MOTHER_CONTINUES,
    "a mother continues, who gave on paper": MOTHER_CONTINUES_BY_KEY,
    "a young person competent by now": COMPETENT_BY_NOW,
}
