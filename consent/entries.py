"""One admitted record: its envelope, what it says, and when it was admitted; and both as one line.

Rules kept here:
- What an entry says is read from its envelope each time one is made, so the two cannot drift apart.
- A line is `{"at":…,"envelope":…}`, read only in the one form in which it is written.
- Where an entry is printed, it names no one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from consent.codes import Code
from consent.envelope import Envelope, envelope_from_bytes, envelope_to_bytes
from consent.errors import ConsentError
from consent.records.reading import Record, record_from_payload
from consent.verification import read_unverified

_LINE: Final = re.compile(
    rb'\{"at":"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})Z","envelope":(\{.*\})\}'
)


class LedgerRefused(ConsentError):
    """A record does not go with what was admitted before it, or an agreement is not in force."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record and the second of trusted time at which it was admitted; says nothing about truth.

    Raises JsonMalformed and RecordMalformed.
    """

    at: datetime
    envelope: Envelope = field(repr=False)
    record: Record = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", self.at.astimezone(UTC).replace(microsecond=0))
        object.__setattr__(self, "record", record_from_payload(read_unverified(self.envelope)))

    @property
    def digest(self) -> str:
        """The name of the record."""
        return self.envelope.digest

    def to_line(self) -> str:
        """Return the entry on one line, without the line's end."""
        at = self.at.strftime("%Y-%m-%dT%H:%M:%SZ")
        return f'{{"at":"{at}","envelope":{envelope_to_bytes(self.envelope).decode("utf-8")}}}'


def entry_from_line(line: str) -> Entry:
    """Return the entry that a line says. Raises what an envelope's reader raises, LedgerRefused."""
    found = _LINE.fullmatch(line.encode("utf-8", "replace"))
    if found is None:
        raise LedgerRefused(Code.LEDGER_LINE, "a line")
    try:
        at = datetime.fromisoformat(found[1].decode("ascii")).replace(tzinfo=UTC)
    except ValueError:
        raise LedgerRefused(Code.LEDGER_LINE, "at") from None
    return Entry(at, envelope_from_bytes(found[2]))
