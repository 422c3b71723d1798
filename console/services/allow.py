"""Allowing a name for everyone here because a list is wrong about it, and taking that back.

Rules kept here:
- What was allowed is kept first and published second. A kill between the two heals at the next
  start, which publishes the home together with what was allowed.
- It is kept only once it is sure that it can be published.
- Where the household speaks of the very name for everyone, the household wins.
- One change at a time, in whatever thread or process; two taps at once are two changes.
- Doing again what is done already changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from console.house import House
from console.services.home import sole_change
from console.services.publish import prepare
from console.store.allowed_file import (
    MAX_LIST_NAME,
    MAX_LISTS,
    AllowedFile,
    AllowedName,
    with_allowed,
)
from console.store.database.changes import Changed, Note, add_change
from console.store.database.given import given_of
from console.store.database.homes import home_of
from policy.compile import PROTECTIVE_DEFAULT
from policy.explain import Explanation
from policy.names import Name
from policy.snapshot import PolicySnapshot
from policy.verdict import Why

_All: TypeAlias = tuple[AllowedName, ...]


def can_be_allowed(found: Explanation) -> bool:
    """Say whether a decision is one that a list may be wrong about: a block by category."""
    return not found.allowed and found.why is Why.CATEGORY and found.category is not None


def allow(house: House, who: str, name: Name, found: Explanation) -> PolicySnapshot:
    """Allow `name`, of which `found` is the decision; return what is published then.

    `found` must be one that `can_be_allowed`. `who` presses the button.
    Raises AllowedRefused, AllowedDamaged, PublishRefused and PublishedDamaged.
    """
    assert found.category is not None
    titles = dict.fromkeys(listed.source.name[:MAX_LIST_NAME] for listed in found.lists)
    entry = AllowedName(name, found.category, tuple(titles)[:MAX_LISTS])

    def added(before: _All) -> _All:
        return before if any(one.name == name for one in before) else (*before, entry)

    note = Note(who=who, what=Changed.NAME_ALLOWED)
    return _change(house, note, added)


def take_back(house: House, who: str, name: Name) -> PolicySnapshot:
    """Allow `name` no longer; return what is published then. Raises as `allow` does."""

    def removed(before: _All) -> _All:
        return tuple(one for one in before if one.name != name)

    note = Note(who=who, what=Changed.NAME_TAKEN_BACK)
    return _change(house, note, removed)


def _change(house: House, note: Note, change: Callable[[_All], _All]) -> PolicySnapshot:
    published = house.published
    file = AllowedFile(published.state)
    with sole_change(published):
        before = file.read()
        after = change(before)
        with house.database.changing() as session:
            home = home_of(session)
            household = with_allowed(home.household if home else PROTECTIVE_DEFAULT, after)
            snapshot, octets = prepare(published, household, given_of(session))
            if after != before:
                add_change(session, note, house.clock())
                file.replace(after)
        if octets is not None:
            published.replace(octets)
    return snapshot
