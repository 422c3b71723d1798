from __future__ import annotations

from collections.abc import Sequence

import pytest

from agent import in_force
from agent.in_force import EVERY_CATEGORY, Current, InForce, protective_default
from policy.categories import Category
from policy.compile import compile_policy
from policy.household import Household
from policy.index import CategoryIndex
from policy.names import Name, from_text
from tests.agent.dns.house import LISTED
from tests.policy.strategies import index_of

BAD = from_text("www.bad.example")
POLICY = compile_policy(Household(), version=3)


def test_without_an_index_nothing_is_listed() -> None:
    """No index, no listing: explicit rules still hold."""
    assert InForce(POLICY, None).listings(BAD) == ()


def test_listings_are_the_index_s() -> None:
    """What is said of a name is what the index says, the first time and every later time."""
    index = index_of(LISTED)
    held = InForce(POLICY, index)

    assert [held.listings(BAD), held.listings(BAD)] == [index.listings(BAD)] * 2
    assert index.listings(BAD)


def test_an_index_is_asked_once_for_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that comes again costs no second search."""
    index = index_of(LISTED)
    asked = []
    listings = CategoryIndex.listings

    def counted(self: CategoryIndex, name: Name) -> Sequence[tuple[int, int]]:
        asked.append(name)
        return listings(self, name)

    monkeypatch.setattr(CategoryIndex, "listings", counted)
    held = InForce(POLICY, index)
    for _ in range(3):
        held.listings(BAD)

    assert asked == [BAD]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many names are asked, the memory of them does not grow past its bound."""
    monkeypatch.setattr(in_force, "MAX_REMEMBERED", 10)
    held = InForce(POLICY, index_of(LISTED))
    sizes = []
    for number in range(100):
        held.listings(from_text(f"n{number}.example"))
        sizes.append(len(held._remembered))

    assert max(sizes) == 10


def test_a_new_index_begins_with_nothing_remembered() -> None:
    """What the old lists said about a name is forgotten with them."""
    current = Current(InForce(POLICY, index_of([])))
    before = current.in_force.listings(BAD)
    current.replace(index=index_of(LISTED))

    assert not before
    assert current.in_force.listings(BAD)


def test_what_is_not_replaced_stays() -> None:
    """A new policy keeps the index in force, and a new index the policy."""
    index = index_of(LISTED)
    current = Current(InForce(POLICY, index))
    current.replace(policy=compile_policy(Household(), version=4))
    after_policy = current.in_force
    current.replace(index=index_of([]))

    assert (after_policy.policy.version, after_policy.index) == (4, index)
    assert current.in_force.policy is after_policy.policy


def test_one_query_is_judged_by_one_policy() -> None:
    """What was taken before a swap stays as it was taken."""
    current = Current(InForce(POLICY, None))
    taken = current.in_force
    current.replace(policy=compile_policy(Household(), version=4))

    assert (taken.policy.version, current.in_force.policy.version) == (3, 4)


def test_before_anything_was_published_the_worst_is_blocked() -> None:
    """The protective default blocks malware and adult for every device, as version 0."""
    policy = protective_default()

    assert policy.version == 0
    assert set(policy.visitors.category_scopes) == {Category.MALWARE, Category.ADULT}
    assert policy.by_address == {}


def test_lists_alone_hold_for_everyone() -> None:
    """A filter that was given lists and nothing else blocks every category of them."""
    policy = compile_policy(EVERY_CATEGORY, version=1)

    assert set(policy.visitors.category_scopes) == set(Category)
