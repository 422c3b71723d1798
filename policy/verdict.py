"""What a decision can be, and why: closed values that both the agent and a sentence are made of.

Rules kept here:
- A verdict always carries its reason; "blocked, nobody knows why" cannot be expressed.
- It names rules, categories and scopes, never a person or a device. `title` is what a carer called
  a rule in time, so it is for the home's own pages and never goes over the network.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from policy.categories import Category
from policy.names import Name
from policy.rules import Scope
from policy.why import Why

__all__ = ["Allow", "Block", "Verdict", "Why"]


@dataclass(frozen=True, slots=True)
class Allow:
    """The query goes on. `matched` is the name the reason speaks of, None for NOTHING.

    `title` and `until` are those of a rule in time or a grant; `until` is None where none ends.
    """

    why: Why
    matched: Name | None = None
    scope: Scope | None = None
    title: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """The query ends here.

    `offset` is where in the asked name the matched name begins. `denies_below` says whether
    NXDOMAIN is right: False where an allowed name lies below the asked one, and NODATA must
    stand instead (RFC 8020). `title` and `until` are as in Allow.
    """

    why: Why
    matched: Name
    offset: int
    denies_below: bool
    scope: Scope | None = None
    category: Category | None = None
    title: str | None = None
    until: datetime | None = None


Verdict: TypeAlias = Allow | Block
