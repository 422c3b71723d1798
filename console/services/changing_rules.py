"""Changing rules from a page: looked at first, compared, and saved only as it was compared.

Rules kept here:
- What is compared and what is saved are made by the same function of the household and the form.
- A change is saved only upon the very household with which it was compared; otherwise it is shown
  once more, since something else may end by it.
- It is one change of the home (`console.services.home`): kept, listed and published together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from console.errors import ConsoleError
from console.house import House
from console.services.filled import Filled
from console.services.home import household_in
from console.services.rule_forms import FormAt, Part, applied
from console.services.subjects import Whom, called
from console.services.undoing import change_undoably
from console.store.database.changes import MAX_TEXT, Changed, Note
from console.store.database.undo import digest_of
from policy.household import Household
from policy.plan_words import differences

_OF: Final = {
    Whom.EVERYONE: Changed.EVERYONE_RULES,
    Whom.VISITORS: Changed.VISITORS_RULES,
    Whom.DEVICE: Changed.DEVICE_RULES,
}
_TIMES: Final = frozenset({Part.TIME, Part.MINUTES, Part.FAMILY})


class ChangedMeanwhile(ConsoleError):
    """The household is another one than the one a change was compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a form asks for: the household as it is, as it would be, and the digest of the first."""

    before: Household
    after: Household
    check: str


def proposed(house: House, at: FormAt, filled: Filled) -> Proposal:
    """Return what a form asks for; nothing is changed. Raises RulesRefused, FormGone."""
    before = household_in(house)
    return Proposal(before=before, after=applied(before, at, filled), check=digest_of(before))


def save_rules(house: House, who: str, at: FormAt, filled: Filled, check: str) -> None:
    """Save what a form asks for, if the household is still the one of `check`.

    Raises ChangedMeanwhile, RulesRefused and what `change_undoably` raises; nothing has changed
    then.
    """
    proposal = proposed(house, at, filled)
    name = called(proposal.before, at.subject)

    def change(household: Household) -> Household:
        if digest_of(household) != check:
            raise ChangedMeanwhile("the household was changed in the meantime")
        return applied(household, at, filled)

    note = Note(
        who=who,
        what=_what(at),
        about=name,
        text=" ".join(differences(proposal.before, proposal.after))[:MAX_TEXT],
    )
    change_undoably(house, note, change)


def _what(at: FormAt) -> Changed:
    if at.subject.whom in _OF:
        return _OF[at.subject.whom]
    return Changed.PERSON_TIMES if at.part in _TIMES else Changed.PERSON_RULES
