"""What discovery saw on the home's network, as it publishes it in `neighbours.json`.

Rules kept here:
- The file is read whole and strictly (`policy.neighbours_document`), and never written.
- No older copy is kept: a telephone that comes home may draw a new address, and two copies would
  show it.
- That it cannot be had is a value (`Unseen`), since a page must say so; nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from console.store.whole_file import read_up_to
from policy.errors import NeighboursMalformed
from policy.neighbours import Neighbours
from policy.neighbours_document import MAX_OCTETS, neighbours_from_bytes


class Unseen(StrEnum):
    """Why it cannot be told which devices are on the network."""

    NOT_LOOKED_AT = "not-looked-at"
    """This console was not told where discovery publishes."""
    ABSENT = "absent"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class NeighboursFile:
    """The file that discovery publishes; None where nobody said which it is."""

    path: Path | None = None

    def seen(self) -> Neighbours | Unseen:
        """Return what stands there now, or why that cannot be told."""
        if self.path is None:
            return Unseen.NOT_LOOKED_AT
        try:
            return neighbours_from_bytes(read_up_to(self.path, MAX_OCTETS))
        except FileNotFoundError:
            return Unseen.ABSENT
        except (OSError, NeighboursMalformed):
            return Unseen.UNREADABLE
