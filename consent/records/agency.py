"""An agency's trust root and its keyset: who may sign for it, made known by those who are offline.

Rules kept here:
- An agency is its domain. Its own name for itself is shown beside the domain, never instead of it.
- The trust root says who may sign keysets; a keyset says who works there, in which role.
- A keyset can only tighten what an agreement may allow.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from consent.records.fields import (
    AgencyRole,
    Contact,
    Digest,
    DomainName,
    Id,
    Instant,
    KeyText,
    Revocation,
    Title,
    Version,
)
from consent.schema import Items, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """Who it is, where to complain (DPA 2018 section 164A), and how to reach an advocate."""

    domain: DomainName
    name: Title
    complaints: Contact
    advocacy: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustKey:
    """A key that is kept offline, and who holds it. `person` is chance, `title` is what is read."""

    keyid: Digest
    ed25519: KeyText
    person: Id
    title: Title


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustRole:
    """So many of these people."""

    keys: Annotated[tuple[TrustKey, ...], Items(1, 8)]
    threshold: Annotated[int, Span(0, 8)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustRoot:
    """Who may change the trust root, and who may sign keysets."""

    type: Literal["root"]
    v: Literal[1]
    agency: Agency
    version: Version
    issued_at: Instant
    expires_at: Instant
    root: TrustRole
    delegator: TrustRole


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffKey:
    """One worker's keys, to sign and to be sealed to. `contact` is a work address."""

    keyid: Digest
    ed25519: KeyText
    x25519: KeyText
    person: Id
    name: Title
    contact: Contact
    role: AgencyRole
    register: Title | None
    not_before: Instant
    expires_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokedKey:
    """A key that counts no more. `accept_before` may be null only where it is compromised."""

    keyid: Digest
    reason: Revocation
    accept_before: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What this agency allows at most; null is no limit of its own."""

    max_level: Annotated[int, Span(1, 4)] | None
    max_end_months: Annotated[int, Span(1, 6)] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyset:
    """Who works for the agency now, and which agreements it has ended."""

    type: Literal["keyset"]
    v: Literal[1]
    agency: DomainName
    root_version: Version
    version: Version
    issued_at: Instant
    expires_at: Instant
    keys: Annotated[tuple[StaffKey, ...], Items(0, 200)]
    revoked: Annotated[tuple[RevokedKey, ...], Items(0, 200)]
    withdrawn: Annotated[tuple[Digest, ...], Items(0, 200)]
    limits: Limits
