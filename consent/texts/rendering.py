"""Which sentences of a template are said, for one set of terms: the only choices that are made.

Rules kept here:
- A choice depends on fields of the record and on nothing else.
- What the record says is put between braces once and never read as a template itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from consent.records.agreement import Viewer
from consent.records.fields import Interpreter, ViewerRole
from consent.records.review import Review
from consent.texts.terms import Terms, day_in_words, quoted, values_of
from consent.texts.wording import Phrases, Section, Wording


@dataclass(frozen=True, slots=True)
class _Line:
    """One paragraph of a template, and what stands between its braces here alone."""

    template: str
    here: Mapping[str, str] = field(default_factory=dict)


_Lines: TypeAlias = "Iterator[str | _Line]"


def sections_of(terms: Terms, wording: Wording, phrases: Phrases) -> tuple[Section, ...]:
    """Return everything that is said, in order. Raises TextRefused."""
    values = values_of(terms, phrases)
    drafts: tuple[tuple[str, _Lines], ...] = (
        (wording.title, _opening(terms, wording)),
        (wording.review_heading, _review(terms.review, wording)),
        (wording.why_heading, _why(terms, wording)),
        (wording.written_heading, _written(terms, wording)),
        (wording.never_heading, _never(terms, wording)),
        (wording.devices_heading, iter([wording.devices])),
        (wording.dates_heading, _dates(terms, wording)),
        (wording.look_heading, _look(terms, wording, phrases)),
        (wording.stop_heading, _stop(terms, wording)),
        (wording.instead_heading, _instead(terms, wording, phrases)),
        (wording.tell_heading, iter([wording.tell])),
        (wording.kept_heading, iter([wording.kept, wording.other_tools])),
        (wording.help_heading, _help(terms, wording)),
    )
    said = ((heading, [_put(line, values) for line in lines]) for heading, lines in drafts)
    return tuple(Section(heading, tuple(lines)) for heading, lines in said if lines)


def answer_of(terms: Terms, wording: Wording, phrases: Phrases, *, is_giver: bool) -> Section:
    """Return what the reader may answer: whoever gives it may say no, others need not sign."""
    if not is_giver:
        line = wording.answer_of_another
    else:
        line = wording.answer_to_review if terms.review else wording.answer
    return Section(wording.answer_heading, (_put(line, values_of(terms, phrases)),))


def _put(line: str | _Line, values: Mapping[str, str]) -> str:
    if isinstance(line, str):
        return line.format_map(values)
    return line.template.format_map({**values, **line.here})


def _opening(terms: Terms, wording: Wording) -> _Lines:
    yield wording.opening
    yield wording.asked_if_they_gave if terms.they_gave else wording.asked_if_another_gave
    alone = terms.agreement.discussion.interpreter is Interpreter.NONE
    yield wording.talked if alone else wording.talked_interpreted


def _review(review: Review | None, wording: Wording) -> _Lines:
    if review is None:
        return
    yield wording.review_held
    yield wording.review_outcome[review.outcome]
    yield wording.review_heard if review.young_person_heard_on else wording.review_not_heard
    yield wording.review_looks
    if review.why_continue_unread is not None:
        yield wording.review_unread


def _why(terms: Terms, wording: Wording) -> _Lines:
    yield wording.reason
    yield wording.worry[terms.agreement.necessity.direction]
    yield wording.tried


def _written(terms: Terms, wording: Wording) -> _Lines:
    scope = terms.scope
    yield wording.levels[scope.level]
    yield wording.any_hour if scope.hours is None else wording.hours
    yield wording.only_asked
    if scope.why_not_lower is not None:
        yield wording.why_not_less


def _never(terms: Terms, wording: Wording) -> _Lines:
    yield from wording.never
    if terms.scope.never_recorded:
        yield wording.never_more


def _dates(terms: Terms, wording: Wording) -> _Lines:
    if terms.review is None:
        yield wording.starts
        yield wording.notice_urgent if terms.agreement.urgent else wording.notice
    else:
        yield wording.started
    yield wording.until
    yield wording.review_due
    yield wording.latest


def _look(terms: Terms, wording: Wording, phrases: Phrases) -> _Lines:
    viewing = terms.agreement.viewing
    others = [one for one in viewing.viewers if one.role is not ViewerRole.YOUNG_PERSON]
    yield wording.young_person_looks
    for viewer in others:
        yield _viewer(viewer, wording, phrases)
    if others:
        yield wording.how_often
        yield wording.then
    else:
        yield wording.nobody_else_looks
    yield wording.listed


def _viewer(viewer: Viewer, wording: Wording, phrases: Phrases) -> _Line:
    here = {"label": quoted(viewer.label, phrases)}
    if viewer.role is ViewerRole.SOCIAL_WORKER:
        return _Line(wording.social_worker_looks, here)
    if viewer.why is None:
        return _Line(wording.carer_looks_without_reason, here)
    return _Line(wording.carer_looks, {**here, "carer_reason": quoted(viewer.why, phrases)})


def _stop(terms: Terms, wording: Wording) -> _Lines:
    yield from wording.stop_if_they_gave if terms.they_gave else wording.stop_if_another_gave


def _instead(terms: Terms, wording: Wording, phrases: Phrases) -> _Lines:
    for one in terms.agreement.action_plan:
        here = {"step": quoted(one.step, phrases), "by": day_in_words(one.by, phrases)}
        yield _Line(wording.step, here)


def _help(terms: Terms, wording: Wording) -> _Lines:
    yield wording.complain
    yield wording.advocate_arranged if terms.agreement.advocate.arranged else wording.advocate
    yield wording.help_now
