from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from policy.categories import Category
from policy.names import from_text
from policy.rules import NO_RULES, Action, Rule, RuleSet, Scope

NAME = from_text("example.org")


def test_scopes_run_from_the_widest_to_the_narrowest() -> None:
    """The order of scopes is the order in which the narrower one wins."""
    assert list(Scope) == [Scope.EVERYONE, Scope.VISITORS, Scope.PERSON, Scope.DEVICE]


def test_a_rule_allows_or_blocks() -> None:
    """There are two things a rule can do, and no third."""
    assert set(Action) == {"allow", "block"}


def test_no_rules_decide_nothing() -> None:
    """The rule set of somebody nobody has decided anything for is empty."""
    assert RuleSet() == NO_RULES
    assert not NO_RULES.block_categories
    assert not NO_RULES.block | NO_RULES.allow


@pytest.mark.parametrize(
    ("value", "field"),
    [(Rule(NAME, Action.BLOCK, Scope.DEVICE), "action"), (RuleSet(), "block")],
    ids=["rule", "rule set"],
)
def test_a_decision_cannot_be_changed_in_place(value: object, field: str) -> None:
    """Rules are values: a change makes a new one."""
    with pytest.raises(FrozenInstanceError):
        setattr(value, field, None)


def test_rule_sets_with_the_same_decisions_are_equal() -> None:
    """The order in which a carer typed names makes no difference."""
    one = RuleSet(block=frozenset({NAME}), block_categories=frozenset({Category.ADS}))
    other = RuleSet(block_categories=frozenset({Category.ADS}), block=frozenset({NAME}))

    assert one == other
    assert hash(one) == hash(other)
