"""What the table holds of one link address, in memory only.

Rules kept here:
- The moments in it serve forgetting, and are never published.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from agent.discovery.conflicts import InTurn
from policy.neighbours import DhcpFacts, Freshness


@dataclass(slots=True, kw_only=True)
class Held:
    """One address; `tentative` as long as it was only asked for before use."""

    freshness: Freshness
    at: float
    tentative: bool


@dataclass(slots=True, kw_only=True)
class Known:
    """One link address; `at` is when it was last heard."""

    at: float
    addresses: dict[str, Held] = field(default_factory=dict)
    dhcp: DhcpFacts | None = None
    mdns_name: str | None = None
    four: InTurn[str] = field(default_factory=InTurn)
    asking: InTurn[tuple[bytes, bytes]] = field(default_factory=InTurn)

    def is_confirmed(self) -> bool:
        """Say whether any address was answered from there."""
        return any(held.freshness is Freshness.CONFIRMED for held in self.addresses.values())
