"""The ways between pages: what stands at the top of every page for whoever may go there.

Rules kept here:
- A way is shown only to whom the table of permissions lets in; nobody is led to a closed door.
- It is the same on every page, and says on which of them one is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from console.security.permissions import HOME, Action, Asker, ByCard, OnDevice, may
from console.words import ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way: where it leads, what it is called, and whether one is there."""

    address: str
    label: str
    icon: str
    is_here: bool


_OF_THE_HOME: Final = (
    ("/tonight", Action.SEE_TONIGHT, ways.TONIGHT, "hourglass"),
    ("/rules", Action.EDIT_RULES, ways.RULES, "list-checks"),
    ("/devices", Action.EDIT_DEVICES, ways.DEVICES, "monitor-smartphone"),
    ("/health", Action.SEE_HEALTH, ways.HEALTH, "circle-check"),
    ("/changes", Action.SEE_CHANGES, ways.CHANGES, "users"),
)
_OF_ONES_OWN: Final[tuple[tuple[str, str, str], ...]] = (
    ("/mine", ways.MINE, "hourglass"),
    ("/mine/ask", ways.ASK, "user-round-plus"),
    ("/mine/rules", ways.OWN_RULES, "list-checks"),
    ("/mine/fix", ways.FIX, "unplug"),
    ("/recorded", ways.RECORDED, "eye"),
    ("/help", ways.HELP, "life-buoy"),
)

_IN_HAND: Final = "/mine/fix"
"""What is about the device in hand, and so not for whoever came by card."""

_CLOSING: Final = ("/card", ways.CARD, "unplug")


def ways_for(asker: Asker, path: str, *, has_recorder: bool) -> tuple[Way, ...]:
    """Return the ways for whoever asks, who is at `path`; none where there is no choice."""
    if isinstance(asker, OnDevice | ByCard):
        if isinstance(asker, OnDevice) and asker.young_person is None:
            return ()
        found = [one for one in _OF_ONES_OWN if has_recorder or one[0] != "/recorded"]
        if isinstance(asker, ByCard):
            found = [*(one for one in found if one[0] != _IN_HAND), _CLOSING]
    else:
        found = [
            (address, label, icon)
            for address, action, label, icon in _OF_THE_HOME
            if may(asker, action, HOME)
        ]
    here = _here(path, [address for address, _, _ in found])
    if len(found) < 2:
        return ()
    return tuple(
        Way(address=address, label=label, icon=icon, is_here=address == here)
        for address, label, icon in found
    )


def _here(path: str, addresses: list[str]) -> str | None:
    """Return at which of the ways a page stands: the longest that it is at or below."""
    above = [one for one in addresses if path == one or path.startswith(one + "/")]
    return max(above, key=len, default=None)
