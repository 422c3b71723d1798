"""What a carer decides about names: one rule, and the set that belongs to one scope.

Rules kept here:
- A rule covers its name and everything below it.
- Within one rule set a name stands once; the same name blocked and allowed is refused when the
  document is read, so order never matters.
- What hangs on the clock stands in `timed` (`policy.timed`), and search in two settings. Where a
  set does not speak of one of these, the wider scope does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from policy.categories import Category
from policy.names import Name
from policy.timed import TimedRule
from policy.why import Why


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


class YouTube(StrEnum):
    """How much YouTube leaves out. The value is the permanent tag."""

    OFF = "off"
    MODERATE = "moderate"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class Rule:
    """One explicit decision about a name and everything below it.

    `title` is that of the rule in time which says so just now, and `until` when that changes; both
    are None for a rule that always holds.
    """

    name: Name
    action: Action
    scope: Scope
    title: str | None = None
    until: datetime | None = None
    why: Why = Why.RULE


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """The decisions of one scope: categories blocked, names blocked, names allowed, and in time.

    `safe_search` and `youtube` are None where the wider scope decides.
    """

    block_categories: frozenset[Category] = frozenset()
    block: frozenset[Name] = frozenset()
    allow: frozenset[Name] = frozenset()
    timed: tuple[TimedRule, ...] = ()
    safe_search: bool | None = None
    youtube: YouTube | None = None


NO_RULES = RuleSet()
