"""Whether a new copy of a list may take the place of the one in use.

Rules kept here:
- Values in, a reason or None out. What is held back leaves the old copy in use.
- The first reason in the order below is told, since it is the one to act on.
- Bounds are for lists of some size: a list of thirty names may well lose ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from agent.lists.suspects import Found, Offence
from policy.list_standing import MAX_NAMES_TOLD, Trouble
from policy.names import to_text

SHRINKS_TO: Final = 0.5
GROWS_TO: Final = 2.0
SLACK_NAMES: Final = 200
"""A change by fewer names than this is within bounds, whatever part of the list it is."""

_TROUBLES: Final = {
    Offence.NAMES_LIFELINE: Trouble.NAMES_LIFELINE,
    Offence.BLOCKS_EVERYDAY: Trouble.BLOCKS_EVERYDAY,
    Offence.BLOCKS_MISTAKE: Trouble.BLOCKS_MISTAKE,
}


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Why a copy is not taken; `told` and `figures` are what the reason speaks of."""

    trouble: Trouble
    told: tuple[str, ...] = ()
    figures: tuple[int, ...] = ()


def judge(names: int, found: Sequence[Found], *, least: int, before: int | None) -> HeldBack | None:
    """Return why a copy of `names` names is held back, None where it may be used.

    `found` is what offends in it, `least` the fewest names that its publisher's list can have,
    `before` how many the copy in use has, None where there is none.
    """
    if found:
        first = found[0].offence
        entries = dict.fromkeys(to_text(item.entry) for item in found if item.offence is first)
        return HeldBack(_TROUBLES[first], tuple(entries)[:MAX_NAMES_TOLD], (len(entries),))
    if names < least:
        return HeldBack(Trouble.TOO_FEW, figures=(least, names))
    if before is not None and abs(names - before) > SLACK_NAMES:
        if names < before * SHRINKS_TO:
            return HeldBack(Trouble.SHRUNK, figures=(before, names))
        if names > before * GROWS_TO:
            return HeldBack(Trouble.GREW, figures=(before, names))
    return None
