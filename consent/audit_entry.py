"""One entry of a box's audit journal, and the line that it is.

Rules kept here:
- An entry is one line of canonical JSON; its leaf in the tree is SHA-256(0x00 || line).
- It names its place, its box, and the leaf before it. The tree alone proves *that* a journal is
  whole; these say *which* entry is not, to whoever holds no more than the lines.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Annotated, Final

from consent.acts import Act, ActorRole, Count, Hex, KeyStart
from consent.checkpoint import BOX_DIGITS, origin_of
from consent.encoding import json_from_object, object_from_json
from consent.home import ClockState
from consent.records.fields import Digest, Instant
from consent.schema import read, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acted: a role, and the beginning of the id of the key that showed it, where one did."""

    role: ActorRole
    key: KeyStart | None = None


BOX: Final = Actor(role=ActorRole.BOX)
"""The box itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One act: its place, its box, the leaf before it, when, what the clock was worth, and who."""

    n: Count
    box: Annotated[str, Hex(BOX_DIGITS)]
    previous: Digest
    at: Instant
    clock: ClockState
    actor: Actor
    act: Act

    @property
    def kind(self) -> str:
        """The name of what was done."""
        return self.act.how


def entry_to_line(entry: AuditEntry) -> bytes:
    """Return an entry on one line, without the line's end.

    Raises RecordMalformed for what no entry can say: a time before the year 2000, a fraction of a
    second, a number out of bounds.
    """
    line = json_from_object(write(entry))
    # What could not be read again must not be written: it would be taken for damage.
    entry_from_line(line)
    return line


def entry_from_line(line: bytes) -> AuditEntry:
    """Return the entry that a line says, without its end. Raises JsonMalformed, RecordMalformed."""
    return read(AuditEntry, object_from_json(line))


def start_of_journal(box: str) -> str:
    """Return what the first entry of a box names as the leaf before it."""
    return hashlib.sha256(origin_of(box).encode()).hexdigest()
