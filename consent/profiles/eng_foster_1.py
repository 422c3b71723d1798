"""The profile `eng-foster-1`: every rule of the procedure in seed 004 that a machine can hold.

Rules kept here:
- Each rule is data: a name and a code that never change, where it comes from, and one question.
- This is one reading of one authority's procedure, with the project's decisions beside it; it is
  not the law. Another reading is another profile.
- A closed schema keeps what no rule needs to ask: no basis by which a council could agree, levels
  1 to 4, 1 to 14 days of keeping, no name or date of birth, evidence held in the case file.
"""

from __future__ import annotations

from typing import Final, overload

from consent.profiles.dates import DATE_RULES
from consent.profiles.evidence import EVIDENCE_RULES
from consent.profiles.giver import GIVER_RULES
from consent.profiles.narrowing import NARROWING_RULES
from consent.profiles.necessity import NECESSITY_RULES
from consent.profiles.place import NAME, PLACE_RULES
from consent.profiles.process import PROCESS_RULES
from consent.profiles.review_dates import REVIEW_DATE_RULES
from consent.profiles.reviews import REVIEWING_RULES
from consent.profiles.rules import AgreementCase, ReviewCase, Rule
from consent.profiles.scope import SCOPE_RULES
from consent.profiles.signed_words import TEXT_RULES
from consent.profiles.viewing import VIEWING_RULES

__all__ = ["AGREEMENT_RULES", "NAME", "REVIEW_RULES", "broken_by"]

AGREEMENT_RULES: Final[tuple[Rule[AgreementCase], ...]] = (
    *PLACE_RULES,
    *NECESSITY_RULES,
    *PROCESS_RULES,
    *EVIDENCE_RULES,
    *GIVER_RULES,
    *VIEWING_RULES,
    *SCOPE_RULES,
    *DATE_RULES,
    *TEXT_RULES,
)
REVIEW_RULES: Final[tuple[Rule[ReviewCase], ...]] = (
    *REVIEWING_RULES,
    *REVIEW_DATE_RULES,
    *NARROWING_RULES,
)


@overload
def broken_by(case: AgreementCase) -> tuple[Rule[AgreementCase], ...]: ...
@overload
def broken_by(case: ReviewCase) -> tuple[Rule[ReviewCase], ...]: ...
def broken_by(
    case: AgreementCase | ReviewCase,
) -> tuple[Rule[AgreementCase], ...] | tuple[Rule[ReviewCase], ...]:
    """Return the rules that a case breaks, in the profile's order; none where it keeps them all."""
    if isinstance(case, AgreementCase):
        return tuple(rule for rule in AGREEMENT_RULES if not rule.kept(case))
    return tuple(rule for rule in REVIEW_RULES if not rule.kept(case))
