"""Allowing a name for everyone here because a list is wrong about it, and taking that back.

Rules kept here:
- What was allowed is kept first and published second. A kill between the two heals at the next
  start, which publishes the household file together with what was allowed.
- It is kept only once it is sure that it can be published.
- The household file is never written, and where it speaks of the very name for everyone, it wins.
- One change at a time, in whatever thread or process; two taps at once are two changes.
- Doing again what is done already changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeAlias

from console.errors import PublishRefused
from console.services.publish import prepare, publish
from console.store.allowed_file import MAX_LIST_NAME, MAX_LISTS, AllowedFile, AllowedName
from console.store.published import Published
from console.store.whole_file import holding
from policy.explain import Explanation
from policy.household import Household
from policy.names import Name
from policy.snapshot import PolicySnapshot
from policy.verdict import Why

_All: TypeAlias = tuple[AllowedName, ...]


def with_allowed(household: Household, allowed: _All) -> Household:
    """Return the household with these names allowed for everyone, where it does not block them."""
    everyone = household.everyone
    more = {one.name for one in allowed} - everyone.block
    return replace(household, everyone=replace(everyone, allow=everyone.allow | more))


def publish_home(published: Published, household: Household) -> PolicySnapshot:
    """Publish the household file together with what was allowed from a page; for every start.

    Raises PublishRefused, PublishedDamaged and AllowedDamaged, and then nothing has changed.
    """
    with _sole_change(published):
        allowed = AllowedFile(published.state).read()
        return publish(published, with_allowed(household, allowed))


def can_be_allowed(found: Explanation) -> bool:
    """Say whether a decision is one that a list may be wrong about: a block by category."""
    return not found.allowed and found.why is Why.CATEGORY and found.category is not None


def allow(
    published: Published, household: Household, name: Name, found: Explanation
) -> PolicySnapshot:
    """Allow `name`, of which `found` is the decision; return what is published then.

    `found` must be one that `can_be_allowed`.
    Raises AllowedRefused, AllowedDamaged, PublishRefused and PublishedDamaged.
    """
    assert found.category is not None
    titles = dict.fromkeys(listed.source.name[:MAX_LIST_NAME] for listed in found.lists)
    entry = AllowedName(name, found.category, tuple(titles)[:MAX_LISTS])

    def added(before: _All) -> _All:
        return before if any(one.name == name for one in before) else (*before, entry)

    return _change(published, household, added)


def take_back(published: Published, household: Household, name: Name) -> PolicySnapshot:
    """Allow `name` no longer; return what is published then. Raises as `allow` does."""

    def removed(before: _All) -> _All:
        return tuple(one for one in before if one.name != name)

    return _change(published, household, removed)


def _change(
    published: Published, household: Household, change: Callable[[_All], _All]
) -> PolicySnapshot:
    file = AllowedFile(published.state)
    with _sole_change(published):
        before = file.read()
        after = change(before)
        snapshot, octets = prepare(published, with_allowed(household, after))
        if after != before:
            file.replace(after)
        if octets is not None:
            published.replace(octets)
        return snapshot


@contextmanager
def _sole_change(published: Published) -> Iterator[None]:
    folder = published.snapshot_path.parent
    try:
        with holding(folder):
            yield
    except OSError as error:
        raise PublishRefused(f"{folder}: cannot be written: {error.strerror}") from error
