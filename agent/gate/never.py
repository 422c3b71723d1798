"""Names that are never an observation, at any level, and those that bring quiet with them.

Rules kept here:
- What is never blocked is never observed, nor what the agreement adds; below these names as well.
- Where somebody seeks help, quiet follows: nothing of that device is observed for a while, since
  what is looked up next says what it was about.
- Devices ask by themselves, the whole day, whether there is internet, what time it is, for updates,
  for calls over Wi-Fi and for medical and telecare servers. Quiet after these would be quiet for
  good and would say nothing about anybody; so they are not observed and bring no quiet.
- A name that is nobody's site is no observation: one of a single label, of a home's own network,
  of the reverse tree, or one that the whole world agreed has no owner.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from policy.facts.never_blocked import LIFELINES, Kind
from policy.names import Name, from_text, suffix_offsets

HELP: Final = frozenset(
    {
        Kind.HELP_LINE,
        Kind.ADVOCACY,
        Kind.REFUGEE,
        Kind.HEALTH,
        Kind.EMERGENCY,
        Kind.COMPLAINTS,
    }
)
"""Kinds that a person seeks. A kind that comes later is never observed either, and brings no quiet
until it stands here."""

NOBODYS: Final = tuple(
    from_text(text)
    for text in (
        "arpa",  # reverse names, home.arpa (RFC 8375), resolver.arpa (RFC 9462), and the like
        "local",  # RFC 6762
        "localhost",  # RFC 6761 section 6.3
        "invalid",  # RFC 6761 section 6.4
        "test",  # RFC 6761 section 6.2
        "onion",  # RFC 7686
        "alt",  # RFC 9476
        "internal",  # kept for private use by ICANN, 2024
        *("intranet", "private", "corp", "home", "lan"),  # RFC 6762 appendix G
    )
)
"""Top-level names below which nothing is anybody's site. `example` is not among them: RFC 6761
section 6.5 lets nobody treat it as special."""

_ALWAYS: Final = MappingProxyType({one.name: one.kind in HELP for one in LIFELINES})


def never_observed(also: Iterable[str]) -> Mapping[Name, bool]:
    """Return each name that is never observed, and whether quiet follows it.

    `also` is what an agreement adds; somebody asked for it, so quiet follows.
    """
    return MappingProxyType({**_ALWAYS, **dict.fromkeys(map(from_text, also), True)})


def brings_quiet(name: Name, never: Mapping[Name, bool]) -> bool | None:
    """Return None for a name that may be observed, else whether quiet follows it."""
    found: bool | None = None
    for offset in suffix_offsets(name):
        mark = never.get(Name(name[offset:]))
        if mark:
            return True
        if mark is not None:
            found = False
    return found


def is_nobodys(name: Name) -> bool:
    """Say whether a name is nobody's site: special, local, reverse, one label, or the root."""
    first = name[0]
    return first == 0 or name[first + 1] == 0 or name.endswith(NOBODYS)
