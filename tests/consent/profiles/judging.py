"""What a case breaks once one field of it is another, as tables in these tests ask it."""

from __future__ import annotations

from typing import TypeVar

from consent.profiles.eng_foster_1 import broken_by
from consent.profiles.rules import AgreementCase, ReviewCase
from tests.consent.faults import sets

C = TypeVar("C", AgreementCase, ReviewCase)


def broken_in(case: AgreementCase | ReviewCase) -> tuple[str, ...]:
    """Return the names of the rules that a case breaks."""
    if isinstance(case, AgreementCase):
        return tuple(rule.name for rule in broken_by(case))
    return tuple(rule.name for rule in broken_by(case))


def broken_with(base: C, *changes: tuple[str, object]) -> tuple[str, ...]:
    """Return the names of the rules that are broken once these fields are set."""
    case = base
    for path, to in changes:
        case = sets(case, path, to).case
    return broken_in(case)
