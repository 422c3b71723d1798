"""Allowing a name for everyone here because a list is wrong about it, and taking that back.

Rules kept here:
- What is to be allowed is proposed first, kept by the database second, taken into the file of what
  was allowed third, and published last. A kill between any two heals at the next start, which goes
  by what the database has kept. So nothing is open that is not on the list of changes, and what
  was told to be taken back is not open again.
- It is kept only once it is sure that it can be published.
- What the database refuses leaves nothing behind.
- Where the household speaks of the very name for everyone, the household wins.
- One change at a time, in whatever thread or process; two taps at once are two changes.
- Doing again what is done already changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeAlias

from sqlalchemy.exc import SQLAlchemyError

from console.errors import ConsoleError, KeptUnpublished
from console.house import House
from console.services.home import allowed_in, put_out, sole_change
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
    Raises AllowedRefused, AllowedDamaged, PublishRefused and PublishedDamaged, and then nothing has
    changed; or KeptUnpublished.
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
        try:
            with house.database.changing() as session:
                before = allowed_in(house, session)
                after = change(before)
                home = home_of(session)
                household = with_allowed(home.household if home else PROTECTIVE_DEFAULT, after)
                snapshot, octets = prepare(published, household, given_of(session))
                if after != before:
                    file.propose(after, add_change(session, note, house.clock()).number)
        except BaseException:
            # Whether it was refused before or after it was kept, only the database knows.
            with suppress(ConsoleError, SQLAlchemyError):
                _take_in(house)
            raise
        try:
            _take_in(house)
        except (ConsoleError, SQLAlchemyError) as error:
            raise KeptUnpublished(f"it is kept, but not in force yet: {error}") from error
        put_out(house, octets)
    return snapshot


def _take_in(house: House) -> None:
    """Have the file of what was allowed say what the database has kept; not on a bad card."""
    if not house.database.takes_changes:
        return
    with house.database.reading() as session:
        allowed_in(house, session)
