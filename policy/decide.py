"""May this device have this name? The heart of the house.

The order, in a sentence a carer can repeat: what is never blocked is answered; then the clock says
what is closed; then the most specific rule decides; then the categories; everything else is
allowed.

Rules kept here:
- Every name that can be asked gets a verdict; nothing here raises.
- The lists are asked only when no rule has decided, since that is the costly question. Minutes of
  a kind of site that are used up are the exception, for what is used up beats a rule.
- What hangs on time was judged when the policy was compiled. A device on which nothing does pays
  one question for it.
- A grant opens no way around the filter: the signals of `policy.special` stay denied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from policy.categories import first_of
from policy.compiled import DevicePolicy
from policy.in_time import Because, UsedUp
from policy.listings import Listings, no_lists
from policy.names import Name, suffix_offsets
from policy.never_blocked import NEVER_BLOCKED
from policy.rules import Action, Rule
from policy.special import BYPASS_SIGNALS
from policy.verdict import Allow, Block, Verdict, Why

__all__ = ["NOTHING_SAID", "Listings", "decide", "no_lists"]

NOTHING_SAID = Allow(Why.NOTHING)

Suffixes: TypeAlias = Sequence[tuple[int, Name]]
"""A name and all above it, each with where in the name it begins."""


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
    if policy.in_time is not None and (said := _in_time(policy, name, listings, signal)):
        return said
    denies_below = name not in policy.allow_parents
    if rule is not None:
        return _ruled(rule, ruled_at, denies_below=denies_below)
    if signal is not None:
        return Block(Why.BYPASS_SIGNAL, Name(name[signal:]), signal, denies_below)
    for offset, mask in listings(name):
        if hit := mask & policy.blocked:
            category = first_of(hit)
            scope = policy.category_scopes[category]
            title, until = policy.category_titles.get(category, (None, None))
            matched = Name(name[offset:])
            return Block(Why.CATEGORY, matched, offset, denies_below, scope, category, title, until)
    return NOTHING_SAID


def _ruled(rule: Rule, offset: int, *, denies_below: bool) -> Verdict:
    if rule.action is Action.ALLOW:
        return Allow(rule.why, rule.name, rule.scope, rule.title, rule.until)
    return Block(
        rule.why, rule.name, offset, denies_below, rule.scope, None, rule.title, rule.until
    )


def _in_time(
    policy: DevicePolicy, name: Name, listings: Listings, signal: int | None
) -> Verdict | None:
    """Return what time says of a name that is not a lifeline; None where it says nothing."""
    if policy.strictest_of:
        return _strictest(policy.strictest_of, name, listings)
    in_time = policy.in_time
    assert in_time is not None
    suffixes = [(offset, Name(name[offset:])) for offset in suffix_offsets(name)]
    denies_below = name not in policy.allow_parents
    if said := _opened(in_time.kept, suffixes):
        return said
    for closed in in_time.closed:
        if not any(suffix in closed.leaves for _, suffix in suffixes):
            return _blocked(closed.because, name, 0, denies_below=denies_below)
    if signal is None and (said := _opened(in_time.opened, suffixes)):
        return said
    for used_up in in_time.used_up:
        if (found := _hit(used_up, name, suffixes, listings)) is not None:
            return _blocked(used_up.because, Name(name[found:]), found, denies_below=denies_below)
    if signal is None and (because := in_time.lifted):
        return Allow(because.why, name, None, because.title, because.until)
    return None


def _strictest(policies: tuple[DevicePolicy, ...], name: Name, listings: Listings) -> Verdict:
    """Return the first block among those who share a device, else what the last one is told."""
    verdict: Verdict = NOTHING_SAID
    for policy in policies:
        verdict = decide(policy, name, listings)
        if isinstance(verdict, Block):
            return verdict
    return verdict


def _opened(opened: Mapping[Name, Because], suffixes: Suffixes) -> Allow | None:
    for _, suffix in suffixes:
        if because := opened.get(suffix):
            return Allow(because.why, suffix, None, because.title, because.until)
    return None


def _hit(used_up: UsedUp, name: Name, suffixes: Suffixes, listings: Listings) -> int | None:
    """Return where in a name the part begins whose minutes are gone, None where none is."""
    for offset, suffix in suffixes:
        if suffix in used_up.names:
            return offset
    if used_up.categories:
        for offset, mask in listings(name):
            if mask & used_up.categories:
                return offset
    return None


def _blocked(because: Because, matched: Name, offset: int, *, denies_below: bool) -> Block:
    return Block(
        because.why,
        matched,
        offset,
        denies_below,
        because.scope,
        title=because.title,
        until=because.until,
    )
