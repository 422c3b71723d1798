"""How much the whole home asked lately: totals, from which nobody can tell who asked.

Rules kept here:
- Sums of the home for about an hour, in memory only. No address, no device and no name has a count.
- Beside them there is one number for the whole home and the whole day before, in rough steps
  (`policy.household_total`). Nothing finer of a day leaves this process.
- That a way around was asked for, that an answer led into the home, that somebody asked too much:
  each is one yes or no for the home, never which, and never by whom.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final

from policy.coverage import Asked
from policy.household_total import WholeDays
from policy.names import Name
from policy.verdict import Verdict
from policy.ways_around import is_news, is_way_around

PART_MS: Final = 10 * 60 * 1000
PARTS: Final = 6
_MINUTE_MS: Final = 60 * 1000


class _Sums:
    """The totals of ten minutes."""

    __slots__ = ("from_routers", "led_home", "over_ipv4", "over_ipv6", "too_much", "way_around")

    def __init__(self) -> None:
        self.over_ipv4 = 0
        self.over_ipv6 = 0
        self.from_routers = 0
        self.way_around = False
        self.led_home = False
        self.too_much = False


class Tally:
    """The totals of the last hour, by the clock that nobody can step."""

    def __init__(self, boot_ms: Callable[[], int]) -> None:
        """Begin with nothing asked."""
        self._boot_ms = boot_ms
        self._parts: deque[_Sums] = deque([_Sums()], PARTS)
        self._since_ms = boot_ms()
        self._last_ms = self._since_ms
        self._seen = 0
        self._days = WholeDays()
        self._routers: AbstractSet[str] = frozenset()
        self._validates: bool | None = None

    def routers_are(self, addresses: AbstractSet[str]) -> None:
        """Take up at which addresses there is a router."""
        self._routers = addresses

    def asked(self, source: str, name: Name, verdict: Verdict) -> None:
        """Count a query that was decided."""
        self.asked_plainly(source)
        sums = self._parts[-1]
        if not sums.way_around and is_way_around(name) and is_news(verdict):
            sums.way_around = True

    def asked_plainly(self, source: str, times: int = 1) -> None:
        """Count queries from an address, for names that are no way around."""
        sums = self._parts[-1]
        if ":" in source:
            sums.over_ipv6 += times
            source = source.partition("%")[0]
        else:
            sums.over_ipv4 += times
        if source in self._routers:
            sums.from_routers += times

    def led_home(self) -> None:
        """Take note that an answer from outside led into the home."""
        self._parts[-1].led_home = True

    def too_much(self) -> None:
        """Take note that somebody asked more than is answered."""
        self._parts[-1].too_much = True

    def validates(self, said: bool | None) -> None:  # noqa: FBT001 - it is all that is told
        """Take up whether the resolver above checks signatures; None where nobody knows."""
        self._validates = said

    def look(self, today: date | None = None) -> None:
        """Notice the time and which day it is; about once a second."""
        now_ms = self._boot_ms()
        sums = self._parts[-1]
        if (count := sums.over_ipv4 + sums.over_ipv6) != self._seen:
            asked, self._seen, self._last_ms = count - self._seen, count, now_ms
        else:
            asked = 0
        self._days.add(asked, today)
        if now_ms - self._since_ms >= PART_MS:
            self._parts.append(_Sums())
            self._since_ms, self._seen = now_ms, 0

    @property
    def yesterday(self) -> int | None:
        """The step of the whole day before; None where no whole day was counted."""
        return self._days.yesterday

    def totals(self) -> Asked:
        """Return the sums of the home."""
        return Asked(
            over_ipv4=sum(one.over_ipv4 for one in self._parts),
            over_ipv6=sum(one.over_ipv6 for one in self._parts),
            from_routers=sum(one.from_routers for one in self._parts),
            way_around=any(one.way_around for one in self._parts),
            led_home=any(one.led_home for one in self._parts),
            too_much=any(one.too_much for one in self._parts),
            validates=self._validates,
            quiet_minutes=(self._boot_ms() - self._last_ms) // _MINUTE_MS,
        )
