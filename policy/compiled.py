"""A policy made ready: what the answering path looks into, and nothing that it would have to judge.

Rules kept here:
- Everything that hangs on time was judged when this was made, and holds until `valid_until`.
- A device on which nothing hangs on time has no `in_time`, and costs no more than without clocks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from policy.categories import Category, CategoryMask
from policy.household import Device
from policy.in_time import InTime
from policy.names import Name
from policy.rules import Rule, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicePolicy:
    """Everything decided for one device, or for visitors (`device` and `person` are None).

    `category_scopes` says for each blocked category by whose rules it is blocked, the narrowest;
    `category_titles` by which rule in time and until when, for those that hang on one.
    `allow_parents` are the names above an allowed one, where NXDOMAIN would deny too much.
    `strictest_of` are the policies of those who share the
    device while nobody said whose turn it is: what one of them may not have, nobody has.
    `counted_for` is the number of the young person whose minutes run here, 0 for nobody's.
    """

    device: str | None
    person: str | None
    explicit: Mapping[Name, Rule]
    blocked: CategoryMask
    category_scopes: Mapping[Category, Scope]
    allow_parents: frozenset[Name]
    category_titles: Mapping[Category, tuple[str | None, datetime | None]] = field(
        default_factory=dict
    )
    in_time: InTime | None = None
    strictest_of: tuple[DevicePolicy, ...] = ()
    safe_answers: Mapping[Name, Name] = field(default_factory=dict)
    counted_for: int = 0
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledPolicy:
    """One policy in force. `version` is the snapshot's, 0 where none was published.

    `devices` are the household's, for whoever has to find out whose an address is.
    `valid_until` is the instant from which it has to be made anew, None where nothing changes.
    """

    version: int
    devices: tuple[Device, ...]
    by_address: Mapping[str, DevicePolicy]
    by_device: Mapping[str, DevicePolicy]
    visitors: DevicePolicy
    strictest: DevicePolicy
    """What holds where nobody can say whose device it is: what anyone here, or a visitor, may not
    have. Else to be taken for two people at once would be the way around one's own rules."""
    lax_for_visitors: frozenset[Category]
    """Categories blocked for some young person but not for visitors. A phone changes its link
    address at will, so forgetting the network would be the way out."""
    valid_until: datetime | None = None


def ttl_cap(policy: DevicePolicy, at: datetime) -> int | None:
    """Return for how many seconds an answer may be kept on a device, None where nothing changes.

    It never reaches beyond the next change: 0 in the last second before it, and after it.
    """
    if policy.valid_until is None:
        return None
    return max(0, (policy.valid_until - at) // timedelta(seconds=1))


def safe_answer_for(policy: DevicePolicy, name: Name) -> Name | None:
    """Return the name that answers for `name` on a device, whatever type is asked for.

    None where it answers for itself. Whether it may be had at all is for `policy.decide`.
    """
    if policy.strictest_of:
        found = (safe_answer_for(one, name) for one in policy.strictest_of)
        # Two that share a device may have two modes of YouTube; the strict one's name sorts first.
        return min((one for one in found if one is not None), key=_strict_first, default=None)
    if policy.in_time is not None and policy.in_time.lifted is not None:
        return None
    return policy.safe_answers.get(name)


def _strict_first(target: Name) -> tuple[int, Name]:
    return len(target), target
