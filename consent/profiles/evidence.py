"""Rules about documents in the case file: named in the record, never copied and never hashed."""

from __future__ import annotations

from typing import Final

from consent.codes import Code
from consent.profiles.facts import has_evidence, issue_day
from consent.profiles.rules import AgreementCase, Rule
from consent.records.agreement import Paper
from consent.records.fields import Capacity, EvidenceKind, PanelRoute


def _are_all_dated(case: AgreementCase) -> bool:
    return all(one.dated <= issue_day(case.agreement) for one in case.agreement.evidence)


def _shows_assessment(case: AgreementCase) -> bool:
    return has_evidence(case.agreement, EvidenceKind.RISK_ASSESSMENT)


def _shows_less_restrictive(case: AgreementCase) -> bool:
    return has_evidence(case.agreement, EvidenceKind.LESS_RESTRICTIVE)


def _shows_strategy(case: AgreementCase) -> bool:
    was_held = case.agreement.process.strategy_discussion.on is not None
    return not was_held or has_evidence(case.agreement, EvidenceKind.STRATEGY_MINUTES)


def _shows_panel(case: AgreementCase) -> bool:
    was_held = case.agreement.process.panel.route is not PanelRoute.NONE
    return not was_held or has_evidence(case.agreement, EvidenceKind.PANEL_MINUTES)


def _shows_legal_advice(case: AgreementCase) -> bool:
    was_taken = case.agreement.process.legal_advice.taken
    return not was_taken or has_evidence(case.agreement, EvidenceKind.LEGAL_ADVICE)


def _shows_decision(case: AgreementCase) -> bool:
    return has_evidence(case.agreement, EvidenceKind.DECISION)


def _shows_competence(case: AgreementCase) -> bool:
    return has_evidence(case.agreement, EvidenceKind.COMPETENCE)


def _shows_responsibility(case: AgreementCase) -> bool:
    is_asked = case.agreement.giver.capacity is Capacity.PR_HOLDER
    return not is_asked or has_evidence(case.agreement, EvidenceKind.PARENTAL_RESPONSIBILITY)


def _shows_paper(case: AgreementCase) -> bool:
    is_asked = isinstance(case.agreement.giver.how, Paper)
    return not is_asked or has_evidence(case.agreement, EvidenceKind.SIGNED_AGREEMENT)


EVIDENCE_RULES: Final[tuple[Rule[AgreementCase], ...]] = (
    Rule(
        name="EVIDENCE_DATED",
        citation="the project's decision (people 33): evidence is there before it is relied on",
        code=Code.RULE_EVIDENCE_DATED,
        kept=_are_all_dated,
    ),
    Rule(
        name="P4_EVIDENCE",
        citation="seed 004, section 3, ¶4: evidence why less restrictive measures are not enough",
        code=Code.RULE_P4_EVIDENCE,
        kept=_shows_less_restrictive,
    ),
    Rule(
        name="P8_EVIDENCE",
        citation="seed 004, section 3, ¶2: the social worker's assessment of the risks",
        code=Code.RULE_P8_EVIDENCE,
        kept=_shows_assessment,
    ),
    Rule(
        name="P9_STRATEGY_MINUTES",
        citation="seed 004, section 3, ¶2: minutes on the young person's file",
        code=Code.RULE_P9_STRATEGY_MINUTES,
        kept=_shows_strategy,
    ),
    Rule(
        name="P9_PANEL_MINUTES",
        citation="seed 004, section 3, ¶2: the relevant panel minutes on the young person's file",
        code=Code.RULE_P9_PANEL_MINUTES,
        kept=_shows_panel,
    ),
    Rule(
        name="P11_LEGAL_ADVICE",
        citation="seed 004, section 3, ¶3: legal advice, where it was taken",
        code=Code.RULE_P11_LEGAL_ADVICE,
        kept=_shows_legal_advice,
    ),
    Rule(
        name="P12_EVIDENCE",
        citation="seed 004, section 3, ¶4: the decision with its reasons on Mosaic",
        code=Code.RULE_P12_EVIDENCE,
        kept=_shows_decision,
    ),
    Rule(
        name="P15_COMPETENCE_EVIDENCE",
        citation="the project's decision 10: competence is assessed whoever gives; seed 004, "
        "section 3, ¶6",
        code=Code.RULE_P15_COMPETENCE_EVIDENCE,
        kept=_shows_competence,
    ),
    Rule(
        name="P15_PR_EVIDENCE",
        citation="seed 004, section 3, ¶6: a person holding parental responsibility; Children Act "
        "1989, sections 2 to 4A",
        code=Code.RULE_P15_PR_EVIDENCE,
        kept=_shows_responsibility,
    ),
    Rule(
        name="P16_EVIDENCE",
        citation="seed 004, section 3, ¶6: the written agreement is added to the file",
        code=Code.RULE_P16_EVIDENCE,
        kept=_shows_paper,
    ),
)
