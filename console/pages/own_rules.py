"""My rules and why: every rule that is for a young person, and who changed what and when.

Rules kept here:
- The rules are told by `policy.plan_words`, a sentence for each decision, so none is left out: no
  restriction is hidden from the one whom it is for (people.md, 12).
- Who changed something, when and why, is told as the carers' list of changes tells it.
- It is made of rules alone; nothing here tells what anybody did.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from console.pages.changes import NOT_FOR_ADULTS, ChangeRow, change_rows
from console.pages.times import day_in_words
from console.services.tonight import TonightNow
from console.store.database.changes import Change
from console.words import TITLE as PAGE_TITLE
from console.words import own_rules
from console.words.of_policy import plan_in_words, rules_in_words
from policy.household import YoungPerson
from policy.zones import on_the_wall


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPart:
    """Rules for the same people or device: what they are for, and a sentence for each."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRulesPage:
    """The page."""

    title: str
    parts: tuple[RulesPart, ...]
    changes: tuple[ChangeRow, ...]
    since: str | None


def own_rules_page(now: TonightNow, young: YoungPerson, found: Iterable[Change]) -> OwnRulesPage:
    """Return the page; `found` are the changes about a young person and about everyone."""
    own = plan_in_words(young) or (own_rules.OWN_NONE,)
    everyone = rules_in_words(now.household.everyone) or (own_rules.EVERYONE_NONE,)
    parts = [
        RulesPart(heading=own_rules.OWN, sentences=own),
        RulesPart(heading=own_rules.EVERYONE, sentences=everyone),
    ]
    for device in now.household.devices:
        if device.belongs_to == young.name and (said := rules_in_words(device.rules)):
            heading = own_rules.DEVICE.format(device=device.name)
            parts.append(RulesPart(heading=heading, sentences=said))
    since = None
    if now.set_up_at is not None:
        wall = on_the_wall(now.set_up_at, now.moment.zone)
        since = own_rules.CHANGED_SINCE.format(date=day_in_words(wall.date()))
    return OwnRulesPage(
        title=PAGE_TITLE.format(page=own_rules.TITLE),
        parts=tuple(parts),
        changes=change_rows(
            (one for one in found if one.note.what not in NOT_FOR_ADULTS), now.moment
        ),
        since=since,
    )
