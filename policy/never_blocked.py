"""Names that are always answered: help, health, emergency, connectivity checks, time, and more.

Rules kept here:
- An entry covers its name and everything below it, beats every rule, list, pause and category,
  and no document can shorten the table.
- Whose each name is, who says so and when somebody last looked stands in `facts.never_blocked`;
  this module makes of it what a decision looks into.
- nhs.uk, police.uk and gov.uk are public suffixes: right to allow here, never right to block.
"""

from __future__ import annotations

from typing import Final

from policy.facts.never_blocked import LIFELINES, Lifeline
from policy.names import Name, parents

__all__ = [
    "LIFELINES",
    "NEVER_BLOCKED",
    "NEVER_BLOCKED_PARENTS",
    "REVIEWED",
    "Lifeline",
    "what_is",
]

REVIEWED: Final = min(lifeline.reviewed for lifeline in LIFELINES).isoformat()
"""The day of the oldest review: every entry was looked at on it or later."""

NEVER_BLOCKED: Final = frozenset(lifeline.name for lifeline in LIFELINES)

NEVER_BLOCKED_PARENTS: Final = frozenset(
    parent for lifeline in LIFELINES for parent in parents(lifeline.name)
)
"""Names above a lifeline. Denying one of these with NXDOMAIN would deny the lifeline below it
in any cache that follows RFC 8020, so such a block is answered NODATA."""

_WHAT: Final = {lifeline.name: lifeline.what for lifeline in LIFELINES}


def what_is(name: Name) -> str:
    """Return what stands at a name of NEVER_BLOCKED, ready to stand inside a sentence."""
    return _WHAT[name]
