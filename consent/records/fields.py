"""The kinds of field that records are made of: ids, keys, texts, dates, and closed choices.

Rules kept here:
- Every text has a greatest length, and every list a greatest number of items.
- An id is chance or a digest, never a name; what a person reads is a label or a sentence.
- A choice is closed. What is not among its values cannot be written down at all: no care order and
  no local authority is a basis on which anyone could give an agreement (seed 004, section 3, ¶6).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, TypeAlias

from consent.schema import Bits128, Bits256, Domain, Span, Text

Id: TypeAlias = Annotated[str, Bits128()]
"""Chance of 128 bits, in lower-case hexadecimal."""

Digest: TypeAlias = Annotated[str, Bits256()]
"""A SHA-256, or an id of a key, in lower-case hexadecimal."""

KeyText: TypeAlias = Annotated[str, Bits256()]
"""A public key's 32 octets in lower-case hexadecimal."""

Label: TypeAlias = Annotated[str, Text(40)]
Title: TypeAlias = Annotated[str, Text(120)]
Sentence: TypeAlias = Annotated[str, Text(280)]
Contact: TypeAlias = Annotated[str, Text(200)]
DomainName: TypeAlias = Annotated[str, Domain()]
Version: TypeAlias = Annotated[int, Span(1, 2**31 - 1)]
LocalDate: TypeAlias = date
"""A day in Europe/London."""
Instant: TypeAlias = datetime
"""A second of UTC."""


class AgencyRole(StrEnum):
    """What a key of an agency may do. Only the first three sign an agreement."""

    SOCIAL_WORKER = "social_worker"
    TEAM_MANAGER = "team_manager"
    SERVICE_MANAGER = "service_manager"
    IRO = "iro"
    ADVOCATE = "advocate"


class ViewerRole(StrEnum):
    """Who may look at what is recorded."""

    YOUNG_PERSON = "young_person"
    CARER = "carer"
    SOCIAL_WORKER = "social_worker"


class Revocation(StrEnum):
    """Why a key counts no more. `compromised` undoes what it signed, at once."""

    COMPROMISED = "compromised"
    LEFT = "left"
    SUPERSEDED = "superseded"


class Setting(StrEnum):
    """Where the young person lives (seed 004, section 1, ¶3)."""

    FOSTER_CARE = "foster_care"
    SUPPORTED_LODGINGS = "supported_lodgings"
    SUPPORTED_ACCOMMODATION = "supported_accommodation"
    OTHER_LOOKED_AFTER = "other_looked_after"
    # Writable, so that it can be refused with its own words: other rules hold there.
    CHILDRENS_HOME = "childrens_home"


class AgeBand(StrEnum):
    """The bands of the ICO's Children's Code that a looked-after young person can be in."""

    SIX_TO_NINE = "6-9"
    TEN_TO_TWELVE = "10-12"
    THIRTEEN_TO_FIFTEEN = "13-15"
    SIXTEEN_TO_SEVENTEEN = "16-17"


class Direction(StrEnum):
    """Who would be harmed (seed 004, section 2, ¶1)."""

    BY_OTHERS = "by_others"
    TO_OTHERS = "to_others"
    BOTH = "both"


class PanelRoute(StrEnum):
    """Which panel the case went to (seed 004, section 3, ¶2)."""

    EFRH = "efrh"
    CHANNEL = "channel"
    NONE = "none"


class Interpreter(StrEnum):
    """Who interpreted: nobody, or somebody who is neither carer nor family."""

    NONE = "none"
    INDEPENDENT = "independent"


class Capacity(StrEnum):
    """In what capacity the giver agrees (seed 004, section 3, ¶6)."""

    YOUNG_PERSON = "young_person"
    PR_HOLDER = "pr_holder"


class PrBasis(StrEnum):
    """Why somebody holds parental responsibility. The corporate parent is not among them."""

    MOTHER = "mother"
    FATHER_REGISTERED_OR_MARRIED = "father_registered_or_married"
    SECOND_PARENT = "second_parent"
    PR_AGREEMENT_OR_ORDER = "pr_agreement_or_order"
    CHILD_ARRANGEMENTS_ORDER = "child_arrangements_order"
    SPECIAL_GUARDIAN = "special_guardian"
    ADOPTER = "adopter"
    GUARDIAN = "guardian"


class Countersign(StrEnum):
    """A parent's or carer's signature beside that of somebody under sixteen (seed 003)."""

    SIGNED = "signed"
    NOT_APPROPRIATE = "not_appropriate"
    UNOBTAINABLE = "unobtainable"


class EvidenceKind(StrEnum):
    """What a document in the case file shows. It is named here, never copied and never hashed."""

    RISK_ASSESSMENT = "risk_assessment"
    STRATEGY_MINUTES = "strategy_minutes"
    PANEL_MINUTES = "panel_minutes"
    LEGAL_ADVICE = "legal_advice"
    LESS_RESTRICTIVE = "less_restrictive"
    DECISION = "decision"
    COMPETENCE = "competence"
    PARENTAL_RESPONSIBILITY = "parental_responsibility"
    SIGNED_AGREEMENT = "signed_agreement"
    OTHER = "other"


class LookInterval(StrEnum):
    """How often a viewer looks, at most."""

    DAILY = "daily"
    TWICE_A_WEEK = "twice_a_week"
    WEEKLY = "weekly"
    AT_REVIEWS = "at_reviews"


class Outcome(StrEnum):
    """What a review decided."""

    CONTINUE = "continue"
    REDUCE = "reduce"
    STOP = "stop"


class StopReason(StrEnum):
    """Why an agency's stop was signed; no detail of a case."""

    NO_LONGER_NEEDED = "no_longer_needed"
    PLACEMENT_ENDED = "placement_ended"
    YOUNG_PERSON_ASKED = "young_person_asked"
    NOT_LAWFUL = "not_lawful"
    KEY_LOST = "key_lost"
    OTHER = "other"
