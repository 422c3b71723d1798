"""What is around: the home, what discovery saw of its network, and the device in hand.

Rules kept here:
- All three are read anew for each request, the home first, so that a page is never older.
- Which device is in hand is the address that a request came from, and what the network shows there.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.house import House
from console.services.home import household_in
from console.services.inbox import InHand, in_hand
from console.store.neighbours import NeighboursFile, Unseen
from policy.household import Household
from policy.neighbours import Neighbours


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The home, its network as it was seen, and the device that a request came from."""

    household: Household
    seen: Neighbours | Unseen
    hand: InHand


def around(house: House, address: str) -> Around:
    """Return what is around a request from an address."""
    household, seen = household_in(house), NeighboursFile(house.neighbours).seen()
    return Around(household=household, seen=seen, hand=in_hand(household, seen, address))
