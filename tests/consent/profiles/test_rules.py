from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from consent.codes import Code
from consent.profiles.rules import AgreementCase, Rule
from tests.consent.profiles.sample import REDUCED, YOUNG_PERSON_GIVES


def test_a_rule_asks_one_question_of_a_case() -> None:
    """A rule is a value: its name, its source, its code, and what it asks."""
    rule: Rule[AgreementCase] = Rule(
        name="URGENT",
        citation="a test",
        code=Code.RULE_NOTICE,
        kept=lambda case: not case.agreement.urgent,
    )

    assert rule.kept(YOUNG_PERSON_GIVES)


@pytest.mark.parametrize(
    ("value", "field"), [(YOUNG_PERSON_GIVES, "agreement"), (REDUCED, "review")]
)
def test_a_case_does_not_change_while_it_is_judged(value: object, field: str) -> None:
    """No rule can alter what the next one sees."""
    with pytest.raises(FrozenInstanceError):
        setattr(value, field, None)
