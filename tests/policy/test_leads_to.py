from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.categories import Category, CategoryMask, first_of
from policy.compile import compile_policy
from policy.compiled import DevicePolicy
from policy.decide import decide
from policy.document import household_from_toml
from policy.explain import explain, short_reason
from policy.household import Household
from policy.in_time import Because, InTime
from policy.index import ListSource
from policy.leads_to import block_by_target
from policy.names import Name, from_text, suffix_offsets
from policy.never_blocked import NEVER_BLOCKED
from policy.rules import Action, Scope
from policy.verdict import Allow, Block, Why
from tests.policy.strategies import Entry, entries, index_of, names, whole_households

COMPILED = compile_policy(
    household_from_toml("""
format = "lamplight-household/v1"

[everyone]
block_categories = ["ads", "adult", "malware", "home-list"]

[[young_people]]
name = "Sam"
block = ["ruled.example"]
allow = ["fine.ads.example", "asked.example"]

[[devices]]
name = "Sam's phone"
belongs_to = "Sam"
addresses = []
"""),
    1,
)
SAM = COMPILED.by_device["Sam's phone"]
INDEX = index_of(
    [
        (ListSource("A", Category.ADS), [(from_text("ads.example"), False)]),
        (ListSource("M", Category.MALWARE), [(from_text("bad.example"), False)]),
        (ListSource("X", Category.ADULT), [(from_text("adult.example"), False)]),
        (ListSource("Y", Category.ADULT), [(from_text("adult.example"), False)]),
        (ListSource("H", Category.HOME_LIST), [(from_text("home.example"), False)]),
    ]
)
SITE = from_text("www.site.example")


def judged(name: str, *targets: str, policy: DevicePolicy = SAM) -> Block | None:
    """Return the block that follows from where a name leads."""
    asked = from_text(name)
    verdict = decide(policy, asked, INDEX.listings)
    ways = [from_text(one) for one in targets]
    return block_by_target(policy, asked, verdict, ways, INDEX.listings)


CASES: dict[str, tuple[str, list[str], str | None]] = {
    "nowhere": ("www.site.example", [], None),
    "to a server of its own": ("www.site.example", ["edge.cdn.example"], None),
    "to a tracker": ("www.site.example", ["x.ads.example"], "x.ads.example"),
    "to malware": ("www.site.example", ["bad.example"], "bad.example"),
    "over others to a tracker": ("www.site.example", ["a.example", "ads.example"], "ads.example"),
    "to a kind that is only judged by its own name": ("www.site.example", ["adult.example"], None),
    "to a name of the home's own list": ("www.site.example", ["home.example"], None),
    "to a name that a rule blocks": ("www.site.example", ["a.ruled.example"], "a.ruled.example"),
    "to a name that a rule allows on a list": ("www.site.example", ["fine.ads.example"], None),
    "over an allowed name to a tracker": (
        "www.site.example",
        ["a.fine.ads.example", "ads.example"],
        None,
    ),
    "over a lifeline to a tracker": ("a.example", ["childline.org.uk", "ads.example"], None),
    "from a lifeline to a tracker": ("www.childline.org.uk", ["ads.example"], None),
    "from an allowed name to a tracker": ("asked.example", ["ads.example", "bad.example"], None),
    "from a name that is blocked already": ("ads.example", ["bad.example"], None),
}


@pytest.mark.parametrize(("name", "targets", "expected"), CASES.values(), ids=CASES)
def test_where_a_name_leads_is_judged(name: str, targets: list[str], expected: str | None) -> None:
    """A name is denied for the first tracker, malware or ruled name on its way, for no other."""
    block = judged(name, *targets)

    assert (None if block is None else block.leads_to) == (expected and from_text(expected))


def test_the_asked_name_is_denied_and_only_for_what_was_asked() -> None:
    """A block by a target is of the asked name from its start, and denies nothing below it."""
    by_list, by_rule = judged("www.site.example", "ads.example"), judged("a.b", "ruled.example")

    assert by_list == Block(
        Why.CATEGORY,
        SITE,
        0,
        False,
        Scope.EVERYONE,
        Category.ADS,
        leads_to=from_text("ads.example"),
    )
    assert by_rule == Block(
        Why.RULE, from_text("a.b"), 0, False, Scope.PERSON, leads_to=from_text("ruled.example")
    )


KEPT = Because(why=Why.FAMILY_TIME, title="calls")


def test_what_time_keeps_open_is_not_judged_by_where_it_leads() -> None:
    """A name of family time is answered wherever it leads; another name of the device is not."""
    policy = replace(SAM, in_time=InTime(kept={from_text("call.example"): KEPT}, opened={}))

    assert judged("call.example", "ads.example", policy=policy) is None
    assert judged("other.example", "ads.example", policy=policy) is not None


def test_those_who_share_a_device_have_what_none_of_them_is_denied() -> None:
    """On a shared device a target is judged for each, and a rule of one allows it for that one."""
    none = replace(SAM, explicit={}, blocked=CategoryMask(0))
    shared = replace(none, in_time=InTime(kept={}, opened={}), strictest_of=(SAM, none))

    assert judged("www.site.example", "ads.example", policy=shared) is not None
    assert judged("asked.example", "ads.example", policy=shared) is None
    other = replace(shared, strictest_of=(SAM, replace(SAM, explicit={})))
    assert judged("asked.example", "ads.example", policy=other) is not None


def test_a_rule_in_time_and_a_kind_in_time_say_until_when() -> None:
    """What is blocked at certain hours carries the words of its rule, also behind another name."""
    until = None
    titled = replace(SAM, category_titles={Category.ADS: ("evening", until)})

    block = judged("www.site.example", "ads.example", policy=titled)
    assert block is not None
    assert block.title == "evening"


def test_the_reason_is_told_in_words() -> None:
    """The sentence and the few words for the network say where the name leads, and what that is."""
    asked = from_text("www.site.example")
    target, ruled = from_text("x.ads.example"), from_text("ruled.example")
    told = explain(SAM, asked, INDEX, targets=[target])
    block, by_rule = judged("www.site.example", "x.ads.example"), judged("a.b", "ruled.example")
    assert block is not None
    assert by_rule is not None

    assert told.sentence == (
        "Sam's phone may not open www.site.example: it leads to x.ads.example, and x.ads.example is"
        " listed under adverts and trackers (A), which is blocked for everyone here."
    )
    assert [listed.source.name for listed in told.lists] == ["A"]
    assert short_reason(block) == (
        "Blocked in this home: adverts and trackers; it leads to x.ads.example"
    )
    assert short_reason(by_rule) == (
        "Blocked in this home: a rule about ruled.example; it leads to ruled.example"
    )
    assert explain(SAM, asked, INDEX, targets=[ruled]).sentence == (
        "Sam's phone may not open www.site.example: it leads to ruled.example, and a rule for Sam"
        " blocks ruled.example."
    )
    assert explain(SAM, asked, INDEX, targets=[asked]).allowed


def by_hand(policy: DevicePolicy, targets: list[Name], listed: list[Entry]) -> bool:
    """Say whether one of the targets denies a name of which nothing is said, worked out anew."""
    index = index_of(listed)
    for target in targets:
        above = [Name(target[at:]) for at in suffix_offsets(target)]
        if NEVER_BLOCKED & set(above):
            return False
        rules = [policy.explicit[one] for one in above if one in policy.explicit]
        if rules:
            return rules[0].action is Action.BLOCK and True
        kinds = {
            first_of(bit)
            for _, mask in index.listings(target)
            for bit in (1 << place for place in range(mask.bit_length()))
            if mask & bit
        }
        if kinds & {Category.ADS, Category.MALWARE} & policy.category_scopes.keys():
            return True
    return False


@given(whole_households(), entries(), names(), st.lists(names(), max_size=4))
def test_any_way_is_judged_as_by_hand(
    home: Household, listed: list[Entry], name: Name, targets: list[Name]
) -> None:
    """Over any home and lists a target denies exactly what is said by hand, and no allowed name."""
    policy = compile_policy(home, 1).visitors
    index = index_of(listed)
    verdict = decide(policy, name, index.listings)
    block = block_by_target(policy, name, verdict, targets, index.listings)

    is_plain = isinstance(verdict, Allow) and verdict.why is Why.NOTHING
    assert (block is not None) is (is_plain and by_hand(policy, targets, listed))
    if block is not None:
        assert (block.matched, block.offset, block.denies_below) == (name, 0, False)
        assert block.leads_to in targets


def test_chains_of_real_pages_are_judged_at_every_step(shared_data: Path | None) -> None:
    """Chains of real pages are judged at every step: the listed ones are denied, and no others."""
    chains = [("ad.site.example", ["x.cname.example", "ads.example"])]
    if shared_data is not None:
        lines = (shared_data / "streams" / "pageload-dns-hpcn.tsv").read_text(encoding="utf-8")
        for line in lines.splitlines()[1:]:
            _, _, asked, listed, *_ = line.split("\t")
            if listed != "-":
                chains.append((asked, listed.split(",")))
    last = {from_text(chain[-1]) for _, chain in chains[::7]}
    index = index_of([(ListSource("T", Category.ADS), [(one, True) for one in last])])
    denied = 0
    for asked, chain in chains:
        name, targets = from_text(asked), [from_text(one) for one in chain]
        verdict = decide(SAM, name, index.listings)
        block = block_by_target(SAM, name, verdict, targets, index.listings)
        if isinstance(verdict, Block):
            continue
        expected = [one for one in targets if one in last]
        if block is None:
            assert not expected or verdict.why is not Why.NOTHING or _has_lifeline(targets)
        else:
            denied += 1
            assert block.leads_to == expected[0]

    assert denied


def _has_lifeline(targets: list[Name]) -> bool:
    return any(
        Name(target[at:]) in NEVER_BLOCKED for target in targets for at in suffix_offsets(target)
    )
