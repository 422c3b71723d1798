from __future__ import annotations

from datetime import date

import pytest

from policy.given.grants import Grant, GrantKind, holding
from policy.household import Carer, Household, YoungPerson
from policy.moment import Clockwork, Moment
from policy.names import from_text
from policy.people_now import PeopleNow, PersonNow
from policy.placements import Placement
from policy.rules import RuleSet, Scope
from policy.terms import NamedDays, Terms
from policy.timed import Effect, FamilyTime, TimedRule
from policy.what import EVERYTHING, What
from policy.windows import During, Window
from tests.policy.evening import clock, grant, moment

BEDTIME = TimedRule(
    title="Bedtime", effect=Effect.BLOCK, what=EVERYTHING, windows=(Window(start=780, end=0),)
)
CALL = FamilyTime(
    title="Mum", what=What(services=frozenset({"signal"})), windows=(Window(start=840, end=900),)
)
DAY = date(2025, 3, 29)
RULES = RuleSet(timed=(BEDTIME,))


def people(
    person: YoungPerson, *grants: Grant, now: Moment | None = None, everyone: RuleSet = RULES
) -> PeopleNow:
    """Return who is here at two in the afternoon of 29 March."""
    at = now or moment("14:00")
    household = Household(
        everyone=everyone, young_people=(person,), carers=(Carer(name="Jo", rules=RULES),)
    )
    return PeopleNow(household, Clockwork(at), holding(grants, at))


def here(person: YoungPerson, *grants: Grant, now: Moment | None = None) -> PersonNow:
    """Return what holds for a young person who is here."""
    found = people(person, *grants, now=now).person(person.name)
    assert found is not None
    return found


STAYS = {
    "without a stay": (None, True, None),
    "its first day": (Placement(since=DAY), True, "2025-04-05 00:00"),
    "before it": (Placement(since=date(2025, 3, 30)), False, "2025-03-30 00:00"),
    "its last day": (
        Placement(since=date(2025, 1, 1), until=DAY),
        True,
        "2025-03-30 00:00",
    ),
    "after it": (Placement(since=date(2025, 1, 1), until=date(2025, 3, 28)), False, None),
    "in its middle": (Placement(since=date(2025, 1, 1)), True, None),
}


@pytest.mark.parametrize(("stay", "is_here", "changes"), STAYS.values(), ids=STAYS)
def test_a_stay_says_who_is_here_and_when_that_changes(
    stay: Placement | None, *, is_here: bool, changes: str | None
) -> None:
    """Both its days are inside, and the first week ends after seven of them."""
    found = people(YoungPerson(name="Sam", placement=stay))

    assert (found.person("Sam") is not None) is is_here
    assert found.edges["Sam"] == (None if changes is None else clock(changes))


@pytest.mark.parametrize("now", [Moment(at=clock("14:00"), plausible=False)])
def test_where_the_day_is_not_known_a_stay_goes_on(now: Moment) -> None:
    """Nobody is a visitor because a clock is wrong, and there is no first week either."""
    person = here(
        YoungPerson(name="Sam", placement=Placement(since=DAY, until=DAY), family_time=(CALL,)),
        now=now,
    )

    assert person.limits
    assert person.kept


def closing(person: PersonNow) -> int:
    """Return how many rules close everything for a person now."""
    return sum(len(standing.closing) for standing in person.standings)


def test_in_the_first_week_nothing_is_limited_by_the_clock() -> None:
    """Neither their own rules nor everyone's; on the eighth day both hold."""
    person = YoungPerson(name="Sam", rules=RULES, placement=Placement(since=DAY))

    assert closing(here(person)) == 0
    assert closing(here(person, now=moment("2025-04-04 14:00"))) == 0
    assert closing(here(person, now=moment("2025-04-05 14:00"))) == 2


def test_limits_from_the_first_day_hold_if_somebody_chose_them() -> None:
    """The first week is an offer and no rule."""
    person = YoungPerson(
        name="Sam", rules=RULES, placement=Placement(since=DAY), limits_from_first_day=True
    )

    assert closing(here(person)) == 2


def test_an_adult_has_rules_and_nothing_that_is_counted() -> None:
    """A carer is always here, has no number and no family time."""
    jo = people(YoungPerson(name="Sam")).person("Jo")

    assert jo is not None
    assert (jo.number, jo.young, jo.kept) == (0, None, {})
    assert closing(jo) == 2


def test_family_time_keeps_its_apps_open_in_its_windows() -> None:
    """From two to three, and when it changes is known."""
    person = YoungPerson(name="Sam", family_time=(CALL,))
    open_now, before = here(person), here(person, now=moment("13:30"))

    assert open_now.kept[from_text("signal.org")].title == "Mum"
    assert (open_now.changes, before.changes) == (clock("15:00"), clock("14:00"))
    assert before.kept == {}


def test_family_time_is_cut_for_one_young_person_alone() -> None:
    """While a cut holds nothing is kept, and its end is a change."""
    cut = grant(GrantKind.CUT_FAMILY_TIME, "13:00", "14:30")
    person = YoungPerson(name="Sam", family_time=(CALL,))

    assert here(person, cut).kept == {}
    assert here(person, cut).changes == clock("14:30")
    assert here(YoungPerson(name="Alex", family_time=(CALL,)), cut).kept


def test_what_people_share_is_worked_out_once() -> None:
    """Everyone's rules have one standing for all who have the same school year."""
    holidays = Terms(holidays=(NamedDays("Easter", DAY, DAY),))
    school = TimedRule(
        title="School",
        effect=Effect.BLOCK,
        what=EVERYTHING,
        windows=(Window(start=540, end=900, during=During.TERM),),
    )
    everyone = RuleSet(timed=(school,))
    household = Household(
        everyone=everyone,
        young_people=(
            YoungPerson(name="Sam"),
            YoungPerson(name="Alex"),
            YoungPerson(name="Leo", terms=holidays),
        ),
    )
    found = PeopleNow(household, Clockwork(moment("14:00")), ())
    sam, alex, leo = (found.person(name) for name in ("Sam", "Alex", "Leo"))
    assert sam is not None
    assert alex is not None
    assert leo is not None

    assert sam.standings[0] is alex.standings[0]
    assert found.person("Sam") is sam
    assert (closing(sam), closing(leo)) == (1, 0)
    assert found.standing(Scope.EVERYONE, everyone, Terms()) is sam.standings[0]
    assert found.without_limits(everyone) is found.without_limits(everyone)
