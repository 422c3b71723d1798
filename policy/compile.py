"""Policy made ready for the moment a query arrives: one small table for each device.

Rules kept here:
- Compiling is pure: the same household gives an equal CompiledPolicy.
- A device gets the sum of the rule sets that concern it: everyone's, its person's, its own. An
  address nobody named gets everyone's and the visitors'.
- For the very same name the narrower scope decides (`policy.rules.Scope`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from policy.categories import Category, CategoryMask, mask_of
from policy.household import EVERYONE, Device, Household
from policy.names import Name, parents
from policy.never_blocked import NEVER_BLOCKED_PARENTS
from policy.rules import NO_RULES, Action, Rule, RuleSet, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicePolicy:
    """Everything decided for one device, or for visitors (`device` and `person` are None).

    `category_scopes` says for each blocked category by whose rules it is blocked, the narrowest.
    `allow_parents` are the names above an allowed one, where NXDOMAIN would deny too much.
    """

    device: str | None
    person: str | None
    explicit: Mapping[Name, Rule]
    blocked: CategoryMask
    category_scopes: Mapping[Category, Scope]
    allow_parents: frozenset[Name]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledPolicy:
    """One policy in force. `version` is the snapshot's, 0 where none was published."""

    version: int
    by_address: Mapping[str, DevicePolicy]
    by_device: Mapping[str, DevicePolicy]
    visitors: DevicePolicy
    lax_for_visitors: frozenset[Category]
    """Categories blocked for some young person but not for visitors. A phone changes its link
    address at will, so forgetting the network would be the way out."""


PROTECTIVE_DEFAULT = Household(
    everyone=RuleSet(block_categories=frozenset({Category.MALWARE, Category.ADULT}))
)
"""What holds before anything was decided (first boot)."""


def compile_policy(household: Household, version: int) -> CompiledPolicy:
    """Return the tables that decide for each address of the household."""
    people: dict[str, RuleSet] = {EVERYONE: NO_RULES}
    people |= {person.name: person.rules for person in household.carers}
    people |= {person.name: person.rules for person in household.young_people}
    by_device = {
        device.name: _device_policy(household.everyone, people[device.belongs_to], device)
        for device in household.devices
    }
    visitors = _policy(
        None, None, ((Scope.EVERYONE, household.everyone), (Scope.VISITORS, household.visitors))
    )
    blocked_for_young_people = {
        category
        for person in household.young_people
        for category in household.everyone.block_categories | person.rules.block_categories
    }
    return CompiledPolicy(
        version=version,
        by_address={
            address: by_device[device.name]
            for device in household.devices
            for address in device.addresses
        },
        by_device=by_device,
        visitors=visitors,
        lax_for_visitors=frozenset(blocked_for_young_people - visitors.category_scopes.keys()),
    )


def _device_policy(everyone: RuleSet, person: RuleSet, device: Device) -> DevicePolicy:
    owner = None if device.belongs_to == EVERYONE else device.belongs_to
    scopes = ((Scope.EVERYONE, everyone), (Scope.PERSON, person), (Scope.DEVICE, device.rules))
    return _policy(device.name, owner, scopes)


def _policy(
    device: str | None, person: str | None, scopes: tuple[tuple[Scope, RuleSet], ...]
) -> DevicePolicy:
    explicit: dict[Name, Rule] = {}
    category_scopes: dict[Category, Scope] = {}
    for scope, rules in scopes:  # widest first, so that the narrower overwrites
        for action, names in ((Action.BLOCK, rules.block), (Action.ALLOW, rules.allow)):
            explicit |= {name: Rule(name, action, scope) for name in names}
        category_scopes |= dict.fromkeys(rules.block_categories, scope)
    allowed = [name for name, rule in explicit.items() if rule.action is Action.ALLOW]
    return DevicePolicy(
        device=device,
        person=person,
        explicit=explicit,
        blocked=mask_of(category_scopes),
        category_scopes=category_scopes,
        allow_parents=NEVER_BLOCKED_PARENTS.union(
            parent for name in allowed for parent in parents(name)
        ),
    )
