from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given

from policy.categories import Category, mask_of
from policy.compile import PROTECTIVE_DEFAULT, DevicePolicy, compile_policy, safe_answer_for
from policy.decide import decide
from policy.document import household_from_toml
from policy.household import EVERYONE, Carer, Device, Household, YoungPerson
from policy.listings import no_lists
from policy.moment import Moment
from policy.names import from_text, parents
from policy.never_blocked import NEVER_BLOCKED_PARENTS
from policy.rules import Action, Rule, RuleSet, Scope
from policy.schedule import is_open
from policy.verdict import Block
from policy.why import Why
from policy.windows import Schedule, Window
from tests.policy.evening import LONDON, at
from tests.policy.large_home import DEVICES, PEOPLE, RULES, large_home, rules_in
from tests.policy.strategies import households, whole_households

HOME = household_from_toml("""
format = "lamplight-household/v1"

[everyone]
block_categories = ["malware", "adult"]
block = ["bad.example", "shared.example"]

[visitors]
block_categories = ["adult", "vpn"]
allow = ["shared.example"]

[[carers]]
name = "Jo"
allow = ["bad.example"]

[[young_people]]
name = "Sam"
block_categories = ["gambling", "adult"]
allow = ["shared.example"]

[[young_people]]
name = "Alex"
block_categories = ["vpn"]

[[devices]]
name = "Sam's phone"
belongs_to = "Sam"
addresses = ["10.0.0.1", "fd00::1"]
block_categories = ["games"]
block = ["shared.example"]
allow = ["deep.below.example"]

[[devices]]
name = "Television"
belongs_to = "everyone"
addresses = ["10.0.0.2"]

[[devices]]
name = "Jo's phone"
belongs_to = "Jo"
addresses = []
""")
COMPILED = compile_policy(HOME, 7)


def table(policy: DevicePolicy) -> dict[str, tuple[Action, Scope]]:
    """Return the explicit rules of a device, by the names used above."""
    texts = ("bad.example", "shared.example", "deep.below.example")
    found = {text: policy.explicit.get(from_text(text)) for text in texts}
    return {text: (rule.action, rule.scope) for text, rule in found.items() if rule}


def test_a_device_has_everyone_s_rules_its_person_s_and_its_own() -> None:
    """For the very same name the narrower scope decides; other names add up."""
    assert table(COMPILED.by_device["Sam's phone"]) == {
        "bad.example": (Action.BLOCK, Scope.EVERYONE),
        "shared.example": (Action.BLOCK, Scope.DEVICE),
        "deep.below.example": (Action.ALLOW, Scope.DEVICE),
    }


def test_a_shared_device_has_everyone_s_rules_only() -> None:
    """A television in the living room has nobody's own rules."""
    television = COMPILED.by_device["Television"]

    assert television.person is None
    assert table(television) == {
        "bad.example": (Action.BLOCK, Scope.EVERYONE),
        "shared.example": (Action.BLOCK, Scope.EVERYONE),
    }


def test_a_carer_s_device_has_the_carer_s_rules() -> None:
    """What a carer allows for their own device holds there and nowhere else."""
    assert table(COMPILED.by_device["Jo's phone"])["bad.example"] == (Action.ALLOW, Scope.PERSON)


def test_visitors_have_everyone_s_rules_and_theirs() -> None:
    """A device nobody named gets the rules of the house and those for visitors."""
    assert (COMPILED.visitors.device, COMPILED.visitors.person) == (None, None)
    assert table(COMPILED.visitors) == {
        "bad.example": (Action.BLOCK, Scope.EVERYONE),
        "shared.example": (Action.ALLOW, Scope.VISITORS),
    }


def test_categories_add_up_over_scopes() -> None:
    """A category blocked in any scope is blocked, and the narrowest scope is the one named."""
    phone = COMPILED.by_device["Sam's phone"]

    assert phone.category_scopes == {
        Category.MALWARE: Scope.EVERYONE,
        Category.ADULT: Scope.PERSON,
        Category.GAMBLING: Scope.PERSON,
        Category.GAMES: Scope.DEVICE,
    }
    assert phone.blocked == mask_of(phone.category_scopes)


def test_every_address_leads_to_its_device() -> None:
    """Each address of a device is answered by that device's rules, and no other address is."""
    assert {address: policy.device for address, policy in COMPILED.by_address.items()} == {
        "10.0.0.1": "Sam's phone",
        "fd00::1": "Sam's phone",
        "10.0.0.2": "Television",
    }


def test_what_visitors_may_and_a_young_person_may_not_is_known() -> None:
    """The way out by forgetting the network is named: gambling is, VPNs are not."""
    assert COMPILED.lax_for_visitors == {Category.GAMBLING}


def test_a_carer_s_own_limits_are_no_way_out() -> None:
    """A category that only a carer blocks for themselves is not missed by visitors."""
    home = Household(
        carers=(Carer(name="Jo", rules=RuleSet(block_categories=frozenset({Category.GAMES}))),)
    )

    assert compile_policy(home, 1).lax_for_visitors == frozenset()


def test_visitors_as_strict_as_the_strictest_leave_no_way_out() -> None:
    """Where visitors are held to a young person's categories, nothing is named."""
    strict = RuleSet(block_categories=frozenset({Category.GAMES, Category.VPN}))
    home = Household(visitors=strict, young_people=(YoungPerson(name="Sam", rules=strict),))

    assert compile_policy(home, 1).lax_for_visitors == frozenset()


def test_the_names_above_an_allowed_one_are_kept() -> None:
    """The names above an allowed one, and above every lifeline, are where NODATA may be due."""
    phone = COMPILED.by_device["Sam's phone"]

    assert phone.allow_parents == NEVER_BLOCKED_PARENTS | {
        from_text("below.example"),
        from_text("example"),
    }


def test_an_allow_rule_that_a_narrower_block_replaced_keeps_no_parents() -> None:
    """A name that is blocked after all opens nothing above itself."""
    home = Household(
        everyone=RuleSet(allow=frozenset({from_text("www.site.example")})),
        visitors=RuleSet(block=frozenset({from_text("www.site.example")})),
    )

    assert from_text("site.example") not in compile_policy(home, 1).visitors.allow_parents


def test_the_version_is_the_one_given() -> None:
    """A compiled policy knows which snapshot it was made of."""
    assert COMPILED.version == 7


def test_the_protective_default_blocks_malware_and_adult_sites_for_all() -> None:
    """A box for which nobody has decided anything blocks two categories, and records nothing."""
    compiled = compile_policy(PROTECTIVE_DEFAULT, 0)

    assert compiled.visitors.blocked == mask_of((Category.MALWARE, Category.ADULT))
    assert {rule.why for rule in compiled.visitors.explicit.values()} == {Why.SAFE_SEARCH}
    assert safe_answer_for(compiled.visitors, from_text("www.google.com")) is not None
    assert not compiled.by_device


@given(whole_households())
def test_compiling_is_pure(household: Household) -> None:
    """The same household compiles to an equal policy."""
    assert compile_policy(household, 1) == compile_policy(household, 1)


@given(whole_households())
def test_every_device_and_address_is_in_the_tables(household: Household) -> None:
    """No device of the household is left to the visitors' rules."""
    compiled = compile_policy(household, 1)

    assert list(compiled.by_device) == [device.name for device in household.devices]
    assert {
        address: compiled.by_device[device.name]
        for device in household.devices
        for address in device.addresses
    } == compiled.by_address


@given(households())
def test_a_table_holds_rules_under_their_own_names(household: Household) -> None:
    """The rule found for a name is a rule about that name, of a scope that concerns the device."""
    compiled = compile_policy(household, 1)
    tables = {policy.device: policy for policy in compiled.by_device.values()}

    for policy in (*tables.values(), compiled.visitors):
        scopes = {rule.scope for rule in policy.explicit.values()}
        assert all(name == rule.name for name, rule in policy.explicit.items())
        assert (Scope.VISITORS not in scopes) or policy is compiled.visitors
        assert (Scope.PERSON not in scopes) or policy.person is not None


@given(households())
def test_a_person_is_named_only_for_a_device_of_their_own(household: Household) -> None:
    """A shared device speaks for nobody."""
    compiled = compile_policy(household, 1)

    for device in household.devices:
        owner = None if device.belongs_to == EVERYONE else device.belongs_to
        assert compiled.by_device[device.name].person == owner


@pytest.mark.parametrize("action", Action)
def test_a_rule_opens_the_names_above_it_only_if_it_allows(action: Action) -> None:
    """A block keeps no parents, an allow keeps all of them."""
    name = from_text("a.b.example")
    names = frozenset({name})
    rules = RuleSet(block=names) if action is Action.BLOCK else RuleSet(allow=names)
    visitors = compile_policy(Household(visitors=rules), 1).visitors
    kept = set(parents(name)) & visitors.allow_parents

    assert visitors.explicit[name] == Rule(name, action, Scope.VISITORS)
    assert kept == (set(parents(name)) if action is Action.ALLOW else set())


@pytest.mark.alone
def test_a_large_home_is_ready_within_a_second(dice: random.Random) -> None:
    """500 devices, 60 young people and 5,000 rules take a second where 5,000 looks take 0.03."""
    household = large_home(dice)
    at_night = datetime(2025, 3, 29, 21, 7, tzinfo=UTC)
    night = Moment(at=at_night, zone=LONDON)
    bedtimes = [Schedule(windows=(Window(start=1_200, end=420 + it % 5),)) for it in range(RULES)]

    def compiled() -> None:
        assert len(compile_policy(household, 1, moment=night).by_device) == DEVICES

    def looked() -> None:
        assert all(is_open(schedule, at_night, LONDON) for schedule in bedtimes)

    assert (rules_in(household), len(household.young_people)) == (RULES, PEOPLE)
    # Against a yardstick, so that a slow machine, or one that is watched, cannot break it.
    taken, yardstick = (min(seconds(work) for _ in range(4)) for work in (compiled, looked))
    assert taken < 1.0 * yardstick / 0.03


def seconds(work: Callable[[], object]) -> float:
    """Return what a piece of work costs this thread, others' work on the machine left out."""
    began = time.thread_time()
    work()
    return time.thread_time() - began


def test_a_decision_costs_no_more_where_nothing_hangs_on_time() -> None:
    """Beside a home with clocks, a device without rules in time is asked one question more."""
    plain = compile_policy(HOME, 7).by_device["Sam's phone"]
    timed = at("20:45").by_device["Sam's phone"]
    asked = from_text("www.some.site.example")

    assert plain.in_time is None
    assert timed.in_time is not None

    def asking(policy: DevicePolicy) -> Callable[[], object]:
        return lambda: [decide(policy, asked, no_lists) for _ in range(2_000)]

    rounds = [(seconds(asking(plain)), seconds(asking(timed))) for _ in range(15)]
    best_plain, best_timed = map(min, zip(*rounds, strict=True))
    assert best_plain < best_timed < 10 * best_plain


@given(whole_households())
def test_where_nobody_can_say_whose_it_is_the_strictest_decides(household: Household) -> None:
    """In doubt a name is blocked just where a visitor or somebody young here may not have it."""
    devices = tuple(
        Device(name=person.name, belongs_to=person.name) for person in household.young_people
    )
    compiled = compile_policy(replace(household, devices=devices), 1)
    policies = (compiled.visitors, *compiled.by_device.values())
    names = {name for policy in policies for name in policy.explicit} | {from_text("free.example")}

    for name in names:
        blocked = [isinstance(decide(one, name, no_lists), Block) for one in policies]
        assert isinstance(decide(compiled.strictest, name, no_lists), Block) is any(blocked)


def test_in_doubt_nobody_s_minutes_run_and_nobody_is_named() -> None:
    """Where nobody can say whose device it is, it is no person's, and none of its time counts."""
    assert (COMPILED.strictest.device, COMPILED.strictest.person) == (None, None)
    assert COMPILED.strictest.counted_for == 0
    assert compile_policy(Household(), 1).strictest == compile_policy(Household(), 1).visitors


def test_in_doubt_a_bedtime_holds_and_its_change_is_known() -> None:
    """To be taken for two people at once is no way around a bedtime, and none begins unnoticed."""
    home = household_from_toml("""
format = "lamplight-household/v1"

[[young_people]]
name = "Sam"

[[young_people.timed]]
title = "Bedtime"
effect = "block"
everything = true
when = [{ from = "21:00", until = "07:00" }]
""")
    evening = compile_policy(home, 1, moment=_night(20))
    night = compile_policy(home, 1, moment=_night(22))
    name = from_text("example.org")

    assert not isinstance(decide(evening.strictest, name, no_lists), Block)
    assert isinstance(decide(night.strictest, name, no_lists), Block)
    assert evening.valid_until == _night(21).at


def _night(hour: int) -> Moment:
    return Moment(at=datetime(2026, 3, 2, hour, tzinfo=UTC), zone=LONDON)
