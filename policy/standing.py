"""What one rule set says at a moment: names, kinds of site, services, what closes and what opens.

Rules kept here:
- Each scope is worked out once for each moment, and shared by all devices that it is for.
- Within one scope what hangs on time beats what always holds, and an allow beats a block: it is the
  exception from it.
- Where the clock is not plausible (decision 16 of the design), windows that block kinds of site,
  services or names hold, windows that allow do not, and windows that close everything do not. What
  is for always needs no clock.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from policy import services
from policy.categories import Category
from policy.in_time import Because
from policy.moment import Clockwork, soonest
from policy.names import Name
from policy.rules import Action, Rule, RuleSet, Scope
from policy.terms import Terms
from policy.timed import Effect, TimedRule
from policy.what import opened_by
from policy.why import Why

_ORDER: Final = {scope: place for place, scope in enumerate(Scope)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A rule in time that holds now, with its reason."""

    rule: TimedRule
    because: Because


@dataclass(slots=True, kw_only=True)
class Standing:
    """One scope at one moment. `changes` is when it will say something else."""

    scope: Scope
    explicit: dict[Name, Rule] = field(default_factory=dict)
    categories: dict[Category, Because | None] = field(default_factory=dict)
    allowed_categories: set[Category] = field(default_factory=set)
    all_categories_allowed: bool = False
    services: dict[str, Because] = field(default_factory=dict)
    allowed_services: set[str] = field(default_factory=set)
    closing: list[Holding] = field(default_factory=list)
    opening: list[Holding] = field(default_factory=list)
    changes: datetime | None = None


def without_limits(rules: RuleSet) -> RuleSet:
    """Return a rule set without its limits of time: what blocks by the clock is left out."""
    kept = tuple(rule for rule in rules.timed if rule.is_always or rule.effect is Effect.ALLOW)
    return rules if kept == rules.timed else replace(rules, timed=kept)


def standing_of(scope: Scope, rules: RuleSet, terms: Terms, clockwork: Clockwork) -> Standing:
    """Return what a rule set says at the moment of `clockwork`."""
    found = Standing(scope=scope)
    for action, names in ((Action.BLOCK, rules.block), (Action.ALLOW, rules.allow)):
        found.explicit |= {name: Rule(name, action, scope) for name in names}
    found.categories |= dict.fromkeys(rules.block_categories)
    allowing = []
    for rule in rules.timed:
        holds, changes = _holds(rule, terms, clockwork)
        found.changes = soonest(found.changes, changes)
        if not holds:
            continue
        holding = Holding(
            rule=rule,
            because=Because(why=Why.CLOCK, title=rule.title, until=changes, scope=scope),
        )
        if rule.closes_everything:
            found.closing.append(holding)
        elif rule.effect is Effect.ALLOW:
            allowing.append(holding)
        else:
            _block(found, holding)
    for holding in allowing:
        _allow(found, holding)
    block_services(found.explicit, found.services)
    return found


def block_services(
    explicit: dict[Name, Rule], tags: Mapping[str, Because], *, beyond: Collection[Name] = ()
) -> None:
    """Block the names of services by the narrowest rule for each, where no rule ranks higher.

    Names of `beyond` are left as they are.
    """
    for name, needed_by in services.blocked_with(frozenset(tags)).items():
        if name in beyond:
            continue
        # Of several services the one with the narrowest rule; its tag settles it between equals.
        _, because = max((_ORDER[scope_of(tags[tag])], tag) for tag in needed_by)
        rule = _rule(name, Action.BLOCK, tags[because])
        if name not in explicit or _rank(explicit[name]) < _rank(rule):
            explicit[name] = rule


def scope_of(because: Because) -> Scope:
    """Return whose rule a reason is."""
    assert because.scope is not None
    return because.scope


def _rank(rule: Rule) -> tuple[int, bool, bool]:
    return _ORDER[rule.scope], rule.title is not None, rule.action is Action.ALLOW


def _holds(rule: TimedRule, terms: Terms, clockwork: Clockwork) -> tuple[bool, datetime | None]:
    if rule.is_always or clockwork.knows:
        return clockwork.open_until(rule.windows, terms)
    return rule.effect is Effect.BLOCK and not rule.closes_everything, None


def _block(found: Standing, holding: Holding) -> None:
    what, because = holding.rule.what, holding.because
    for name in what.names:
        found.explicit[name] = _rule(name, Action.BLOCK, because)
    found.categories |= dict.fromkeys(what.categories, because)
    found.services |= dict.fromkeys(what.services, because)


def _allow(found: Standing, holding: Holding) -> None:
    what = holding.rule.what
    found.opening.append(holding)
    found.all_categories_allowed |= what.everything
    found.allowed_categories |= what.categories
    found.allowed_services |= what.services
    for tag in what.services:
        found.services.pop(tag, None)
    for category in what.categories:
        found.categories.pop(category, None)
    if what.everything:
        found.categories = {
            category: because
            for category, because in found.categories.items()
            if category is Category.MALWARE
        }
    for name in opened_by(what) if not what.everything else ():
        found.explicit[name] = _rule(name, Action.ALLOW, holding.because)


def _rule(name: Name, action: Action, because: Because) -> Rule:
    return Rule(name, action, scope_of(because), because.title, because.until)
