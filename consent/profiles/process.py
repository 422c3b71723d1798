"""Rules about what was done before it was proposed, and how it was talked over."""

from __future__ import annotations

from dataclasses import fields
from typing import Final

from consent.codes import Code
from consent.profiles.facts import is_day_or_reason, issue_day, worker
from consent.profiles.rules import AgreementCase, Rule
from consent.records.agreement import RiskPoint
from consent.records.fields import AgencyRole, Interpreter, PanelRoute


def _was_assessed_with_all(case: AgreementCase) -> bool:
    process, until = case.agreement.process, issue_day(case.agreement)
    everybody = (process.with_young_person, process.with_family, process.with_carers)
    return all(is_day_or_reason(one, until) for one in everybody)


def _covers_ten_points(case: AgreementCase) -> bool:
    points = case.agreement.process.risk_points
    documents = len(case.agreement.evidence)

    def is_covered(point: RiskPoint) -> bool:
        if point.evidence is None:
            return point.not_applicable is not None
        return point.not_applicable is None and point.evidence < documents

    return all(is_covered(getattr(points, one.name)) for one in fields(points))


def _had_strategy_discussion(case: AgreementCase) -> bool:
    return is_day_or_reason(case.agreement.process.strategy_discussion, issue_day(case.agreement))


def _went_to_panel(case: AgreementCase) -> bool:
    panel = case.agreement.process.panel
    if panel.route is PanelRoute.NONE:
        return panel.on is None and panel.why_none is not None
    return panel.why_none is None and panel.on is not None and panel.on <= issue_day(case.agreement)


def _plans_were_updated(case: AgreementCase) -> bool:
    process = case.agreement.process
    return process.assessed_on <= process.plans_updated_on <= issue_day(case.agreement)


def _was_evaluated_in_time(case: AgreementCase) -> bool:
    process = case.agreement.process
    return process.assessed_on <= process.evaluated_on <= issue_day(case.agreement)


def _was_evaluated_by_managers(case: AgreementCase) -> bool:
    process = case.agreement.process
    team = worker(case.keyset, process.team_manager, AgencyRole.TEAM_MANAGER)
    service = worker(case.keyset, process.service_manager, AgencyRole.SERVICE_MANAGER)
    return team is not None and service is not None and team.person != service.person


def _reasons_were_recorded(case: AgreementCase) -> bool:
    process = case.agreement.process
    return process.evaluated_on <= process.reasons_recorded_on <= issue_day(case.agreement)


def _was_discussed(case: AgreementCase) -> bool:
    day = case.agreement.discussion.with_young_person
    return case.agreement.process.assessed_on <= day <= issue_day(case.agreement)


def _was_discussed_with_family(case: AgreementCase) -> bool:
    return is_day_or_reason(case.agreement.discussion.with_family, issue_day(case.agreement))


def _was_understood(case: AgreementCase) -> bool:
    discussion = case.agreement.discussion
    is_read_alike = discussion.language == case.agreement.text.language
    return is_read_alike or discussion.interpreter is Interpreter.INDEPENDENT


def _advocate_was_recommended(case: AgreementCase) -> bool:
    advocate = case.agreement.advocate
    return advocate.family_support or advocate.recommended


def _advocate_was_arranged(case: AgreementCase) -> bool:
    advocate = case.agreement.advocate
    return not advocate.accepted or advocate.arranged


PROCESS_RULES: Final[tuple[Rule[AgreementCase], ...]] = (
    Rule(
        name="P8_WITH_WHOM",
        citation="seed 004, section 3, ¶2; seed 001, with all parties: taken part, or the reason",
        code=Code.RULE_P8_WITH_WHOM,
        kept=_was_assessed_with_all,
    ),
    Rule(
        name="RISK_POINTS",
        citation="seed 001, the ten points of the risk assessment",
        code=Code.RULE_RISK_POINTS,
        kept=_covers_ten_points,
    ),
    Rule(
        name="P9_STRATEGY",
        citation="seed 004, section 3, ¶2: a strategy discussion, or the reason why none",
        code=Code.RULE_P9_STRATEGY,
        kept=_had_strategy_discussion,
    ),
    Rule(
        name="P9_PANEL",
        citation="seed 004, section 3, ¶2: the EFRH or Channel panel, or the reason why none",
        code=Code.RULE_P9_PANEL,
        kept=_went_to_panel,
    ),
    Rule(
        name="P9_PLANS",
        citation="seed 004, section 3, ¶2: their plans will be updated accordingly",
        code=Code.RULE_P9_PLANS,
        kept=_plans_were_updated,
    ),
    Rule(
        name="P10_EVALUATED",
        citation="seed 004, section 3, ¶3: the risk assessment is evaluated, once there is one",
        code=Code.RULE_P10_EVALUATED,
        kept=_was_evaluated_in_time,
    ),
    Rule(
        name="P10_MANAGERS",
        citation="seed 004, section 3, ¶3: with their Team and Service Managers; seed 001: "
        "agreements and decisions alongside a team manager",
        code=Code.RULE_P10_MANAGERS,
        kept=_was_evaluated_by_managers,
    ),
    Rule(
        name="P12_REASONS",
        citation="seed 004, section 3, ¶4: the reasons are recorded in the case file",
        code=Code.RULE_P12_REASONS,
        kept=_reasons_were_recorded,
    ),
    Rule(
        name="P13_DISCUSSED",
        citation="seed 004, section 3, ¶5: the proposal is discussed with the young person",
        code=Code.RULE_P13_DISCUSSED,
        kept=_was_discussed,
    ),
    Rule(
        name="P13_FAMILY",
        citation="seed 004, section 3, ¶5: and with their family, where appropriate",
        code=Code.RULE_P13_FAMILY,
        kept=_was_discussed_with_family,
    ),
    Rule(
        name="P13_LANGUAGE",
        citation="seed 003, informed consent and accessibility: in a language they understand",
        code=Code.RULE_P13_LANGUAGE,
        kept=_was_understood,
    ),
    Rule(
        name="P14_ADVOCATE",
        citation="seed 004, section 3, ¶5: without family support, an advocate is recommended",
        code=Code.RULE_P14_ADVOCATE,
        kept=_advocate_was_recommended,
    ),
    Rule(
        name="P14_ARRANGED",
        citation="seed 004, section 3, ¶5: an advocate is arranged if the young person agrees",
        code=Code.RULE_P14_ARRANGED,
        kept=_advocate_was_arranged,
    ),
)
