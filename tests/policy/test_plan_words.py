from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from policy.age_templates import AgeBand
from policy.categories import Category
from policy.document import household_from_document
from policy.household import EVERYONE, Carer, Device, Household, YoungPerson
from policy.names import from_text
from policy.placements import Placement
from policy.plan_words import (
    differences,
    household_in_words,
    plan_in_words,
    rules_in_words,
    school_year_in_words,
)
from policy.rules import RuleSet, YouTube
from policy.terms import NamedDays, Terms
from policy.timed import Budget, Effect, FamilyTime, Period, Target, TimedRule
from policy.what import EVERYTHING, What
from policy.windows import DAY, During, Window
from tests.policy.documents import WHOLE
from tests.policy.strategies import whole_households

HOME = household_from_document(WHOLE)


def test_a_plan_is_told_a_sentence_for_each_decision() -> None:
    """Stay, rules, minutes, family time: as a family would read it aloud."""
    assert plan_in_words(HOME.young_people[0]) == (
        "Minutes are kept under the number 7.",
        "The plan began with the one for 13-15 years.",
        "The stay is from 2026-01-10 to 2026-06-30.",
        "What the clock limits holds from the first day.",
        (
            '"Bedtime": everything is closed but messaging, Audible and sleep.example from 21:00 to'
            " 07:00 on Mondays and Sundays in term time from 2026-01-05 to 2026-12-31."
        ),
        '"Study": only study.example is open always.',
        "60 minutes a day of games on Saturdays in the holidays.",
        "300 minutes a week of Roblox.",
        "90 minutes a day of everything.",
        '"Mum" is family time: Signal stays open from 18:00 to 24:00.',
    )


def test_plain_rules_and_search_are_told_too() -> None:
    """Kinds of site, names, safe search and YouTube."""
    rules = RuleSet(
        block_categories=frozenset({Category.ADS}),
        block=frozenset({from_text("bad.example")}),
        allow=frozenset({from_text("good.example")}),
        safe_search=True,
        youtube=YouTube.STRICT,
    )

    assert rules_in_words(rules) == (
        "Adverts and trackers sites are blocked.",
        "bad.example is blocked.",
        "good.example is allowed.",
        "Search is made safe.",
        "YouTube shows only what is strictly safe.",
    )
    assert rules_in_words(RuleSet(safe_search=False, youtube=YouTube.OFF)) == (
        "Search is as it is.",
        "YouTube is as it is.",
    )


def test_a_home_is_told_whole() -> None:
    """The home, everyone, visitors, each person and each device."""
    found = household_in_words(HOME)

    assert found["the home"] == (
        "The home's clocks are those of Europe/Dublin.",
        "Spring is a term, from 2026-01-05 to 2026-03-27.",
        "Half term is a holiday, from 2026-02-16 to 2026-02-20.",
        "school.example stays open on school devices.",
    )
    assert found["Jo"] == ("A carer.",)
    assert found['the device "Tablet"'] == (
        "It belongs to everyone.",
        "Sam and Jo share it, and it forgets whose turn it is after 30 minutes.",
    )
    assert found['the device "Laptop"'] == ("It belongs to Sam.", "It is a school's device.")


def test_a_school_year_is_told_with_its_days() -> None:
    """A year of nothing has nothing to tell."""
    assert school_year_in_words(Terms()) == ()


def test_a_new_stay_tells_of_its_first_week() -> None:
    """An open end is not told as one."""
    person = YoungPerson(name="Sam", placement=Placement(since=date(2026, 1, 10)))

    assert plan_in_words(person) == (
        "The stay is from 2026-01-10.",
        "In the first week nothing is limited by the clock.",
    )


WINDOWS = {
    "all day": (Window(weekdays=frozenset({6})), "all day on Saturdays"),
    "in the holidays": (
        Window(start=60, end=120, during=During.HOLIDAYS),
        "from 01:00 to 02:00 in the holidays",
    ),
    "until a day": (Window(end=120, last=date(2026, 1, 1)), "from 00:00 to 02:00 to 2026-01-01"),
    "the whole clock": (Window(start=60, end=60), "from 01:00 to 01:00"),
    "to midnight": (Window(start=60, end=DAY), "from 01:00 to 24:00"),
}


@pytest.mark.parametrize(("window", "words"), WINDOWS.values(), ids=WINDOWS)
def test_a_window_is_told_as_it_stands(window: Window, words: str) -> None:
    """Clock, weekdays, part of the year and dates."""
    rule = TimedRule(title="x", effect=Effect.BLOCK, what=EVERYTHING, windows=(window,))

    assert rules_in_words(RuleSet(timed=(rule,))) == (f'"x": everything is closed {words}.',)


def test_what_would_change_is_told_for_whom() -> None:
    """What ends and what is new, for the person it is about; the same home changes nothing."""
    [sam] = HOME.young_people
    more = replace(sam, budgets=(*sam.budgets[:2], Budget(minutes=120)))
    after = replace(HOME, young_people=(more, YoungPerson(name="Alex")))

    assert differences(HOME, after) == (
        "For Sam, this ends: 90 minutes a day of everything.",
        "For Sam, this is new: 120 minutes a day of everything.",
        "For Alex, this is new: A young person.",
    )
    assert differences(after, HOME)[-1] == "For Alex, this ends: A young person."
    assert differences(HOME, HOME) == ()


SITE = frozenset({from_text("x.example")})
RULE = TimedRule(title="x", effect=Effect.BLOCK, what=EVERYTHING)
STAY = Placement(since=date(2026, 1, 10))
YEAR = Terms(terms=(NamedDays("a", date(2026, 1, 10), date(2026, 2, 10)),))
PERSON = YoungPerson(name="Sam", placement=STAY)
BUDGET = Budget(minutes=60)
FAMILY = FamilyTime(title="x", what=What(names=SITE))
DEVICE = Device(name="TV", belongs_to=EVERYONE, addresses=(), shared_by=("Sam",))


def home(**person: Any) -> Household:  # noqa: ANN401 - any field of a young person
    """Return a home of one young person and a television."""
    return Household(young_people=(replace(PERSON, **person),), devices=(DEVICE,))


def changed(value: Any, **change: Any) -> Any:  # noqa: ANN401 - any value with any field
    """Return a value with a field changed."""
    return replace(value, **change)


DEVICE_CHANGES: dict[str, dict[str, Any]] = {
    "name": {"name": "Tablet"},
    "owner": {"belongs_to": "Sam", "shared_by": ()},
    "addresses": {"addresses": ("192.0.2.1",)},
    "rules": {"rules": RuleSet(block=SITE)},
    "school": {"school": True},
    "sharing": {"shared_by": ()},
    "time": {"hand_back_minutes": 5},
}

CHANGES: dict[str, tuple[Household, Household]] = {
    **{
        f"a person's {field}": (home(), home(**{field: value}))
        for field, value in {
            "id": 7,
            "age": AgeBand.SIX_TO_NINE,
            "placement": None,
            "limits_from_first_day": True,
            "budgets": (BUDGET,),
            "family_time": (FAMILY,),
            "terms": YEAR,
            "rules": RuleSet(block=SITE),
        }.items()
    },
    **{
        f"a rule set's {field}": (home(), home(rules=changed(RuleSet(), **{field: value})))
        for field, value in {
            "block_categories": frozenset({Category.ADS}),
            "block": SITE,
            "allow": SITE,
            "timed": (RULE,),
            "safe_search": False,
            "youtube": YouTube.OFF,
        }.items()
    },
    **{
        f"a rule's {field}": (
            home(rules=RuleSet(timed=(RULE,))),
            home(rules=RuleSet(timed=(changed(RULE, **{field: value}),))),
        )
        for field, value in {
            "title": "y",
            "effect": Effect.ALLOW,
            "what": What(names=SITE),
            "leaves": What(names=SITE),
            "windows": (Window(end=60),),
        }.items()
    },
    **{
        f"a budget's {field}": (
            home(budgets=(BUDGET,)),
            home(budgets=(changed(BUDGET, **{field: value}),)),
        )
        for field, value in {
            "minutes": 65,
            "target": Target(service="roblox"),
            "period": Period.WEEK,
            "weekdays": frozenset({1}),
            "during": During.TERM,
        }.items()
    },
    **{
        f"a family time's {field}": (
            home(family_time=(FAMILY,)),
            home(family_time=(changed(FAMILY, **{field: value}),)),
        )
        for field, value in {
            "title": "y",
            "what": What(services=frozenset({"signal"})),
            "windows": (Window(end=60),),
        }.items()
    },
    **{
        f"a device's {field}": (home(), changed(home(), devices=(changed(DEVICE, **change),)))
        for field, change in DEVICE_CHANGES.items()
    },
    **{
        f"a home's {field}": (home(), changed(home(), **{field: value}))
        for field, value in {
            "everyone": RuleSet(block=SITE),
            "visitors": RuleSet(block=SITE),
            "carers": (Carer(name="Jo"),),
            "young_people": (),
            "devices": (),
            "zone": "Europe/Dublin",
            "terms": YEAR,
            "school_sites": SITE,
        }.items()
    },
}


@pytest.mark.parametrize("case", CHANGES)
def test_no_value_that_decides_changes_without_a_sentence(case: str) -> None:
    """Each field of each value, changed alone, is told, and so is taking the change back."""
    before, after = CHANGES[case]

    assert differences(before, after)
    assert differences(after, before)


@given(whole_households())
def test_every_sentence_is_one(household: Household) -> None:
    """Whatever a home decides, its sentences begin somewhere and end with a full stop."""
    for sentences in household_in_words(household).values():
        assert all(it.endswith(".") and it.strip() == it for it in sentences)
    assert differences(household, household) == ()
