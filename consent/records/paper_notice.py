"""The paper notice: somebody of the agency handed paper over that says that recording will begin.

Rules kept here:
- It is for a young person who sees no screen of their own: paper in the reader's language stands
  for the notice on the device (the project's page on people, 7).
- It is of one device of one agreement. When it was entered is what counts, not the day in it.
- It says that paper changed hands, and nothing of what was said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from consent.records.fields import Digest, Id, Instant, LocalDate
from consent.schema import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperNotice:
    """Paper in one language was handed to the young person, for one device, on one day."""

    type: Literal["paper-notice"]
    v: Literal[1]
    agreement: Digest
    box: Digest
    id: Id
    issued_at: Instant
    device: Id
    language: Annotated[str, Text(20)]
    handed_over_on: LocalDate
