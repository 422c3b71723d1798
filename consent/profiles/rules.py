"""What a rule of a profile is, and what it is given to judge.

Rules kept here:
- A rule has a name that never changes, a citation, a code, and one question: is it kept?
- A rule that cannot be judged is broken.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from consent.codes import Code
from consent.records.agency import Keyset, TrustRoot
from consent.records.agreement import Agreement, Scope
from consent.records.review import Review

C = TypeVar("C")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[C]):
    """One rule: `name` such as `P4`, where it comes from, its code, and whether a case keeps it."""

    name: str
    citation: str
    code: Code
    kept: Callable[[C], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementCase:
    """An agreement, and the agency's keys it was drawn up under."""

    agreement: Agreement
    trust_root: TrustRoot
    keyset: Keyset


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCase:
    """A review, the agreement it belongs to, what held before it, and the agency's keys.

    `before` is the review before this one, or None for the first; `scope` is what held until now.
    """

    review: Review
    agreement: Agreement
    before: Review | None
    scope: Scope
    trust_root: TrustRoot
    keyset: Keyset
