"""What cannot all be true on this network, and for how long it is told.

Rules kept here:
- Two link addresses for one address are a conflict only when both claim it in turn: a device that
  was given another's old address is none, since the old one no longer speaks.
- One link address for two devices is told by two addresses of one family and prefix, or two ways
  of asking by DHCP, in turn. It may be a copied address or a repeater that speaks for many; either
  way the link address does not tell whose device it is.
- A conflict is told for ten minutes after it was last seen, and then forgotten.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from policy.neighbours import MAX_CONFLICTS, Conflict, ConflictKind

TOLD_SECONDS: Final = 600.0
IN_TURN_SECONDS: Final = 120.0
MOST_LINKS: Final = 8
"""Of one conflict: whoever makes up link addresses shall not fill the document with them."""

_Thing = TypeVar("_Thing")


@dataclass(slots=True, kw_only=True)
class _Told:
    links: set[str]
    at: float


@dataclass(slots=True)
class Conflicts:
    """The conflicts that are told at this moment."""

    _told: OrderedDict[tuple[ConflictKind, str | None, str], _Told] = field(
        default_factory=OrderedDict
    )

    def tell(self, kind: ConflictKind, address: str | None, links: set[str], at: float) -> None:
        """Tell of a conflict, or go on telling of it."""
        key = (kind, address, "" if address else min(links))
        told = self._told.setdefault(key, _Told(links=set(), at=at))
        if len(told.links) < MOST_LINKS:
            told.links |= links
        told.at = at
        self._told.move_to_end(key)
        while len(self._told) > MAX_CONFLICTS:
            self._told.popitem(last=False)

    def stands(self, address: str) -> bool:
        """Say whether a conflict about an address is told."""
        return any(key[1] == address for key in self._told)

    def lapse(self, at: float) -> None:
        """Forget what was not seen again for a while."""
        for key in [key for key, told in self._told.items() if at - told.at > TOLD_SECONDS]:
            del self._told[key]

    def now(self) -> tuple[Conflict, ...]:
        """Return what is told, in an order that says nothing of when."""
        return tuple(
            Conflict(kind=kind, address=address, links=tuple(sorted(told.links)))
            for (kind, address, _), told in sorted(
                self._told.items(), key=lambda item: (item[0][0], item[0][1] or "", item[0][2])
            )
        )


@dataclass(slots=True)
class InTurn(Generic[_Thing]):
    """Whether one speaker goes back to what it said before the last: this, that, this again."""

    _last: _Thing | None = None
    _before: _Thing | None = None
    _changed_at: float = 0.0

    def says(self, thing: _Thing, at: float) -> bool:
        """Take in what was said; say whether that was going back, and soon after the change."""
        if thing == self._last:
            return False
        back = thing == self._before and at - self._changed_at <= IN_TURN_SECONDS
        self._last, self._before, self._changed_at = thing, self._last, at
        return back
