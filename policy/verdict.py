"""What a decision can be, and why: closed values that both the agent and a sentence are made of.

Rules kept here:
- A verdict always carries its reason; "blocked, nobody knows why" cannot be expressed.
- It names rules, categories and scopes, never a person or a device. `title` is what a carer called
  a rule in time, so it is for the home's own pages and never goes over the network.
- One is made for every query, so they are tuples: a frozen dataclass costs a microsecond more.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, TypeAlias

from policy.categories import Category
from policy.names import Name
from policy.rules import Scope
from policy.why import Why

__all__ = ["Allow", "Block", "Verdict", "Why"]


class Allow(NamedTuple):
    """The query goes on. `matched` is the name the reason speaks of, None for NOTHING.

    `title` and `until` are those of a rule in time or a grant; `until` is None where none ends.
    """

    why: Why
    matched: Name | None = None
    scope: Scope | None = None
    title: str | None = None
    until: datetime | None = None


class Block(NamedTuple):
    """The query ends here.

    `offset` is where in the asked name the matched name begins. `denies_below` says whether
    NXDOMAIN is right: False where an allowed name lies below the asked one, and NODATA must
    stand instead (RFC 8020). `title` and `until` are as in Allow. `leads_to` is a name to which the
    asked one leads, where the reason speaks of that (`policy.leads_to`); `matched` is then the
    asked name itself.
    """

    why: Why
    matched: Name
    offset: int
    denies_below: bool
    scope: Scope | None = None
    category: Category | None = None
    title: str | None = None
    until: datetime | None = None
    leads_to: Name | None = None


Verdict: TypeAlias = Allow | Block
