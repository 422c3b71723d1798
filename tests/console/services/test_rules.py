from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.services.rules import (
    CLOSED_APPS,
    OPEN_APPS,
    Complaint,
    Field,
    RulesRefused,
    Switch,
    powerless,
    switches_of,
    with_budgets,
    with_family_time,
    with_kinds,
    with_names,
    with_timed,
    without_timed,
)
from policy import services
from policy.categories import Category
from policy.compile import compile_policy
from policy.decide import decide
from policy.household import Household, YoungPerson
from policy.listings import no_lists
from policy.names import Name, from_text
from policy.never_blocked import NEVER_BLOCKED
from policy.rules import NO_RULES, RuleSet, YouTube
from policy.timed import Budget, Effect, FamilyTime, TimedRule
from policy.verdict import Allow
from policy.what import EVERYTHING, What
from policy.windows import Window
from tests.policy.strategies import rule_sets

NIGHT = TimedRule(
    title="Bedtime", effect=Effect.BLOCK, what=EVERYTHING, windows=(Window(start=1_260, end=420),)
)
CALLS = FamilyTime(title="Nan", what=What(services=frozenset({"whatsapp"})))
MAYA = YoungPerson(name="Maya", family_time=(CALLS,))

REFUSED: dict[str, tuple[Callable[[], object], Field, Complaint]] = {
    "no name": (lambda: with_names(NO_RULES, "a b", ""), Field.BLOCK, Complaint.NAME),
    "an address": (lambda: with_names(NO_RULES, "", "192.0.2.1"), Field.ALLOW, Complaint.NAME),
    "both": (lambda: with_names(NO_RULES, "a.example", "A.Example."), Field.ALLOW, Complaint.BOTH),
    "no title": (
        lambda: with_timed(
            NO_RULES, None, TimedRule(title="", effect=Effect.BLOCK, what=EVERYTHING)
        ),
        Field.TITLE,
        Complaint.NO_TITLE,
    ),
    "a title that is taken": (
        lambda: with_timed(RuleSet(timed=(NIGHT,)), None, NIGHT),
        Field.TITLE,
        Complaint.TITLE_TAKEN,
    ),
    "too many rules": (
        lambda: with_timed(RuleSet(timed=(NIGHT,) * 2_000), "x", NIGHT),
        Field.TITLE,
        Complaint.TITLE_TAKEN,
    ),
    "family time twice": (
        lambda: with_family_time(MAYA, None, CALLS),
        Field.TITLE,
        Complaint.TITLE_TAKEN,
    ),
    "too many budgets": (
        lambda: with_budgets(MAYA, [Budget(minutes=5)] * 2_001),
        Field.MINUTES,
        Complaint.TOO_MANY,
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_with_its_field(case: str) -> None:
    """Each mistake is told beside the field in which it stands."""
    change, field, complaint = REFUSED[case]
    with pytest.raises(RulesRefused) as refused:
        change()

    assert (refused.value.field, refused.value.complaint) == (field, complaint)


@given(
    rule_sets(),
    st.dictionaries(st.sampled_from(sorted(services.BY_TAG)), st.sampled_from(Switch), max_size=6),
    st.frozensets(st.sampled_from(Category)),
)
def test_switches_are_read_back_as_they_were_set(
    rules: RuleSet, switches: dict[str, Switch], kinds: frozenset[Category]
) -> None:
    """What is switched is what the next page shows, and no other rule in time is touched."""
    after = with_kinds(rules, kinds, switches, safe_search=True, youtube=YouTube.STRICT)
    set_ones = {tag: to for tag, to in switches.items() if to is not Switch.AS_ITS_KIND}
    untouched = [rule for rule in rules.timed if rule in after.timed]

    assert switches_of(after) == set_ones
    assert after.block_categories == kinds
    assert with_kinds(after, kinds, set_ones, safe_search=True, youtube=YouTube.STRICT) == after
    assert [rule for rule in after.timed if rule in rules.timed] == untouched


def test_a_switch_decides_against_the_kind() -> None:
    """An app that is switched open stays open, and a closed one closed, whatever its kind does."""
    rules = with_kinds(
        NO_RULES,
        {Category.SOCIAL_MEDIA},
        {"instagram": Switch.OPEN, "spotify": Switch.CLOSED},
        safe_search=None,
        youtube=None,
    )
    policy = compile_policy(Household(visitors=rules), 1).visitors
    opened = {
        text: isinstance(decide(policy, from_text(text), no_lists), Allow)
        for text in ("instagram.com", "spotify.com", "tiktok.com")
    }

    assert opened == {"instagram.com": True, "spotify.com": False, "tiktok.com": True}
    assert [rule.title for rule in rules.timed] == [CLOSED_APPS, OPEN_APPS]


def test_a_title_that_is_taken_gets_a_number() -> None:
    """Somebody's own rule of the same title stays theirs."""
    own = TimedRule(title=CLOSED_APPS, effect=Effect.BLOCK, what=EVERYTHING)
    rules = with_kinds(
        RuleSet(timed=(own,)),
        (),
        {"tiktok": Switch.CLOSED},
        safe_search=None,
        youtube=None,
    )

    assert [rule.title for rule in rules.timed] == [f"{CLOSED_APPS} 2", CLOSED_APPS]


def test_within_one_set_open_beats_closed() -> None:
    """A file that says both of one app is shown as what it does."""
    tiktok = What(services=frozenset({"tiktok"}))
    rules = RuleSet(
        timed=(
            TimedRule(title="a", effect=Effect.ALLOW, what=tiktok),
            TimedRule(title="b", effect=Effect.BLOCK, what=tiktok),
        )
    )

    assert switches_of(rules) == {"tiktok": Switch.OPEN}


def test_names_are_read_line_by_line() -> None:
    """Empty lines are nothing, and of a web address that was pasted only the site is kept."""
    rules = with_names(NO_RULES, "\n https://Chess.example/game?id=1 \n\nb.example\n", "c.example")

    assert rules.block == {from_text("chess.example"), from_text("b.example")}
    assert rules.allow == {from_text("c.example")}


@given(st.sampled_from(sorted(NEVER_BLOCKED)), st.sampled_from((b"", b"\x03www")))
def test_a_block_that_does_nothing_is_told(lifeline: Name, below: bytes) -> None:
    """Each name that cannot be blocked, and what is below it, is told with what it is."""
    name = Name(below + lifeline)
    [found] = powerless(RuleSet(block=frozenset({name, from_text("chess.example")})))
    policy = compile_policy(Household(visitors=RuleSet(block=frozenset({name}))), 1).visitors

    assert found.name == name
    assert found.what
    assert isinstance(decide(policy, name, no_lists), Allow)


def test_a_name_that_the_box_answers_itself_cannot_be_blocked() -> None:
    """It has no keeper to be told of."""
    [found] = powerless(RuleSet(block=frozenset({from_text("localhost")})))

    assert found.what is None


def test_a_rule_in_time_takes_the_place_of_the_one_before() -> None:
    """A changed rule stays where it was, a new one comes last, and a removed one is gone."""
    other = TimedRule(title="Dinner", effect=Effect.BLOCK, what=EVERYTHING)
    rules = with_timed(with_timed(NO_RULES, None, NIGHT), None, other)
    renamed = TimedRule(title="Night", effect=Effect.BLOCK, what=EVERYTHING)

    assert [one.title for one in with_timed(rules, "Bedtime", renamed).timed] == ["Night", "Dinner"]
    assert with_timed(rules, "Bedtime", NIGHT) == rules
    assert without_timed(rules, "Bedtime").timed == (other,)


def test_family_time_is_added_changed_and_removed() -> None:
    """Each family time is known by its title."""
    grandad = FamilyTime(title="Grandad", what=CALLS.what)

    assert with_family_time(MAYA, None, grandad).family_time == (CALLS, grandad)
    assert with_family_time(MAYA, "Nan", grandad).family_time == (grandad,)
    assert with_family_time(MAYA, "Nan", None).family_time == ()
