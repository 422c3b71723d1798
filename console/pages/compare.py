"""Comparing before anything is saved: what would end, what would begin, what would do nothing.

Rules kept here:
- It is told in the sentences of `policy.plan_words`, of the whole household: also what a change
  brings about elsewhere.
- What would be saved travels with the page; what it was compared with, as a digest. So what is
  saved is what was shown, or it is shown once more.
- A name that no rule can block is told here, before anybody relies on it.
"""

from __future__ import annotations

from dataclasses import dataclass

from console import words
from console.pages.rules import RULES_AT, form_at, shown_name
from console.services.filled import Filled
from console.services.rule_forms import FormAt
from console.services.rules import Switch, powerless
from console.services.subjects import rules_of
from console.words.of_policy import household_in_words
from policy import names
from policy.household import Household
from policy.rules import NO_RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparePage:
    """What would change. `fields` travel with it; `check` says what it was compared with."""

    title: str
    at: str
    who: str
    back: str
    again: bool
    ends: tuple[str, ...]
    begins: tuple[str, ...]
    powerless: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    check: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return not (self.ends or self.begins)


def compare_page(
    before: Household, after: Household, at: FormAt, filled: Filled, *, check: str, again: bool
) -> ComparePage:
    """Return the page that tells what would change from one household to another.

    `check` says what it was compared with; `again` is that this was another one a moment ago.
    """
    ends, begins = _changes(before, after)
    new = rules_of(after, at.subject) or NO_RULES
    return ComparePage(
        title=words.TITLE.format(page=words.rules.COMPARE),
        at=form_at(at),
        who=shown_name(before, at.subject),
        back=f"{RULES_AT}/{at.subject}",
        again=again,
        ends=ends,
        begins=begins,
        powerless=tuple(
            f"{names.to_text(one.name)}: {one.what or words.rules.POWERLESS_BOX}"
            for one in powerless(new)
        ),
        # What says nothing need not travel; a form of many apps would be long.
        fields=tuple(
            (field, text)
            for field, texts in filled.items()
            for text in texts
            if text and not (field.startswith("app-") and text == Switch.AS_ITS_KIND)
        ),
        check=check,
    )


def _changes(before: Household, after: Household) -> tuple[tuple[str, ...], tuple[str, ...]]:
    was, will_be = household_in_words(before), household_in_words(after)
    ends: list[str] = []
    begins: list[str] = []
    for whom in dict.fromkeys((*was, *will_be)):
        old, new = was.get(whom, ()), will_be.get(whom, ())
        ends += [one for one in old if one not in new]
        begins += [one for one in new if one not in old]
    return tuple(ends), tuple(begins)
