"""What a home's rules decide, hour by hour of a week, in a form that another release can compare.

Rules kept here:
- It is asked of the very function that answers queries, for each device and for visitors: each kind
  of site, each name that a rule names, and what is never blocked.
- Nothing that anybody looked up is in it, and no minutes: it is made from rules alone.
- Its shape is for good: the release before writes it, the release after reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Final

from policy import names
from policy.categories import Category
from policy.compile import compile_policy
from policy.compiled import DevicePolicy
from policy.decide import decide
from policy.household import Household
from policy.listings import Listings, no_lists
from policy.moment import Moment
from policy.names import Name
from policy.never_blocked import LIFELINES
from policy.tonight import Tonight
from policy.verdict import Block

HOURS: Final = 7 * 24
HALF_PAST: Final = timedelta(minutes=30)
"""Looked at in the middle of each hour: rules mostly begin and end at a full one."""

VISITORS: Final = "visitors"
LIFELINES_TOGETHER: Final = "what is never blocked"
OPEN, CLOSED = "o", "c"

_NOWHERE: Final = names.from_text("a-page.example")


def _listed_as(bit: int) -> Listings:
    return lambda _: ((0, bit),)


_LISTED: Final = {category: _listed_as(category.bit) for category in Category}
"""Lists in which every name is of one kind."""

Decided = dict[str, dict[str, str]]
"""For each device and for visitors: for each thing that is asked, a letter for each hour."""


def decided(household: Household, tonight: Tonight, since: datetime, zone: tzinfo) -> Decided:
    """Return what holds in each hour of the week that begins with the hour of `since`."""
    explicit = sorted(_named(household))
    found: dict[str, dict[str, list[str]]] = {}
    first = since.replace(minute=0, second=0, microsecond=0) + HALF_PAST
    for hour in range(HOURS):
        moment = Moment(at=first + timedelta(hours=hour), zone=zone)
        compiled = compile_policy(household, 1, moment=moment, tonight=tonight)
        for subject, policy in ((VISITORS, compiled.visitors), *compiled.by_device.items()):
            letters = found.setdefault(subject, {})
            for asked, is_blocked in _asked(policy, explicit):
                letters.setdefault(asked, []).append(CLOSED if is_blocked else OPEN)
    return {
        subject: {asked: "".join(hours) for asked, hours in letters.items()}
        for subject, letters in found.items()
    }


def _asked(policy: DevicePolicy, explicit: Sequence[Name]) -> Iterator[tuple[str, bool]]:
    for category in Category:
        yield category.value, isinstance(decide(policy, _NOWHERE, _LISTED[category]), Block)
    for name in explicit:
        yield f"name {names.to_text(name)}", isinstance(decide(policy, name, no_lists), Block)
    yield (
        LIFELINES_TOGETHER,
        any(isinstance(decide(policy, one.name, no_lists), Block) for one in LIFELINES),
    )


def _named(household: Household) -> Iterator[Name]:
    everyone = (
        household.everyone,
        household.visitors,
        *(one.rules for one in household.carers),
        *(one.rules for one in household.young_people),
        *(one.rules for one in household.devices),
    )
    for rules in everyone:
        yield from rules.block | rules.allow
