"""The same evenings, and beside each question the real agent is asked it too.

Rules kept here:
- What the agent is made of is real: what it puts in force and when, the clock it goes by, the
  pipeline, the cache. Played are time, the network, and an upstream that knows every name and says
  that its answers live for a day.
- It has to do what the policy alone says: answer or deny, and let nobody keep an answer longer.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import dns.message
import dns.rcode

from agent.beside import Beside
from agent.compiling import Compiling
from agent.dns.cache import Cache
from agent.dns.pipeline import Forward, Pipeline
from agent.in_force import Current, InForce, protective_default
from agent.timing import Clocks, Timing
from policy.confirmed import ConfirmedTime
from policy.household import Household
from policy.index import CategoryIndex
from policy.snapshot import PolicySnapshot
from tests.house import VISITOR, VISITOR_ADDRESS, FakeUpstream, Script
from tests.scenarios.evening import Evening, Found

BOOT: Final = "5" * 32
A_DAY: Final = 86_400


class EveningAtTheAgent(Evening):
    """An evening with an agent that is asked whatever the policy is asked."""

    def __init__(self, household: Household, index: bytes) -> None:
        """Give each device an address, by which the agent knows it."""
        known = tuple(
            replace(device, addresses=(f"192.0.2.{place}",))
            for place, device in enumerate(household.devices, start=1)
        )
        super().__init__(replace(household, devices=known), index)
        self._addresses = {device.name: device.addresses[0] for device in known}
        self._addresses[VISITOR] = VISITOR_ADDRESS
        self._version = 0
        self._began: datetime | None = None
        self._start()

    def _start(self) -> None:
        """Start the agent, as with the box."""
        index = CategoryIndex(memoryview(self.octets))
        self._current = Current(InForce(protective_default(), index), lambda: self.now)
        upstream = FakeUpstream(Script(otherwise="203.0.113.80", lives=A_DAY))
        cache = Cache(lambda: self._boot_ms() / 1_000)
        self._pipeline = Pipeline(self._current, cache, upstream)
        self._compiling: Compiling | None = None

    def _boot_ms(self) -> int:
        return (self.now - (self._began or self.now)) // timedelta(milliseconds=1)

    def _wall(self) -> datetime:
        """Return what the box's clock shows: long ago, where it has lost the time."""
        assert self.moment is not None
        return self.now if self.moment.plausible else self.now - timedelta(days=20_000)

    def restarts(self) -> None:
        """Start box and agent anew; what was published is on the disk."""
        super().restarts()
        self._began = None
        self._start()

    def asked(self, device: str, name: str, found: Found) -> str | None:
        """Return what the agent does otherwise, None where it does the same."""
        self._began = self._began or self.now
        self._keep()
        query = dns.message.make_query(name, "A", use_edns=0)
        reply = self._pipeline.answer(query.to_wire(), self._addresses[device], over_tcp=True)
        if isinstance(reply, Forward):
            reply = asyncio.run(self._pipeline.forward(reply))
        response = dns.message.from_wire(reply)
        opens = response.rcode() == dns.rcode.NOERROR and bool(response.answer)
        kept = min((rrset.ttl for rrset in (*response.answer, *response.authority)), default=0)
        if opens is not found.opens:
            return f"the agent says {dns.rcode.to_text(response.rcode())}"
        if found.kept is not None and kept > found.kept:
            return f"the agent lets it be kept for {kept} seconds"
        return None

    def _keep(self) -> None:
        """Do what the agent does each second: take what is published, and look at the clock."""
        if self._compiling is None:
            clocks = Clocks(wall=self._wall, boot_ms=self._boot_ms, boot_id=lambda: BOOT)
            self._timing = Timing(clocks)
            self._compiling = Compiling(
                self._current,
                self._timing,
                self._published(),
                beside=Beside(),
                minutes=lambda: self.tonight.minutes,
            )
        assert self.moment is not None
        # A carer looked at the clock on the wall: so a story may lie before the release's own day.
        self._timing.confirm(
            ConfirmedTime(at=self.now, clock=self.now, boot_id=BOOT, boot_ms=self._boot_ms())
            if self.moment.plausible
            else None
        )
        self._timing.look()
        self._compiling.publish(self._published())
        self._compiling.look()

    def _published(self) -> PolicySnapshot:
        self._version += 1
        return replace(self.published, version=self._version)
