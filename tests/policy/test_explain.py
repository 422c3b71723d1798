from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.categories import Category
from policy.compile import compile_policy
from policy.decide import decide, no_lists
from policy.document import household_from_toml
from policy.explain import explain, short_reason
from policy.household import Carer, Device, Household, YoungPerson
from policy.index import ListSource
from policy.names import Name, from_text, is_at_or_below, to_text
from policy.never_blocked import LIFELINES, Lifeline
from policy.rules import RuleSet, Scope
from policy.special import LocalName, local_name
from policy.verdict import Block, Why
from tests.policy.strategies import Entry, entries, households, index_of, names

COMPILED = compile_policy(
    household_from_toml("""
format = "lamplight-household/v1"

[everyone]
block_categories = ["adult"]
block = ["everyone.example"]

[visitors]
block = ["visitors.example"]
block_categories = ["shopping"]

[[young_people]]
name = "Sam"
block_categories = ["games"]
block = ["person.example"]
allow = ["fine.example"]

[[devices]]
name = "Sam's phone"
belongs_to = "Sam"
addresses = []
block = ["device.example"]
block_categories = ["shopping"]
"""),
    1,
)
INDEX = index_of(
    [
        (ListSource("A", Category.ADULT), [(from_text("adult.example"), False)]),
        (ListSource("B", Category.ADULT), [(from_text("adult.example"), False)]),
        (ListSource("Top list", Category.ADULT), [(from_text("www.adult.example"), False)]),
        (ListSource("Hosts", Category.GAMES), [(from_text("play.example"), True)]),
        (ListSource("Shops", Category.SHOPPING), [(from_text("shop.example"), False)]),
    ]
)

PHONE, VISITOR = "Sam's phone", ""

BECAUSE: dict[str, tuple[str, str, Why, str]] = {
    "nothing": (PHONE, "free.example", Why.NOTHING, "nothing here is against it"),
    "never blocked": (
        PHONE,
        "www.childline.org.uk",
        Why.NEVER_BLOCKED,
        "childline.org.uk is Childline, and no rule here can block it",
    ),
    "an allow rule": (PHONE, "a.fine.example", Why.RULE, "a rule for Sam allows fine.example"),
    "everyone's rule": (
        PHONE,
        "everyone.example",
        Why.RULE,
        "a rule for everyone here blocks everyone.example",
    ),
    "a person's rule": (PHONE, "person.example", Why.RULE, "a rule for Sam blocks person.example"),
    "a device's rule": (
        PHONE,
        "device.example",
        Why.RULE,
        "a rule for this device blocks device.example",
    ),
    "visitors' rule": (
        VISITOR,
        "visitors.example",
        Why.RULE,
        "a rule for visitors blocks visitors.example",
    ),
    "a category for everyone": (
        PHONE,
        "x.adult.example",
        Why.CATEGORY,
        "adult.example is listed under adult (A, B), which is blocked for everyone here",
    ),
    "the nearest listing": (
        PHONE,
        "www.adult.example",
        Why.CATEGORY,
        (
            "www.adult.example is listed under adult (Top list, A, B), which is blocked for"
            " everyone here"
        ),
    ),
    "a category for a person": (
        PHONE,
        "play.example",
        Why.CATEGORY,
        "play.example is listed under games (Hosts), which is blocked for Sam",
    ),
    "a category for a device": (
        PHONE,
        "shop.example",
        Why.CATEGORY,
        "shop.example is listed under shopping (Shops), which is blocked for this device",
    ),
    "a category for visitors": (
        VISITOR,
        "shop.example",
        Why.CATEGORY,
        "shop.example is listed under shopping (Shops), which is blocked for visitors",
    ),
    "a hosts line and the name below": (
        PHONE,
        "www.play.example",
        Why.NOTHING,
        "nothing here is against it",
    ),
    "a bypass signal": (
        PHONE,
        "mask.icloud.com",
        Why.BYPASS_SIGNAL,
        "it is how a device asks to go around this home's rules",
    ),
}


@pytest.mark.parametrize(("device", "asked", "why", "because"), BECAUSE.values(), ids=BECAUSE)
def test_every_reason_has_its_sentence(device: str, asked: str, why: Why, because: str) -> None:
    """Each kind of reason is told in one sentence that a carer understands."""
    policy = COMPILED.by_device[device] if device else COMPILED.visitors
    told = explain(policy, from_text(asked), INDEX)
    who = device or "A device nobody has named"
    may = "may open" if told.allowed else "may not open"

    assert (told.why, told.sentence) == (why, f"{who} {may} {asked}: {because}.")


def test_no_reason_is_without_a_sentence_here() -> None:
    """The table above leaves out no reason that a decision can have."""
    assert {why for _, _, why, _ in BECAUSE.values()} == set(Why)


@pytest.mark.parametrize("kind", LocalName)
def test_a_name_of_the_box_s_own_has_its_sentence(kind: LocalName) -> None:
    """A local name is explained as the box's own answer, the same for everyone."""
    told = explain(COMPILED.by_device[PHONE], from_text(f"x.{kind}"), INDEX)

    assert (told.allowed, told.why, told.matched) == (True, kind, from_text(kind))
    assert told.sentence == f"x.{kind} is answered by the Lamplight box itself, for every device."


def test_a_box_without_lists_says_that_they_were_not_checked() -> None:
    """Where there is no index, a name that nothing is against is not called harmless."""
    told = explain(COMPILED.visitors, from_text("free.example"), None)

    assert told.allowed
    assert told.sentence == (
        "A device nobody has named may open free.example: no rule here is against it;"
        " the category lists were not there to be checked."
    )


def test_an_explanation_carries_what_it_rests_on() -> None:
    """A program gets the parts of the sentence as values."""
    told = explain(COMPILED.by_device[PHONE], from_text("x.adult.example"), INDEX)

    assert not told.allowed
    assert told.matched == from_text("adult.example")
    assert told.category == "adult"
    assert [(listed.source.name, to_text(listed.name)) for listed in told.lists] == [
        ("A", "adult.example"),
        ("B", "adult.example"),
    ]
    assert not told.offers_help


def test_every_list_that_covers_a_name_is_told_with_what_it_holds() -> None:
    """Lists that name the site and lists that name a page of it stand side by side."""
    told = explain(COMPILED.by_device[PHONE], from_text("www.adult.example"), INDEX)

    assert [(listed.source.name, to_text(listed.name)) for listed in told.lists] == [
        ("Top list", "www.adult.example"),
        ("A", "adult.example"),
        ("B", "adult.example"),
    ]
    assert "(Top list, A, B)" in told.sentence


def test_one_adult_list_alone_is_told_though_it_does_not_block() -> None:
    """Where one of several lists says adult, the explanation says so, and that two must agree."""
    index = index_of(
        [(ListSource("A", Category.ADULT, alone=False), [(from_text("odd.example"), False)])]
    )
    told = explain(COMPILED.by_device[PHONE], from_text("odd.example"), index)
    elsewhere = explain(COMPILED.by_device[PHONE], from_text("free.example"), index)

    assert told.sentence.endswith(
        "nothing here is against it; one list says adult, and two must agree."
    )
    assert "two must agree" not in elsewhere.sentence


@pytest.mark.parametrize("category", Category)
def test_a_block_that_may_be_a_cry_for_help_offers_it(category: Category) -> None:
    """Blocks of self-harm, weapons, companions and strangers lead to help; other ones do not."""
    home = compile_policy(Household(everyone=RuleSet(block_categories=frozenset(Category))), 1)
    index = index_of([(ListSource("A", category), [(from_text("odd.example"), False)])])
    told = explain(home.visitors, from_text("odd.example"), index)

    assert told.offers_help is (category.value in {"self-harm", "violence", "strangers"})


@given(households(), names(), st.none() | entries())
def test_the_explanation_is_the_decision(
    household: Household, name: Name, lists: list[Entry] | None
) -> None:
    """What is told is what was decided, for every device, and is one sentence about that name."""
    index = None if lists is None else index_of(lists)
    compiled = compile_policy(household, 1)
    for policy in (*compiled.by_device.values(), compiled.visitors):
        told = explain(policy, name, index)
        verdict = decide(policy, name, index.listings if index else no_lists)
        blocked = isinstance(verdict, Block)

        assert (told.allowed, told.why, told.matched) == (not blocked, verdict.why, verdict.matched)
        assert ("may not open" in told.sentence) is blocked
        assert to_text(name) in told.sentence
        assert told.sentence.endswith(".")


@given(households(), names(), entries())
def test_the_lists_named_are_lists_that_say_so(
    household: Household, name: Name, lists: list[Entry]
) -> None:
    """A list stands in an explanation only if it holds that name under that category."""
    visitors = compile_policy(household, 1).visitors
    told = explain(visitors, name, index_of(lists))
    holding = {
        (source, entry)
        for source, listed in lists
        for entry, _ in listed
        if source.category == told.category and is_at_or_below(name, entry)
    }
    named = {(listed.source, listed.name) for listed in told.lists}

    assert bool(named) is (told.why is Why.CATEGORY)
    assert named <= holding
    assert told.matched in {entry for _, entry in named} or not named


def renamed(household: Household) -> Household:
    """Return the same household with everybody and everything called something else."""
    new = {person.name: f"Person {n}" for n, person in enumerate(household.carers)}
    new |= {person.name: f"Young {n}" for n, person in enumerate(household.young_people)}
    return Household(
        everyone=household.everyone,
        visitors=household.visitors,
        carers=tuple(Carer(name=new[who.name], rules=who.rules) for who in household.carers),
        young_people=tuple(
            YoungPerson(name=new[who.name], rules=who.rules) for who in household.young_people
        ),
        devices=tuple(
            Device(
                name=f"Device {n}",
                belongs_to=new.get(device.belongs_to, device.belongs_to),
                addresses=device.addresses,
                rules=device.rules,
            )
            for n, device in enumerate(household.devices)
        ),
    )


@given(households(), names(), entries())
def test_the_short_reason_tells_nothing_of_who_asked(
    household: Household, name: Name, lists: list[Entry]
) -> None:
    """Two homes that differ only in what people and devices are called give the same words."""
    index = index_of(lists)
    one = compile_policy(household, 1).by_device.values()
    other = compile_policy(renamed(household), 1).by_device.values()
    for policy, twin in zip(one, other, strict=True):
        verdict = decide(policy, name, index.listings)
        twin_verdict = decide(twin, name, index.listings)
        assert verdict == twin_verdict
        if isinstance(verdict, Block) and isinstance(twin_verdict, Block):
            assert short_reason(verdict) == short_reason(twin_verdict)


MATCHED = from_text("bad.example")

SHORT = {
    "a rule": (
        Block(Why.RULE, MATCHED, 0, denies_below=True, scope=Scope.PERSON),
        "Blocked in this home: a rule about bad.example",
    ),
    "a bypass signal": (
        Block(Why.BYPASS_SIGNAL, MATCHED, 0, denies_below=True),
        "Blocked in this home: this network filters names for everyone here",
    ),
    **{
        kind.value: (
            Block(Why.CATEGORY, MATCHED, 0, denies_below=True, category=kind),
            f"Blocked in this home: {kind.label}",
        )
        for kind in Category
    },
}


@pytest.mark.parametrize(("block", "words"), SHORT.values(), ids=SHORT)
def test_the_short_reason_says_why_and_no_more(block: Block, words: str) -> None:
    """The text of an extended error is a few words about the reason."""
    assert short_reason(block) == words


@pytest.mark.parametrize("scope", Scope)
def test_the_short_reason_does_not_say_whose_rule_it_was(scope: Scope) -> None:
    """A rule of a person and a rule of the house read alike on the network."""
    block = Block(Why.RULE, MATCHED, 0, denies_below=True)

    assert short_reason(replace(block, scope=scope)) == short_reason(block)


@given(st.sampled_from(LIFELINES))
def test_a_lifeline_is_explained_by_what_it_is(line: Lifeline) -> None:
    """The explanation of a lifeline says whose name it is."""
    assert line.what in explain(COMPILED.visitors, line.name, INDEX).sentence
    assert local_name(line.name) is None
