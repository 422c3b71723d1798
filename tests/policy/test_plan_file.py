from __future__ import annotations

import pytest
from hypothesis import given

from policy.document import household_from_document
from policy.errors import HouseholdMalformed
from policy.household import Household, terms_of
from policy.plan_file import FORMAT, MAX_LETTERS, plan_from_toml, plan_of, plan_to_toml
from policy.terms import NOTHING_KNOWN
from tests.policy.documents import WHOLE
from tests.policy.strategies import whole_households

HOME = household_from_document(WHOLE)
PERSON = f'format = "{FORMAT}"\n[young_person]\nname = "Sam"\n'


@given(whole_households())
def test_what_was_agreed_goes_with_the_young_person(household: Household) -> None:
    """A plan survives its file: rules, times, minutes, family time, school year, house rules."""
    for person in household.young_people:
        plan = plan_of(household, person.name)
        taken = plan.young_person

        assert plan_from_toml(plan_to_toml(plan)) == plan
        assert plan.house == household.everyone
        assert (taken.rules, taken.budgets, taken.family_time, taken.age) == (
            *(person.rules, person.budgets, person.family_time, person.age),
        )
        assert (taken.terms or NOTHING_KNOWN) == terms_of(household, person)


def test_what_belongs_to_the_home_stays_there() -> None:
    """No stay, no number, no device and no address is in the file."""
    text = plan_to_toml(plan_of(HOME, "Sam"))

    assert "Bedtime" in text
    assert "placement" not in text
    assert "Tablet" not in text
    assert plan_from_toml(text).young_person.id == 0


def test_nobody_has_a_plan_who_is_not_here() -> None:
    """A carer has none either."""
    for name in ("Leo", "Jo"):
        with pytest.raises(KeyError):
            plan_of(HOME, name)


REFUSED = {
    "no TOML": ("[", "not valid TOML"),
    "nested too deeply": ("a = " + "[" * 100_000, "not valid TOML"),
    "too long": ("#" * (MAX_LETTERS + 1), "longer than 1,000,000 letters"),
    "another format": ('format = "x"', 'expected format = "lamplight-plan/v1"'),
    "an unknown key": (PERSON + "[devices]\n", "'devices' is not known here"),
    "nobody": (f'format = "{FORMAT}"', "'young_person' is missing"),
    "a stay": (PERSON + 'placement = { from = "2026-01-01" }', "belongs to a home"),
    "a number": (PERSON + "id = 7", "belongs to a home"),
    "no table": (f'format = "{FORMAT}"\nyoung_person = 7', "young_person: expected a table"),
    "a rule that is wrong": (PERSON + 'block = ["a b"]', r"young_person.block\[0\]"),
    "a house rule that is wrong": (PERSON + '[house]\nblock = ["a b"]', r"house.block\[0\]"),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_wrong_is_refused_with_its_place(text: str, words: str) -> None:
    """Each way of being wrong says where it stands and what to do."""
    with pytest.raises(HouseholdMalformed, match=words):
        plan_from_toml(text)


def test_the_shortest_plan_is_a_name() -> None:
    """Everything else may be left out."""
    plan = plan_from_toml(PERSON)

    assert plan.young_person.name == "Sam"
    assert plan_to_toml(plan) == f'format = "{FORMAT}"\n\n[young_person]\nname = "Sam"\n'
