"""Services by the name a family gives them, and what it takes to block one.

Rules kept here:
- Blocking a service takes nothing away from another: a name that several need is blocked only when
  all of them are, and one that is needed for something else never is.
- The exception is told, not hidden: `also_stops` of a service names what cannot work without it.
- The tables stand in `policy.facts`: `services` says who there is, `service_names` who needs which
  name. Nothing is added here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from policy.categories import Category
from policy.facts.service_names import SERVICE_NAMES
from policy.facts.services import SERVICES, Service
from policy.names import Name, suffix_offsets

__all__ = [
    "BY_TAG",
    "SERVICES",
    "Service",
    "blocked_with",
    "by_tag",
    "category_names",
    "in_category",
    "names_of",
    "names_to_block",
    "services_of",
]

BY_TAG: Final[Mapping[str, Service]] = {service.tag: service for service in SERVICES}

# A tag of no service raises KeyError here, hence in the first test.
_SERVICES_OF: Final[Mapping[Name, tuple[Service, ...]]] = {
    row.name: tuple(BY_TAG[tag] for tag in row.services) for row in SERVICE_NAMES
}

_NEEDED_BY: Final[Mapping[Name, frozenset[str]]] = {
    row.name: frozenset(row.services) for row in SERVICE_NAMES if row.also_for is None
}
"""Names that may be blocked, each with the services that have to be blocked for it."""


def by_tag(tag: str) -> Service:
    """Return the service of a tag. Raises KeyError for a tag that no service has."""
    return BY_TAG[tag]


def services_of(name: Name) -> tuple[Service, ...]:
    """Return the services that a name belongs to, by the nearest name at or above it."""
    for offset in suffix_offsets(name):
        if services := _SERVICES_OF.get(Name(name[offset:])):
            return services
    return ()


def names_to_block(tags: Iterable[str]) -> frozenset[Name]:
    """Return the names whose block takes away these services and no others.

    Raises KeyError for a tag that no service has.
    """
    return frozenset(blocked_with(frozenset(by_tag(tag).tag for tag in tags)))


@lru_cache(maxsize=2_048)
def blocked_with(tags: frozenset[str]) -> Mapping[Name, frozenset[str]]:
    """Return the names whose block takes away these services and no others, each with whose it is.

    A tag that no service has blocks nothing.
    """
    return {name: needed_by for name, needed_by in _NEEDED_BY.items() if needed_by <= tags}


def names_of(tags: Iterable[str]) -> frozenset[Name]:
    """Return every name that these services need, also what they share with others.

    Raises KeyError for a tag that no service has.
    """
    asked = frozenset(by_tag(tag).tag for tag in tags)
    return frozenset(row.name for row in SERVICE_NAMES if not asked.isdisjoint(row.services))


def in_category(category: Category | None) -> tuple[Service, ...]:
    """Return the services of a category, in the table's order; None asks for those without one."""
    return tuple(service for service in SERVICES if service.category is category)


def category_names(category: Category) -> frozenset[Name]:
    """Return the names of a category's services, without what other services need too."""
    return names_to_block(service.tag for service in in_category(category))
