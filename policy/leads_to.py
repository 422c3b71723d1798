"""May a device have a name that leads elsewhere? A tracker can hide behind a site's own name.

Rules kept here:
- Where a name leads is judged for adverts and trackers, malware, and rules about names, and for no
  other kind of site: many sites share the servers that their names lead to (decision 21).
- Only a name of which nothing was said is judged by where it leads. What a rule allows, a lifeline,
  and what is kept open or was opened is answered wherever it leads.
- The way is walked from the asked name on. At a lifeline, or a name that a rule allows, it ends
  well: whoever asked for that name itself would get all that lies behind it.
- The asked name is the one that is denied, and only for the type that was asked: another type of
  the same name, or a name below it, may lead elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policy.categories import Category, first_of, mask_of
from policy.compiled import DevicePolicy
from policy.decide import decide
from policy.listings import Listings
from policy.names import Name, suffix_offsets
from policy.never_blocked import NEVER_BLOCKED
from policy.rules import Action, Rule
from policy.verdict import Block, Verdict, Why

JUDGED: Final = mask_of((Category.ADS, Category.MALWARE))
"""The kinds of site that are looked for behind another name."""


def block_by_target(
    policy: DevicePolicy,
    name: Name,
    verdict: Verdict,
    targets: Sequence[Name],
    listings: Listings,
) -> Block | None:
    """Return the block that follows from where a name leads; None where none does.

    `verdict` is what was decided for the name itself, and `targets` are the names to which it
    leads, in order.
    """
    if isinstance(verdict, Block):
        return None
    if policy.strictest_of:
        for one in policy.strictest_of:
            own = decide(one, name, listings)
            if block := block_by_target(one, name, own, targets, listings):
                return block
        return None
    if verdict.why is not Why.NOTHING:
        return None
    for target in targets:
        found = _judged(policy, name, target, listings)
        if isinstance(found, Block):
            return found
        if found:
            return None
    return None


def _judged(policy: DevicePolicy, name: Name, target: Name, listings: Listings) -> Block | bool:
    """Return the block by one target, True where the way ends well there, False to go on."""
    rule: Rule | None = None
    for offset in suffix_offsets(target):
        suffix = Name(target[offset:])
        if suffix in NEVER_BLOCKED:
            return True
        if rule is None:
            rule = policy.explicit.get(suffix)
    if rule is not None:
        if rule.action is Action.ALLOW:
            return True
        return Block(
            rule.why, name, 0, False, rule.scope, None, rule.title, rule.until, leads_to=target
        )
    for _, mask in listings(target):
        if hit := mask & policy.blocked & JUDGED:
            category = first_of(hit)
            scope = policy.category_scopes[category]
            title, until = policy.category_titles.get(category, (None, None))
            return Block(
                Why.CATEGORY, name, 0, False, scope, category, title, until, leads_to=target
            )
    return False
