from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from consent.commands.agreement_questions import CATEGORIES
from consent.commands.case_folder import CaseFolder
from consent.commands.interview import is_complete
from consent.commands.questions import ManyOf, OneOf, Question, Rows
from consent.commands.review_questions import review_questions
from consent.encoding import JsonValue
from consent.records.agreement import Agreement
from consent.records.fields import Capacity
from tests.consent.commands.ceremony import REVIEW, nested, signed

AGREEMENT = CaseFolder(signed()).agreement()


def questions(agreement: Agreement = AGREEMENT, level: int = 2) -> dict[str, Question]:
    """Return the questions of a review by where their answers go, at some level until now."""
    scope = agreement.scope
    if level != 2:
        kinds = () if level > 2 else scope.categories
        watch = ("example.com",) if level == 3 else ()
        scope = replace(scope, level=level, watch=watch, categories=kinds)
    parts = review_questions(agreement, scope)
    return {one.path: one for of in parts.values() for one in of}


def test_a_whole_review_leaves_nothing_to_ask() -> None:
    """The answers of a review are complete as they stand, and none without."""
    parts = review_questions(AGREEMENT, AGREEMENT.scope)

    assert is_complete(nested(REVIEW), parts)
    assert not is_complete({}, parts)


def test_each_question_says_what_it_is_for() -> None:
    """Every question has a reason, and no two read alike."""
    every = questions().values()

    assert all(one.why.endswith((".", ").")) for one in every)
    assert len({one.asks for one in every}) == len(every)


def test_stopping_is_offered_first() -> None:
    """Of what can be decided, stopping comes before going on."""
    answers = questions()["outcome"].answers

    assert isinstance(answers, OneOf)
    assert next(iter(answers.choices)) == "stop"


WHEN: dict[str, tuple[str, dict[str, JsonValue], bool]] = {
    "why somebody was not there": ("participants.iro.why_not", {}, True),
    "nothing of somebody who was": ("participants.family.why_not", {}, False),
    "a reason where nobody looked": ("why_continue_unread", {"looks": 0}, True),
    "none where somebody did": ("why_continue_unread", {}, False),
    "none where it stops": ("why_continue_unread", {"looks": 0, "outcome": "stop"}, False),
    "a level where it is reduced": ("narrower.level", {}, True),
    "none where it goes on": ("narrower.level", {"outcome": "continue"}, False),
    "kinds at level one": ("narrower.categories", {}, True),
    "no kinds at level three": ("narrower.categories", {"narrower.level": 3}, False),
    "a list at level three": ("narrower.watch", {"narrower.level": 3}, True),
    "no list at level one": ("narrower.watch", {}, False),
    "no day where it stops": ("next_review_due", {"outcome": "stop"}, False),
    "how where it goes on": ("giver_how", {}, True),
    "not how where it stops": ("giver_how", {"outcome": "stop"}, False),
}


@pytest.mark.parametrize(("path", "changes", "asked"), WHEN.values(), ids=WHEN)
def test_a_question_is_asked_where_its_answer_counts(
    path: str, changes: dict[str, JsonValue], *, asked: bool
) -> None:
    """What other answers make needless is not asked."""
    assert questions()[path].when(nested(REVIEW, changes)) is asked


def test_a_parent_is_not_asked_for_a_card() -> None:
    """Where somebody else gave it, they sign on paper, or the young person has become able to."""
    giver = replace(AGREEMENT.giver, capacity=Capacity.PR_HOLDER)

    assert not questions(replace(AGREEMENT, giver=giver))["giver_how"].when(nested(REVIEW))


LEVELS = {1: [1], 2: [1, 2], 3: [3], 4: [1, 2, 3, 4]}


@pytest.mark.parametrize(("level", "offered"), LEVELS.items())
def test_only_less_is_offered(level: int, offered: list[int]) -> None:
    """No level above the present one, and no list where there was none; the least is suggested."""
    question = questions(level=level)["narrower.level"]

    assert isinstance(question.answers, OneOf)
    assert list(question.answers.choices) == offered
    assert question.suggest({}) == offered[0]


def test_only_kinds_agreed_before_are_offered() -> None:
    """With their plain words; after every site, each kind is less."""
    two, four = (questions(level=level)["narrower.categories"].answers for level in (2, 4))
    assert isinstance(two, ManyOf)
    assert isinstance(four, ManyOf)

    assert two.choices == {one: CATEGORIES[one] for one in ("strangers", "messaging")}
    assert four.choices == CATEGORIES


def test_the_list_until_now_is_in_sight() -> None:
    """Whoever shortens a list sees what is on it."""
    assert "Until now: example.com" in questions(level=3)["narrower.watch"].asks
    assert "Until now: every site" in questions(level=4)["narrower.watch"].asks


NEXT: dict[str, tuple[int, dict[str, JsonValue], str | None]] = {
    "three months": (2, {"held_on": "2026-12-20"}, "2027-03-19"),
    "a month at every site": (4, {"held_on": "2026-12-20"}, "2027-01-19"),
    "three where that is reduced": (
        4,
        {"held_on": "2026-12-20", "outcome": "reduce", "narrower.level": 2},
        "2027-03-19",
    ),
    "one where it is not": (
        4,
        {"held_on": "2026-12-20", "outcome": "continue", "narrower.level": 2},
        "2027-01-19",
    ),
    "early, so no later than the first month": (2, {"held_on": "2026-12-10"}, "2026-12-23"),
    "no day held": (2, {}, None),
    "what is no day": (2, {"held_on": "soon"}, None),
}


@pytest.mark.parametrize(("level", "answers", "day"), NEXT.values(), ids=NEXT)
def test_the_next_review_is_suggested_as_late_as_may_be(
    level: int, answers: dict[str, JsonValue], day: str | None
) -> None:
    """Never later than the rules take, and never beyond the end that was agreed."""
    long = replace(AGREEMENT, end_by=date(2027, 5, 20))

    assert questions(long, level)["next_review_due"].suggest(nested(answers)) == day
    if day is not None:
        soon = replace(AGREEMENT, end_by=date(2026, 12, 22))
        assert questions(soon, level)["next_review_due"].suggest(nested(answers)) == "2026-12-22"


def test_the_plan_is_in_sight_and_every_step_asked_for() -> None:
    """Steps are shown with numbers from one, and none can be left out by an early Enter."""
    question = questions()["progress"]
    shown = question.beside({})
    assert isinstance(question.answers, Rows)

    assert shown is not None
    assert "\n  1. Six sessions about safe contact (by 15 January 2027)\n  2. A phone" in shown
    assert question.answers.least == 2
