"""What a template is made of, and what a language adds: values without a word of their own.

Rules kept here:
- A template is complete or it is not one: there is a sentence for everything that may have to be
  said, and none may be left out by a translation.
- What varies stands in braces. What stands between braces comes from the record, never from here.
- A paragraph is one line. What a record quotes from people stands in quotation marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from consent.records.fields import Direction, LookInterval, Outcome, PrBasis


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the paragraphs below it."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Everything that one template can say, in the order in which it says it.

    `..._if_they_gave` is for an agreement that the young person gives, `..._if_another_gave` for
    one that a holder of parental responsibility gives, whoever reads it.
    """

    title: str
    opening: str
    asked_if_they_gave: str
    asked_if_another_gave: str
    talked: str
    talked_interpreted: str

    review_heading: str
    review_held: str
    review_outcome: Mapping[Outcome, str]
    review_heard: str
    review_not_heard: str
    review_looks: str
    review_unread: str

    why_heading: str
    reason: str
    worry: Mapping[Direction, str]
    tried: str

    written_heading: str
    levels: Mapping[int, str]
    any_hour: str
    hours: str
    why_not_less: str
    only_asked: str

    never_heading: str
    never: tuple[str, ...]
    never_more: str

    devices_heading: str
    devices: str

    dates_heading: str
    starts: str
    notice: str
    notice_urgent: str
    started: str
    until: str
    review_due: str
    latest: str

    look_heading: str
    young_person_looks: str
    social_worker_looks: str
    carer_looks: str
    carer_looks_without_reason: str
    nobody_else_looks: str
    how_often: str
    then: str
    listed: str

    stop_heading: str
    stop_if_they_gave: tuple[str, ...]
    stop_if_another_gave: tuple[str, ...]

    instead_heading: str
    step: str

    tell_heading: str
    tell: str

    kept_heading: str
    kept: str
    other_tools: str

    help_heading: str
    complain: str
    advocate: str
    advocate_arranged: str
    help_now: str

    answer_heading: str
    answer: str
    answer_to_review: str
    answer_of_another: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """What all templates of one language share: parts of sentences, and the marks of a page."""

    language: str
    months: tuple[str, ...]
    date: str
    midnight: str
    comma: str
    last_comma: str
    none: str
    quoted: str
    kinds: Mapping[str, str]
    how_often: Mapping[LookInterval, str]
    one_day: str
    more_days: str
    one_device: str
    more_devices: str
    givers: Mapping[PrBasis, str]
    bases: Mapping[PrBasis, str]
    never_promised: tuple[str, ...]

    signature: str
    countersignature: str
    date_of_signature: str
    agency: str
    check_words: str
    check_words_use: str
    template: str
    page_title: str
