"""The home card: what a home tells a social worker so that drafting can start.

Rules kept here:
- It is signed by the box's own key, which is all that this signature says.
- It names devices by label and viewers by key; nobody by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from consent.records.fields import Digest, Id, Instant, KeyText, Label, LocalDate, ViewerRole
from consent.schema import Items


@dataclass(frozen=True, slots=True, kw_only=True)
class CardDevice:
    """A device of the home that was bound in the hand of whoever uses it."""

    id: Id
    label: Label
    sole_user: bool
    bound_on: LocalDate


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalKey:
    """The keys of somebody in the home: to sign with, and to be sealed to."""

    keyid: Digest
    ed25519: KeyText
    x25519: KeyText


@dataclass(frozen=True, slots=True, kw_only=True)
class CardViewer:
    """Somebody in the home who could be named as a viewer."""

    role: ViewerRole
    label: Label
    keys: PersonalKey


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeCard:
    """A box, its devices, and the people in the home who have keys."""

    type: Literal["home-card"]
    v: Literal[1]
    box: Digest
    box_key: KeyText
    issued_at: Instant
    devices: Annotated[tuple[CardDevice, ...], Items(0, 32)]
    viewers: Annotated[tuple[CardViewer, ...], Items(0, 16)]
