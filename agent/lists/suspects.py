"""What a list must not do, looked for while it is read.

Rules kept here:
- Three kinds of offence: it names what is never blocked, it would block an everyday name, or it
  would block a name that real lists are known to take by mistake (an over-blocking canary).
- A name that is never blocked stays reachable whatever a list says. That a list names one says
  something about the list: nobody looked at it, or somebody means harm.
- One exception: below an ending that belongs to a whole public service (gov.uk, nhs.uk) stand
  thousands of hosts, and lists of adverts and of hacked sites name a few of them every month.
  Such an entry is told apart (`quiet`): it is left out, and is no offence of the list, unless it
  is one of the names in our tables or there are very many.
- "Would block" is judged for this list alone, with its own exceptions, and as if it counted by
  itself: the day may come when a second list makes the same mistake.
- An offence is told by the entry of the list, because that is what can be struck out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from agent.lists.parse import Batch
from policy.names import Name, is_at_or_below, parents, suffix_offsets

MAX_QUIET: Final = 200


class Offence(IntEnum):
    """What a list did, the gravest first."""

    NAMES_LIFELINE = 0
    BLOCKS_EVERYDAY = 1
    BLOCKS_MISTAKE = 2


@dataclass(frozen=True, slots=True)
class Found:
    """One entry of a list that offends: `entry` as listed, `hurts` the name of our own table."""

    offence: Offence
    entry: Name
    hurts: Name


class Suspects:
    """Looks at each batch of one list; ask `found` at the end."""

    def __init__(
        self,
        lifelines: Iterable[Name],
        everyday: Iterable[Name],
        mistakes: Iterable[Name],
        whole_services: Iterable[Name] = (),
    ) -> None:
        """Take the names to look for; `whole_services` are lifelines that are public endings."""
        self._lifelines = frozenset(lifelines)
        self._whole_services = frozenset(whole_services)
        self._watched: dict[Name, Offence] = {
            **dict.fromkeys(mistakes, Offence.BLOCKS_MISTAKE),
            **dict.fromkeys(everyday, Offence.BLOCKS_EVERYDAY),
        }
        self._above = _by_parent(self._watched)
        self._found: set[Found] = set()
        self._quiet: dict[Name, Name] = {}
        self._exceptions: set[Name] = set()

    def look(self, batch: Batch) -> None:
        """Remember what offends in a batch."""
        self._exceptions.update(batch.exceptions)
        for names, at, above in (
            (batch.both, True, True),
            (batch.itself, True, False),
            (batch.below, False, True),
        ):
            if at:
                for name in self._watched.keys() & names:
                    self._found.add(Found(self._watched[name], name, name))
            if above:
                for name in self._above.keys() & names:
                    self._found |= {
                        Found(self._watched[hurt], name, hurt) for hurt in self._above[name]
                    }
            self._look_for_lifelines(names)

    def found(self, strike: frozenset[Name] = frozenset()) -> list[Found]:
        """Return what offends, the gravest first, without entries that are struck out."""
        loud = set()
        if len(self._quiet) > MAX_QUIET:
            loud = {
                Found(Offence.NAMES_LIFELINE, entry, lifeline)
                for entry, lifeline in self._quiet.items()
            }
        return sorted(
            (
                found
                for found in self._found | loud
                if found.entry not in strike and not self._excepted(found.hurts)
            ),
            key=lambda found: (found.offence, found.entry, found.hurts),
        )

    def quiet(self, strike: frozenset[Name] = frozenset()) -> frozenset[Name]:
        """Return the entries to leave out without a word about the list."""
        return frozenset(self._quiet) - strike

    def _look_for_lifelines(self, names: Iterable[Name]) -> None:
        lifelines = self._lifelines
        for name in names:
            for offset in suffix_offsets(name):
                if name[offset:] in lifelines:
                    lifeline = Name(name[offset:])
                    if offset and lifeline in self._whole_services:
                        self._quiet[name] = lifeline
                    else:
                        self._found.add(Found(Offence.NAMES_LIFELINE, name, lifeline))
                    break

    def _excepted(self, name: Name) -> bool:
        return any(is_at_or_below(name, exception) for exception in self._exceptions)


def _by_parent(watched: Iterable[Name]) -> Mapping[Name, list[Name]]:
    """Return for each name above a watched one the watched names below it."""
    above: dict[Name, list[Name]] = {}
    for name in watched:
        for parent in parents(name):
            above.setdefault(parent, []).append(name)
    return above
