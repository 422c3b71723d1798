"""Which five minutes were used: one bit for each young person and target, forgotten with the slot.

Rules kept here:
- Counting needs a minimum: a slot in which a target was asked for once or twice is a device that
  looks after itself, not somebody who uses it.
- All devices of a young person count together, so two devices at once are one slot.
- No name comes in here, and no time but the number of the slot. Only the running slot is held; what
  comes late for one that is over is not counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from policy.screen_time.targets import NO_TARGET, TargetMask

MINIMUM: Final = 3
"""Questions towards a target in five minutes from which on the slot counts."""


class SlotCounter:
    """Counts activity in the running slot. The agent has one, and asks it what is over."""

    def __init__(self, minimum: int = MINIMUM) -> None:
        self._minimum = minimum
        self._slot: int | None = None
        # For each young person a mask for each number of questions: the first holds what was asked
        # for at least once, the second at least twice. So a question costs three operations.
        self._asked: dict[int, list[TargetMask]] = {}
        self._over: list[tuple[int, Mapping[int, TargetMask]]] = []

    def note(self, person: int, mask: TargetMask, slot: int) -> None:
        """Count one question of a young person (by number) towards the targets of a mask."""
        if self._slot is None or slot > self._slot:
            self.advance(slot)
        if slot != self._slot or not person or not mask:
            return
        levels = self._asked.setdefault(person, [NO_TARGET] * self._minimum)
        for place, level in enumerate(levels):
            levels[place] = TargetMask(level | mask)
            mask = TargetMask(level & mask)
            if not mask:
                return

    def advance(self, slot: int) -> None:
        """Begin a slot; the one that was running is over."""
        if self._slot is not None and slot != self._slot:
            seen = {person: levels[-1] for person, levels in self._asked.items() if levels[-1]}
            self._over.append((self._slot, seen))
            self._asked = {}
        self._slot = slot

    def take(self) -> tuple[tuple[int, Mapping[int, TargetMask]], ...]:
        """Return the slots that are over, with what each young person used, and forget them."""
        over, self._over = tuple(self._over), []
        return over
