from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import get_args, get_type_hints

import pytest

from consent.commands.agreement_questions import (
    CATEGORIES,
    EVIDENCE_KINDS,
    LEVELS,
    PARTS,
    RISK_POINTS,
)
from consent.commands.draft_file import answer_at
from consent.commands.interview import is_complete
from consent.commands.questions import OneOf, Question
from consent.encoding import JsonObject, JsonValue
from consent.records.agreement import Agreement, RiskPoints
from consent.records.fields import (
    AgeBand,
    Countersign,
    Direction,
    EvidenceKind,
    Interpreter,
    LookInterval,
    PanelRoute,
    PrBasis,
    Setting,
)
from consent.texts import kinds_with_words
from tests.consent.commands.ceremony import ANSWERS, BY_A_PARENT, nested

QUESTIONS = {one.path: one for of in PARTS.values() for one in of}


def at(path: str, answers: JsonObject | None = None) -> bool:
    """Say whether a question is asked."""
    return QUESTIONS[path].when(answers or {})


def field_named(path: str) -> bool:
    """Say whether the record has such a field."""
    here: object = Agreement
    for step in path.split("."):
        shapes = [one for one in (here, *get_args(here)) if is_dataclass(one)]
        if not shapes or step not in {one.name for one in fields(shapes[0])}:
            return False
        shape = shapes[0]
        here = get_type_hints(shape if isinstance(shape, type) else type(shape))[step]
    return True


@pytest.mark.parametrize("path", QUESTIONS)
def test_each_answer_goes_where_the_record_has_it(path: str) -> None:
    """No question asks for what no agreement holds."""
    assert field_named(path)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_each_question_says_what_it_is_for(question: Question) -> None:
    """Both sentences are there, and the second is a whole one."""
    assert question.asks
    assert question.why.endswith((".", ")."))


def test_no_two_questions_are_about_the_same_answer() -> None:
    """Every answer has one question, and every question reads differently."""
    every = [one for of in PARTS.values() for one in of]

    assert len(QUESTIONS) == len(every)
    assert len({one.asks for one in every}) == len(every)


def test_what_else_could_be_tried_is_asked_first() -> None:
    """Before anything is said about recording, there are two less restrictive ways."""
    first = next(iter(QUESTIONS.values()))

    assert first.path == "necessity.less_restrictive"


CLOSED: dict[str, type[StrEnum]] = {
    "setting": Setting,
    "young_person.age_band": AgeBand,
    "necessity.direction": Direction,
    "process.panel.route": PanelRoute,
    "discussion.interpreter": Interpreter,
    "giver.pr_basis": PrBasis,
    "giver.countersign.state": Countersign,
    "viewing.how_often": LookInterval,
}


@pytest.mark.parametrize(("path", "choice"), CLOSED.items(), ids=CLOSED)
def test_every_choice_of_the_record_can_be_made(path: str, choice: type[StrEnum]) -> None:
    """A question with choices offers what the record can hold, all of it and nothing else."""
    answers = QUESTIONS[path].answers

    assert isinstance(answers, OneOf)
    assert set(answers.choices) == {str(one) for one in choice}


def test_kinds_of_site_and_documents_are_those_of_the_record() -> None:
    """What cannot be said in plain words cannot be chosen; the signed paper names itself."""
    assert set(CATEGORIES) <= kinds_with_words()
    assert set(EVIDENCE_KINDS) == {str(one) for one in EvidenceKind} - {"signed_agreement"}
    assert list(RISK_POINTS) == [one.name for one in fields(RiskPoints)]
    assert list(LEVELS) == [1, 2, 3, 4]


def test_a_whole_draft_leaves_nothing_to_ask() -> None:
    """The answers of a young person's case and of a parent's are complete as they stand."""
    assert is_complete(nested(ANSWERS), PARTS)
    assert is_complete(nested(ANSWERS, BY_A_PARENT), PARTS)
    assert not is_complete(nested(ANSWERS, {"setting": None}), PARTS)


WHEN: dict[str, tuple[str, dict[str, JsonValue], bool]] = {
    "a reason where there was no discussion": (
        "process.strategy_discussion.why_not",
        {"process.strategy_discussion.on": None},
        True,
    ),
    "no reason where there was one": ("process.strategy_discussion.why_not", {}, False),
    "no day where a reason is given": (
        "process.strategy_discussion.on",
        {"process.strategy_discussion.on": None, "process.strategy_discussion.why_not": "x"},
        False,
    ),
    "both, for a rule to see": (
        "process.strategy_discussion.on",
        {"process.strategy_discussion.why_not": "x"},
        True,
    ),
    "a panel's day": ("process.panel.on", {}, True),
    "no panel, no day": ("process.panel.on", {"process.panel.route": "none"}, False),
    "no panel, a reason": ("process.panel.why_none", {"process.panel.route": "none"}, True),
    "an advocate wanted": ("advocate.arranged", {"advocate.accepted": True}, True),
    "none wanted": ("advocate.arranged", {}, False),
    "a basis for a parent": ("giver.pr_basis", {"giver.gillick.competent": False}, True),
    "none for a young person": ("giver.pr_basis", {}, False),
    "beside a young person's": ("giver.countersign.state", {}, True),
    "not beside somebody of sixteen": (
        "giver.countersign.state",
        {"young_person.age_band": "16-17"},
        False,
    ),
    "not beside a parent's": (
        "giver.countersign.state",
        {"giver.gillick.competent": False},
        False,
    ),
    "a reason where it cannot be had": (
        "giver.countersign.reason",
        {"giver.countersign.state": "unobtainable"},
        True,
    ),
    "nothing less than the least": ("scope.why_not_lower", {"scope.level": 1}, False),
    "kinds at level two": ("scope.categories", {}, True),
    "no kinds at level three": ("scope.categories", {"scope.level": 3}, False),
    "a list at level three": ("scope.watch", {"scope.level": 3}, True),
    "no list at level four": ("scope.watch", {"scope.level": 4}, False),
    "a point that does not apply": (
        "process.risk_points.who_pays.not_applicable",
        {"process.risk_points.who_pays.evidence": None},
        True,
    ),
}


@pytest.mark.parametrize(("path", "changes", "asked"), WHEN.values(), ids=WHEN)
def test_a_question_is_asked_where_its_answer_counts(
    path: str, changes: dict[str, JsonValue], *, asked: bool
) -> None:
    """What other answers make needless is not asked."""
    assert at(path, nested(ANSWERS, changes)) is asked


def test_the_latest_days_that_the_procedure_allows_are_suggested() -> None:
    """One month to the first review, three to the end, each less a day; a start is needed."""
    answers = nested({"starts_on": "2026-11-23"})

    assert QUESTIONS["valid_until"].suggest(answers) == "2026-12-22"
    assert QUESTIONS["end_by"].suggest(answers) == "2027-02-22"
    assert QUESTIONS["valid_until"].suggest({}) is None
    assert QUESTIONS["valid_until"].suggest({"starts_on": "soon"}) is None


def test_the_least_is_suggested() -> None:
    """Enter means the lowest level, seven days, and nothing urgent."""
    assert QUESTIONS["scope.level"].suggest({}) == 1
    assert QUESTIONS["retention_days"].suggest({}) == 7
    assert QUESTIONS["urgent"].suggest({}) is False


def test_documents_are_in_sight_where_their_numbers_are_asked_for() -> None:
    """The list is shown with numbers from one; without documents there is none to show."""
    beside = QUESTIONS["process.risk_points.who_pays.evidence"].beside
    shown = beside(nested(ANSWERS))

    assert shown is not None
    assert "\n  1. Risk assessment\n  2. Strategy discussion, minutes" in shown
    assert beside({}) is None
    assert beside({"evidence": ["x"]}) is not None
    assert answer_at(nested(ANSWERS), "process.risk_points.who_pays.evidence") == 1
