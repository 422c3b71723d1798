from __future__ import annotations

import pytest
from hypothesis import given

from console import words
from console.pages.devices import SHOWN, Group, device_cards, rule_groups
from policy.categories import Category
from policy.compile import DevicePolicy, compile_policy
from policy.decide import decide, no_lists
from policy.document import household_from_toml
from policy.household import EVERYONE, Device, Household
from policy.names import from_text
from policy.rules import RuleSet, Scope
from policy.verdict import Allow, Block, Why
from tests.console import homes
from tests.policy.strategies import households

COMPILED = compile_policy(household_from_toml(homes.FULL), 1)
PHONE = COMPILED.by_device["Maya's phone"]

ICONS = {
    "Maya's tablet": "tablet",
    "IPHONE": "smartphone",
    "Living room TV": "tv",
    "Switch": "gamepad-2",
    "thermostat": "monitor-smartphone",
}


def test_each_scope_has_its_group_and_everyones_comes_last_and_folded() -> None:
    """A person's and a device's own rules come first; everyone's are folded behind them."""
    groups = rule_groups(PHONE, lists_missing=False)

    assert [(group.heading, group.fold) for group in groups] == [
        ("For Maya", None),
        (words.FOR_DEVICE, None),
        (words.FOR_EVERYONE, words.FOR_EVERYONE_PLUS),
    ]


def test_a_rule_that_a_narrower_one_lifts_is_not_shown() -> None:
    """What everyone has blocked and a person has allowed is shown as allowed only."""
    groups = rule_groups(COMPILED.by_device["Sam's laptop"], lists_missing=False)

    assert _items(groups, words.NAMES_ALLOWED) == ["chat.example"]
    assert _items(groups, words.NAMES_BLOCKED) == []


def test_a_rule_against_a_lifeline_is_shown_to_do_nothing() -> None:
    """A block of a helpline is never shown among what is blocked."""
    groups = rule_groups(PHONE, lists_missing=False)

    assert _items(groups, words.NAMES_WITHOUT_EFFECT) == ["childline.org.uk"]
    assert "childline.org.uk" not in _items(groups, words.NAMES_BLOCKED)


def test_a_rule_against_a_name_of_the_box_is_shown_to_do_nothing() -> None:
    """The box answers its own names whatever a rule says."""
    rules = RuleSet(block=frozenset({from_text("printer.localhost")}))
    groups = rule_groups(compile_policy(Household(everyone=rules), 1).visitors, lists_missing=False)

    assert _items(groups, words.NAMES_WITHOUT_EFFECT) == ["printer.localhost"]


def test_an_engine_that_safe_search_closes_is_no_name_that_a_carer_blocked() -> None:
    """Only rules that somebody wrote are listed; what safe search closes is not among them."""
    rules = RuleSet(block=frozenset({from_text("video.example")}), safe_search=True)
    policy = compile_policy(Household(everyone=rules), 1).visitors
    groups = rule_groups(policy, lists_missing=False)

    assert any(rule.why is Why.SAFE_SEARCH for rule in policy.explicit.values())
    assert _items(groups, words.NAMES_BLOCKED) == ["video.example"]
    assert [row.label for group in groups for row in group.rows] == [words.NAMES_BLOCKED]


def test_kinds_wait_while_the_lists_are_missing() -> None:
    """Without lists no kind of site is shown as blocked."""
    groups = rule_groups(PHONE, lists_missing=True)

    assert _items(groups, words.KINDS_BLOCKED) == []
    assert _items(groups, words.KINDS_WAITING)[0] == "Dating"


def test_a_long_list_is_folded_and_a_very_long_one_is_cut_and_counted() -> None:
    """Two hundred names are on the page, behind a fold; the others are counted."""
    rules = RuleSet(block=frozenset(from_text(f"n{place:04}.example") for place in range(1_234)))
    (group,) = rule_groups(
        compile_policy(Household(visitors=rules), 1).visitors, lists_missing=False
    )
    (row,) = group.rows

    assert len(row.items) == SHOWN
    assert row.fold == words.NAMES_ALL.format(count="1,234")
    assert row.more == words.NAMES_MORE.format(count="1,034")


def test_devices_with_the_very_same_rules_stand_together() -> None:
    """Two shared devices under one set of rules make one card with both names."""
    (card,) = device_cards(
        (COMPILED.by_device["Living room TV"], COMPILED.by_device["Kitchen radio"]),
        lists_missing=False,
    )

    assert [device.name for device in card.devices] == ["Living room TV", "Kitchen radio"]


def test_a_device_without_rules_says_so() -> None:
    """An unfiltered device is not an empty space."""
    bare = Household(devices=(Device(name="Radio", belongs_to=EVERYONE, addresses=()),))
    (card,) = device_cards(compile_policy(bare, 1).by_device.values(), lists_missing=False)

    assert (card.groups, card.empty) == ((), words.NO_RULES)


@pytest.mark.parametrize("name", ICONS)
def test_a_device_has_a_picture_for_what_it_is_called(name: str) -> None:
    """A familiar word in the name chooses the picture; any other device has a plain one."""
    household = Household(devices=(Device(name=name, belongs_to=EVERYONE, addresses=()),))
    (card,) = device_cards(compile_policy(household, 1).by_device.values(), lists_missing=False)

    assert card.devices[0].icon == ICONS[name]


@given(households())
def test_what_is_shown_is_what_is_decided(household: Household) -> None:
    """For any home, each name and kind shown is decided so, and none that holds is missing."""
    compiled = compile_policy(household, 1)
    for policy in (*compiled.by_device.values(), compiled.visitors):
        groups = rule_groups(policy, lists_missing=False)

        assert all(_verdict(policy, name) is Block for name in _items(groups, words.NAMES_BLOCKED))
        assert all(_verdict(policy, name) is Allow for name in _items(groups, words.NAMES_ALLOWED))
        assert all(
            _verdict(policy, name) is Allow for name in _items(groups, words.NAMES_WITHOUT_EFFECT)
        )
        assert sum(
            len(row.items)
            for group in groups
            for row in group.rows
            if row.label != words.KINDS_BLOCKED
        ) == len(policy.explicit)
        assert sorted(_items(groups, words.KINDS_BLOCKED)) == sorted(
            kind.label[0].upper() + kind.label[1:] for kind in Category if kind.bit & policy.blocked
        )


@given(households())
def test_each_kind_stands_under_the_rules_that_block_it(household: Household) -> None:
    """For any home, everyone's group holds the kinds that only everyone's rules block."""
    policy = compile_policy(household, 1).visitors
    (*own, last) = rule_groups(policy, lists_missing=False) or (Group(heading="", rows=()),)
    kinds = [kind for kind in Category if policy.category_scopes.get(kind) is Scope.EVERYONE]
    everyone = (last,) if last.fold else ()

    assert len(_items(everyone, words.KINDS_BLOCKED)) == len(kinds)
    assert all(group.heading == words.FOR_VISITORS for group in own)


def _items(groups: tuple[Group, ...], label: str) -> list[str]:
    rows = [row for group in groups for row in group.rows]
    return [item for row in rows if row.label == label for item in row.items]


def _verdict(policy: DevicePolicy, name: str) -> type:
    return type(decide(policy, from_text(name), no_lists))
