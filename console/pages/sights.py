"""Who can see what of a young person, drawn from the table of permissions and from nothing else.

Rules kept here:
- A sentence stands under "Adults here can see" exactly where the table lets a carer see it, and
  under "No one can see" exactly where it lets nobody.
- What was written down under an agreement is seen by those whom it names; without one nothing was
  written down, and it is not spoken of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from console.security.permissions import NAMED_ONLY, Action, Seat, who_may
from console.words import sights


@dataclass(frozen=True, slots=True, kw_only=True)
class Sights:
    """What adults can see, what only those named can, and what no one can."""

    adults: tuple[str, ...]
    named: tuple[str, ...]
    no_one: tuple[str, ...]


def sights_of(*, recorded: bool) -> Sights:
    """Return who can see what; `recorded` where an agreement about this young person is there."""
    named = {action for action in sights.SIGHTS if action in NAMED_ONLY}
    return Sights(
        adults=_said(
            action
            for action in sights.SIGHTS
            if Seat.CARER in who_may(action) and action not in named
        ),
        named=_said(named) if recorded else (),
        no_one=_said(
            action
            for action in sights.SIGHTS
            if not who_may(action) and not (recorded and action is Action.SEE_LOOKED_UP)
        ),
    )


def _said(actions: Iterable[Action]) -> tuple[str, ...]:
    return tuple(sights.SIGHTS[action] for action in actions)
