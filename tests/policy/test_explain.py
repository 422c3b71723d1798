from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.categories import Category
from policy.compile import CompiledPolicy, compile_policy
from policy.decide import decide, no_lists
from policy.document import household_from_toml
from policy.explain import explain, short_reason
from policy.given.grants import GrantKind
from policy.household import Household
from policy.index import ListSource
from policy.moment import Moment
from policy.names import Name, from_text, is_at_or_below, to_text
from policy.never_blocked import LIFELINES, Lifeline
from policy.rules import RuleSet, Scope
from policy.special import LocalName, local_name
from policy.timed import Target
from policy.tonight import Tonight
from policy.verdict import Block, Why
from policy.what import What
from tests.policy.evening import INDEX as EVENING_INDEX
from tests.policy.evening import LONDON, at, clock, grant
from tests.policy.strategies import Entry, entries, index_of, names, whole_households
from tests.policy.time_strategies import evenings, moments

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
    in_time = {why for _, _, why, _ in IN_TIME.values()} | {Why.SCHOOL}  # a test of its own

    assert {why for _, _, why, _ in BECAUSE.values()} | in_time == set(Why)


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


@given(whole_households(), names(), st.none() | entries())
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


@given(whole_households(), names(), entries())
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
    return replace(
        household,
        carers=tuple(replace(who, name=new[who.name]) for who in household.carers),
        young_people=tuple(replace(who, name=new[who.name]) for who in household.young_people),
        devices=tuple(
            replace(
                device,
                name=f"Device {n}",
                belongs_to=new.get(device.belongs_to, device.belongs_to),
                shared_by=tuple(new[name] for name in device.shared_by),
            )
            for n, device in enumerate(household.devices)
        ),
    )


@given(whole_households(), names(), entries())
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

    assert short_reason(block._replace(scope=scope)) == short_reason(block)


@given(st.sampled_from(LIFELINES))
def test_a_lifeline_is_explained_by_what_it_is(line: Lifeline) -> None:
    """The explanation of a lifeline says whose name it is."""
    assert line.what in explain(COMPILED.visitors, line.name, INDEX).sentence
    assert local_name(line.name) is None


PAUSED = grant(GrantKind.PAUSE, "14:00", "15:00")
HOMEWORK = grant(GrantKind.HOMEWORK, "14:00", "15:00")
IS_IT_US = grant(GrantKind.IS_IT_US, "14:00", "14:10", device="Sam's phone")
OPENED = grant(
    GrantKind.OPEN, "14:00", "15:00", what=What(names=frozenset({from_text("x.example")}))
)
GAMES = Target(category=Category.GAMES)
LATER_THAT_NIGHT = "until 07:00 on Sunday 30 March"

IN_TIME: dict[str, tuple[CompiledPolicy, str, Why, str]] = {
    "the clock": (
        at("21:00"),
        "x.example",
        Why.CLOCK,
        f'"Bedtime", a rule for Sam, closes it, {LATER_THAT_NIGHT}',
    ),
    "a pause": (
        at("14:00", PAUSED),
        "x.example",
        Why.PAUSE,
        "Jo paused it, until 15:00 on Saturday 29 March",
    ),
    "homework": (
        at("14:00", HOMEWORK),
        "x.example",
        Why.HOMEWORK,
        "Jo set homework time, and it is not needed for that, until 15:00 on Saturday 29 March",
    ),
    "minutes": (
        at("14:00", minutes={GAMES: 60}),
        "play.example",
        Why.USED_UP,
        (
            "the minutes of games are used up, as far as can be counted, until 00:00 on Sunday 30"
            " March"
        ),
    ),
    "family time": (
        at("21:00"),
        "whatsapp.com",
        Why.FAMILY_TIME,
        "it stays open in family time (Call Mum), until 21:30 on Saturday 29 March",
    ),
    "a grant": (
        at("14:00", OPENED),
        "x.example",
        Why.GRANT,
        "Jo opened it, until 15:00 on Saturday 29 March",
    ),
    "lifted": (
        at("14:00", IS_IT_US),
        "always.example",
        Why.GRANT,
        (
            "Jo lifted the filters on this device to find out if they are the cause, until 14:10 on"
            " Saturday 29 March"
        ),
    ),
    "lifted, and opened besides": (
        at("14:00", IS_IT_US, OPENED),
        "x.example",
        Why.GRANT,
        "Jo opened it, until 15:00 on Saturday 29 March",
    ),
    "a service by the clock": (
        at("16:00"),
        "www.tiktok.com",
        Why.RULE,
        '"TikTok after tea", a rule for Sam blocks tiktok.com, until 18:00 on Saturday 29 March',
    ),
    "an allow by the clock": (
        at("20:00"),
        "radio.example",
        Why.RULE,
        '"Audio hour", a rule for Sam allows radio.example, until 22:00 on Saturday 29 March',
    ),
    "a kind by the clock": (
        at("09:00"),
        "shop.example",
        Why.CATEGORY,
        (
            "shop.example is listed under shopping (Shops), which is blocked for Sam by"
            ' "No shops before lunch", until 12:00 on Saturday 29 March'
        ),
    ),
    "an unsafe engine": (
        at("14:00"),
        "yandex.com",
        Why.SAFE_SEARCH,
        "yandex.com is a search engine that cannot be made safe, and search is to be safe for Sam",
    ),
}


@pytest.mark.parametrize("case", IN_TIME)
def test_what_hangs_on_time_is_told_with_its_rule_and_its_end(case: str) -> None:
    """The sentence names the rule or the giver, and until when by the home's clocks."""
    compiled, asked, why, because = IN_TIME[case]
    phone = compiled.by_device["Sam's phone"]
    found = explain(phone, from_text(asked), EVENING_INDEX, LONDON)
    may = "may open" if found.allowed else "may not open"

    assert found.why is why
    assert found.sentence == f"Sam's phone {may} {asked}: {because}."


def test_school_sites_are_told_as_such() -> None:
    """On a school device the reason is the school."""
    laptop = at("23:00").by_device["Sam's school laptop"]

    assert explain(laptop, from_text("school.example"), None, LONDON).sentence == (
        "Sam's school laptop may open school.example: school sites stay open on a school device."
    )


def test_without_a_zone_no_end_is_told() -> None:
    """Who does not know the home's clocks says nothing that could be wrong; programs get UTC."""
    found = explain(at("21:00").by_device["Sam's phone"], from_text("x.example"), None)

    assert found.sentence.endswith('"Bedtime", a rule for Sam, closes it.')
    assert (found.title, found.until) == ("Bedtime", clock("2025-03-30 07:00"))


def test_on_a_shared_device_the_one_whose_rule_it_is_is_named() -> None:
    """While nobody said whose turn it is, that is told beside the rule that decided."""
    tablet = at("09:30").by_device["Tablet"]

    assert explain(tablet, from_text("x.example"), None, LONDON).sentence == (
        'Tablet may not open x.example: "Study", a rule for Alex, closes it, until 11:00 on'
        " Saturday 29 March; nobody has said who is using it, so the strictest rules of those who"
        " share it hold."
    )
    assert explain(tablet, from_text("study.example"), None, LONDON).allowed


@given(st.data(), whole_households(), moments(), names())
def test_whatever_decided_is_named(
    data: st.DataObject, household: Household, now: Moment, name: Name
) -> None:
    """A title in the decision is in the sentence, and a block is never without its reason."""
    tonight = data.draw(evenings(household))
    for policy in compile_policy(household, 1, moment=now, tonight=tonight).by_device.values():
        verdict = decide(policy, name, EVENING_INDEX.listings)
        found = explain(policy, name, EVENING_INDEX, now.zone)
        assert local_name(name) or (found.why, found.title) == (verdict.why, verdict.title)
        if verdict.title is not None:
            assert verdict.title in found.sentence


def _without(
    household: Household, tonight: Tonight, why: Why, title: str
) -> tuple[Household, Tonight]:
    """Return a home and an evening without what a reason in time names."""

    def fewer(rules: RuleSet) -> RuleSet:
        return replace(rules, timed=tuple(one for one in rules.timed if one.title != title))

    if why in (Why.GRANT, Why.PAUSE, Why.HOMEWORK):
        left = tuple(one for one in tonight.grants if one.giver != title)
        return household, replace(tonight, grants=left)
    return replace(
        household,
        everyone=fewer(household.everyone),
        visitors=fewer(household.visitors),
        carers=tuple(replace(one, rules=fewer(one.rules)) for one in household.carers),
        young_people=tuple(
            replace(
                one,
                rules=fewer(one.rules),
                budgets=tuple(it for it in one.budgets if it.target.label != title),
                family_time=tuple(it for it in one.family_time if it.title != title),
            )
            for one in household.young_people
        ),
        devices=tuple(replace(one, rules=fewer(one.rules)) for one in household.devices),
    ), tonight


@given(st.data(), whole_households(), moments(), names())
def test_without_what_is_named_it_would_be_decided_otherwise(
    data: st.DataObject, household: Household, now: Moment, name: Name
) -> None:
    """Rule, budget, family time or giver: take away what the sentence names, and it is not so."""
    tonight = data.draw(evenings(household))
    # Each grant has a giver of its own, so that a name says which grant it was.
    givers = tuple(replace(one, giver=f"Giver {place}") for place, one in enumerate(tonight.grants))
    tonight = replace(tonight, grants=givers)
    for device, policy in compile_policy(
        household, 1, moment=now, tonight=tonight
    ).by_device.items():
        found = explain(policy, name, EVENING_INDEX, now.zone)
        if found.title is None or isinstance(found.why, LocalName):
            continue
        home, evening = _without(household, tonight, found.why, found.title)
        other = compile_policy(home, 1, moment=now, tonight=evening).by_device[device]
        again = explain(other, name, EVENING_INDEX, now.zone)

        assert (again.why, again.title) != (found.why, found.title)


def test_the_short_reason_holds_no_title_of_a_carers() -> None:
    """What goes over the network says that it is closed, and not by whose rule or whose word."""
    reasons = {
        short_reason(verdict)
        for compiled, asked, *_ in IN_TIME.values()
        if isinstance(
            verdict := decide(
                compiled.by_device["Sam's phone"], from_text(asked), EVENING_INDEX.listings
            ),
            Block,
        )
    }

    assert reasons == {
        "Blocked in this home: closed at this time",
        "Blocked in this home: paused for now",
        "Blocked in this home: closed in homework time",
        "Blocked in this home: the minutes for it are used up",
        "Blocked in this home: a rule about tiktok.com",
        "Blocked in this home: shopping",
        "Blocked in this home: this search engine cannot be made safe",
    }
