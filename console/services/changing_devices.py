"""Changing devices from a page: each is one change of the home, kept, listed and published.

Rules kept here:
- A device is known by the name that its form was made with, never by its place on a page: between
  the two somebody may have forgotten another.
- What a carer says of the phone in hand is about the link address that the request came from. A
  browser cannot say which that is.
"""

from __future__ import annotations

from dataclasses import replace

from console.house import House
from console.services.inbox import InHand
from console.services.naming import NamingRefused, Wrong, named
from console.services.undoing import change_undoably
from console.store.database.changes import Changed, Note
from policy.household import Household
from policy.rules import RuleSet, YouTube
from policy.timed import Effect, TimedRule
from policy.what import EVERYTHING


def say_mine(house: House, who: str, owner: str, hand: InHand, label: str, rule: str) -> None:
    """Name the device in hand as a carer's own: without a filter, and never recorded.

    Only a young person's device can be bound to be recorded, so a carer's never is. `label` is what
    it is called, `rule` how its rule is. Raises NamingRefused and what `change_undoably` raises.
    """
    if hand.link is None or hand.device is not None:
        raise NamingRefused(Wrong.LINK_TAKEN)
    link = hand.link

    def change(household: Household) -> Household:
        if owner not in {carer.name for carer in household.carers}:
            raise NamingRefused(Wrong.NO_OWNER)
        name = _free(household, label)
        after = named(household, name, owner, links=(link,))
        *others, device = after.devices
        unfiltered = RuleSet(
            timed=(TimedRule(title=rule, effect=Effect.ALLOW, what=EVERYTHING),),
            safe_search=False,
            youtube=YouTube.OFF,
        )
        return replace(after, devices=(*others, replace(device, rules=unfiltered)))

    change_undoably(house, Note(who=who, what=Changed.DEVICE_ADDED, about=label), change)


def _free(household: Household, label: str) -> str:
    taken = {device.name for device in household.devices}
    name, number = label, 2
    while name in taken:
        name = f"{label} {number}"
        number += 1
    return name
