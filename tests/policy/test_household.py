from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import date

import pytest

from policy.categories import Category
from policy.household import (
    EVERYONE,
    Carer,
    Device,
    Household,
    YoungPerson,
    for_everyone_unless_said,
    ids_of,
    terms_of,
)
from policy.rules import NO_RULES, RuleSet
from policy.terms import NamedDays, Terms

# What a box holds about people, whole. A new field here needs a reason that the people it is
# about can read.
HELD = {
    Household: {
        *("everyone", "visitors", "carers", "young_people", "devices"),
        *("zone", "terms", "school_sites"),
    },
    # How old and since when here: by these a plan begins and ends. Minutes are kept under the id.
    YoungPerson: {
        *("name", "rules", "id", "age", "placement", "limits_from_first_day"),
        *("budgets", "family_time", "terms"),
    },
    Carer: {"name", "rules"},
    Device: {
        *("name", "belongs_to", "addresses", "links", "rules"),
        *("school", "shared_by", "hand_back_minutes"),
    },
}


@pytest.mark.parametrize("kind", HELD, ids=lambda kind: kind.__name__)
def test_a_household_holds_nothing_that_was_observed(kind: type) -> None:
    """The values hold what a carer typed and no more."""
    assert {field.name for field in fields(kind)} == HELD[kind]


def test_an_empty_household_decides_nothing() -> None:
    """A home before its first rule has nobody in it and no rules."""
    assert Household() == Household(everyone=NO_RULES, visitors=NO_RULES)
    assert Household().devices == ()


def test_a_shared_device_belongs_to_everyone() -> None:
    """A television in the living room is nobody's own."""
    assert Device(name="TV", belongs_to=EVERYONE, addresses=()).rules is NO_RULES


@pytest.mark.parametrize(
    "value",
    [
        Household(),
        YoungPerson(name="Sam"),
        Carer(name="Jo"),
        Device(name="TV", belongs_to="x", addresses=()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_household_cannot_be_changed_in_place(value: Household | YoungPerson) -> None:
    """People and devices are values: a change makes a new household."""
    with pytest.raises(FrozenInstanceError):
        setattr(value, fields(value)[0].name, None)


def test_a_field_that_does_not_exist_cannot_be_set() -> None:
    """Nothing can be hung on a young person beside what the type says."""
    with pytest.raises((AttributeError, TypeError)):
        object.__setattr__(YoungPerson(name="Sam"), "last_seen", "now")


LISTED = RuleSet(block_categories=frozenset({Category.HOME_LIST}))
SPEAKS_OF_IT = {
    "everyone": Household(everyone=LISTED),
    "visitors": Household(visitors=LISTED),
    "a carer": Household(carers=(Carer(name="Sam", rules=LISTED),)),
    "a young person": Household(young_people=(YoungPerson(name="Maya", rules=LISTED),)),
    "a device": Household(
        devices=(Device(name="Television", belongs_to=EVERYONE, addresses=(), rules=LISTED),)
    ),
}


def test_a_list_of_the_homes_own_holds_for_everyone() -> None:
    """A household that says nothing about a list it was given gets it for every device."""
    adult = RuleSet(block_categories=frozenset({Category.ADULT}))
    household = for_everyone_unless_said(Household(everyone=adult), Category.HOME_LIST)

    assert household.everyone.block_categories == {Category.ADULT, Category.HOME_LIST}


@pytest.mark.parametrize("household", SPEAKS_OF_IT.values(), ids=SPEAKS_OF_IT)
def test_a_household_that_speaks_of_its_list_is_obeyed(household: Household) -> None:
    """Whoever blocks the home's own list for some people only has said for whom."""
    assert for_everyone_unless_said(household, Category.HOME_LIST) == household


def test_a_number_that_was_given_stays_and_others_take_what_is_free() -> None:
    """Minutes are kept under numbers: those that a carer's file gives, and else the next free."""
    household = Household(
        young_people=(
            YoungPerson(name="Sam"),
            YoungPerson(name="Maya", id=1),
            YoungPerson(name="Leo", id=70),
            YoungPerson(name="Ada"),
        )
    )

    assert ids_of(household) == {"Sam": 2, "Maya": 1, "Leo": 70, "Ada": 3}


def test_a_school_year_of_ones_own_comes_before_the_homes() -> None:
    """Two young people at two schools may have two calendars."""
    day = date(2025, 3, 30)
    home = Terms(holidays=(NamedDays("Easter", day, day),))
    household = Household(terms=home)

    assert terms_of(household, YoungPerson(name="Sam")) is home
    assert terms_of(household, YoungPerson(name="Sam", terms=Terms())) == Terms()
