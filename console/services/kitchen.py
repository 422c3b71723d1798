"""What the tablet in the kitchen shows: what ends soon, and what time there is, of everybody.

Rules kept here:
- It is shown on a device that a carer said is everyone's, and to carers; to nobody who came by.
- An agent that says nothing is told as that; no figure of an earlier page is used.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.house import House
from console.security.permissions import Action, Asker, OnDevice, may
from console.services.home import household_in
from console.store.agent import Agent, AgentSilence
from policy.agent_answers import TimeLeft, WarningsDue
from policy.household import EVERYONE, Household


@dataclass(frozen=True, slots=True, kw_only=True)
class KitchenNow:
    """What there is to show at one moment."""

    household: Household
    left: TimeLeft | AgentSilence
    due: WarningsDue | AgentSilence


def kitchen_now(house: House) -> KitchenNow:
    """Return what there is to show."""
    agent = None if house.agent is None else Agent(house.agent)
    return KitchenNow(
        household=household_in(house),
        left=AgentSilence.NOT_THERE if agent is None else agent.time_left(),
        due=AgentSilence.NOT_THERE if agent is None else agent.warnings(),
    )


def is_kitchens(asker: Asker) -> bool:
    """Say whether somebody may see the page: a carer, or whoever stands before a shared tablet."""
    on_shared = isinstance(asker, OnDevice) and asker.owner == EVERYONE
    return on_shared or may(asker, Action.SEE_TONIGHT)
