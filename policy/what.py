"""What a rule in time, a budget or a grant speaks of: everything, kinds of site, services, names.

Rules kept here:
- A `What` may name several things at once; it means all of them together.
- What is opened is opened whole: a service with every name it needs, also those it shares. What is
  blocked takes nothing from others (`policy.services.names_to_block`).
- A kind of site can be opened where everything is closed only through its services: what a list
  says of a name is asked last, and a closed door is not opened by a list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from policy import names, services
from policy.categories import Category
from policy.facts.everyday import EVERYDAY, Kind
from policy.names import Name

HAVE_SERVICES: Final = frozenset(
    service.category for service in services.SERVICES if service.category is not None
)
"""Kinds of site that services are known of, and that can therefore be left open by kind."""

LEARNING: Final = frozenset(
    row.name for row in EVERYDAY if row.kind in (Kind.SCHOOL, Kind.HOMEWORK, Kind.STUDY)
)
"""School sign-in, homework and exams: never counts as screen time, and school devices keep it."""

HOMEWORK_SITES: Final = LEARNING | frozenset(
    row.name for row in EVERYDAY if row.kind in (Kind.KNOWLEDGE, Kind.GROUND, Kind.CULTURE)
)
"""What homework needs: learning, looking things up, and what such sites stand on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """Everything, or any number of categories, services (by tag) and names."""

    everything: bool = False
    categories: frozenset[Category] = frozenset()
    services: frozenset[str] = frozenset()
    names: frozenset[Name] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a service that does not exist, and everything together with a part of it."""
        for tag in sorted(self.services):
            if tag not in services.BY_TAG:
                raise ValueError(f"{tag!r} is no service that is known here")
        if self.everything and (self.categories or self.services or self.names):
            raise ValueError("everything is said already; leave out the parts of it")

    def __bool__(self) -> bool:
        """Say whether anything is named at all."""
        return bool(self.everything or self.categories or self.services or self.names)


NOTHING_NAMED: Final = What()
EVERYTHING: Final = What(everything=True)


@lru_cache(maxsize=512)
def opened_by(what: What) -> frozenset[Name]:
    """Return the names that are open when `what` is: with all that its services share.

    Of everything there are no names; whoever opens everything asks for none.
    """
    tags = what.services | {
        service.tag
        for service in services.SERVICES
        if service.category is not None and service.category in what.categories
    }
    return what.names | services.names_of(tags)


def in_words(what: What) -> str:
    """Return what a family calls it, in lower case, ready to stand inside a sentence."""
    if what.everything:
        return "everything"
    parts = [category.label for category in Category if category in what.categories]
    parts += [services.by_tag(tag).label for tag in sorted(what.services)]
    parts += sorted(names.to_text(name) for name in what.names)
    return listed(parts) or "nothing"


def listed(parts: Iterable[str]) -> str:
    """Return parts as one says them: a, b and c."""
    *before, last = list(parts) or [""]
    return f"{', '.join(before)} and {last}" if before else last
