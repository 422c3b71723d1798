"""Looking at one copy of a list before it is used: how many names, and does it offend.

Rules kept here:
- The copy is read as the build will read it, so what is judged is what would be used.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from agent.lists.build import batches, by_reach
from agent.lists.parse import Tally
from agent.lists.suspects import Found, Suspects
from policy.index import Reach
from policy.names import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The names of our own by which every list is judged.

    `whole_services` are the lifelines that are public endings, such as gov.uk.
    """

    lifelines: frozenset[Name]
    everyday: frozenset[Name]
    mistakes: frozenset[Name]
    whole_services: frozenset[Name] = frozenset()

    def digest(self) -> str:
        """Return what changes when any of these names does."""
        groups = (self.lifelines, self.everyday, self.mistakes, self.whole_services)
        octets = b"|".join(b"".join(sorted(group)) for group in groups)
        return hashlib.blake2b(octets, digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class Inspected:
    """What one copy holds: its names without those struck out, and the entries that offend.

    `quiet` are entries to leave out that say nothing against the list.
    """

    names: int
    found: tuple[Found, ...]
    quiet: frozenset[Name] = frozenset()


def inspect(path: Path, tables: Tables, strike: frozenset[Name]) -> Inspected:
    """Return what a copy holds. Raises ListMalformed, which names the file."""
    suspects = Suspects(tables.lifelines, tables.everyday, tables.mistakes, tables.whole_services)
    names = 0
    for batch in batches(path, Tally()):
        suspects.look(batch)
        for reach, entries in by_reach(batch):
            if reach is not Reach.EXCEPTION:
                names += len(entries) - sum(map(strike.__contains__, entries))
    return Inspected(names, tuple(suspects.found(strike)), suspects.quiet(strike))
