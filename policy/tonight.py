"""What was given and used lately, beside what the household has decided for good.

Rules kept here:
- Everything here ends by itself: grants at their end, turns after their time, minutes with the day
  or week. A household with an empty Tonight is the household as it was written.
- It holds what people gave and sums of minutes, never what anybody asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

from policy.given.grants import Grant
from policy.given.turns import Turn
from policy.screen_time.minutes import NO_MINUTES, Minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Tonight:
    """Grants and turns, which carers and people give; minutes, which the agent counts."""

    grants: tuple[Grant, ...] = ()
    turns: tuple[Turn, ...] = ()
    minutes: Minutes = NO_MINUTES


NOTHING_TONIGHT = Tonight()
