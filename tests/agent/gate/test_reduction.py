from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.gate.reduction import ANSWERED, NEVER, SHIPPED, reduced
from agent.in_force import InForce, protective_default
from consent.observation import Terms, check_observation
from consent.suffixes import registrable
from policy.categories import Category
from policy.names import Name, from_text, to_text
from policy.rules import Scope
from policy.verdict import Allow, Block, Verdict, Why
from tests.agent.gate.lending import LISTED, in_force, terms

IN_FORCE = in_force()
LEVELS = (1, 2, 3, 4)
NOTHING_SAID = Allow(Why.NOTHING)

Seen = tuple[str | None, str | None] | None
"""Category and domain of an observation, None for none."""


def site_of(name: Name) -> str | None:
    """Return the registrable domain of a name."""
    return registrable(to_text(name))


def by_list(category: Category | None) -> Block:
    """Return the verdict of a list that names what was asked."""
    return Block(Why.CATEGORY, from_text("blocked.com"), 0, True, Scope.EVERYONE, category)


def seen(text: str, verdict: Verdict, found: Terms, home: InForce = IN_FORCE) -> Seen:
    """Return what is observed; whatever it is, the recorder takes it."""
    observation = reduced(from_text(text), verdict, home, found, site_of)
    if observation is None:
        return None
    check_observation(observation, found)
    return observation.category, observation.domain


def at_each_level(text: str, verdict: Verdict) -> tuple[Seen, ...]:
    """Return what is observed at levels 1 to 4, of which the third watches `watched.com`."""
    return tuple(seen(text, verdict, terms(level)) for level in LEVELS)


AT_EACH_LEVEL: dict[str, tuple[str, Verdict, tuple[Seen, ...]]] = {
    "blocked, of an agreed kind": (
        "www.adult-site.com",
        by_list(Category.ADULT),
        (("adult", None), ("adult", "adult-site.com"), None, (None, "adult-site.com")),
    ),
    "blocked, of another kind": (
        "www.play.org",
        by_list(Category.GAMES),
        (None, None, None, (None, "play.org")),
    ),
    "blocked, of an agreed kind, and watched": (
        "a.b.watched.com",
        by_list(Category.ADULT),
        (
            ("adult", None),
            ("adult", "watched.com"),
            (None, "watched.com"),
            (None, "watched.com"),
        ),
    ),
    "answered": ("www.news.com", NOTHING_SAID, (None, None, None, (None, "news.com"))),
    "answered, and watched": (
        "www.watched.com",
        NOTHING_SAID,
        (None, None, (None, "watched.com"), (None, "watched.com")),
    ),
    "allowed by a rule": (
        "www.adult-site.com",
        Allow(Why.RULE, from_text("adult-site.com"), Scope.PERSON),
        (None, None, None, (None, "adult-site.com")),
    ),
    "blocked by a rule": (
        "www.watched.com",
        Block(Why.RULE, from_text("watched.com"), 4, True, Scope.PERSON),
        (None,) * 4,
    ),
    "blocked by a rule, of an agreed kind": (
        "www.adult-site.com",
        Block(Why.RULE, from_text("adult-site.com"), 4, True, Scope.PERSON),
        (None,) * 4,
    ),
    "a way around": (
        "mask.icloud.com",
        Block(Why.BYPASS_SIGNAL, from_text("mask.icloud.com"), 0, True),
        (None,) * 4,
    ),
    "blocked by the home's own list": (
        "www.watched.com",
        by_list(Category.HOME_LIST),
        (None,) * 4,
    ),
    "blocked by a list, of a kind nobody said": ("www.watched.com", by_list(None), (None,) * 4),
    "adverts": ("www.ads.net", by_list(Category.ADS), (None,) * 4),
    "malware": ("www.bad.net", by_list(Category.MALWARE), (None,) * 4),
    "adverts that nothing blocks": ("www.ads.net", NOTHING_SAID, (None,) * 4),
    "malware that a rule allows": (
        "bad.net",
        Allow(Why.RULE, from_text("bad.net"), Scope.DEVICE),
        (None,) * 4,
    ),
    "a tracker below a site": ("a.track.news.org", NOTHING_SAID, (None,) * 4),
    "the site above a tracker": (
        "www.news.org",
        NOTHING_SAID,
        (None, None, None, (None, "news.org")),
    ),
    "blocked as one kind, and an advert on another list": (
        "www.both-ads.com",
        by_list(Category.ADULT),
        (None,) * 4,
    ),
    "blocked as one kind, and on the home's own list too": (
        "www.both-home.com",
        by_list(Category.ADULT),
        (("adult", None), ("adult", "both-home.com"), None, (None, "both-home.com")),
    ),
    "a site of a host of sites": (
        "www.someones.github.io",
        by_list(Category.ADULT),
        (
            ("adult", None),
            ("adult", "someones.github.io"),
            None,
            (None, "someones.github.io"),
        ),
    ),
    "a lifeline": (
        "www.childline.org.uk",
        Allow(Why.NEVER_BLOCKED, from_text("childline.org.uk")),
        (None,) * 4,
    ),
}


@pytest.mark.parametrize(("text", "verdict", "expected"), AT_EACH_LEVEL.values(), ids=AT_EACH_LEVEL)
def test_each_level_sees_what_it_is_for(
    text: str, verdict: Verdict, expected: tuple[Seen, ...]
) -> None:
    """Of each kind of look-up, the four levels let through just this much."""
    assert at_each_level(text, verdict) == expected


# Every reason there is, and every reason that was planned: what a level may see of an answer given
# for it, and of a block for it.
REASONS = {
    "never-blocked": (False, False),
    "family-time": (False, False),
    "school": (False, False),
    "pause": (False, False),
    "homework": (False, False),
    "clock": (True, False),
    "used-up": (False, False),
    "grant": (True, False),
    "rule": (True, False),
    "safe-search": (False, False),
    "bypass-signal": (False, False),
    "category": (False, True),
    "nothing": (True, False),
}


@pytest.mark.parametrize("why", Why)
def test_every_reason_was_thought_about(why: Why) -> None:
    """Of each reason it is decided whether its answers and its blocks may be observed."""
    name = from_text("watched.com")
    answered, blocked = REASONS[why.value]
    for level, is_by_kind in ((1, True), (2, True), (3, False), (4, False)):
        found = terms(level)
        answer = seen("watched.com", Allow(why, name), found)
        block = seen(
            "watched.com", Block(why, name, 0, True, Scope.EVERYONE, Category.ADULT), found
        )

        assert (answer is not None) is (answered and not is_by_kind)
        assert (block is not None) is blocked


def test_only_planned_reasons_are_let_through() -> None:
    """What may be observed of answers is a list of tags, each of which was thought about."""
    assert {tag for tag, (answered, _) in REASONS.items() if answered} == ANSWERED


@pytest.mark.parametrize("category", Category)
def test_every_kind_was_thought_about(category: Category) -> None:
    """A kind is observed, or is among adverts, malware and the home's own list."""
    expected = (category.value, None) if category in SHIPPED else None
    named = terms(1, categories=(category.value,))

    assert seen("www.blocked.com", by_list(category), named) == expected
    assert (category in SHIPPED) is not (category in NEVER | {Category.HOME_LIST})


class LaterBlock(Block):
    """A block that says more, as one of a later version may: here, until when."""

    hour: str


def test_a_block_that_says_more_than_its_list_is_not_observed() -> None:
    """A kind that is blocked at some hours only is the home's decision, and no level sees it."""
    plain = by_list(Category.ADULT)
    later = LaterBlock(*plain)
    later.hour = "homework"

    assert None not in at_each_level("watched.com", plain)[:2]
    assert at_each_level("watched.com", later) == (None,) * 4


def test_without_lists_nothing_is_observed() -> None:
    """While nobody can tell an advert from a site, no level sees anything."""
    home = InForce(protective_default(), None)

    assert [seen("watched.com", NOTHING_SAID, terms(level), home) for level in (3, 4)] == [None] * 2
    assert seen("watched.com", by_list(Category.ADULT), terms(1), home) is None


def test_a_level_nobody_knows_sees_nothing() -> None:
    """Terms of a level that does not exist let nothing through."""
    for level in (0, 5, -1):
        found = Terms(
            level=level,
            categories=frozenset({"adult"}),
            watch=frozenset({"watched.com"}),
            never_recorded=frozenset(),
        )

        assert seen("watched.com", by_list(Category.ADULT), found) is None
        assert seen("watched.com", NOTHING_SAID, found) is None


@pytest.mark.parametrize("level", [2, 3, 4])
def test_a_name_without_a_registrable_domain_is_not_observed(level: int) -> None:
    """A public suffix is nobody's site, so from level 2 on nothing is seen of it."""
    for verdict in (by_list(Category.ADULT), NOTHING_SAID):
        name = from_text("co.uk")

        assert reduced(name, verdict, IN_FORCE, terms(level), site_of) is None


_TEXTS = st.sampled_from(
    [text for texts in LISTED.values() for text in texts] + ["watched.com", "news.org", "co.uk"]
).flatmap(lambda text: st.sampled_from([text, f"www.{text}", f"a.b.{text}"]))
_BLOCKS = st.builds(
    Block,
    st.sampled_from(Why),
    st.just(from_text("blocked.com")),
    st.just(0),
    st.booleans(),
    st.none() | st.sampled_from(Scope),
    st.none() | st.sampled_from(Category),
)
_ALLOWS = st.builds(Allow, st.sampled_from(Why))
_TERMS = st.builds(
    terms,
    st.sampled_from(LEVELS),
    categories=st.lists(st.sampled_from(Category), max_size=5).map(
        lambda found: tuple(one.value for one in found)
    ),
    watch=st.lists(st.sampled_from(("watched.com", "ads.net", "bets.com")), max_size=2).map(tuple),
)


@given(_TEXTS, _BLOCKS | _ALLOWS, _TERMS)
def test_whatever_is_observed_the_recorder_takes(text: str, verdict: Verdict, found: Terms) -> None:
    """No look-up, verdict and terms together yield more than the terms let through."""
    observation = seen(text, verdict, found)
    category, domain = observation or (None, None)

    assert category not in {"ads", "malware", "home-list"}
    assert domain not in {"ads.net", "bad.net", "both-ads.com"}
