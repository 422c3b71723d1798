"""The review: whether it is still needed, with whom that was asked, and until when.

Rules kept here:
- A review may keep or narrow what an agreement allows. To widen takes a new agreement.
- It follows its predecessor by number and by digest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from consent.records.agreement import OwnKey, Paper, Scope, SignedText, Under
from consent.records.fields import (
    Digest,
    Id,
    Instant,
    LocalDate,
    Outcome,
    Sentence,
)
from consent.schema import Items, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class TookPart:
    """Whether somebody took part, and the reason if not."""

    took_part: bool
    why_not: Sentence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participants:
    """Everybody whom seed 004 (section 3, ¶8) wants asked."""

    young_person: TookPart
    family: TookPart
    carer: TookPart
    iro: TookPart
    advocate: TookPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What became of one step of the action plan, by its place in the agreement."""

    step: Annotated[int, Span(0, 15)]
    progress: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What was found and decided. Dates and `giver` are null exactly where the outcome is stop.

    `looks` is how often anyone looked since the agreement or the last review; where it is none,
    `why_continue_unread` says why it goes on (people 10).
    """

    type: Literal["review"]
    v: Literal[1]
    id: Id
    seq: Annotated[int, Span(1, 64)]
    prev: Digest
    issued_at: Instant
    agency: Under
    box: Digest
    held_on: LocalDate
    participants: Participants
    young_person_heard_on: LocalDate | None
    views: Sentence | None
    still_necessary: bool
    less_restrictive_reconsidered: bool
    benefits: Sentence
    helpful_contact_kept: bool
    reflection: Sentence
    gillick_competent: bool
    looks: Annotated[int, Span(0, 10_000)]
    why_continue_unread: Sentence | None
    progress: Annotated[tuple[Progress, ...], Items(0, 16)]
    outcome: Outcome
    scope: Scope | None
    giver: OwnKey | Paper | None
    next_review_due: LocalDate | None
    valid_until: LocalDate | None
    text: SignedText | None
