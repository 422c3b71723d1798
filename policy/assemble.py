"""From what each scope says at a moment to the tables of one device.

Rules kept here:
- Wider scopes first, so that the narrower overwrites; for the very same name what hangs on time
  beats what always holds within one scope, and there an allow beats a block.
- Who closes everything names what stays open. A rule in time that allows, for the same people or
  fewer, opens its names through it; a grant that opens does so through every bedtime, and through
  a pause or homework time that was given before it: who spoke last decides.
- What is used up stays so until more is given, or until a grant opens it by name.
- Family time and a school's sites stay open through all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from policy import services
from policy.categories import Category, CategoryMask, mask_of
from policy.compiled import DevicePolicy
from policy.given.grants import Grant, GrantKind
from policy.in_time import Because, Closed, InTime, UsedUp
from policy.moment import soonest
from policy.names import Name, parents
from policy.never_blocked import NEVER_BLOCKED_PARENTS
from policy.rules import Action, Rule, RuleSet, Scope, YouTube
from policy.safe_search import BLOCKED_ENGINES, answers
from policy.screen_time.budgets import Left
from policy.standing import Standing, block_services
from policy.timed import EVERYTHING_COUNTED
from policy.what import HOMEWORK_SITES, LEARNING, What, opened_by
from policy.why import Why

_ORDER: Final = {scope: place for place, scope in enumerate(Scope)}
_SPENT_LEAVES: Final = LEARNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Who sits at a device, with all that holds for them at the moment.

    `grants` are those that hold for this person or device. `kept` is what stays open through
    everything. `person` is None for a visitor and for a device that is everyone's. `changes` is
    when something else about them does.
    """

    device: str | None
    person: str | None
    rule_sets: tuple[RuleSet, ...]
    standings: tuple[Standing, ...]
    grants: tuple[Grant, ...] = ()
    kept: Mapping[Name, Because]
    left: tuple[Left, ...] = ()
    changes: datetime | None = None


def assembled(seat: Seat) -> DevicePolicy:
    """Return the tables of a device; `valid_until` is for whoever knows all that may change."""
    safe_search, youtube = _search(seat.rule_sets)
    explicit = dict(_engines(_search_scope(seat))) if safe_search else {}
    for standing in seat.standings:
        explicit |= standing.explicit
    _block_across_scopes(explicit, seat.standings)
    categories = _categories(seat.standings, seat.grants)
    in_time = _in_time(seat)
    allowed = {name for name, rule in explicit.items() if rule.action is Action.ALLOW}
    if in_time is not None:
        allowed.update(in_time.kept, in_time.opened, *(closed.leaves for closed in in_time.closed))
    return DevicePolicy(
        device=seat.device,
        person=seat.person,
        explicit=explicit,
        blocked=mask_of(categories),
        category_scopes={category: scope for category, (scope, _) in categories.items()},
        category_titles={
            category: (because.title, because.until)
            for category, (_, because) in categories.items()
            if because
        },
        allow_parents=NEVER_BLOCKED_PARENTS.union(*(_parents_of(name) for name in allowed)),
        in_time=in_time,
        safe_answers=answers(safe_search=safe_search, youtube=youtube),
        valid_until=_valid_until(seat),
    )


def _block_across_scopes(explicit: dict[Name, Rule], standings: Sequence[Standing]) -> None:
    """Block what services share that are blocked in several scopes, but in none all of them."""
    tags: dict[str, Because] = {}
    speaking = 0
    for standing in standings:
        for tag in standing.allowed_services:
            tags.pop(tag, None)
        tags |= standing.services
        speaking += bool(standing.services)
    if speaking > 1:
        alone = {
            name
            for standing in standings
            for name in services.blocked_with(frozenset(standing.services))
        }
        block_services(explicit, tags, beyond=alone)


@lru_cache(maxsize=100_000)
def _parents_of(name: Name) -> tuple[Name, ...]:
    return tuple(parents(name))


@lru_cache(maxsize=len(Scope))
def _engines(scope: Scope) -> Mapping[Name, Rule]:
    """Return the rules that safe search makes, for whose sake."""
    return {name: Rule(name, Action.BLOCK, scope, why=Why.SAFE_SEARCH) for name in BLOCKED_ENGINES}


def _categories(
    standings: Iterable[Standing], grants: Iterable[Grant]
) -> dict[Category, tuple[Scope, Because | None]]:
    found: dict[Category, tuple[Scope, Because | None]] = {}
    for standing in standings:
        allowed = standing.allowed_categories
        if standing.all_categories_allowed:
            allowed = set(Category) - {Category.MALWARE}
        for category in allowed & found.keys():
            del found[category]
        found |= {
            category: (standing.scope, because) for category, because in standing.categories.items()
        }
    for grant in grants:
        if grant.kind is GrantKind.OPEN:
            for category in grant.what.categories & found.keys():
                del found[category]
    return found


def _search(rule_sets: Iterable[RuleSet]) -> tuple[bool | None, YouTube | None]:
    safe_search, youtube = None, None
    for rules in rule_sets:
        safe_search = rules.safe_search if rules.safe_search is not None else safe_search
        youtube = rules.youtube if rules.youtube is not None else youtube
    return safe_search, youtube


def _search_scope(seat: Seat) -> Scope:
    return max(
        (
            standing.scope
            for standing, rules in zip(seat.standings, seat.rule_sets, strict=True)
            if rules.safe_search
        ),
        key=_ORDER.__getitem__,
    )


def _in_time(seat: Seat) -> InTime | None:
    opening = [grant for grant in seat.grants if grant.kind is GrantKind.OPEN]
    opened = {
        name: Because(why=Why.GRANT, title=grant.giver, until=grant.until)
        for grant in opening
        for name in opened_by(grant.what)
    }
    lifted = [grant for grant in seat.grants if grant.kind is GrantKind.IS_IT_US]
    found = InTime(
        kept=seat.kept,
        closed=(
            *_closed_by_grants(seat.grants, opening),
            *_closed_by_rules(seat, opened.keys()),
            *_closed_by_budgets(seat.left, opened.keys()),
        ),
        opened=opened,
        used_up=tuple(_used_up(seat.left)),
        lifted=Because(why=Why.GRANT, title=lifted[-1].giver, until=lifted[-1].until)
        if lifted
        else None,
    )
    return None if found.says_nothing else found


def _closed_by_grants(grants: Iterable[Grant], opening: Sequence[Grant]) -> list[Closed]:
    found = []
    for grant in grants:
        if grant.kind not in (GrantKind.PAUSE, GrantKind.HOMEWORK):
            continue
        later = (one for one in opening if one.given > grant.given)
        names = frozenset().union(*(opened_by(one.what) for one in later))
        why = Why.PAUSE
        if grant.kind is GrantKind.HOMEWORK:
            why = Why.HOMEWORK
            names |= HOMEWORK_SITES | opened_by(grant.what)
        because = Because(why=why, title=grant.giver, until=grant.until)
        found.append(Closed(because=because, leaves=names))
    return found


def _closed_by_rules(seat: Seat, opened: Iterable[Name]) -> list[Closed]:
    later = {grant.title for grant in seat.grants if grant.kind is GrantKind.LATER}
    found: list[Closed] = []
    opening: list[What] = []
    names = frozenset(opened)
    # The narrowest first, so that each meets what its own scope and narrower ones open.
    for standing in reversed(seat.standings):
        opening += [holding.rule.what for holding in standing.opening]
        if any(what.everything for what in opening):
            break
        names = names.union(*(opened_by(one.rule.what) for one in standing.opening))
        found += [
            Closed(
                because=holding.because,
                leaves=opened_by(holding.rule.open_meanwhile) | names,
            )
            for holding in standing.closing
            if holding.rule.title not in later
        ]
    return found


def _closed_by_budgets(left: Iterable[Left], opened: Iterable[Name]) -> list[Closed]:
    return [
        Closed(because=_because_of(one), leaves=_SPENT_LEAVES.union(opened))
        for one in left
        if not one.minutes and one.budget.target == EVERYTHING_COUNTED
    ]


def _used_up(left: Iterable[Left]) -> list[UsedUp]:
    gone = [one for one in left if not one.minutes]
    # Together, so that a name which two services share is blocked when both are used up.
    tags = frozenset(
        service.tag
        for one in gone
        for service in services.SERVICES
        if one.budget.target.service == service.tag
        or (service.category is not None and one.budget.target.category is service.category)
    )
    names = services.blocked_with(tags)
    found = []
    for one in gone:
        category, service = one.budget.target.category, one.budget.target.service
        if one.budget.target == EVERYTHING_COUNTED:
            continue
        own = {service} if service else {it.tag for it in services.in_category(category)}
        found.append(
            UsedUp(
                because=_because_of(one),
                names=frozenset(
                    name for name, needed_by in names.items() if not own.isdisjoint(needed_by)
                ),
                categories=CategoryMask(0) if category is None else category.bit,
            )
        )
    return found


def _because_of(left: Left) -> Because:
    return Because(
        why=Why.USED_UP,
        title=left.budget.target.label,
        until=left.renewed,
        scope=Scope.PERSON,
    )


def _valid_until(seat: Seat) -> datetime | None:
    return soonest(
        seat.changes,
        *(standing.changes for standing in seat.standings),
        *(grant.until for grant in seat.grants),
        *(instant for one in seat.left for instant in (one.used_up, one.renewed)),
    )
