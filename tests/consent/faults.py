"""One fault for each rule of the profile: a case that keeps them all, and what breaks this one.

Where a fault changes what people read, they read it anew: the text is rendered again, and stands on
any paper again. Only the rules about the text itself go without that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from consent.profiles.rules import AgreementCase, ReviewCase
from consent.records.agreement import Happened, Hours, RiskPoint
from consent.records.fields import (
    AgencyRole,
    EvidenceKind,
    Outcome,
    PrBasis,
    Setting,
)
from consent.records.review import TookPart
from tests.consent.people import LEE, MORGAN, STRANGER
from tests.consent.profiles import sample
from tests.consent.profiles.sample import (
    COMPETENT_BY_NOW,
    CONTINUED,
    EARLY,
    EVERY_SITE_REVIEWED,
    GUARDIAN_GIVES,
    LEAST_REVIEWED,
    MOTHER_CONTINUES,
    MOTHER_CONTINUES_BY_KEY,
    MOTHER_GIVES,
    ON_PAPER,
    REDUCED,
    SERVICE,
    WATCHED,
    WATCHED_REVIEWED,
    YOUNG_PERSON_GIVES,
    own_key,
    paper,
    personal,
    worded,
)
from tests.consent.texts.sample import changed

C = TypeVar("C", AgreementCase, ReviewCase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault(Generic[C]):
    """A case that keeps every rule, and the change that breaks one."""

    base: C
    change: Callable[[C], C]

    @property
    def case(self) -> C:
        """The case with its fault."""
        return self.change(self.base)


def sets(base: C, path: str, to: object, *, is_read_anew: bool = True) -> Fault[C]:
    """Return the fault of one field, by its path in the case."""

    def change(case: C) -> C:
        faulty = changed(case, path, to)
        return worded(faulty) if is_read_anew else faulty

    return Fault(base=base, change=change)


def _agreement(
    path: str, to: object, base: AgreementCase = YOUNG_PERSON_GIVES
) -> Fault[AgreementCase]:
    return sets(base, f"agreement.{path}", to)


def _review(path: str, to: object, base: ReviewCase = REDUCED) -> Fault[ReviewCase]:
    return sets(base, f"review.{path}", to)


def _no_longer_named(
    kind: EvidenceKind, base: AgreementCase = YOUNG_PERSON_GIVES
) -> Fault[AgreementCase]:
    # It becomes something else instead of going: other fields name documents by their place.
    at = [one.kind for one in base.agreement.evidence].index(kind)
    return _agreement(f"evidence.{at}.kind", EvidenceKind.OTHER, base)


_LOW_ORDER: Final = "01" + "00" * 31
_TRIED = YOUNG_PERSON_GIVES.agreement.necessity.less_restrictive
_VIEWERS = YOUNG_PERSON_GIVES.agreement.viewing.viewers
_SCOPE = YOUNG_PERSON_GIVES.agreement.scope
_UNSAID = Happened(on=None, why_not=None)
_ASH_TOO = sample.staff_key(sample.CARER, "Ash", AgencyRole.ADVOCATE)

AGREEMENT_FAULTS: Final[Mapping[str, Fault[AgreementCase]]] = MappingProxyType(
    {
        "PROFILE": _agreement("profile", "eng-foster-2"),
        "P1_SETTING": _agreement("setting", Setting.CHILDRENS_HOME),
        "AGENCY": _agreement("agency.domain", "southmoor.gov.uk"),
        "AGENCY_VERSION": _agreement("agency.keyset_version", 5),
        "P2_LEAST_INTRUSIVE": _agreement("scope.why_not_lower", None),
        "P3_HARM": _agreement("necessity.substantial_significant_harm", to=False),
        "P4_TRIED": _agreement("necessity.less_restrictive", _TRIED[:1]),
        "P6_TESTS": _agreement("necessity.tests.proportionate", to=False),
        "EFFECTIVE": _agreement("necessity.effective.limits_understood", to=False),
        "P8_WITH_WHOM": _agreement("process.with_family", _UNSAID),
        "RISK_POINTS": _agreement(
            "process.risk_points.who_pays", RiskPoint(evidence=31, not_applicable=None)
        ),
        "P9_STRATEGY": _agreement("process.strategy_discussion.on", date(2026, 12, 1)),
        "P9_PANEL": _agreement("process.panel.on", None),
        "P9_PLANS": _agreement("process.plans_updated_on", date(2026, 11, 9)),
        "P10_EVALUATED": _agreement("process.evaluated_on", date(2026, 11, 9)),
        "P10_MANAGERS": _agreement("process.service_manager", MORGAN.public_key.keyid),
        "P12_REASONS": _agreement("process.reasons_recorded_on", date(2026, 11, 15)),
        "P13_DISCUSSED": _agreement("discussion.with_young_person", date(2026, 12, 1)),
        "P13_FAMILY": _agreement("discussion.with_family", _UNSAID),
        "P13_LANGUAGE": _agreement("discussion.language", "prs"),
        "P14_ADVOCATE": _agreement("advocate.recommended", to=False),
        "P14_ARRANGED": _agreement("advocate.arranged", to=False),
        "EVIDENCE_DATED": _agreement("evidence.0.dated", date(2026, 12, 1)),
        "P4_EVIDENCE": _no_longer_named(EvidenceKind.LESS_RESTRICTIVE),
        "P8_EVIDENCE": _no_longer_named(EvidenceKind.RISK_ASSESSMENT),
        "P9_STRATEGY_MINUTES": _no_longer_named(EvidenceKind.STRATEGY_MINUTES),
        "P9_PANEL_MINUTES": _no_longer_named(EvidenceKind.PANEL_MINUTES),
        "P11_LEGAL_ADVICE": _no_longer_named(EvidenceKind.LEGAL_ADVICE),
        "P12_EVIDENCE": _no_longer_named(EvidenceKind.DECISION),
        "P15_COMPETENCE_EVIDENCE": _no_longer_named(EvidenceKind.COMPETENCE),
        "P15_PR_EVIDENCE": _no_longer_named(EvidenceKind.PARENTAL_RESPONSIBILITY, MOTHER_GIVES),
        "P16_EVIDENCE": _no_longer_named(EvidenceKind.SIGNED_AGREEMENT, ON_PAPER),
        "P15_GIVER": _agreement("giver.gillick.competent", to=False),
        "P15_NOT_AGENCY": _agreement("giver.is_agency", to=True),
        "P15_COMPETENT_DECIDES": _agreement("giver.gillick.competent", True, MOTHER_GIVES),
        "P15_PR_CHECKED": _agreement("giver.pr_checked_on", None, MOTHER_GIVES),
        "P15_COMPETENCE_RECENT": _agreement("giver.gillick.assessed_on", date(2026, 10, 29)),
        "P15_COMPETENCE_BY": _agreement("giver.gillick.by", MORGAN.public_key.keyid),
        "COUNTERSIGN": _agreement("giver.countersign", None),
        "COUNTERSIGN_REASON": _agreement("giver.countersign.reason", None),
        "CARER_GIVES": _agreement("giver.pr_basis", PrBasis.MOTHER, GUARDIAN_GIVES),
        "GIVER_KEY": _agreement("giver.how", own_key(STRANGER)),
        "PAPER_DAY": _agreement("giver.how.signed_on", date(2026, 11, 23), ON_PAPER),
        "KEYS": _agreement("viewing.viewers.2.keys.x25519", _LOW_ORDER),
        "HOME_KEYS": sets(YOUNG_PERSON_GIVES, "keyset.keys", (*sample.KEYSET.keys, _ASH_TOO)),
        "VIEWER_YOUNG_PERSON": _agreement("viewing.viewers", _VIEWERS[1:]),
        "VIEWER_SOCIAL_WORKER": _agreement("viewing.viewers", (_VIEWERS[0], _VIEWERS[2])),
        "VIEWER_AGENCY": _agreement("viewing.viewers.1.keys", personal(LEE, "Lee")),
        "VIEWER_CARER": _agreement("viewing.viewers.2.why", None),
        "VIEWERS_ONCE": _agreement("viewing.viewers", (*_VIEWERS, _VIEWERS[2])),
        "DEVICE_SHARED": _agreement("devices.1.sole_user", to=False),
        "DEVICE_BOUND": _agreement("devices.1.bound_on", date(2026, 12, 1)),
        "DEVICE_TWICE": _agreement("devices.1.id", "0a" * 16),
        "SCOPE_LISTS": _agreement("scope.watch", ("chat.example",)),
        "SCOPE_KINDS": _agreement("scope.categories", ("strangers", "malware")),
        "SCOPE_TWICE": _agreement("scope.categories", ("strangers", "strangers")),
        "SCOPE_WATCH": _agreement("scope.watch", ("chat.example", "clinic.example"), WATCHED),
        "SCOPE_HOURS": _agreement("scope.hours.end", 15 * 60),
        "NEVER_LIST": _agreement("scope.never_list_version", 2),
        "LIMIT_LEVEL": sets(YOUNG_PERSON_GIVES, "keyset.limits.max_level", 1),
        "NOTICE": _agreement("issued_at", datetime(2026, 12, 2, 0, 0, tzinfo=UTC)),
        "STARTS_SOON": _agreement("starts_on", date(2027, 1, 1)),
        "P17_DAYS": _agreement("valid_until", date(2026, 12, 1)),
        "P17_END": _agreement("end_by", date(2027, 6, 3)),
        "P18_PLAN": _agreement("action_plan", ()),
        "P18_PLAN_DAYS": _agreement("action_plan.1.by", date(2027, 5, 1)),
        "P19_FIRST_MONTH": _agreement("valid_until", date(2027, 1, 3)),
        "OBJECTION_WEEK": _agreement("giver.objection_known", to=True),
        "ENDS_BEFORE_18": _agreement("young_person.ends_before_18", to=False),
        "LIMIT_END": sets(YOUNG_PERSON_GIVES, "keyset.limits.max_end_months", 4),
        "TEXT": sets(YOUNG_PERSON_GIVES, "agreement.text.digest", "11" * 32, is_read_anew=False),
        "PAPER_WORDS": sets(
            ON_PAPER, "agreement.giver.how.text_words", ("zoom",) * 8, is_read_anew=False
        ),
    }
)

_ASKED = TookPart(took_part=False, why_not=None)

REVIEW_FAULTS: Final[Mapping[str, Fault[ReviewCase]]] = MappingProxyType(
    {
        "REVIEW_BOX": _review("box", "2b" * 32),
        "REVIEW_AGENCY": _review("agency.domain", "southmoor.gov.uk"),
        "REVIEW_AGENCY_VERSION": _review("agency.keyset_version", 3),
        "REVIEW_WHOLE": _review("text", None),
        "REVIEW_OUTCOME": _review("outcome", Outcome.CONTINUE),
        "P19_PARTIES": _review("participants.family", _ASKED),
        "P19_HEARD": _review("young_person_heard_on", None),
        "REVIEW_NECESSARY": _review("still_necessary", to=False),
        "REVIEW_LESS": _review("less_restrictive_reconsidered", to=False),
        "REVIEW_UNREAD": _review("looks", 0),
        "P18_PROGRESS": _review("progress", REDUCED.review.progress[:1]),
        "REVIEW_GIVER": _review("gillick_competent", to=False),
        "REVIEW_NOT_AGENCY": _review("giver", own_key(SERVICE), MOTHER_CONTINUES_BY_KEY),
        "REVIEW_COMPETENT_SIGNS": _review("giver", paper(date(2026, 12, 28)), COMPETENT_BY_NOW),
        "REVIEW_GIVER_KEY": _review("giver", own_key(STRANGER), MOTHER_CONTINUES),
        "REVIEW_PAPER_DAY": _review("giver.signed_on", date(2026, 12, 27), CONTINUED),
        "REVIEW_TEXT": sets(REDUCED, "review.text.digest", "11" * 32, is_read_anew=False),
        "REVIEW_PAPER_WORDS": sets(
            CONTINUED, "review.giver.text_words", ("zoom",) * 8, is_read_anew=False
        ),
        "REVIEW_HELD": _review("held_on", date(2026, 12, 30)),
        "P19_IN_TIME": _review("issued_at", datetime(2027, 1, 3, tzinfo=UTC)),
        "P19_NEXT": _review("next_review_due", date(2027, 3, 29)),
        "P19_EARLY": _review("next_review_due", date(2027, 1, 3), EARLY),
        "REVIEW_EVERY_SITE": _review("next_review_due", date(2027, 1, 29), EVERY_SITE_REVIEWED),
        "REVIEW_UNTIL": _review("valid_until", date(2027, 3, 29)),
        "REVIEW_END": sets(REDUCED, "agreement.end_by", date(2027, 3, 19)),
        "REVIEW_LIMIT_LEVEL": sets(EVERY_SITE_REVIEWED, "keyset.limits.max_level", 3),
        "REVIEW_LIMIT_END": sets(REDUCED, "keyset.limits.max_end_months", 3),
        "REVIEW_SCOPE": _review("scope.never_recorded", (*_SCOPE.never_recorded, "clinic.example")),
        "REVIEW_LEVEL": _review("scope", replace(_SCOPE, categories=("dating",)), LEAST_REVIEWED),
        "REVIEW_KINDS": _review("scope.categories", ("strangers", "gambling")),
        "REVIEW_WATCH": _review("scope.watch", ("other.example",), WATCHED_REVIEWED),
        "REVIEW_HOURS": _review("scope.hours", Hours(start=15 * 60, end=22 * 60 + 1)),
        "REVIEW_NEVER": _review("scope.never_recorded", _SCOPE.never_recorded[:1]),
    }
)

FAULTS: Final[Mapping[str, Fault[AgreementCase] | Fault[ReviewCase]]] = MappingProxyType(
    {**AGREEMENT_FAULTS, **REVIEW_FAULTS}
)
"""By the name of the rule that is broken."""
