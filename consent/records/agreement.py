"""The agreement: one young person, one purpose, named viewers, and an end.

Rules kept here:
- It binds to one box, by the digest of the box's key: a copy is useless in another home.
- It holds no name, date of birth, address or detail of the case; evidence is named and stays where
  the case file is.
- Machine scope and human promise are one: what people sign is a text rendered from these fields,
  and `text.digest` is that text's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from consent.records.fields import (
    AgeBand,
    Capacity,
    Contact,
    Countersign,
    Digest,
    Direction,
    DomainName,
    EvidenceKind,
    Id,
    Instant,
    Interpreter,
    KeyText,
    Label,
    LocalDate,
    LookInterval,
    PanelRoute,
    PrBasis,
    Sentence,
    Setting,
    Title,
    Version,
    ViewerRole,
)
from consent.records.home_card import CardDevice, PersonalKey
from consent.schema import Items, Minutes, Name, Registrable, Span, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """Under which agency's trust root and keyset this was drawn up."""

    domain: DomainName
    root_version: Version
    keyset_version: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class YoungPerson:
    """Who it is about: chance, a band of ages, and the keys of their own card."""

    ref: Id
    age_band: AgeBand
    ends_before_18: bool
    card: PersonalKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One less restrictive way, and why it was not enough."""

    tried: Sentence
    why_not_enough: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Effective:
    """How a list of site names would help, and that its limits were understood."""

    how_it_helps: Sentence
    limits_understood: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tests:
    """The two tests of seed 004, section 2, in five statements."""

    legal: bool
    necessary: bool
    reasonable: bool
    minimum: bool
    proportionate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Necessity:
    """Why at all. `plain_reason` is what the young person reads."""

    direction: Direction
    substantial_significant_harm: bool
    less_restrictive: Annotated[tuple[Tried, ...], Items(0, 8)]
    effective: Effective
    tests: Tests
    plain_reason: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Something that took place on a day, or the reason why it did not: exactly one of the two."""

    on: LocalDate | None
    why_not: Sentence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Which panel, when, and the reason if none."""

    route: PanelRoute
    on: LocalDate | None
    why_none: Sentence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalAdvice:
    """Whether it was taken, and why or why not."""

    taken: bool
    reason: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPoint:
    """One of the ten points: the document that covers it, or the reason why it does not apply."""

    evidence: Annotated[int, Span(0, 31)] | None
    not_applicable: Sentence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPoints:
    """The ten points of seed 001's risk assessment."""

    specific_risk: RiskPoint
    why_device: RiskPoint
    other_children: RiskPoint
    current_use: RiskPoint
    safety_knowledge: RiskPoint
    relationship_with_carer: RiskPoint
    age_appropriate: RiskPoint
    carer_ability: RiskPoint
    parents_and_carers: RiskPoint
    who_pays: RiskPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """What was done before it was proposed (seed 004, section 3, ¶2 to ¶4)."""

    assessed_on: LocalDate
    with_young_person: Happened
    with_family: Happened
    with_carers: Happened
    strategy_discussion: Happened
    panel: Panel
    plans_updated_on: LocalDate
    evaluated_on: LocalDate
    team_manager: Digest
    service_manager: Digest
    legal_advice: LegalAdvice
    reasons_recorded_on: LocalDate
    risk_points: RiskPoints


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion:
    """The proposal was discussed (seed 004, section 3, ¶5)."""

    with_young_person: LocalDate
    with_family: Happened
    language: Annotated[str, Text(20)]
    interpreter: Interpreter
    views: Sentence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advocate:
    """Whether family could support them; if not, an advocate was recommended."""

    family_support: bool
    recommended: bool
    accepted: bool
    arranged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gillick:
    """Whether they were found competent to decide this, when, and by whose key."""

    competent: bool
    assessed_on: LocalDate
    by: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Countersigned:
    """What became of the second signature that seed 003 asks for under sixteen."""

    state: Countersign
    reason: Sentence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnKey:
    """The giver signs with a key of their own."""

    how: Literal["own_key"]
    keyid: Digest
    ed25519: KeyText


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The giver signed on paper; social worker and manager attest that they saw it."""

    how: Literal["paper"]
    signed_on: LocalDate
    text_words: Annotated[tuple[Annotated[str, Text(12)], ...], Items(8, 8)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Giver:
    """Who agrees: the young person, or one holder of parental responsibility, by name of capacity.

    `pr_basis` and `pr_checked_on` are null for a young person, `countersign` for anybody else.
    """

    capacity: Capacity
    gillick: Gillick
    pr_basis: PrBasis | None
    pr_checked_on: LocalDate | None
    is_agency: bool
    is_carer: bool
    objection_known: bool
    how: OwnKey | Paper
    countersign: Countersigned | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """A window of local time on every day, in minutes since midnight; it ends after it starts."""

    start: Annotated[int, Minutes()]
    end: Annotated[int, Minutes()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What may be written down. `never_recorded` adds to what is never recorded.

    Levels 1 and 2 see only the categories named, level 3 the watch list, level 4 every registrable
    domain.
    """

    level: Annotated[int, Span(1, 4)]
    why_not_lower: Sentence | None
    categories: Annotated[tuple[Annotated[str, Name()], ...], Items(0, 32)]
    watch: Annotated[tuple[Annotated[str, Registrable()], ...], Items(0, 50)]
    hours: Hours | None
    never_recorded: Annotated[tuple[Annotated[str, Registrable()], ...], Items(0, 50)]
    never_list_version: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody to whom each day's key is sealed. A carer is one only for a reason."""

    role: ViewerRole
    label: Label
    keys: PersonalKey
    why: Sentence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewing:
    """Who looks, how often, and what they then do."""

    viewers: Annotated[tuple[Viewer, ...], Items(1, 6)]
    how_often: LookInterval
    then: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionStep:
    """One positive measure that is to take the place of recording, and by when."""

    step: Sentence
    by: LocalDate


@dataclass(frozen=True, slots=True, kw_only=True)
class StopCode:
    """What the stop code must hash to: Argon2id of `consent/frozen.py` over the code's digits."""

    salt: Id
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopping:
    """How to stop it, beside the young person's own card."""

    contact: Contact
    code: StopCode


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedText:
    """The words that were read: which template, which language, and the digest of the result."""

    template: Annotated[str, Text(40)]
    language: Annotated[str, Text(20)]
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A document, by what it shows, its title and its day; it is held in the case file."""

    kind: EvidenceKind
    title: Title
    dated: LocalDate
    held: Literal["case_file"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What may be recorded about one young person, until when, and how it came to be agreed."""

    type: Literal["agreement"]
    v: Literal[1]
    profile: Annotated[str, Text(40)]
    id: Id
    seq: Literal[0]
    prev: None
    issued_at: Instant
    agency: Under
    box: Digest
    setting: Setting
    young_person: YoungPerson
    devices: Annotated[tuple[CardDevice, ...], Items(1, 4)]
    starts_on: LocalDate
    valid_until: LocalDate
    end_by: LocalDate
    urgent: bool
    necessity: Necessity
    process: Process
    discussion: Discussion
    advocate: Advocate
    giver: Giver
    scope: Scope
    viewing: Viewing
    retention_days: Annotated[int, Span(1, 14)]
    action_plan: Annotated[tuple[ActionStep, ...], Items(0, 16)]
    stopping: Stopping
    text: SignedText
    evidence: Annotated[tuple[Evidence, ...], Items(0, 32)]
    lawful_basis: Sentence | None
