from __future__ import annotations

from typing import Any

import pytest

from policy.categories import Category
from policy.document import household_from_document
from policy.names import from_text
from policy.people_document import young_person_to
from policy.timed import Budget, Effect, FamilyTime, Period, Target, TimedRule
from policy.timed_document import target_from, target_to, what_from, what_to
from policy.what import EVERYTHING, NOTHING_NAMED, What
from policy.windows import ALWAYS, DAY, During, Window
from tests.policy.documents import BEDTIME, GONE, SAM, WHOLE, Damage, check

WHERE = "young_people[0].timed[0]"
WINDOW = (*BEDTIME, "when", 0)
BUDGET = (*SAM, "budgets", 0)
FAMILY = (*SAM, "family_time", 0)

DAMAGE: dict[str, Damage] = {
    "a rule that is text": (BEDTIME, "Bedtime", WHERE, "expected a table, found text"),
    "an unknown key": ((*BEDTIME, "time"), "21:00", WHERE, "the key 'time' is not known here"),
    "no title": ((*BEDTIME, "title"), GONE, WHERE, "'title' is missing"),
    "no effect": ((*BEDTIME, "effect"), GONE, WHERE, "'effect' is missing"),
    "an unknown effect": (
        (*BEDTIME, "effect"),
        "forbid",
        f"{WHERE}.effect",
        "no effect; the effects are block, allow, allow-only",
    ),
    "everything that is false": (
        (*BEDTIME, "everything"),
        False,
        f"{WHERE}.everything",
        "write true, or leave the key out",
    ),
    "everything and a part": ((*BEDTIME, "names"), ["x.example"], WHERE, "said already"),
    "nothing": (
        (*SAM, "timed", 1, "names"),
        [],
        "young_people[0].timed[1]",
        "say what it is about",
    ),
    "an unknown service": (
        (*BEDTIME, "leaves", "services", 0),
        "tictoc",
        f"{WHERE}.leaves.services[0]",
        "'tictoc' is no service",
    ),
    "an unknown category": (
        (*BEDTIME, "leaves", "categories", 0),
        "chat",
        f"{WHERE}.leaves.categories[0]",
        "'chat' is no category",
    ),
    "a bad name": (
        (*BEDTIME, "leaves", "names", 0),
        "a b",
        f"{WHERE}.leaves.names[0]",
        "only letters",
    ),
    "leaving everything": (
        (*BEDTIME, "leaves", "everything"),
        True,
        f"{WHERE}.leaves",
        "'everything' is not known here",
    ),
    "leaving a kind without services": (
        (*BEDTIME, "leaves", "categories", 0),
        "malware",
        WHERE,
        "name the sites instead",
    ),
    "never": ((*BEDTIME, "when"), [], WHERE, "say when, or leave the key out"),
    "a window that is text": (WINDOW, "21:00-07:00", f"{WHERE}.when[0]", "expected a table"),
    "an unknown key of a window": (
        (*WINDOW, "to"),
        "07:00",
        f"{WHERE}.when[0]",
        "the keys are days, from, until, during, first, last",
    ),
    "an unknown weekday": (
        (*WINDOW, "days", 0),
        "monday",
        f"{WHERE}.when[0].days[0]",
        "no weekday; expected one of mon, tue",
    ),
    "no weekday": ((*WINDOW, "days"), [], f"{WHERE}.when[0]", "a window needs weekdays"),
    "too many weekdays": (
        (*WINDOW, "days"),
        ["mon"] * 8,
        f"{WHERE}.when[0].days",
        "more than the 7",
    ),
    "a time that is none": (
        (*WINDOW, "from"),
        "9pm",
        f"{WHERE}.when[0].from",
        "no time of day; expected one such as 21:30",
    ),
    "a time without a nought": ((*WINDOW, "from"), "9:00", f"{WHERE}.when[0].from", "no time of"),
    "a time of other digits": (
        (*WINDOW, "from"),
        "\u0662\u0661:\u0663\u0663",
        f"{WHERE}.when[0].from",
        "no time of",
    ),
    "25 o'clock": ((*WINDOW, "until"), "25:00", f"{WHERE}.when[0].until", "no time of day"),
    "a start at the end of a day": (
        (*WINDOW, "from"),
        "24:00",
        f"{WHERE}.when[0].from",
        "at 23:59 at the latest",
    ),
    "a time that is a number": ((*WINDOW, "from"), 21, f"{WHERE}.when[0].from", "expected text"),
    "an unknown part of the year": (
        (*WINDOW, "during"),
        "summer",
        f"{WHERE}.when[0].during",
        "the parts are all-year, term, holidays",
    ),
    "a last day before the first": (
        (*WINDOW, "last"),
        "2026-01-04",
        f"{WHERE}.when[0]",
        "before the first day 2026-01-05",
    ),
    "a budget without minutes": (
        (*BUDGET, "minutes"),
        GONE,
        "young_people[0].budgets[0]",
        "'minutes' is missing",
    ),
    "minutes of no step": (
        (*BUDGET, "minutes"),
        7,
        "young_people[0].budgets[0]",
        "in steps of 5",
    ),
    "minutes of a century": (
        (*BUDGET, "minutes"),
        10**8,
        "young_people[0].budgets[0].minutes",
        "a whole number from 0 to 10080",
    ),
    "a budget of two": (
        (*BUDGET, "service"),
        "roblox",
        "young_people[0].budgets[0]",
        "write two budgets",
    ),
    "a budget of a kind that is not counted": (
        (*BUDGET, "category"),
        "adult",
        "young_people[0].budgets[0]",
        "minutes are counted for everything",
    ),
    "a budget of no service": (
        (*SAM, "budgets", 1, "service"),
        "tictoc",
        "young_people[0].budgets[1]",
        "no service that is known here",
    ),
    "an unknown period": (
        (*SAM, "budgets", 1, "per"),
        "month",
        "young_people[0].budgets[1].per",
        "the periods are day, week",
    ),
    "family time of nothing": (
        (*FAMILY, "services"),
        GONE,
        "young_people[0].family_time[0]",
        "which apps or sites",
    ),
    "family time without a title": (
        (*FAMILY, "title"),
        GONE,
        "young_people[0].family_time[0]",
        "'title' is missing",
    ),
    "family time with an effect": (
        (*FAMILY, "effect"),
        "allow",
        "young_people[0].family_time[0]",
        "'effect' is not known",
    ),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_what_is_wrong_is_told_with_its_place(case: str) -> None:
    """Each way of being wrong is refused with its path and what was expected."""
    check(DAMAGE[case])


def test_every_key_arrives_where_it_belongs() -> None:
    """The whole document is the values that a reader of it would expect."""
    [sam] = household_from_document(WHOLE).young_people
    term = Window(
        weekdays=frozenset({1, 7}),
        start=21 * 60,
        end=7 * 60,
        first=sam.rules.timed[0].windows[0].first,
        last=sam.rules.timed[0].windows[0].last,
        during=During.TERM,
    )

    assert sam.rules.timed == (
        TimedRule(
            title="Bedtime",
            effect=Effect.BLOCK,
            what=EVERYTHING,
            leaves=What(
                categories=frozenset({Category.MESSAGING}),
                services=frozenset({"audible"}),
                names=frozenset({from_text("sleep.example")}),
            ),
            windows=(term,),
        ),
        TimedRule(
            title="Study",
            effect=Effect.ALLOW_ONLY,
            what=What(names=frozenset({from_text("study.example")})),
            windows=(ALWAYS,),
        ),
    )
    assert (str(term.first), str(term.last)) == ("2026-01-05", "2026-12-31")
    assert sam.budgets == (
        Budget(
            minutes=60,
            target=Target(category=Category.GAMES),
            weekdays=frozenset({6}),
            during=During.HOLIDAYS,
        ),
        Budget(minutes=300, target=Target(service="roblox"), period=Period.WEEK),
        Budget(minutes=90),
    )
    assert sam.family_time == (
        FamilyTime(
            title="Mum",
            what=What(services=frozenset({"signal"})),
            windows=(Window(start=18 * 60, end=DAY),),
        ),
    )


def test_it_is_written_as_it_was_read() -> None:
    """Nothing is added to what was typed, save what every table of rules has."""
    [person] = household_from_document(WHOLE).young_people
    sam: dict[str, Any] = young_person_to(person)
    [was] = WHOLE["young_people"]

    assert sam["timed"][0] == was["timed"][0]
    assert sam["budgets"] == was["budgets"]
    assert sam["family_time"][0]["when"] == [{"from": "18:00", "until": "24:00"}]
    assert "when" not in sam["timed"][1]


def test_what_and_targets_survive_their_tables() -> None:
    """Everything, nothing, a kind, a service."""
    for what in (EVERYTHING, NOTHING_NAMED, What(services=frozenset({"tiktok"}))):
        assert what_from(what_to(what), "x") == what
    for target in (Target(), Target(category=Category.GAMES), Target(service="roblox")):
        assert target_from(target_to(target), "x") == target
