"""How often somebody may try to sign in.

Rules kept here:
- Five tries a minute for each sign-in, and five for each source; whatever runs out first refuses.
- A paired phone has tries of its own. Otherwise whoever types a carer's name wrongly on purpose
  would keep the carer out.
- A source of version 6 is its network (/64): one device has more addresses there than tries.
- Who got it right begins anew. It helps nobody to guess another's, which has its own count.
- They stand in memory: a restart begins anew, and restarting takes longer than waiting.

Source: the library `limits`, moving window.
"""

from __future__ import annotations

import ipaddress
import threading
from dataclasses import dataclass, field
from typing import Final

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

A_MINUTE: Final = 5

_PREFIX: Final = 64


def _in_memory() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())


@dataclass(frozen=True, slots=True)
class Tries:
    """The tries of one running console."""

    _limiter: MovingWindowRateLimiter = field(default_factory=_in_memory)
    _item: RateLimitItemPerMinute = field(default=RateLimitItemPerMinute(A_MINUTE))
    _both: threading.Lock = field(default_factory=threading.Lock)

    def may_try(self, whose: str, source: str) -> bool:
        """Count a try and say whether it may be made. `whose` is a sign-in's or phone's number."""
        with self._both:  # else tries at one moment use up each other's: one passes here, one there
            return all(
                # Both are counted, also where the first refuses already.
                [
                    self._limiter.hit(self._item, "source", _network(source)),
                    self._limiter.hit(self._item, "whose", whose),
                ]
            )

    def forget(self, whose: str, source: str) -> None:
        """Forget the tries of somebody who got it right; the next are counted from one again."""
        self._limiter.clear(self._item, "source", _network(source))
        self._limiter.clear(self._item, "whose", whose)


def _network(source: str) -> str:
    try:
        address = ipaddress.ip_address(source)
    except ValueError:
        return source
    if address.version == 4:
        return source
    return str(ipaddress.ip_network(f"{address}/{_PREFIX}", strict=False))
