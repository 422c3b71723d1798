"""Rules about whether it may be at all: substantial risk, nothing less is enough, it can help."""

from __future__ import annotations

from dataclasses import astuple
from typing import Final

from consent.codes import Code
from consent.profiles.rules import AgreementCase, Rule
from consent.records.agreement import Scope

LEAST_TRIED: Final = 2


def is_level_explained(scope: Scope) -> bool:
    """Say whether there is a reason why the lowest level would not do, where it is not that."""
    return scope.level == 1 or scope.why_not_lower is not None


def _is_exceptional(case: AgreementCase) -> bool:
    return case.agreement.necessity.substantial_significant_harm


def _has_tried_less(case: AgreementCase) -> bool:
    # The same way twice is one way.
    return len({one.tried for one in case.agreement.necessity.less_restrictive}) >= LEAST_TRIED


def _passes_both_tests(case: AgreementCase) -> bool:
    return all(astuple(case.agreement.necessity.tests))


def _knows_its_limits(case: AgreementCase) -> bool:
    return case.agreement.necessity.effective.limits_understood


NECESSITY_RULES: Final[tuple[Rule[AgreementCase], ...]] = (
    Rule(
        name="P2_LEAST_INTRUSIVE",
        citation="seed 004, section 1, ¶1: the least intrusive way possible",
        code=Code.RULE_P2_LEAST_INTRUSIVE,
        kept=lambda case: is_level_explained(case.agreement.scope),
    ),
    Rule(
        name="P3_HARM",
        citation="seed 004, section 1, ¶3 and section 2, ¶1: substantial risk of significant harm",
        code=Code.RULE_P3_HARM,
        kept=_is_exceptional,
    ),
    Rule(
        name="P4_TRIED",
        citation="seed 004, section 2, ¶1 and section 3, ¶4; two at least: the project's decision",
        code=Code.RULE_P4_TRIED,
        kept=_has_tried_less,
    ),
    Rule(
        name="P6_TESTS",
        citation="seed 004, section 2, the two tests that Ofsted applies",
        code=Code.RULE_P6_TESTS,
        kept=_passes_both_tests,
    ),
    Rule(
        name="EFFECTIVE",
        citation="the project's decision: what cannot help is not necessary (seed 004, section 2)",
        code=Code.RULE_EFFECTIVE,
        kept=_knows_its_limits,
    ),
)
