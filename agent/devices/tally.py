"""How much the whole home asked lately: totals, from which nobody can tell who asked.

Rules kept here:
- Sums of the home for about an hour, in memory only. No address, no device and no name has a count.
- That a way around was asked for is one yes or no for the home: never which, and never by whom.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Final

from policy.coverage import Asked
from policy.names import Name
from policy.verdict import Verdict
from policy.ways_around import is_news, is_way_around

PART_MS: Final = 10 * 60 * 1000
PARTS: Final = 6
_MINUTE_MS: Final = 60 * 1000


class _Sums:
    """The totals of ten minutes."""

    __slots__ = ("from_routers", "over_ipv4", "over_ipv6", "way_around")

    def __init__(self) -> None:
        self.over_ipv4 = 0
        self.over_ipv6 = 0
        self.from_routers = 0
        self.way_around = False


class Tally:
    """The totals of the last hour, by the clock that nobody can step."""

    def __init__(self, boot_ms: Callable[[], int]) -> None:
        """Begin with nothing asked."""
        self._boot_ms = boot_ms
        self._parts: deque[_Sums] = deque([_Sums()], PARTS)
        self._since_ms = boot_ms()
        self._last_ms = self._since_ms
        self._seen = 0
        self._routers: AbstractSet[str] = frozenset()

    def routers_are(self, addresses: AbstractSet[str]) -> None:
        """Take up at which addresses there is a router."""
        self._routers = addresses

    def asked(self, source: str, name: Name, verdict: Verdict) -> None:
        """Count a query that was decided."""
        self.asked_plainly(source)
        sums = self._parts[-1]
        if not sums.way_around and is_way_around(name) and is_news(verdict):
            sums.way_around = True

    def asked_plainly(self, source: str) -> None:
        """Count a query for a name that is no way around."""
        sums = self._parts[-1]
        if ":" in source:
            sums.over_ipv6 += 1
            source = source.partition("%")[0]
        else:
            sums.over_ipv4 += 1
        if source in self._routers:
            sums.from_routers += 1

    def look(self) -> None:
        """Notice the time; about once a second."""
        now_ms = self._boot_ms()
        sums = self._parts[-1]
        if (count := sums.over_ipv4 + sums.over_ipv6) != self._seen:
            self._seen, self._last_ms = count, now_ms
        if now_ms - self._since_ms >= PART_MS:
            self._parts.append(_Sums())
            self._since_ms, self._seen = now_ms, 0

    def totals(self) -> Asked:
        """Return the sums of the home."""
        return Asked(
            over_ipv4=sum(one.over_ipv4 for one in self._parts),
            over_ipv6=sum(one.over_ipv6 for one in self._parts),
            from_routers=sum(one.from_routers for one in self._parts),
            way_around=any(one.way_around for one in self._parts),
            quiet_minutes=(self._boot_ms() - self._last_ms) // _MINUTE_MS,
        )
