"""Ten and five minutes before an end: which warnings are due, about what.

Rules kept here:
- An end is the instant at which a rule in time closes something, at which a grant that opened
  something is over, or at which minutes are used up.
- Each warning is given once. A look that comes late gives the latest one that is due, and none for
  an end that has come.
- Minutes are warned of when they fall to ten or to five, whenever that is: what is left only moves
  while somebody uses it.
- A rule that a grant moved ends when the grant does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from policy.given.grants import Grant, GrantKind
from policy.moment import Clockwork
from policy.rules import RuleSet
from policy.screen_time.budgets import Left
from policy.terms import Terms
from policy.timed import Effect
from policy.what import in_words

WARN_AT: Final = (10, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Something ends at an instant; `title` says what, as the family calls it."""

    at: datetime
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """What ends, and in how many minutes."""

    title: str
    minutes: int


def ends_ahead(
    rule_sets: Iterable[RuleSet], terms: Terms, grants: Iterable[Grant], clockwork: Clockwork
) -> tuple[End, ...]:
    """Return the next end of each rule and grant of a young person, the soonest first.

    `grants` are those that hold for them. Where the time of day is not known there is none.
    """
    if not clockwork.knows:
        return ()
    held = tuple(grants)
    later = {one.title: one.until for one in held if one.kind is GrantKind.LATER}
    found = [
        End(at=one.until, title=in_words(one.what)) for one in held if one.kind is GrantKind.OPEN
    ]
    for rules in rule_sets:
        for rule in rules.timed:
            if rule.effect is Effect.ALLOW:
                continue
            closed, changes = clockwork.open_until(rule.windows, terms)
            moved = later.get(rule.title)
            if moved is not None and (closed or (changes is not None and changes < moved)):
                found.append(End(at=moved, title=rule.title))
            elif not closed and changes is not None:
                found.append(End(at=changes, title=rule.title))
    return tuple(sorted(found, key=lambda end: (end.at, end.title)))


def due(ends: Iterable[End], since: datetime, until: datetime) -> tuple[Warned, ...]:
    """Return the warnings that fall due after `since`, up to and including `until`."""
    return tuple(
        Warned(title=end.title, minutes=minutes)
        for end in ends
        if end.at > until
        for minutes in WARN_AT
        if since < end.at - timedelta(minutes=minutes) <= until
        and not _later_one_is_due(end, minutes, until)
    )


def _later_one_is_due(end: End, minutes: int, until: datetime) -> bool:
    return any(end.at - timedelta(minutes=other) <= until for other in WARN_AT if other < minutes)


def minutes_running_out(before: Iterable[Left], after: Iterable[Left]) -> Iterator[Warned]:
    """Yield the warnings for budgets that fell to ten or five minutes between two looks."""
    earlier = {one.budget: one.minutes for one in before}
    for one in after:
        was = earlier.get(one.budget, one.minutes)
        reached = [at for at in WARN_AT if was > at >= one.minutes > 0]
        if reached:
            yield Warned(title=one.budget.target.label, minutes=min(reached))
