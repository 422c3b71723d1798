from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from policy.categories import Category
from policy.compile import compile_policy
from policy.given.grants import Grant, GrantKind
from policy.household import Device, Household, ids_of
from policy.moment import Moment
from policy.placements import Placement
from policy.rules import RuleSet
from policy.screen_time.evening import Evening, evening_of
from policy.screen_time.minutes import NO_MINUTES, Borrowed, Minutes
from policy.timed import Budget, Effect, Period, Target, TimedRule
from policy.what import EVERYTHING
from policy.why import Why
from policy.windows import Window
from tests.policy.evening import HOME, grant, moment, used
from tests.policy.strategies import whole_households
from tests.policy.time_strategies import evenings, moments

DAY = date(2025, 3, 29)
ALL, GAMES, YOUTUBE = Target(), Target(category=Category.GAMES), Target(service="youtube")
SAM = 7


def sams(
    home: Household = HOME,
    at: str = "19:00",
    *grants: Grant,
    minutes: Minutes = NO_MINUTES,
    plausible: bool = True,
) -> Evening:
    """Return Sam's evening."""
    found = evening_of(home, grants, minutes, moment(at, plausible=plausible))
    [evening] = [one for one in found if one.person == SAM]
    return evening


def left(evening: Evening) -> dict[str, int]:
    """Return minutes by what they are of."""
    return {one.budget.target.label: one.minutes for one in evening.left}


def test_everybody_who_is_here_has_an_evening_by_number() -> None:
    """Each young person has one, also without budgets; carers have none."""
    found = evening_of(HOME, (), NO_MINUTES, moment("19:00"))

    assert [one.person for one in found] == [7, 8]
    assert left(found[0]) == {"games": 60, "YouTube": 30, "everything": 180}
    assert found[1].left == ()


def test_what_was_used_given_and_borrowed_is_in_what_is_left() -> None:
    """Minutes fall by use, rise by a grant, and rise by a loan."""
    minutes = used({GAMES: 40})
    loan = Borrowed(person=SAM, target=3, day=minutes.day)
    more = grant(GrantKind.MORE_TIME, "18:00", "23:00", target=GAMES, minutes=15)

    assert left(sams(minutes=minutes))["games"] == 20
    assert left(sams(HOME, "19:00", more, minutes=minutes))["games"] == 35
    lent = Minutes(day=minutes.day, week=minutes.week, used=minutes.used, borrowed=(loan,))
    assert left(sams(minutes=lent))["games"] == 30


def test_a_grant_for_somebody_else_changes_nothing() -> None:
    """What Alex was given is not Sam's, nor an end of Sam's."""
    more = grant(GrantKind.LATER, "18:00", "23:00", person="Alex")

    assert sams(HOME, "19:00", more) == sams()


def test_ten_minutes_are_lent_of_a_budget_of_a_day_once() -> None:
    """What has a budget of a day lends, until something was borrowed today."""
    minutes = used({})
    loan = Borrowed(person=SAM, target=3, day=minutes.day)
    after = sams(minutes=Minutes(day=minutes.day, week=minutes.week, borrowed=(loan,)))
    young, *others = HOME.young_people
    weekly = replace(
        HOME,
        young_people=(replace(young, budgets=(Budget(minutes=60, period=Period.WEEK),)), *others),
    )

    assert [sams().lends(target) for target in (ALL, GAMES, YOUTUBE)] == [True, True, True]
    assert not sams().lends(Target(category=Category.STREAMING))
    assert not after.may_borrow
    assert not after.lends(GAMES)
    assert left(sams(weekly)) == {"everything": 60}
    assert not sams(weekly).lends(ALL)


def test_ends_are_those_of_rules_and_grants_also_of_a_persons_devices() -> None:
    """Bedtime ends everything; a rule of the phone itself ends something too."""
    phone, *others = HOME.devices
    console_off = TimedRule(
        title="Phone away",
        effect=Effect.BLOCK,
        what=EVERYTHING,
        windows=(Window(start=19 * 60 + 30, end=20 * 60),),
    )
    own = replace(HOME, devices=(replace(phone, rules=RuleSet(timed=(console_off,))), *others))

    assert [one.title for one in sams().ends][:1] == ["Bedtime"]
    assert [one.title for one in sams(own).ends][:2] == ["Phone away", "Bedtime"]
    schools = replace(own, devices=(replace(own.devices[0], school=True), *others))
    assert "Phone away" not in [one.title for one in sams(schools).ends]
    tv = Device(name="TV", belongs_to="Jo", addresses=(), rules=RuleSet(timed=(console_off,)))
    assert sams(replace(HOME, devices=(*HOME.devices, tv))).ends == sams().ends


def test_before_a_stay_and_after_it_there_is_no_evening() -> None:
    """Who is not here has nothing left, and nothing ends for them."""
    young, *others = HOME.young_people
    left_long_ago = replace(
        young, placement=Placement(since=DAY.replace(year=2024), until=DAY.replace(month=2, day=1))
    )
    home = replace(HOME, young_people=(left_long_ago, *others))

    assert [one.person for one in evening_of(home, (), NO_MINUTES, moment("19:00"))] == [8]


def test_the_first_week_of_a_stay_has_no_budgets_and_no_bedtime() -> None:
    """Limits of time begin after seven days, those of a device of one's own as well."""
    young, *others = HOME.young_people
    arrived = replace(HOME, young_people=(replace(young, placement=Placement(since=DAY)), *others))

    assert (sams(arrived).left, sams(arrived).ends) == ((), ())
    assert not sams(arrived).lends(GAMES)


def test_without_a_plausible_clock_nothing_is_left_or_lent() -> None:
    """No budget holds then, nobody borrows, and no end is known."""
    evening = sams(plausible=False)

    assert (evening.left, evening.ends, evening.may_borrow) == ((), (), False)


@given(st.data(), whole_households(), moments())
def test_an_evening_says_what_a_compiled_policy_does(
    data: st.DataObject, household: Household, at: Moment
) -> None:
    """Whoever has nothing left of a budget is told that it is used up, on each of their devices."""
    tonight = data.draw(evenings(household))
    numbers = {number: name for name, number in ids_of(household).items()}
    policy = compile_policy(household, 1, moment=at, tonight=tonight)
    found = evening_of(household, tonight.grants, tonight.minutes, at)
    gone = {numbers[one.person] for one in found if any(not left.minutes for left in one.left)}

    for device in household.devices:
        if device.belongs_to not in numbers.values() or device.school:
            continue
        in_time = policy.by_device[device.name].in_time
        reasons: set[Why] = set()
        if in_time is not None:
            reasons |= {one.because.why for one in in_time.closed}
            reasons |= {one.because.why for one in in_time.used_up}
        assert (Why.USED_UP in reasons) is (device.belongs_to in gone)
