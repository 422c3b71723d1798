"""The acknowledgement: a viewer in the home has read how to use this, before the first look.

Rules kept here:
- It is signed with that viewer's own key, which the agreement names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from consent.records.fields import Digest, Id, Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """One viewer, one agreement, and the version of the training card that was read."""

    type: Literal["ack"]
    v: Literal[1]
    agreement: Digest
    box: Digest
    id: Id
    issued_at: Instant
    viewer: Digest
    card: Literal["eng-foster-1/viewing/1"]
