"""The test on a device's own page: a made-up name that only this box knows, and whether it came.

Rules kept here:
- What is kept is a number of chance that the page made, and by which family it came; not by which
  device, and for a minute only. It is no name that anybody meant to visit.
- It costs nothing where no such name is asked for, and little where many are: old ones make room.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from policy.names import Name
from policy.special import selftest_nonce

KEPT_MS: Final = 60 * 1000
MOST_KEPT: Final = 64


class Arrivals:
    """Which numbers came lately, and over which families."""

    def __init__(self, boot_ms: Callable[[], int]) -> None:
        """Begin with none."""
        self._boot_ms = boot_ms
        self._came: dict[bytes, tuple[int, set[bool]]] = {}

    def notice(self, name: Name, source: str) -> None:
        """Keep that a name came, if it is one of the test's."""
        if (nonce := selftest_nonce(name)) is None:
            return
        now_ms = self._boot_ms()
        self._forget(now_ms)
        if nonce not in self._came and len(self._came) >= MOST_KEPT:
            del self._came[next(iter(self._came))]
        self._came.setdefault(nonce, (now_ms, set()))[1].add(":" in source)

    def came(self, nonce: bytes) -> tuple[bool, bool]:
        """Return whether a number came over IPv4, and whether over IPv6."""
        self._forget(self._boot_ms())
        _, families = self._came.get(nonce, (0, set[bool]()))
        return False in families, True in families

    def _forget(self, now_ms: int) -> None:
        """Forget what is older than a minute; the oldest stand first."""
        for nonce, (since_ms, _) in list(self._came.items()):
            if now_ms - since_ms < KEPT_MS:
                break
            del self._came[nonce]
