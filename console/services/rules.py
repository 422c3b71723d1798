"""What a carer decides on the Rules page, as changes of one subject's rules.

Rules kept here:
- Each function takes values and returns values; nothing is read, nothing written.
- A switch of an app is a rule that always holds, and all of them together are two rules: one that
  closes apps, one that opens them. What hangs on the clock, or speaks of more than apps, is left
  as it is.
- What a page cannot say is kept: names inside a rule in time, its dates, its part of the year.
- A name that both lists hold, two rules of one title, and what `policy` cannot build are refused
  with the field they stand in.
- What no rule can block is told, not refused: it does nothing, and whoever wrote it should know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from console.errors import ConsoleError
from console.services.typed import site_of
from policy import names, reading
from policy.categories import Category
from policy.errors import HouseholdMalformed
from policy.household import YoungPerson
from policy.names import Name, suffix_offsets
from policy.never_blocked import NEVER_BLOCKED, what_is
from policy.reading import a_label
from policy.rules import RuleSet, YouTube
from policy.special import local_name
from policy.timed import Budget, Effect, FamilyTime, TimedRule
from policy.timed_document import MAX_RULES, MAX_TIMED
from policy.what import What
from policy.windows import ALWAYS

CLOSED_APPS: Final = "Apps that are closed"
OPEN_APPS: Final = "Apps that are open"


class Field(StrEnum):
    """Which part of a form a complaint belongs to."""

    BLOCK = "block"
    ALLOW = "allow"
    TITLE = "title"
    WHAT = "what"
    LEAVES = "leaves"
    WHEN = "when"
    MINUTES = "minutes"


class Complaint(StrEnum):
    """What is wrong with a change of rules, for whoever finds the words."""

    NAME = "name"
    BOTH = "both"
    TOO_MANY = "too-many"
    NO_TITLE = "no-title"
    TITLE_TAKEN = "title-taken"
    NOTHING = "nothing"
    NO_DAYS = "no-days"
    NO_TIME = "no-time"
    NO_DATE = "no-date"
    NO_KIND = "no-kind"
    STEPS = "steps"
    GONE = "gone"


class RulesRefused(ConsoleError):
    """A change of rules was not made. `told` is what `policy` says of a name that is none."""

    def __init__(self, field: Field, complaint: Complaint, told: str = "") -> None:
        super().__init__(f"the rules were not changed: {field}: {complaint}")
        self.field = field
        self.complaint = complaint
        self.told = told


class Switch(StrEnum):
    """What is decided about one app by itself."""

    AS_ITS_KIND = "kind"
    CLOSED = "closed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Powerless:
    """A name that was to be blocked and cannot be; `what` is what stands there."""

    name: Name
    what: str | None


def switches_of(rules: RuleSet) -> dict[str, Switch]:
    """Return the apps that are switched by themselves, by tag."""
    found: dict[str, Switch] = {}
    for rule in rules.timed:
        if _is_switch(rule):
            to = Switch.CLOSED if rule.effect is Effect.BLOCK else Switch.OPEN
            # Within one rule set an allow beats a block, whichever stands first.
            found |= {
                tag: to for tag in rule.what.services if to is Switch.OPEN or tag not in found
            }
    return found


def with_kinds(
    rules: RuleSet,
    categories: Iterable[Category],
    switches: Mapping[str, Switch],
    *,
    safe_search: bool | None,
    youtube: YouTube | None,
) -> RuleSet:
    """Return rules with these kinds of site blocked, these apps switched, and search so set."""
    others = tuple(rule for rule in rules.timed if not _is_switch(rule))
    taken = {rule.title for rule in others}
    made = []
    for title, effect, to in (
        (CLOSED_APPS, Effect.BLOCK, Switch.CLOSED),
        (OPEN_APPS, Effect.ALLOW, Switch.OPEN),
    ):
        tags = frozenset(tag for tag, switch in switches.items() if switch is to)
        if tags:
            made.append(
                TimedRule(title=_free(title, taken), effect=effect, what=What(services=tags))
            )
    return replace(
        rules,
        block_categories=frozenset(categories),
        timed=(*made, *others),
        safe_search=safe_search,
        youtube=youtube,
    )


def with_names(rules: RuleSet, blocked: str, allowed: str) -> RuleSet:
    """Return rules with these names, one on each line, blocked and allowed. Raises RulesRefused."""
    block, allow = names_in(blocked, Field.BLOCK), names_in(allowed, Field.ALLOW)
    if both := block & allow:
        raise RulesRefused(Field.ALLOW, Complaint.BOTH, names.to_text(min(both)))
    return replace(rules, block=block, allow=allow)


def names_in(typed: str, field: Field) -> frozenset[Name]:
    """Return the names that were typed, one on each line. Raises RulesRefused."""
    lines = [site_of(line) for line in typed.splitlines() if line.strip()]
    try:
        return reading.names_at({field: lines}, field, "", MAX_RULES)
    except HouseholdMalformed as error:
        raise RulesRefused(field, Complaint.NAME, error.problem) from error


def powerless(rules: RuleSet) -> tuple[Powerless, ...]:
    """Return the blocked names that no rule can block."""
    found = (_powerless(name) for name in sorted(rules.block, key=names.to_text))
    return tuple(one for one in found if one is not None)


def with_timed(rules: RuleSet, before: str | None, rule: TimedRule) -> RuleSet:
    """Return rules with a rule in time more, or in place of that of the title `before`.

    Raises RulesRefused.
    """
    _check_title(rule.title)
    others = [one.title for one in rules.timed if one.title != before]
    if rule.title in others:
        raise RulesRefused(Field.TITLE, Complaint.TITLE_TAKEN)
    if len(others) >= MAX_TIMED:
        raise RulesRefused(Field.TITLE, Complaint.TOO_MANY)
    if before in {one.title for one in rules.timed}:
        timed = tuple(rule if one.title == before else one for one in rules.timed)
    else:
        timed = (*rules.timed, rule)
    return replace(rules, timed=timed)


def without_timed(rules: RuleSet, title: str) -> RuleSet:
    """Return rules without the rule in time of a title."""
    return replace(rules, timed=tuple(one for one in rules.timed if one.title != title))


def with_budgets(person: YoungPerson, budgets: Iterable[Budget]) -> YoungPerson:
    """Return a young person with these budgets and no others. Raises RulesRefused."""
    found = tuple(budgets)
    if len(found) > MAX_TIMED:
        raise RulesRefused(Field.MINUTES, Complaint.TOO_MANY)
    return replace(person, budgets=found)


def with_family_time(
    person: YoungPerson, before: str | None, family: FamilyTime | None
) -> YoungPerson:
    """Return a young person with a family time in place of that of the title `before`.

    None takes it away. Raises RulesRefused.
    """
    others = tuple(one for one in person.family_time if one.title != before)
    if family is None:
        return replace(person, family_time=others)
    _check_title(family.title)
    if family.title in {one.title for one in others}:
        raise RulesRefused(Field.TITLE, Complaint.TITLE_TAKEN)
    return replace(person, family_time=(*others, family))


def _is_switch(rule: TimedRule) -> bool:
    what = rule.what
    return (
        rule.windows == (ALWAYS,)
        and rule.effect in (Effect.BLOCK, Effect.ALLOW)
        and bool(what.services)
        and not (what.everything or what.categories or what.names)
    )


def _free(title: str, taken: set[str]) -> str:
    free = title
    number = 2
    while free in taken:
        free = f"{title} {number}"
        number += 1
    return free


def _powerless(name: Name) -> Powerless | None:
    if local_name(name):
        return Powerless(name, None)
    for offset in suffix_offsets(name):
        if (at := Name(name[offset:])) in NEVER_BLOCKED:
            return Powerless(name, what_is(at))
    return None


def _check_title(title: str) -> None:
    try:
        a_label(title, "title")
    except HouseholdMalformed:
        raise RulesRefused(Field.TITLE, Complaint.NO_TITLE) from None
