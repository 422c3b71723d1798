"""What holds on a device just now beside its rules: what is kept open, closed, opened, used up.

Rules kept here:
- These values are made when a policy is compiled and only read while queries are answered; no time
  is compared there.
- A device on which nothing of the kind holds has none of it, and its queries cost nothing more.
- Each part carries what `policy.explain` needs: what the rule is called and when it changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from policy.categories import NOTHING, CategoryMask
from policy.names import Name
from policy.rules import Scope
from policy.why import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Because:
    """Why something holds now: the kind of reason, what it is called, until when, for whom.

    `until` is None where no end is in sight.
    """

    why: Why
    title: str | None = None
    until: datetime | None = None
    scope: Scope | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """Everything is closed but the names of `leaves` and what lies below them."""

    because: Because
    leaves: frozenset[Name] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedUp:
    """Minutes that are gone: the names and the kinds of site they were for."""

    because: Because
    names: frozenset[Name] = frozenset()
    categories: CategoryMask = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class InTime:
    """All of it, in the order in which a decision asks.

    `kept` beats what is closed; `opened` beats what is used up, and rules; `lifted`, where it
    stands, beats all rules that do not hang on time.
    """

    kept: Mapping[Name, Because]
    closed: tuple[Closed, ...] = ()
    opened: Mapping[Name, Because]
    used_up: tuple[UsedUp, ...] = ()
    lifted: Because | None = None

    @property
    def says_nothing(self) -> bool:
        """Say whether nothing of the kind holds."""
        return not (self.kept or self.closed or self.opened or self.used_up or self.lifted)
