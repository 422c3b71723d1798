"""A lent device's lens at one of its addresses, where the device is known by its link address.

Rules kept here:
- An address goes to another device within a moment, and discovery tells of it seconds later. So
  the kernel is asked at which link address that address is now, before anything is sent.
- What the kernel does not know is doubt, and nothing is sent in doubt.
- Limits that stay: for a second after an address was last confirmed the kernel keeps its holder,
  whoever speaks (Linux, `locktime`, arp(7)); and a link address can be copied, which discovery
  notices and this does not. Whoever is kept out by the first gets no answer either, since the
  kernel sends it to the holder that it knows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NoReturn, final

from agent.gate.lens import Lens
from agent.in_force import InForce
from policy.names import Name
from policy.verdict import Verdict


@final
class Place:
    """Observes for a lens, at one address, what one of the device's link addresses asks there."""

    __slots__ = ("_address", "_lens", "_links", "_links_at")

    def __init__(
        self,
        lens: Lens,
        address: str,
        links: frozenset[str],
        links_at: Callable[[str], Collection[str]],
    ) -> None:
        """Own nothing: the lens is its device's, and may end at any time."""
        self._lens = lens
        self._address = address
        self._links = links
        self._links_at = links_at

    def __repr__(self) -> str:
        return "<Place>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a place is not written to a file")

    def observe(self, name: Name, verdict: Verdict, in_force: InForce) -> None:
        """Send what the terms let through of a look-up of the device. Never raises."""
        self._lens.observe(name, verdict, in_force, self._is_device)

    def _is_device(self) -> bool:
        """Say whether the kernel finds the device at the address, and nobody else."""
        found = self._links_at(self._address)
        return bool(found) and self._links.issuperset(found)
