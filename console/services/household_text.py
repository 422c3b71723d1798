"""The household as text: had as `household.toml`, looked at before it is taken up, and taken up.

Rules kept here:
- What somebody looks at is what is taken up: the household that was read, and no second reading.
- All of a change is tried before it is shown, but for keeping it. A text that could not be taken up
  is refused before anybody says yes to it.
- It is taken up only upon the very household with which it was compared; otherwise it is shown once
  more, since something else may end by it.
- It is one change of the home (`console.services.home`): kept, listed and published together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from console.errors import ConsoleError, PublishRefused
from console.house import House
from console.services.changing_rules import ChangedMeanwhile
from console.services.home import change_home, household_in, try_change
from console.services.publish import await_taken_up
from console.store.database.changes import Changed, Note
from console.store.database.undo import digest_of
from policy.document import household_from_toml, household_to_document
from policy.errors import PolicyError
from policy.household import Household
from policy.toml_text import to_toml

_TRIED: Final = Note(who="", what=Changed.FILE_READ)
"""As what a change is listed that is only tried; nothing of it is kept."""


class TextRefused(ConsoleError):
    """A household's text cannot be taken up; the message says where it is wrong, and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """What a text would make of this home: before, after, and the digest of the first."""

    before: Household
    after: Household
    check: str


def household_text(house: House) -> str:
    """Return the household as text that `python -m console --household` reads too."""
    return to_toml(household_to_document(household_in(house)), always=("addresses",))


def read_text(house: House, text: str) -> ReadText:
    """Return what a text would make of this home; nothing is changed.

    Raises TextRefused, and what `change_home` raises where nothing can be kept at all.
    """
    try:
        after = household_from_toml(text)
    except PolicyError as error:
        raise TextRefused(str(error)) from error
    return compared(house, after)


def compared(house: House, after: Household) -> ReadText:
    """Return what a household that was read would make of this home. Raises as `read_text`."""
    before = household_in(house)
    try:
        try_change(house, _TRIED, lambda _: after)
    except PublishRefused as error:
        if isinstance(error.__cause__, PolicyError):
            raise TextRefused(str(error.__cause__)) from error
        raise
    return ReadText(before=before, after=after, check=digest_of(before))


def take_text(house: House, who: str, read: ReadText) -> None:
    """Make this home what a text says, if it is still the one with which that was compared.

    Raises ChangedMeanwhile and as `change_home` does; nothing has changed then.
    """
    snapshot = change_home(house, Note(who=who, what=Changed.FILE_READ), _from(read))
    await_taken_up(house.published, snapshot.version)


def _from(read: ReadText) -> Callable[[Household], Household]:
    def change(household: Household) -> Household:
        if digest_of(household) != read.check:
            raise ChangedMeanwhile("the household was changed in the meantime")
        return read.after

    return change
