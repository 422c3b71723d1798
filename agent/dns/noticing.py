"""Who else is told of what was decided: nobody, mostly.

Rules kept here:
- A query is told of once, by whoever answers it, and only after it was decided.
- Whoever is told never waits and never raises, and no answer depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from agent.devices.tally import Tally
from agent.dns.selftest import Arrivals
from agent.in_force import InForce
from policy.compiled import DevicePolicy
from policy.names import Name
from policy.verdict import Block, Verdict


class Observer(Protocol):
    """Whoever is told of the decided look-ups of one device."""

    def observe(self, name: Name, verdict: Verdict, in_force: InForce) -> None:
        """Take notice, or not. Never waits and never raises."""


class Noticing(NamedTuple):
    """Who is told: by number of the young person, of blocks by device or address, by address.

    All three may change while queries are answered. `lenses` are by source address; `tally` has
    totals of the whole home, and `arrivals` which of the self-test's names came.
    """

    counted: Mapping[int, Observer]
    shown: Mapping[str, Observer]
    tally: Tally | None = None
    arrivals: Arrivals | None = None
    lenses: Mapping[str, Observer] = {}

    def is_told(self, policy: DevicePolicy, source: str) -> bool:
        """Say whether anybody is told by name of what an asker looks up."""
        return bool(
            (self.lenses and source in self.lenses)
            or (policy.counted_for and policy.counted_for in self.counted)
            or self.shown
        )

    def tell(
        self, policy: DevicePolicy, source: str, name: Name, verdict: Verdict, in_force: InForce
    ) -> None:
        """Tell what was decided to those who are there for this asker."""
        if self.tally is not None:
            self.tally.asked(source, name, verdict)
        if self.lenses and (lens := self.lenses.get(source)):
            lens.observe(name, verdict, in_force)
        if policy.counted_for and (count := self.counted.get(policy.counted_for)):
            count.observe(name, verdict, in_force)
        if self.shown and isinstance(verdict, Block):
            shown = self.shown.get(policy.device or source)
            if shown is not None:
                shown.observe(name, verdict, in_force)
