"""The home as values: who lives here, which devices they hold, and what is decided for each.

Rules kept here:
- These values hold what a carer typed and nothing that was observed.
- A device belongs to one person of the household, to everyone (a shared television), or to nobody
  yet; what belongs to nobody yet has visitors' rules.
- An adult has rules and no budget. What hangs on a stay is on the young person and ends with it.
- `policy.document` is the only place that builds a Household from text, and checks it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from policy.age_templates import AgeBand
from policy.categories import Category
from policy.names import Name
from policy.placements import Placement
from policy.rules import NO_RULES, RuleSet
from policy.terms import NOTHING_KNOWN, Terms
from policy.timed import Budget, FamilyTime

EVERYONE = "everyone"
"""The owner of a shared device; no person may bear this name."""

NOBODY = "nobody yet"
"""The owner of a device that was named before anyone said whose it is."""

DEFAULT_ZONE = "Europe/London"
DEFAULT_HAND_BACK = 60
"""Minutes after which a shared device forgets who was using it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YoungPerson:
    """Someone placed with, or growing up in, the household; `name` is a nickname.

    `id` is the number under which minutes are kept, 0 where none was given (`ids_of` gives one).
    `terms` is None where the household's school year is theirs too.
    """

    name: str
    rules: RuleSet = NO_RULES
    id: int = 0
    age: AgeBand | None = None
    placement: Placement | None = None
    limits_from_first_day: bool = False
    budgets: tuple[Budget, ...] = ()
    family_time: tuple[FamilyTime, ...] = ()
    terms: Terms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carer:
    """An adult who decides for the household."""

    name: str
    rules: RuleSet = NO_RULES


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """Something with addresses. `belongs_to` is a person's name, EVERYONE or NOBODY.

    Addresses are canonical text, as `str(ipaddress.ip_address(...))` gives it. `links` are its link
    addresses, one for each interface, as `policy.links.link_from` gives them: a device that has
    them is known by them wherever the network was seen, at whatever address it is
    (`policy.identity`).
    A school's device is never recorded or counted, and its school's sites stay open. `shared_by`
    are the people who take turns on a device of everyone's, and after `hand_back_minutes` it
    forgets whose turn it was.
    """

    name: str
    belongs_to: str
    addresses: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    rules: RuleSet = NO_RULES
    school: bool = False
    shared_by: tuple[str, ...] = ()
    hand_back_minutes: int = DEFAULT_HAND_BACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """The home that one box serves. `visitors` is for devices that nobody has named.

    `zone` is the name of the zone its clocks stand in; whoever compiles brings the zone itself.
    """

    everyone: RuleSet = NO_RULES
    visitors: RuleSet = NO_RULES
    carers: tuple[Carer, ...] = ()
    young_people: tuple[YoungPerson, ...] = ()
    devices: tuple[Device, ...] = ()
    zone: str = DEFAULT_ZONE
    terms: Terms = NOTHING_KNOWN
    school_sites: frozenset[Name] = frozenset()


def ids_of(household: Household) -> dict[str, int]:
    """Return the number of each young person: the one given, or else the next that is free."""
    given = {person.id for person in household.young_people}
    free = (number for number in range(1, len(household.young_people) + 1) if number not in given)
    return {person.name: person.id or next(free) for person in household.young_people}


def terms_of(household: Household, person: YoungPerson) -> Terms:
    """Return the school year that a young person's rules are judged by."""
    return household.terms if person.terms is None else person.terms


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
