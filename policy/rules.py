"""What a carer decides about names: one rule, and the set that belongs to one scope.

Rules kept here:
- A rule covers its name and everything below it.
- Within one rule set a name stands once; the same name blocked and allowed is refused when the
  document is read, so order never matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from policy.categories import Category
from policy.names import Name


class Action(StrEnum):
    """What an explicit rule does; the field's words are PASSTHRU and NXDOMAIN (RPZ)."""

    ALLOW = "allow"
    BLOCK = "block"


class Scope(StrEnum):
    """Whom a rule set is for, from the widest to the narrowest.

    When two scopes hold a rule for the very same name, the narrower one decides.
    """

    EVERYONE = "everyone"
    VISITORS = "visitors"
    PERSON = "person"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Rule:
    """One explicit decision about a name and everything below it."""

    name: Name
    action: Action
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """The decisions of one scope: categories blocked, names blocked, names allowed."""

    block_categories: frozenset[Category] = frozenset()
    block: frozenset[Name] = frozenset()
    allow: frozenset[Name] = frozenset()


NO_RULES = RuleSet()
