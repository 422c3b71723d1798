"""Withdrawal, objection and stop: what one person alone can sign, and it ends or pauses.

Rules kept here:
- None of them needs the chain's number: whoever stops need not know what was signed last.
- None of them needs a reason that others could weigh.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from consent.records.fields import Digest, Id, Instant, StopReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """The giver, or the young person, ends an agreement they need not have given."""

    type: Literal["withdrawal"]
    v: Literal[1]
    agreement: Digest
    box: Digest
    id: Id
    issued_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """The young person objects to an agreement that somebody else gave: paused now."""

    type: Literal["objection"]
    v: Literal[1]
    agreement: Digest
    box: Digest
    id: Id
    issued_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Anyone of the agency who may stop, alone: social worker, manager, IRO or advocate."""

    type: Literal["stop"]
    v: Literal[1]
    agreement: Digest
    box: Digest
    id: Id
    issued_at: Instant
    reason: StopReason
