"""May this device have this name? The heart of the house.

The order, in a sentence a carer can repeat: what is never blocked is answered; then the most
specific rule decides; then the categories; everything else is allowed.

Rules kept here:
- Every name that can be asked gets a verdict; nothing here raises.
- The lists are asked only when no rule has decided, since that is the costly question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from policy.categories import first_of
from policy.compile import DevicePolicy
from policy.names import Name, suffix_offsets
from policy.never_blocked import NEVER_BLOCKED
from policy.rules import Action, Rule
from policy.special import BYPASS_SIGNALS
from policy.verdict import Allow, Block, Verdict, Why

Listings: TypeAlias = Callable[[Name], Sequence[tuple[int, int]]]
"""For a name: where in it each listed name begins, with the mask of its categories; the most
specific first. `policy.index.CategoryIndex.listings` is one."""

NOTHING_SAID = Allow(Why.NOTHING)


def no_lists(_: Name) -> Sequence[tuple[int, int]]:
    """Return nothing: the Listings of a box that has no index yet."""
    return ()


def decide(policy: DevicePolicy, name: Name, listings: Listings) -> Verdict:
    """Return whether the device of `policy` may have `name`, and why."""
    rule: Rule | None = None
    signal: int | None = None
    ruled_at = 0
    for offset in suffix_offsets(name):
        suffix = Name(name[offset:])
        if suffix in NEVER_BLOCKED:
            return Allow(Why.NEVER_BLOCKED, suffix)
        if rule is None and (rule := policy.explicit.get(suffix)):
            ruled_at = offset
        if signal is None and suffix in BYPASS_SIGNALS:
            signal = offset
    denies_below = name not in policy.allow_parents
    if rule is not None:
        if rule.action is Action.ALLOW:
            return Allow(Why.RULE, rule.name, rule.scope)
        return Block(Why.RULE, rule.name, ruled_at, denies_below, rule.scope)
    if signal is not None:
        return Block(Why.BYPASS_SIGNAL, Name(name[signal:]), signal, denies_below)
    for offset, mask in listings(name):
        if hit := mask & policy.blocked:
            category = first_of(hit)
            scope = policy.category_scopes[category]
            return Block(Why.CATEGORY, Name(name[offset:]), offset, denies_below, scope, category)
    return NOTHING_SAID
