"""If the internet stops: the card to print, for the day on which the box cannot show it.

Rules kept here:
- It is drawn from words and from the box's own address alone. No name of anybody and no number of
  theirs stands on it: it hangs where visitors see it.
- What the box cannot know is a line to write on, never a guess: a wrong address costs the evening.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from console.words import TITLE as PAGE_TITLE
from console.words import if_it_stops as words


@dataclass(frozen=True, slots=True, kw_only=True)
class StopStep:
    """One way to get online again."""

    name: str
    heading: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IfItStopsPage:
    """The card. `box` is the box's address where it is known, else empty."""

    title: str
    steps: tuple[StopStep, ...]
    box: str
    blanks: tuple[str, ...]


STEPS = (
    StopStep(name="mobile", heading=words.MOBILE, texts=words.MOBILE_TEXT),
    StopStep(name="power", heading=words.POWER, texts=words.POWER_TEXT),
    StopStep(name="phone", heading=words.PHONE, texts=words.PHONE_TEXT),
    StopStep(name="everyone", heading=words.EVERYONE, texts=words.EVERYONE_TEXT),
)


def if_it_stops_page(reached_at: str) -> IfItStopsPage:
    """Return the card, for a box that was reached at an address."""
    box = at_home(reached_at)
    return IfItStopsPage(
        title=PAGE_TITLE.format(page=words.TITLE),
        steps=STEPS,
        box=box,
        blanks=(
            words.ROUTER,
            words.ROUTER_KEY,
            *(() if box else (words.BOX_BLANK,)),
            words.HELPER,
            words.COMPANY,
        ),
    )


def at_home(address: str) -> str:
    """Return an address that can be typed into a router; empty where it is none.

    An IPv6 address changes with the line, and a loopback address is every machine's own.
    """
    try:
        found = ipaddress.IPv4Address(address)
    except ValueError:
        return ""
    return "" if found.is_loopback or found.is_unspecified else str(found)
