"""Finding whose packet it is.

Rules kept here:
- Only the packet's source address counts, never anything written inside the message (a client
  subnet or a cookie could claim to be anyone), and what the network shows of that address.
- An address nobody named gets the visitors' rules, and nothing breaks. Where it is in doubt whose
  it is, the strictest rules of the home hold (`policy.identity`).
- Whose an address is, is found out once and then is one look into a table. What discovery publishes
  empties the table. What the kernel alone said, and what is in doubt, is asked again after a
  second, and everything after ten: discovery may have died, and then its word slowly becomes wrong.
- What is kept is whose rules hold at an address, in memory only, and nothing of what was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from agent.devices.tally import Tally
from agent.watch import WatchedFile
from policy.compile import CompiledPolicy, DevicePolicy
from policy.coverage import router_addresses
from policy.errors import NeighboursMalformed
from policy.identity import NO_LINKS, Names, Sightings, Whose, sightings_of
from policy.neighbours_document import MAX_OCTETS, neighbours_from_bytes

MAX_KNOWN: Final = 4_096
"""Addresses that are remembered at a time; anybody can make up a source address."""
MAX_QUESTIONS_A_LOOK: Final = 100
LOOKS_TILL_ASKED_AGAIN: Final = 10


def policy_for(policy: CompiledPolicy, address: str) -> DevicePolicy:
    """Return what is decided at an address by what a carer typed, where no network is looked at."""
    if found := policy.by_address.get(address):
        return found
    if "%" in address:  # a link-local address comes with the name of our own interface
        return policy.by_address.get(address.partition("%")[0], policy.visitors)
    return policy.visitors


class Directory:
    """Whose an address is, by discovery's word and the kernel's. `look` once a second."""

    def __init__(
        self,
        neighbours: WatchedFile | None = None,
        links_at: Callable[[str], Collection[str]] = lambda _: NO_LINKS,
        tally: Tally | None = None,
    ) -> None:
        """Watch the file that discovery publishes. `links_at` asks the kernel.

        `tally` is told where routers are.
        """
        self._file = neighbours
        self._links_at = links_at
        self._tally = tally
        self._seen: Sightings | None = None
        self._policy: CompiledPolicy | None = None
        self._names = Names(())
        self._has_links = False
        self._known: dict[str, DevicePolicy] = {}
        self._unsure: set[str] = set()
        self._questions = 0
        self._looks = 0

    def look(self) -> None:
        """Take up what discovery published since, and forget what may have changed."""
        self._questions = 0
        self._looks = (self._looks + 1) % LOOKS_TILL_ASKED_AGAIN
        for address in self._unsure:
            self._known.pop(address, None)
        self._unsure.clear()
        if not self._looks:
            self._known.clear()
        if self._file and self._file.changed():
            self._take(self._file)

    def policy_for(self, policy: CompiledPolicy, address: str) -> DevicePolicy:
        """Return what is decided for whoever has `address`, as the socket gives it."""
        # The two that nearly every query meets: the same policy as before, a known address.
        if policy is self._policy and (found := self._known.get(address)):
            return found
        return self._find(policy, address)

    def _find(self, policy: CompiledPolicy, address: str) -> DevicePolicy:
        if policy is not self._policy:
            self._policy, self._names = policy, Names(policy.devices)
            self._has_links = any(device.links for device in policy.devices)
            self._known.clear()
        if self._seen is None and not self._has_links:
            # Nothing that the kernel could say would change whose it is.
            return self._remembered(address, policy_for(policy, address))
        whose = self._whose(address)
        if whose.device is not None:
            return self._remembered(address, policy.by_device[whose.device])
        return self._remembered(address, policy.strictest if whose.doubt else policy.visitors)

    def _whose(self, address: str) -> Whose:
        bare = address.partition("%")[0]
        seen = self._seen or Sightings()
        published = seen.links_at.get(bare, NO_LINKS)
        links = published
        if self._questions < MAX_QUESTIONS_A_LOOK:
            self._questions += 1
            # Where the two differ, there are two link addresses, and it is in doubt.
            links = published.union(self._links_at(address))
        whose = self._names.whose(
            bare, links, crowded=seen.crowded, is_network_seen=self._seen is not None
        )
        if whose.doubt or not published:
            self._unsure.add(address)
        return whose

    def _remembered(self, address: str, found: DevicePolicy) -> DevicePolicy:
        if len(self._known) >= MAX_KNOWN:
            self._known.clear()
        self._known[address] = found
        return found

    def _take(self, published: WatchedFile) -> None:
        """Take up what was published; a file that cannot be read leaves what is known."""
        try:
            seen = neighbours_from_bytes(published.read(MAX_OCTETS + 1))
        except (NeighboursMalformed, OSError):
            return
        self._seen = sightings_of(seen)
        if self._tally is not None:
            self._tally.routers_are(router_addresses(seen))
        self._known.clear()
