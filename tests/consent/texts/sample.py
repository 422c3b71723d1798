"""An agreement and a review as a social worker would draw them up, and ways to change them.

Everything that a text can say is set here; the rest of the record is filled with anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from consent.records.agreement import (
    ActionStep,
    Advocate,
    Agreement,
    Countersigned,
    Discussion,
    Giver,
    Happened,
    Hours,
    Necessity,
    Paper,
    Scope,
    Stopping,
    Tried,
    Under,
    Viewer,
    Viewing,
    YoungPerson,
)
from consent.records.fields import (
    AgeBand,
    Capacity,
    Countersign,
    Direction,
    Interpreter,
    LookInterval,
    Outcome,
    PrBasis,
    ViewerRole,
)
from consent.records.home_card import CardDevice
from consent.records.review import Review
from consent.texts import TemplateId, Text, render, render_review
from tests.consent.filled import filled

T = TypeVar("T")

BANDS = {
    TemplateId.SIX_TO_NINE_1: AgeBand.SIX_TO_NINE,
    TemplateId.TEN_TO_TWELVE_1: AgeBand.TEN_TO_TWELVE,
    TemplateId.THIRTEEN_TO_FIFTEEN_1: AgeBand.THIRTEEN_TO_FIFTEEN,
    TemplateId.SIXTEEN_TO_SEVENTEEN_1: AgeBand.SIXTEEN_TO_SEVENTEEN,
}

_PAPER = Paper(how="paper", signed_on=date(2026, 11, 30), text_words=("word",) * 8)

SCOPE = Scope(
    level=2,
    why_not_lower="A number alone does not show which site to talk about.",
    categories=("strangers", "dating"),
    watch=(),
    hours=None,
    never_recorded=("solicitor.example", "clinic.example"),
    never_list_version=3,
)

YOUNG_PERSON_GIVES = filled(
    Giver,
    capacity=Capacity.YOUNG_PERSON,
    pr_basis=None,
    pr_checked_on=None,
    how=_PAPER,
    countersign=None,
)
MOTHER_GIVES = filled(
    Giver,
    capacity=Capacity.PR_HOLDER,
    pr_basis=PrBasis.MOTHER,
    pr_checked_on=date(2026, 11, 20),
    how=_PAPER,
    countersign=None,
)

AGREEMENT = filled(
    Agreement,
    profile="eng-foster-1",
    agency=Under(domain="northmoor.example", root_version=1, keyset_version=4),
    young_person=filled(YoungPerson, age_band=AgeBand.THIRTEEN_TO_FIFTEEN),
    devices=(
        filled(CardDevice, label="Blue phone", sole_user=True),
        filled(CardDevice, label="Old tablet", sole_user=True),
    ),
    starts_on=date(2026, 12, 2),
    valid_until=date(2027, 1, 2),
    end_by=date(2027, 5, 31),
    urgent=False,
    necessity=filled(
        Necessity,
        direction=Direction.BY_OTHERS,
        less_restrictive=(filled(Tried), filled(Tried)),
        plain_reason="A man online asked for a photo and said not to tell.",
    ),
    discussion=Discussion(
        with_young_person=date(2026, 11, 24),
        with_family=Happened(on=date(2026, 11, 25), why_not=None),
        language="en",
        interpreter=Interpreter.NONE,
        views="I want to keep my games.",
    ),
    advocate=Advocate(family_support=False, recommended=True, accepted=False, arranged=False),
    giver=YOUNG_PERSON_GIVES,
    scope=SCOPE,
    viewing=Viewing(
        viewers=(
            filled(Viewer, role=ViewerRole.YOUNG_PERSON, label="Me", why=None),
            filled(Viewer, role=ViewerRole.SOCIAL_WORKER, label="Priya", why=None),
            filled(
                Viewer,
                role=ViewerRole.CARER,
                label="Ash",
                why="Ash is there when a bad day comes.",
            ),
        ),
        how_often=LookInterval.WEEKLY,
        then="We talk with you about it the same day.",
    ),
    retention_days=7,
    action_plan=(
        ActionStep(step="We learn to block people who ask for photos.", by=date(2026, 12, 20)),
        ActionStep(step="You pick who you want to talk to.", by=date(2027, 1, 31)),
    ),
    stopping=filled(Stopping, contact="Priya on 01632 960 123"),
)

REVIEW = filled(
    Review,
    held_on=date(2026, 12, 30),
    young_person_heard_on=date(2026, 12, 30),
    gillick_competent=True,
    looks=4,
    why_continue_unread=None,
    outcome=Outcome.REDUCE,
    scope=replace(SCOPE, level=1, why_not_lower=None, categories=("strangers",)),
    giver=_PAPER,
    next_review_due=date(2027, 3, 28),
    valid_until=date(2027, 3, 20),
)


def agreement_for(template: TemplateId) -> Agreement:
    """Return the agreement as the reader of a template would give it."""
    if template is TemplateId.STANDARD_1:
        return replace(AGREEMENT, giver=MOTHER_GIVES)
    return changed(AGREEMENT, "young_person.age_band", BANDS[template])


def countersigned(agreement: Agreement) -> Agreement:
    """Return the agreement with the signature of a parent or carer beside it."""
    signed = Countersigned(state=Countersign.SIGNED, reason=None)
    return changed(agreement, "giver.countersign", signed)


def changed(value: T, path: str, to: object) -> T:
    """Return a record with one field set anew; a number in the path is a place in a list."""
    name, _, rest = path.partition(".")
    if name.isdigit():
        items = list(cast("tuple[Any, ...]", value))
        items[int(name)] = changed(items[int(name)], rest, to) if rest else to
        return cast("T", tuple(items))
    new = changed(getattr(value, name), rest, to) if rest else to
    return cast("T", replace(cast("Any", value), **{name: new}))


def review_for(template: TemplateId) -> Review:
    """Return the review as the reader of a template would agree to it."""
    return replace(REVIEW, gillick_competent=template is not TemplateId.STANDARD_1)


@cache
def text_of(template: TemplateId) -> Text:
    """Return the sample agreement's text for the reader of a template."""
    return render(agreement_for(template), template)


@cache
def review_text_of(template: TemplateId) -> Text:
    """Return the sample review's text for the reader of a template."""
    agreement = agreement_for(template)
    return render_review(review_for(template), agreement, agreement.scope, template)


@cache
def every_text(template: TemplateId) -> tuple[Text, ...]:
    """Return texts that between them say every sentence of a template."""
    return tuple(_every_text(template))


def _every_text(template: TemplateId) -> Iterator[Text]:
    for giver in (YOUNG_PERSON_GIVES, MOTHER_GIVES):
        agreement = changed(agreement_for(template), "giver", giver)
        for path, value in CHANGES.items():
            yield render(changed(agreement, path, value), template)
        for path, value in RARELY.items():
            yield render(changed(agreement, path, value), template)
        for scope in SCOPES:
            yield render(replace(agreement, scope=scope), template)
        for path, value in REVIEW_CHANGES.items():
            review = changed(review_for(template), path, value)
            yield render_review(review, agreement, agreement.scope, template)


SCOPES = (
    replace(SCOPE, level=1, why_not_lower=None, categories=("games",)),
    replace(SCOPE, level=2, categories=("dating", "games", "social-media")),
    replace(SCOPE, level=3, categories=(), watch=("chat.example", "meet.example")),
    replace(SCOPE, level=4, categories=(), never_recorded=(), hours=Hours(start=960, end=1440)),
)

# What a text must show to everybody who reads it: each other value gives another digest.
CHANGES: dict[str, object] = {
    "agency.domain": "southmoor.example",
    "stopping.contact": "Lee on 01632 960 456",
    "necessity.plain_reason": "Someone asked for money.",
    "necessity.direction": Direction.TO_OTHERS,
    "scope.level": 1,
    "scope.categories": ("strangers",),
    "scope.hours": Hours(start=16 * 60, end=21 * 60 + 30),
    "scope.why_not_lower": None,
    "scope.never_recorded": ("solicitor.example",),
    "devices": AGREEMENT.devices[:1],
    "starts_on": date(2026, 12, 3),
    "valid_until": date(2027, 1, 1),
    "end_by": date(2027, 5, 30),
    "urgent": True,
    "viewing.viewers": AGREEMENT.viewing.viewers[:2],
    "viewing.viewers.1.role": ViewerRole.CARER,
    "viewing.how_often": LookInterval.DAILY,
    "viewing.then": "We ring you.",
    "retention_days": 1,
    "action_plan.0.step": "We learn to ask for help.",
    "action_plan.1.by": date(2027, 2, 1),
    "action_plan": AGREEMENT.action_plan[:1],
    "discussion.with_young_person": date(2026, 11, 23),
    "discussion.interpreter": Interpreter.INDEPENDENT,
    "advocate.arranged": True,
}

RARELY: dict[str, object] = {
    "necessity.direction": Direction.BOTH,
    "viewing.viewers": AGREEMENT.viewing.viewers[:1],
    "viewing.viewers.2.why": None,
}

# What only a young person may read: the standard text hides it.
OF_THE_HOME: dict[str, object] = {
    "devices.0.label": "Red phone",
    "devices.1.label": "New tablet",
    "viewing.viewers.1.label": "Lee",
    "viewing.viewers.2.label": "Robin",
    "viewing.viewers.2.why": "Robin asked.",
}

REVIEW_CHANGES: dict[str, object] = {
    "held_on": date(2026, 12, 29),
    "outcome": Outcome.CONTINUE,
    "young_person_heard_on": None,
    "looks": 0,
    "why_continue_unread": "The worry is still there.",
    "next_review_due": date(2027, 3, 27),
    "valid_until": date(2027, 3, 19),
    "scope": None,
}
