"""Which template is meant for whom: a closed set of names that stand inside signed records.

Rules kept here:
- Once somebody has signed under a template, its words never change: other words are a new version
  beside it, and both are kept.
- A young person who gives an agreement signs the text of their own age. Everybody else signs the
  standard text.
"""

from __future__ import annotations

from enum import StrEnum

from consent.codes import Code
from consent.errors import ConsentError
from consent.records.agreement import Agreement
from consent.records.fields import Capacity
from consent.records.review import Review


class TextRefused(ConsentError):
    """There is no text for what was asked, or it would say what must not be said."""


class TemplateId(StrEnum):
    """One template: the profile it belongs to, whom it speaks to, and its version."""

    STANDARD_1 = "eng-foster-1/standard/1"
    SIX_TO_NINE_1 = "eng-foster-1/6-9/1"
    TEN_TO_TWELVE_1 = "eng-foster-1/10-12/1"
    THIRTEEN_TO_FIFTEEN_1 = "eng-foster-1/13-15/1"
    SIXTEEN_TO_SEVENTEEN_1 = "eng-foster-1/16-17/1"


_STANDARD = "standard"
_CURRENT = "1"


def template_named(name: str) -> TemplateId:
    """Return the template that a record names. Raises TextRefused."""
    try:
        return TemplateId(name)
    except ValueError:
        raise TextRefused(Code.TEMPLATE_UNKNOWN, "text.template") from None


def template_for(agreement: Agreement) -> TemplateId:
    """Return the newest template for the giver of an agreement. Raises TextRefused."""
    return template_named(f"{agreement.profile}/{_reader(agreement)}/{_CURRENT}")


def template_for_review(review: Review, agreement: Agreement) -> TemplateId:
    """Return the newest template for whoever agrees to a review. Raises TextRefused.

    A young person who is competent by now agrees for themselves, whoever gave the agreement.
    """
    reader = _reader(agreement, competent_by_now=review.gillick_competent)
    return template_named(f"{agreement.profile}/{reader}/{_CURRENT}")


def is_same_reader(one: TemplateId, other: TemplateId) -> bool:
    """Say whether two templates are of one profile and speak to the same reader."""
    return one.rpartition("/")[0] == other.rpartition("/")[0]


def _reader(agreement: Agreement, *, competent_by_now: bool = False) -> str:
    if competent_by_now or agreement.giver.capacity is Capacity.YOUNG_PERSON:
        return agreement.young_person.age_band
    return _STANDARD
