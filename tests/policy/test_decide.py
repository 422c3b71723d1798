"""The order of decisions, three times: as a table, as promises, and against a slow oracle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.categories import Category, first_of, mask_of
from policy.compile import CompiledPolicy, DevicePolicy, compile_policy
from policy.decide import NOTHING_SAID, Listings, decide, no_lists
from policy.document import household_from_toml
from policy.household import Household
from policy.index import ListSource
from policy.names import Name, from_text, suffix_offsets, to_text
from policy.never_blocked import LIFELINES, Lifeline
from policy.rules import NO_RULES, RuleSet, Scope
from policy.special import BYPASS_SIGNALS
from policy.verdict import Allow, Block, Verdict, Why
from tests.policy.strategies import (
    Entry,
    entries,
    households,
    index_of,
    names,
    whole_households,
    wire_names,
)

HOME = household_from_toml("""
format = "lamplight-household/v1"

[everyone]
block_categories = ["adult"]
block = ["site.example", "tied.example", "org.uk"]
allow = ["deep.site.example", "listed-allowed.example"]

[visitors]
block = ["tied.example", "visitor.example"]

[[carers]]
name = "Jo"
allow = ["mask.icloud.com"]

[[young_people]]
name = "Sam"
block_categories = ["games", "adult"]
block = ["very.deep.site.example", "childline.org.uk", "nhs.uk"]
allow = ["tied.example"]

[[devices]]
name = "Sam's phone"
belongs_to = "Sam"
addresses = []
block = ["tied.example"]

[[devices]]
name = "Sam's tablet"
belongs_to = "Sam"
addresses = []

[[devices]]
name = "Jo's phone"
belongs_to = "Jo"
addresses = []
""")
COMPILED = compile_policy(HOME, 1)

ADULT, GAMES = Category.ADULT, Category.GAMES
LISTED = {
    "adult.example": ADULT.bit,
    "listed-allowed.example": ADULT.bit,
    "both.example": ADULT.bit | GAMES.bit,
    "play.example": GAMES.bit,
    "www.layers.example": Category.SHOPPING.bit,
    "layers.example": GAMES.bit,
    "uk": ADULT.bit,
    "icloud.com": ADULT.bit,
}


def listed(masks: dict[str, int]) -> Listings:
    """Return Listings that know the names of a dictionary and all below them."""

    def listings(name: Name) -> Sequence[tuple[int, int]]:
        by_name = {from_text(text): mask for text, mask in masks.items()}
        found = ((offset, by_name.get(Name(name[offset:]), 0)) for offset in suffix_offsets(name))
        return [(offset, mask) for offset, mask in found if mask]

    return listings


def rule(matched: str, offset: int, scope: Scope, *, denies_below: bool = True) -> Block:
    """Return a block by an explicit rule."""
    return Block(Why.RULE, from_text(matched), offset, denies_below, scope)


def category(matched: str, offset: int, scope: Scope, kind: Category) -> Block:
    """Return a block by a category, with nothing allowed below."""
    return Block(Why.CATEGORY, from_text(matched), offset, True, scope, kind)


def allowed(matched: str, scope: Scope) -> Allow:
    """Return an allow by an explicit rule."""
    return Allow(Why.RULE, from_text(matched), scope)


def lifeline(matched: str) -> Allow:
    """Return an allow of a name that is never blocked."""
    return Allow(Why.NEVER_BLOCKED, from_text(matched))


PHONE, TABLET, JO, VISITOR = "Sam's phone", "Sam's tablet", "Jo's phone", ""

PRECEDENCE: dict[str, tuple[str, str, Verdict]] = {
    "nothing is said": (PHONE, "free.example", NOTHING_SAID),
    "never-blocked beats a rule for the name": (
        PHONE,
        "childline.org.uk",
        lifeline("childline.org.uk"),
    ),
    "never-blocked beats a rule above": (JO, "childline.org.uk", lifeline("childline.org.uk")),
    "never-blocked beats a list": (VISITOR, "www.nspcc.org.uk", lifeline("nspcc.org.uk")),
    "never-blocked covers what lies below": (PHONE, "a.b.nhs.uk", lifeline("nhs.uk")),
    "a rule covers its name": (
        JO,
        "site.example",
        rule("site.example", 0, Scope.EVERYONE, denies_below=False),
    ),
    "a rule covers what lies below": (
        JO,
        "www.site.example",
        rule("site.example", 4, Scope.EVERYONE),
    ),
    "an allow below beats a block above": (
        JO,
        "deep.site.example",
        allowed("deep.site.example", Scope.EVERYONE),
    ),
    "a block below beats an allow above": (
        PHONE,
        "very.deep.site.example",
        rule("very.deep.site.example", 0, Scope.PERSON),
    ),
    "the allow still holds beside it": (
        PHONE,
        "other.deep.site.example",
        allowed("deep.site.example", Scope.EVERYONE),
    ),
    "the nearer name beats the narrower scope": (
        TABLET,
        "x.very.deep.site.example",
        rule("very.deep.site.example", 2, Scope.PERSON),
    ),
    "a tie goes to the device": (PHONE, "tied.example", rule("tied.example", 0, Scope.DEVICE)),
    "a tie goes to the person": (TABLET, "tied.example", allowed("tied.example", Scope.PERSON)),
    "a tie goes to the visitors": (
        VISITOR,
        "tied.example",
        rule("tied.example", 0, Scope.VISITORS),
    ),
    "no tie: everyone's": (JO, "tied.example", rule("tied.example", 0, Scope.EVERYONE)),
    "visitors' rules are visitors' alone": (JO, "visitor.example", NOTHING_SAID),
    "visitors' rules hold for visitors": (
        VISITOR,
        "visitor.example",
        rule("visitor.example", 0, Scope.VISITORS),
    ),
    "an allow rule beats a list": (
        PHONE,
        "listed-allowed.example",
        allowed("listed-allowed.example", Scope.EVERYONE),
    ),
    "a category blocks": (JO, "adult.example", category("adult.example", 0, Scope.EVERYONE, ADULT)),
    "a category covers what lies below": (
        JO,
        "www.adult.example",
        category("adult.example", 4, Scope.EVERYONE, ADULT),
    ),
    "a category is named with its narrowest scope": (
        TABLET,
        "adult.example",
        category("adult.example", 0, Scope.PERSON, ADULT),
    ),
    "a category not blocked here lets through": (JO, "play.example", NOTHING_SAID),
    "a category blocked for a person": (
        TABLET,
        "play.example",
        category("play.example", 0, Scope.PERSON, GAMES),
    ),
    "the first of two categories explains": (
        TABLET,
        "both.example",
        category("both.example", 0, Scope.PERSON, ADULT),
    ),
    "a listing that is not blocked does not hide one above": (
        TABLET,
        "www.layers.example",
        category("layers.example", 4, Scope.PERSON, GAMES),
    ),
    "a bypass signal is blocked for all": (
        VISITOR,
        "mask.icloud.com",
        Block(Why.BYPASS_SIGNAL, from_text("mask.icloud.com"), 0, denies_below=True),
    ),
    "a bypass signal covers what lies below": (
        VISITOR,
        "a.mask.icloud.com",
        Block(Why.BYPASS_SIGNAL, from_text("mask.icloud.com"), 2, denies_below=True),
    ),
    "a bypass signal is named before a list": (
        TABLET,
        "mask.icloud.com",
        Block(Why.BYPASS_SIGNAL, from_text("mask.icloud.com"), 0, denies_below=True),
    ),
    "an allow rule lifts a bypass signal": (
        JO,
        "mask.icloud.com",
        allowed("mask.icloud.com", Scope.PERSON),
    ),
    "a name above lifelines is answered NODATA": (
        JO,
        "org.uk",
        rule("org.uk", 0, Scope.EVERYONE, denies_below=False),
    ),
    "a name beside lifelines is denied": (JO, "x.org.uk", rule("org.uk", 2, Scope.EVERYONE)),
}


def policy_of(compiled: CompiledPolicy, device: str) -> DevicePolicy:
    """Return the policy of a device by its name, the visitors' where there is none."""
    return compiled.by_device[device] if device else compiled.visitors


@pytest.mark.parametrize(("device", "asked", "expected"), PRECEDENCE.values(), ids=PRECEDENCE)
def test_the_order_of_decisions(device: str, asked: str, expected: Verdict) -> None:
    """Each line of the table says who wins over whom, and with which reason."""
    found = decide(policy_of(COMPILED, device), from_text(asked), listed(LISTED))

    assert found == expected


def test_the_root_is_allowed() -> None:
    """The name above all names falls under no rule."""
    assert decide(COMPILED.visitors, Name(b"\0"), listed(LISTED)) == NOTHING_SAID


def test_lists_are_not_asked_where_a_rule_has_decided() -> None:
    """The costly question is put only when nothing else decided."""
    asked = []

    def listings(name: Name) -> Sequence[tuple[int, int]]:
        asked.append(to_text(name))
        return ()

    for text in ("site.example", "deep.site.example", "nhs.uk", "mask.icloud.com", "free.example"):
        decide(COMPILED.visitors, from_text(text), listings)

    assert asked == ["free.example"]


def test_a_box_without_lists_decides_by_rules_alone() -> None:
    """With no index, categories block nothing and rules hold."""
    assert decide(COMPILED.visitors, from_text("adult.example"), no_lists) == NOTHING_SAID
    assert isinstance(decide(COMPILED.visitors, from_text("site.example"), no_lists), Block)


def every_policy(compiled: CompiledPolicy) -> Iterator[DevicePolicy]:
    """Yield the policy of each device, and the visitors'."""
    yield from compiled.by_device.values()
    yield compiled.visitors


LIFELINE_ON_LISTS: list[Entry] = [
    (
        ListSource("a list that blocks too much", kind),
        [(from_text(text), exact) for text in ("childline.org.uk", "org.uk", "uk", "nhs.uk")],
    )
    for kind in Category
    for exact in (True, False)
]
LIFELINE_INDEX = index_of(LIFELINE_ON_LISTS)


def strictest(rules: RuleSet, lifeline_name: Name) -> RuleSet:
    """Return these rules with every category blocked, the lifeline, and all above it."""
    above = {Name(lifeline_name[offset:]) for offset in suffix_offsets(lifeline_name)}
    return RuleSet(
        block_categories=frozenset(Category), block=rules.block | above, allow=rules.allow - above
    )


@given(
    whole_households(),
    entries(),
    st.sampled_from(LIFELINES),
    st.sampled_from((b"", b"\3www", b"\1a\3www")),
)
def test_a_lifeline_is_answered_under_every_rule(
    household: Household, lists: list[Entry], line: Lifeline, below: bytes
) -> None:
    """Every lifeline and all below it is allowed for all, whatever rules and lists hold it."""
    asked = Name(below + line.name)
    rules = strictest(household.everyone, line.name)
    strict = Household(
        everyone=rules,
        visitors=rules,
        carers=household.carers,
        young_people=household.young_people,
        devices=household.devices,
    )
    everything = [(source, [(line.name, False)]) for source, _ in LIFELINE_ON_LISTS]
    for home in (household, strict):
        for policy in every_policy(compile_policy(home, 1)):
            for index in (LIFELINE_INDEX, index_of([*lists, *everything])):
                assert isinstance(decide(policy, asked, index.listings), Allow)


@given(whole_households(), st.sampled_from(LIFELINES))
def test_nothing_above_a_lifeline_is_denied_with_all_below(
    household: Household, line: Lifeline
) -> None:
    """A blocked name above a lifeline is never answered in a way that denies the lifeline."""
    everywhere = index_of(
        [(ListSource("x", kind), [(from_text("uk"), False)]) for kind in Category]
    )
    for policy in every_policy(compile_policy(household, 1)):
        for offset in list(suffix_offsets(line.name))[1:]:
            verdict = decide(policy, Name(line.name[offset:]), everywhere.listings)
            assert isinstance(verdict, Allow) or not verdict.denies_below


# The oracle: the same order, written without tables, wire bytes or a compile step.

LIFELINE_TEXTS = {to_text(line.name) for line in LIFELINES}


def above(text: str) -> list[str]:
    """Return the name and the names above it, nearest first."""
    labels = text.split(".")
    return [".".join(labels[place:]) for place in range(len(labels))]


def scopes_of(household: Household, device: str | None) -> list[tuple[Scope, RuleSet]]:
    """Return the rule sets that concern a device, narrowest first."""
    if device is None:
        return [(Scope.VISITORS, household.visitors), (Scope.EVERYONE, household.everyone)]
    (found,) = (entry for entry in household.devices if entry.name == device)
    people = {carer.name: carer.rules for carer in household.carers}
    people |= {person.name: person.rules for person in household.young_people}
    return [
        (Scope.DEVICE, found.rules),
        (Scope.PERSON, people.get(found.belongs_to, NO_RULES)),
        (Scope.EVERYONE, household.everyone),
    ]


def texts(wire: frozenset[Name]) -> set[str]:
    """Return names as text."""
    return {to_text(name) for name in wire}


def slow_rule(scopes: list[tuple[Scope, RuleSet]], name: str) -> tuple[Scope, bool] | None:
    """Return by whose rule this very name is decided and whether that allows it."""
    for scope, rules in scopes:
        if name in texts(rules.allow):
            return scope, True
        if name in texts(rules.block):
            return scope, False
    return None


def lies_above_an_allowed_name(scopes: list[tuple[Scope, RuleSet]], asked: str) -> bool:
    """Say whether a name below `asked` is a lifeline or allowed by the rule that decides it."""
    named = {name for _, rules in scopes for name in texts(rules.allow)}
    open_names = {name for name in named if (slow_rule(scopes, name) or (None, False))[1]}
    return any(name.endswith(f".{asked}") for name in open_names | LIFELINE_TEXTS)


def slow_decide(
    household: Household, device: str | None, asked: str, lists: list[Entry]
) -> Verdict:
    """Decide the obvious way."""
    scopes = scopes_of(household, device)
    offsets = {name: len(asked) - len(name) for name in above(asked)}
    denies = not lies_above_an_allowed_name(scopes, asked)
    for name in above(asked):
        if name in LIFELINE_TEXTS:
            return Allow(Why.NEVER_BLOCKED, from_text(name))
    for name in above(asked):
        if found := slow_rule(scopes, name):
            scope, allows = found
            if allows:
                return Allow(Why.RULE, from_text(name), scope)
            return Block(Why.RULE, from_text(name), offsets[name], denies, scope)
    for name in above(asked):
        if name in texts(BYPASS_SIGNALS):
            return Block(Why.BYPASS_SIGNAL, from_text(name), offsets[name], denies)
    return slow_category(scopes, asked, lists, denies_below=denies)


def slow_category(
    scopes: list[tuple[Scope, RuleSet]], asked: str, lists: list[Entry], *, denies_below: bool
) -> Verdict:
    """Decide by the lists, the nearest name first, then by the order of categories."""
    for name in above(asked):
        for kind in Category:
            blocking = [scope for scope, rules in scopes if kind in rules.block_categories]
            if blocking and slow_covers(lists, kind, name, asked):
                offset, scope = len(asked) - len(name), blocking[0]
                return Block(Why.CATEGORY, from_text(name), offset, denies_below, scope, kind)
    return Allow(Why.NOTHING)


def slow_covers(lists: list[Entry], kind: Category, name: str, asked: str) -> bool:
    """Say whether a list of this kind covers `asked` by its entry for `name`."""
    return any(
        source.category is kind and to_text(entry) == name and (name == asked or not exact)
        for source, listed_names in lists
        for entry, exact in listed_names
    )


@given(households(), names(), entries())
def test_the_decision_is_the_obvious_one(
    household: Household, name: Name, lists: list[Entry]
) -> None:
    """For any household, lists and name, the quick way and the obvious way decide alike."""
    compiled = compile_policy(household, 1)
    index = index_of(lists)
    asked = to_text(name)

    for device, policy in ((None, compiled.visitors), *compiled.by_device.items()):
        expected = slow_decide(household, device, asked, lists)
        assert decide(policy, name, index.listings) == expected


@given(
    whole_households(),
    wire_names(),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2**17 - 1))),
)
def test_every_name_gets_a_verdict(
    household: Household, name: Name, marks: list[tuple[int, int]]
) -> None:
    """Whatever octets a name holds and whatever lists say of it, there is a decision."""
    offsets = list(suffix_offsets(name))
    said = [(offsets[place], mask) for place, mask in marks if place < len(offsets)]

    for policy in every_policy(compile_policy(household, 1)):
        verdict = decide(policy, name, lambda _: said)
        assert isinstance(verdict, Allow) or name[verdict.offset :] == verdict.matched


@given(households(), names(), entries())
def test_a_category_block_names_a_category_that_is_listed_and_blocked(
    household: Household, name: Name, lists: list[Entry]
) -> None:
    """The category that explains a block is one the carer blocked, and the first such."""
    index = index_of(lists)
    for policy in every_policy(compile_policy(household, 1)):
        verdict = decide(policy, name, index.listings)
        if isinstance(verdict, Block) and verdict.why is Why.CATEGORY:
            hit = dict(index.listings(name))[verdict.offset] & policy.blocked
            assert verdict.category is first_of(hit)
            assert verdict.scope is policy.category_scopes[first_of(hit)]


def test_the_oracle_and_the_table_agree() -> None:
    """The slow way gives every line of the table, so that one checks the other."""
    lists: list[Entry] = [
        (ListSource("x", kind), [(from_text(text), False)])
        for text, mask in LISTED.items()
        for kind in Category
        if mask & mask_of((kind,))
    ]

    assert {
        case: slow_decide(HOME, device or None, asked, lists)
        for case, (device, asked, _) in PRECEDENCE.items()
    } == {case: expected for case, (_, _, expected) in PRECEDENCE.items()}
