"""Rules about days: notice before, a review after a month at most, an end, and what then.

Rules kept here:
- A month later is the same day of the next month, or its last day.
- The first review is due on `valid_until`: there is no agreement without a day on which it lapses.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from consent.calendar import london_day, months_later
from consent.codes import Code
from consent.profiles.facts import issue_day
from consent.profiles.rules import AgreementCase, Rule

NOTICE: Final = timedelta(hours=24)
NOTICE_IF_URGENT: Final = timedelta(hours=1)
FIRST_REVIEW_MONTHS: Final = 1
MOST_MONTHS: Final = 6
OBJECTION_REVIEW: Final = timedelta(days=7)
STARTS_WITHIN: Final = timedelta(days=31)


def _leaves_notice(case: AgreementCase) -> bool:
    agreement = case.agreement
    notice = NOTICE_IF_URGENT if agreement.urgent else NOTICE
    return agreement.starts_on >= london_day(agreement.issued_at + notice)


def _starts_soon(case: AgreementCase) -> bool:
    # What was assessed and agreed for now says nothing about next year.
    return case.agreement.starts_on <= issue_day(case.agreement) + STARTS_WITHIN


def _are_days_in_order(case: AgreementCase) -> bool:
    agreement = case.agreement
    return agreement.starts_on <= agreement.valid_until <= agreement.end_by


def _is_reviewed_after_a_month(case: AgreementCase) -> bool:
    agreement = case.agreement
    return agreement.valid_until <= months_later(agreement.starts_on, FIRST_REVIEW_MONTHS)


def _is_reviewed_after_a_week(case: AgreementCase) -> bool:
    agreement = case.agreement
    return (
        not agreement.giver.objection_known
        or agreement.valid_until <= agreement.starts_on + OBJECTION_REVIEW
    )


def _ends(case: AgreementCase) -> bool:
    return case.agreement.end_by <= months_later(case.agreement.starts_on, MOST_MONTHS)


def _ends_within_the_agencys_limit(case: AgreementCase) -> bool:
    most = case.keyset.limits.max_end_months
    return most is None or case.agreement.end_by <= months_later(case.agreement.starts_on, most)


def _ends_before_18(case: AgreementCase) -> bool:
    return case.agreement.young_person.ends_before_18


def _has_a_plan(case: AgreementCase) -> bool:
    return bool(case.agreement.action_plan)


def _is_the_plan_done_by_the_end(case: AgreementCase) -> bool:
    agreement = case.agreement
    return all(issue_day(agreement) <= one.by <= agreement.end_by for one in agreement.action_plan)


DATE_RULES: Final[tuple[Rule[AgreementCase], ...]] = (
    Rule(
        name="NOTICE",
        citation="seed 003, safeguarding prompts: informed well before; 24 hours, or one if "
        "urgent: the project's decision 10; ICO Children's Code, standard 11",
        code=Code.RULE_NOTICE,
        kept=_leaves_notice,
    ),
    Rule(
        name="STARTS_SOON",
        citation="the project's decision: as recent as competence (consent B.4), at most 31 days",
        code=Code.RULE_STARTS_SOON,
        kept=_starts_soon,
    ),
    Rule(
        name="P17_DAYS",
        citation="seed 004, section 3, ¶7: time-limited",
        code=Code.RULE_P17_DAYS,
        kept=_are_days_in_order,
    ),
    Rule(
        name="P17_END",
        citation="seed 004, section 3, ¶7: time-limited; six months: the project's decision 10",
        code=Code.RULE_P17_END,
        kept=_ends,
    ),
    Rule(
        name="P18_PLAN",
        citation="seed 004, section 3, ¶7: an action plan of positive measures",
        code=Code.RULE_P18_PLAN,
        kept=_has_a_plan,
    ),
    Rule(
        name="P18_PLAN_DAYS",
        citation="seed 004, section 3, ¶7: replaced over the agreed period",
        code=Code.RULE_P18_PLAN_DAYS,
        kept=_is_the_plan_done_by_the_end,
    ),
    Rule(
        name="P19_FIRST_MONTH",
        citation="seed 004, section 3, ¶8: reviewed after one month",
        code=Code.RULE_P19_FIRST_MONTH,
        kept=_is_reviewed_after_a_month,
    ),
    Rule(
        name="OBJECTION_WEEK",
        citation="the project's decision (consent G): one holder agrees and another objects",
        code=Code.RULE_OBJECTION_WEEK,
        kept=_is_reviewed_after_a_week,
    ),
    Rule(
        name="ENDS_BEFORE_18",
        citation="ICO audit toolkit on parental controls: they stop at 18",
        code=Code.RULE_ENDS_BEFORE_18,
        kept=_ends_before_18,
    ),
    Rule(
        name="LIMIT_END",
        citation="the project's decision (consent B.8): an agency may allow less, never more",
        code=Code.RULE_LIMIT_END,
        kept=_ends_within_the_agencys_limit,
    ),
)
