"""What holds on one device, in groups by whose rules they are.

Rules kept here:
- Everything shown is read off the compiled policy, the same tables by which a query is decided;
  a rule that a narrower one or a lifeline defeats is not shown as if it held.
- Names that safe search closes are not rules that anybody wrote, so they are not listed as such.
- No address is shown, and nothing that depends on a device being used.
- Long lists are folded, and cut where they would make the page slow; what was cut is counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from console import words
from console.words.of_policy import KINDS_ALONE
from policy import names
from policy.categories import Category
from policy.compile import DevicePolicy
from policy.decide import decide, no_lists
from policy.names import Name
from policy.rules import Action, Scope
from policy.special import local_name
from policy.verdict import Why

UNFOLDED = 8
SHOWN = 200

_ICONS = (
    ("phone", "smartphone"),
    ("tablet", "tablet"),
    ("ipad", "tablet"),
    ("laptop", "laptop"),
    ("television", "tv"),
    ("tv", "tv"),
    ("console", "gamepad-2"),
    ("switch", "gamepad-2"),
    ("xbox", "gamepad-2"),
    ("playstation", "gamepad-2"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One labelled line of a group. `fold` is what to press to see a long one."""

    label: str
    icon: str
    items: tuple[str, ...]
    fold: str | None = None
    more: str | None = None
    waiting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rules of one scope, as far as they hold on the device; `fold` as for a Row."""

    heading: str
    rows: tuple[Row, ...]
    fold: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceLabel:
    """What a carer calls a device, with a picture."""

    name: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCard:
    """Devices on which the very same holds; `empty` is the sentence where no rule does."""

    devices: tuple[DeviceLabel, ...]
    groups: tuple[Group, ...]
    empty: str | None


def device_cards(
    policies: Iterable[DevicePolicy], *, lists_missing: bool
) -> tuple[DeviceCard, ...]:
    """Return what to show of some devices, those with the very same rules together."""
    together: dict[tuple[Group, ...], list[DeviceLabel]] = {}
    for policy in policies:
        name = policy.device or ""
        groups = rule_groups(policy, lists_missing=lists_missing)
        together.setdefault(groups, []).append(DeviceLabel(name=name, icon=_icon(name)))
    return tuple(
        DeviceCard(devices=tuple(devices), groups=groups, empty=None if groups else words.NO_RULES)
        for groups, devices in together.items()
    )


def rule_groups(policy: DevicePolicy, *, lists_missing: bool) -> tuple[Group, ...]:
    """Return the groups of rules that hold, without empty ones.

    Everyone's come last and folded, since the page shows them once in full.
    """
    visitors = _group(policy, Scope.VISITORS, lists_missing=lists_missing)
    person = _group(policy, Scope.PERSON, lists_missing=lists_missing)
    device = _group(policy, Scope.DEVICE, lists_missing=lists_missing)
    own = tuple(group for group in (visitors, person, device) if group.rows)
    everyone = everyone_group(policy, lists_missing=lists_missing)
    if not everyone.rows:
        return own
    fold = words.FOR_EVERYONE_PLUS if own else words.FOR_EVERYONE_ONLY
    return (*own, replace(everyone, fold=fold))


def everyone_group(policy: DevicePolicy, *, lists_missing: bool) -> Group:
    """Return everyone's rules as far as they hold under `policy`."""
    return _group(policy, Scope.EVERYONE, lists_missing=lists_missing)


def _group(policy: DevicePolicy, scope: Scope, *, lists_missing: bool) -> Group:
    rows = (_kinds(policy, scope, lists_missing=lists_missing), *_names(policy, scope))
    return Group(heading=_whose(policy, scope), rows=tuple(row for row in rows if row.items))


def _kinds(policy: DevicePolicy, scope: Scope, *, lists_missing: bool) -> Row:
    kinds = [kind for kind in Category if policy.category_scopes.get(kind) is scope]
    return Row(
        label=words.KINDS_WAITING if lists_missing else words.KINDS_BLOCKED,
        icon="hourglass" if lists_missing else "ban",
        items=tuple(KINDS_ALONE[kind] for kind in kinds),
        waiting=lists_missing,
    )


def _names(policy: DevicePolicy, scope: Scope) -> tuple[Row, Row, Row]:
    blocked, allowed, without_effect = [], [], []
    for name, rule in policy.explicit.items():
        if rule.scope is not scope or rule.why is not Why.RULE:
            continue
        if rule.action is Action.ALLOW:
            allowed.append(name)
        elif _never_blocked(policy, name):
            without_effect.append(name)
        else:
            blocked.append(name)
    return (
        _row(words.NAMES_BLOCKED, "ban", blocked),
        _row(words.NAMES_ALLOWED, "check", allowed),
        _row(words.NAMES_WITHOUT_EFFECT, "life-buoy", without_effect),
    )


def _never_blocked(policy: DevicePolicy, name: Name) -> bool:
    """Say whether a block of this very name does nothing, as the agent would find."""
    return local_name(name) is not None or (decide(policy, name, no_lists).why is Why.NEVER_BLOCKED)


def _row(label: str, icon: str, found: list[Name]) -> Row:
    texts = sorted(names.to_text(name) for name in found)
    count, cut = len(texts), len(texts) - SHOWN
    return Row(
        label=label,
        icon=icon,
        items=tuple(texts[:SHOWN]),
        fold=words.NAMES_ALL.format(count=f"{count:,}") if count > UNFOLDED else None,
        more=words.NAMES_MORE.format(count=f"{cut:,}") if cut > 0 else None,
    )


def _whose(policy: DevicePolicy, scope: Scope) -> str:
    match scope:
        case Scope.EVERYONE:
            return words.FOR_EVERYONE
        case Scope.VISITORS:
            return words.FOR_VISITORS
        case Scope.PERSON:
            return words.FOR_PERSON.format(person=policy.person or "")
        case Scope.DEVICE:
            return words.FOR_DEVICE
        case _:
            assert_never(scope)


def _icon(device: str) -> str:
    """Return a picture for what a carer called a device; only an ornament beside its name."""
    spoken = device.casefold()
    return next((icon for word, icon in _ICONS if word in spoken), "monitor-smartphone")
