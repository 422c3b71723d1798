"""Households, names and lists for Hypothesis: small worlds, so that rules meet each other.

Rules kept here:
- Names are drawn from few labels and from the neighbourhood of lifelines and bypass signals;
  names spread over the whole alphabet would hardly ever fall under the same rule.
- Every Household drawn here is one that `policy.document` would accept.
"""

from __future__ import annotations

import ipaddress
import itertools
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from hypothesis import strategies as st

from policy.age_templates import AgeBand
from policy.categories import Category
from policy.household import EVERYONE, NOBODY, Carer, Device, Household, YoungPerson
from policy.index import CategoryIndex, ListSource, Reach
from policy.index_build import IndexBuilder
from policy.names import Name, from_text
from policy.rules import RuleSet, YouTube
from policy.timed import TimedRule
from tests.policy.time_strategies import BUDGETS, FAMILY, SEARCH, STAYS, TERMS, TIMED, ZONES

SALT = bytes(range(16))

_LABELS = ("a", "www", "example", "org", "uk", "com")
_LANDMARKS = (
    "childline.org.uk",
    "www.childline.org.uk",
    "nhs.uk",
    "bt.com",
    "relayuk.bt.com",
    "gstatic.com",
    "icloud.com",
    "mask.icloud.com",
    "use-application-dns.net",
)
# A table rather than a strategy of strategies: one draw a name keeps a household quick to make.
_TEXTS = (
    *_LABELS,
    *map(".".join, itertools.product(_LABELS, repeat=2)),
    *map(".".join, itertools.product(("a", "www"), ("example", "org"), ("org", "uk", "com"))),
    *_LANDMARKS,
    *map(".".join, itertools.product(("a", "www"), _LANDMARKS)),
)
_NAMES = tuple(map(from_text, _TEXTS))
_FLAGGED_NAMES = tuple(itertools.product(_NAMES, (False, True)))


@cache
def name_texts() -> st.SearchStrategy[str]:
    """Return names as text, close enough together to lie above and below one another."""
    return st.sampled_from(_TEXTS)


@cache
def names() -> st.SearchStrategy[Name]:
    """Return the same names in wire form."""
    return st.sampled_from(_NAMES)


@cache
def wire_names() -> st.SearchStrategy[Name]:
    """Return names as a packet can carry them: any octets, in lower case, at most 255 of them."""
    label = st.binary(min_size=1, max_size=63).map(lambda octets: octets.lower())
    return (
        st.lists(label, max_size=8)
        .map(lambda labels: b"".join(bytes((len(part),)) + part for part in labels) + b"\0")
        .filter(lambda wire: len(wire) <= 255)
        .map(Name)
    )


@cache
def categories() -> st.SearchStrategy[frozenset[Category]]:
    """Return a few categories."""
    return st.lists(st.sampled_from(Category), max_size=3).map(frozenset)


@cache
def rule_sets() -> st.SearchStrategy[RuleSet]:
    """Return rule sets in which no name is both blocked and allowed."""

    def divided(
        block_categories: frozenset[Category],
        entries: list[tuple[Name, bool]],
        timed: list[TimedRule],
        search: tuple[bool | None, YouTube | None],
    ) -> RuleSet:
        rules = dict(entries)
        return RuleSet(
            block_categories=block_categories,
            block=frozenset(name for name, blocks in rules.items() if blocks),
            allow=frozenset(name for name, blocks in rules.items() if not blocks),
            timed=tuple(timed),
            safe_search=search[0],
            youtube=search[1],
        )

    rules = st.lists(st.sampled_from(_FLAGGED_NAMES), max_size=3)
    return st.builds(divided, categories(), rules, TIMED, st.sampled_from(SEARCH))


@cache
def plain_rule_sets() -> st.SearchStrategy[RuleSet]:
    """Return rule sets of names and categories alone."""
    return rule_sets().map(lambda rules: replace(rules, timed=(), safe_search=None, youtube=None))


_CALLED = (
    *("Sam", "sam", "Jo", "Sam's phone", "Ämilie", "سارا", "李", "🦊", '"', "\\", "\\u0000"),
    *("[devices]", "</script>", "{}", "Everyone", "visitors", "x" * 60),
)


@cache
def labels() -> st.SearchStrategy[str]:
    """Return what a carer may call somebody or something."""
    return st.sampled_from(_CALLED)


@cache
def addresses() -> st.SearchStrategy[str]:
    """Return addresses in the canonical text that a Household holds."""
    four = st.integers(0x0A000000, 0x0AFFFFFF).map(ipaddress.IPv4Address)
    six = st.integers(0xFD << 120, 0xFE << 120).map(ipaddress.IPv6Address)
    return st.one_of(four, six).map(str)


# Made once: making a strategy costs more than drawing from it.
_PEOPLE = st.lists(labels(), max_size=3, unique=True)
_DEVICES = st.lists(labels(), max_size=3, unique=True)
_ADDRESSES = st.lists(addresses(), min_size=3, max_size=5, unique=True)
_PLACE = st.integers(0, 3)
_SELDOM = st.sampled_from((False, False, False, True))


@st.composite
def _young_people(draw: st.DrawFn, name: str, number: int) -> YoungPerson:
    return YoungPerson(
        name=name,
        rules=draw(rule_sets()),
        id=draw(st.sampled_from((0, number))),
        age=draw(st.sampled_from((None, AgeBand.SIX_TO_NINE, AgeBand.SIXTEEN_AND_SEVENTEEN))),
        placement=draw(st.sampled_from(STAYS)),
        limits_from_first_day=draw(st.booleans()),
        budgets=tuple(draw(BUDGETS)),
        family_time=draw(FAMILY),
        terms=draw(st.sampled_from((None, *TERMS))),
    )


@st.composite
def _whole_households(draw: st.DrawFn) -> Household:
    people = draw(_PEOPLE)
    carers = min(draw(_PLACE), len(people))
    owners = (*people, EVERYONE, NOBODY)
    taken = tuple(draw(_ADDRESSES))
    return Household(
        everyone=draw(rule_sets()),
        visitors=draw(rule_sets()),
        carers=tuple(Carer(name=name, rules=draw(rule_sets())) for name in people[:carers]),
        young_people=tuple(
            draw(_young_people(name, 10 + place)) for place, name in enumerate(people[carers:])
        ),
        devices=tuple(
            Device(
                name=label,
                belongs_to=owner,
                addresses=taken[place::3],
                links=(f"3c:22:fb:00:00:0{place}",) if draw(_SELDOM) else (),
                rules=draw(rule_sets()),
                school=draw(_SELDOM),
                shared_by=tuple(people) if owner == EVERYONE and draw(st.booleans()) else (),
                hand_back_minutes=draw(st.sampled_from((60, 1, 1_440))),
            )
            for place, label in enumerate(draw(_DEVICES))
            for owner in (owners[draw(st.integers(0, 5)) % len(owners)],)
        ),
        zone=draw(st.sampled_from(ZONES)),
        terms=draw(st.sampled_from(TERMS)),
        school_sites=draw(st.sampled_from((frozenset(), frozenset({from_text("a.org")})))),
    )


@st.composite
def _plain_households(draw: st.DrawFn) -> Household:
    people = draw(_PEOPLE)
    carers = min(draw(_PLACE), len(people))
    owners = (*people, EVERYONE)
    taken = tuple(draw(_ADDRESSES))
    return Household(
        everyone=draw(plain_rule_sets()),
        visitors=draw(plain_rule_sets()),
        carers=tuple(Carer(name=name, rules=draw(plain_rule_sets())) for name in people[:carers]),
        young_people=tuple(
            YoungPerson(name=name, rules=draw(plain_rule_sets())) for name in people[carers:]
        ),
        devices=tuple(
            Device(
                name=label,
                belongs_to=owners[draw(_PLACE) % len(owners)],
                addresses=taken[place::3],
                rules=draw(plain_rule_sets()),
            )
            for place, label in enumerate(draw(_DEVICES))
        ),
    )


@cache
def households() -> st.SearchStrategy[Household]:
    """Return households in which nothing hangs on time, on a stay, or on whose turn it is."""
    return _plain_households()


@cache
def whole_households() -> st.SearchStrategy[Household]:
    """Return households with all that one can hold: also time, stays, turns and school devices."""
    return _whole_households()


Entry = tuple[ListSource, Iterable[tuple[Name, bool | Reach]]]
"""A list with its names; a flag in place of a reach says that only that very name is meant."""


@cache
def entries() -> st.SearchStrategy[list[tuple[ListSource, list[tuple[Name, bool]]]]]:
    """Return a few lists of listed names, several of one category among them."""
    source = st.builds(
        ListSource, st.sampled_from(("one", "two", "three")), st.sampled_from(Category)
    )
    listed = st.lists(st.sampled_from(_FLAGGED_NAMES), max_size=6)
    return st.lists(st.tuples(source, listed), max_size=4)


@cache
def careful_entries() -> st.SearchStrategy[list[tuple[ListSource, list[tuple[Name, Reach]]]]]:
    """Return a few lists with every reach, some of which need a second list to agree."""
    source = st.builds(
        ListSource,
        st.sampled_from(("one", "two", "three")),
        st.sampled_from((Category.ADULT, Category.GAMES)),
        st.booleans(),
    )
    listed = st.lists(st.tuples(st.sampled_from(_NAMES), st.sampled_from(Reach)), max_size=6)
    return st.lists(st.tuples(source, listed), max_size=5)


def reach_of(said: bool | Reach) -> Reach:  # noqa: FBT001 - the flag of an Entry
    """Return the reach that an Entry's flag or reach stands for."""
    if isinstance(said, Reach):
        return said
    return Reach.ITSELF if said else Reach.BOTH


def index_octets(lists: Iterable[Entry], salt: bytes = SALT) -> bytes:
    """Return the file that the builder makes of these lists."""
    builder = IndexBuilder(salt)
    for source, listed in lists:
        builder.start_list(source)
        for name, said in listed:
            builder.add(name, reach_of(said))
    return b"".join(builder.finish())


def index_of(lists: Iterable[Entry]) -> CategoryIndex:
    """Return the index of these lists, ready to be asked."""
    return CategoryIndex(memoryview(index_octets(lists)))
