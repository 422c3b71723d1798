"""The home as values: who lives here, which devices they hold, and what is decided for each.

Rules kept here:
- These values hold what a carer typed and nothing that was observed.
- A device belongs to one person of the household, or to everyone (a shared television).
- `policy.document` is the only place that builds a Household from text, and checks it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from policy.categories import Category
from policy.rules import NO_RULES, RuleSet

EVERYONE = "everyone"
"""The owner of a shared device; no person may bear this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YoungPerson:
    """Someone placed with, or growing up in, the household; `name` is a nickname."""

    name: str
    rules: RuleSet = NO_RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Carer:
    """An adult who decides for the household."""

    name: str
    rules: RuleSet = NO_RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Something with addresses. `belongs_to` is a person's name or EVERYONE.

    Addresses are canonical text, as `str(ipaddress.ip_address(...))` gives it.
    """

    name: str
    belongs_to: str
    addresses: tuple[str, ...]
    rules: RuleSet = NO_RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """The home that one box serves. `visitors` is for devices that nobody has named."""

    everyone: RuleSet = NO_RULES
    visitors: RuleSet = NO_RULES
    carers: tuple[Carer, ...] = ()
    young_people: tuple[YoungPerson, ...] = ()
    devices: tuple[Device, ...] = ()


def for_everyone_unless_said(household: Household, category: Category) -> Household:
    """Return the household with a category blocked for everyone, unless it speaks of it itself.

    Whoever adds a list of their own means it to hold; whoever blocks `home-list` for some people
    only has said for whom.
    """
    rule_sets = [household.everyone, household.visitors]
    rule_sets += [carer.rules for carer in household.carers]
    rule_sets += [person.rules for person in household.young_people]
    rule_sets += [device.rules for device in household.devices]
    if any(category in rules.block_categories for rules in rule_sets):
        return household
    blocked = household.everyone.block_categories | {category}
    return replace(household, everyone=replace(household.everyone, block_categories=blocked))
