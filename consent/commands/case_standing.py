"""Where a case stands by its folder: the agreement, its reviews, and who has still to sign.

Rules kept here:
- A review counts in its place only: by its number, and by the digest of what it follows.
"""

from __future__ import annotations

from dataclasses import dataclass

from consent.commands.case_folder import AGREEMENT, CaseFolder
from consent.desk import DeskRefused
from consent.envelope import Envelope
from consent.parties import agreement_requirements, keys_of, review_requirements
from consent.profiles.rules import AgreementCase, ReviewCase
from consent.records.agreement import Agreement, Scope
from consent.records.review import Review
from consent.roles import Requirement
from consent.verification import check_signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a new review follows: the agreement, the review before, and what holds until now."""

    agreement: Agreement
    before: Review | None
    scope: Scope
    tip: str
    number: int


def standing(folder: CaseFolder, until: int | None = None) -> Standing:
    """Return where a case stands by its folder, before the review numbered `until` if one is given.

    Raises DeskRefused.
    """
    agreement = folder.agreement()
    found = Standing(
        agreement=agreement,
        before=None,
        scope=agreement.scope,
        tip=folder.envelope(AGREEMENT).digest,
        number=1,
    )
    for name, envelope, review in folder.reviews():
        if until is not None and review.seq >= until:
            break
        if (review.seq, review.prev) != (found.number, found.tip):
            raise DeskRefused(f"{name} does not follow what stands before it in this folder")
        found = Standing(
            agreement=agreement,
            before=review,
            scope=review.scope or found.scope,
            tip=envelope.digest,
            number=review.seq + 1,
        )
    return found


def missing_on(envelope: Envelope, case: AgreementCase | ReviewCase) -> tuple[str, ...]:
    """Return whose signatures are missing. Raises ConsentError for one that is false."""
    wanted = requirements_of(case)
    signed = check_signatures(envelope, keys_of(case)).signers
    return tuple(title for one in wanted for title in one.judge(signed).missing)


def requirements_of(case: AgreementCase | ReviewCase) -> tuple[Requirement, ...]:
    """Return who must sign. Raises ConsentError."""
    if isinstance(case, AgreementCase):
        return agreement_requirements(case)
    return review_requirements(case)


def agreement_case(folder: CaseFolder, agreement: Agreement) -> AgreementCase:
    """Return what the profile's rules judge of an agreement. Raises DeskRefused."""
    return AgreementCase(
        agreement=agreement, trust_root=folder.trust_root(), keyset=folder.keyset()
    )


def review_case(folder: CaseFolder, drawn_up: Review, until: int | None = None) -> ReviewCase:
    """Return what the profile's rules judge of a review. Raises DeskRefused."""
    now = standing(folder, until)
    return ReviewCase(
        review=drawn_up,
        agreement=now.agreement,
        before=now.before,
        scope=now.scope,
        trust_root=folder.trust_root(),
        keyset=folder.keyset(),
    )
