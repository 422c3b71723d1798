"""What a decision can be, and why: closed values that both the agent and a sentence are made of.

Rules kept here:
- A verdict always carries its reason; "blocked, nobody knows why" cannot be expressed.
- It names rules, categories and scopes, never a person or a device.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from policy.categories import Category
from policy.names import Name
from policy.rules import Scope


class Why(StrEnum):
    """The kind of reason; the order of `policy.decide` is the order here."""

    NEVER_BLOCKED = "never-blocked"
    RULE = "rule"
    BYPASS_SIGNAL = "bypass-signal"
    CATEGORY = "category"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Allow:
    """The query goes on. `matched` is the name the reason speaks of, None for NOTHING."""

    why: Why
    matched: Name | None = None
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """The query ends here.

    `offset` is where in the asked name the matched name begins. `denies_below` says whether
    NXDOMAIN is right: False where an allowed name lies below the asked one, and NODATA must
    stand instead (RFC 8020).
    """

    why: Why
    matched: Name
    offset: int
    denies_below: bool
    scope: Scope | None = None
    category: Category | None = None


Verdict: TypeAlias = Allow | Block
