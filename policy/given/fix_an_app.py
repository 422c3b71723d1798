"""Fix an app: for two minutes, one device sees what was just blocked on it, and nobody else does.

Rules kept here:
- Nothing is remembered before its holder asked: the memory begins with the tap and ends two minutes
  later, or with the next restart. It is never written down.
- Only what was blocked, on that one device; only the name that the block rests on, once; and only
  so many of them.
- Lifelines cannot be in it, for nothing blocks them. Names of malware are in it, and the kind of
  reason stands beside each name, so that nobody asks for one without knowing.
- The clock is handed in. One that runs backwards ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policy.categories import Category
from policy.names import Name
from policy.verdict import Block, Why

SECONDS: Final = 120.0
MAX_NAMES: Final = 50
MAX_DEVICES: Final = 20


@dataclass(frozen=True, slots=True)
class JustBlocked:
    """One name that was blocked, and the kind of reason."""

    name: Name
    why: Why
    category: Category | None


class FixAnApp:
    """The memory of all devices whose holders asked just now. Whoever notes a block asks first."""

    def __init__(self) -> None:
        self._begun: dict[str, float] = {}
        self._blocked: dict[str, dict[Name, JustBlocked]] = {}

    @property
    def is_idle(self) -> bool:
        """Say whether no device is being looked after, so that nothing has to be noted."""
        return not self._begun

    def begin(self, device: str, now: float) -> bool:
        """Begin two minutes for a device, anew where they run already; False where too many do."""
        self.forget(now)
        if device not in self._begun and len(self._begun) >= MAX_DEVICES:
            return False
        self._begun[device] = now
        self._blocked[device] = {}
        return True

    def note(self, device: str, block: Block, now: float) -> None:
        """Remember what a device was just denied, if its holder asked."""
        if not self._runs(device, now):
            return
        found = self._blocked[device]
        if len(found) < MAX_NAMES:
            found.setdefault(block.matched, JustBlocked(block.matched, block.why, block.category))

    def just_blocked(self, device: str, now: float) -> tuple[JustBlocked, ...]:
        """Return what was blocked on a device since its holder asked, the first one first."""
        return tuple(self._blocked[device].values()) if self._runs(device, now) else ()

    def forget(self, now: float) -> None:
        """Forget every device whose two minutes are over; whoever keeps time calls this."""
        for device in tuple(self._over(now)):
            del self._begun[device]
            del self._blocked[device]

    def _runs(self, device: str, now: float) -> bool:
        return device in self._begun and 0 <= now - self._begun[device] < SECONDS

    def _over(self, now: float) -> Iterator[str]:
        return (device for device in self._begun if not self._runs(device, now))
