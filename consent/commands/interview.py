"""The interview: questions asked one at a time, each answer kept at once, with a way back and out.

Rules kept here:
- What was answered before a break is not asked again; what was left empty on purpose neither. Of
  several rows, those that were whole are kept.
- A question that another answer has made needless is not asked, and its old answer is dropped.
- `?` shows why a question is asked; `back` returns to the question before, also to one answered in
  an earlier sitting, and Enter there keeps its answer; `stop` keeps what was answered and ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from consent.commands.draft_file import answer_at, with_answer, without_answer
from consent.commands.questions import (
    AnswerRefused,
    Answers,
    Day,
    ManyOf,
    OneOf,
    Question,
    Rows,
    day_answered,
    day_shown,
)
from consent.desk import Desk
from consent.encoding import JsonObject, JsonValue

LEFT_EMPTY: Final = "left_empty"
UNFINISHED: Final = "unfinished"
HOW_TO: Final = (
    "Write ? to see why something is asked, back for the question before, stop to pause."
)

Parts = Mapping[str, Sequence[Question]]


class Paused(Exception):
    """Somebody stopped the interview; every answer is kept."""


class _Back(Exception):
    """Somebody wants the question before."""


def interview(
    desk: Desk, parts: Parts, answers: JsonObject, keep: Callable[[JsonObject], None]
) -> JsonObject:
    """Ask all that was not answered yet; return the answers. Raises Paused and DeskRefused."""
    questions = [(part, question) for part, of in parts.items() for question in of]
    sitting = _Sitting(desk=desk, keep=keep)
    at = 0
    while at < len(questions):
        part, question = questions[at]
        if not question.when(answers):
            answers = without_answer(answers, question.path)
        elif not _is_answered(answers, question):
            try:
                answers = sitting.ask(part, question, answers)
            except _Back:
                before = _before(questions[:at], answers)
                if before is None:
                    desk.note("  This is the first question.")
                else:
                    at, answers = before, sitting.taken_back(questions[before][1], answers)
                continue
        at += 1
    return answers


def with_optional_left(answers: JsonObject, parts: Parts) -> JsonObject:
    """Return the answers with every optional question that has none left empty on purpose."""
    for question in all_of(parts):
        if question.optional and not _is_answered(answers, question):
            answers = _with(answers, question, None)
    return answers


def is_complete(answers: JsonObject, parts: Parts) -> bool:
    """Say whether there is nothing left to ask."""
    return all(_is_answered(answers, one) for one in all_of(parts) if one.when(answers))


def all_of(parts: Parts) -> Iterator[Question]:
    """Return every question, in order."""
    return (question for of in parts.values() for question in of)


@dataclass(slots=True, kw_only=True)
class _Sitting:
    """One person at a desk: what they have seen so far, and what they had answered before."""

    desk: Desk
    keep: Callable[[JsonObject], None]
    former: dict[str, JsonValue] = field(default_factory=dict)
    shown: str | None = None
    beside: str | None = None

    def ask(self, part: str, question: Question, answers: JsonObject) -> JsonObject:
        """Ask one question; return the answers with its own. Raises Paused, _Back, DeskRefused."""
        if part != self.shown:
            self.desk.note(f"\n{part}")
            self.shown = part
        beside = question.beside(answers)
        if beside is not None and beside != self.beside:
            self.desk.note(beside)
            self.beside = beside
        kind = question.answers
        value = (
            self._rows(question, kind, answers)
            if isinstance(kind, Rows)
            else self._one(question, answers)
        )
        answers = _with(answers, question, value)
        self.keep(answers)
        return answers

    def taken_back(self, question: Question, answers: JsonObject) -> JsonObject:
        """Return the answers without one, which Enter can bring back."""
        self.former[question.path] = answer_at(answers, question.path)
        return _forgotten(answers, question)

    def _one(self, question: Question, answers: JsonObject) -> JsonValue:
        """Return what the record will hold, None for what is left empty."""
        former = self.former.get(question.path)
        suggested = question.suggest(answers) if former is None else former
        # Where Enter leaves an answer out, it cannot also stand for one.
        if question.optional and suggested is not None:
            self.desk.note(f"  So far: {_shown(question.answers, suggested)}")
            suggested = None
        offered = "" if suggested is None else f" [{_shown(question.answers, suggested)}]"
        asks = f"{question.asks} ({question.answers.hint()}){offered}: "
        typed = self._typed(question, asks)
        while True:
            if typed:
                try:
                    return question.answers.value(typed)
                except AnswerRefused as error:
                    self.desk.note(f"  {error}")
            elif question.optional or suggested is not None:
                return suggested
            else:
                self.desk.note("  This cannot be left empty. Write ? to see why it is asked.")
            typed = self._typed(question, asks)

    def _rows(self, question: Question, rows: Rows, answers: JsonObject) -> JsonValue:
        """Return the rows that somebody gives, one column after another."""
        before = self.former.get(question.path)
        if before is None and answers.get(UNFINISHED) == question.path:
            before = answer_at(answers, question.path)
        given: list[JsonValue] = [*before] if isinstance(before, list) else []
        self.desk.note(f"{question.asks} ({rows.hint()}).")
        for at, row in enumerate(given, start=1):
            self.desk.note(f"  {at}. {_row_shown(rows, row)}")
        while True:
            try:
                row = self._row(question, rows, len(given))
            except _Back:
                if not given:
                    raise
                self.desk.note(f"  {len(given)}. is taken out.")
                given.pop()
                self.former[question.path] = [*given]
            else:
                if row is not None:
                    given.append(row)
                elif len(given) >= rows.least:
                    return given
                else:
                    self.desk.note(f"  At least {rows.least}, please.")
                    continue
            self.keep(with_answer({**answers, UNFINISHED: question.path}, question.path, [*given]))

    def _row(self, question: Question, rows: Rows, already: int) -> JsonObject | None:
        """Return one row, None where the first column was left empty."""
        row: JsonObject = dict(rows.fixed)
        for at, (name, asks, kind) in enumerate(rows.columns):
            while name not in row:
                try:
                    typed = self._typed(question, f"  {already + 1}. {asks} ({kind.hint()}): ")
                except _Back:
                    if at == 0:
                        raise
                    # Within a row, the row is begun anew.
                    return self._row(question, rows, already)
                if not typed and at == 0:
                    return None
                try:
                    if typed:
                        row[name] = kind.value(typed)
                    else:
                        self.desk.note("  This cannot be left empty.")
                except AnswerRefused as error:
                    self.desk.note(f"  {error}")
        return row

    def _typed(self, question: Question, asks: str) -> str:
        """Return what was typed, once it is none of the three words of this room."""
        while True:
            typed = self.desk.ask(asks).strip()
            match typed.casefold():
                case "stop":
                    raise Paused
                case "back":
                    raise _Back
                case "?":
                    self.desk.note(f"  {question.why}")
                case _:
                    return typed


def _before(questions: Sequence[tuple[str, Question]], answers: JsonObject) -> int | None:
    """Return which question comes before, of those that these answers ask for."""
    asked = [at for at, (_, question) in enumerate(questions) if question.when(answers)]
    return asked[-1] if asked else None


def _is_answered(answers: JsonObject, question: Question) -> bool:
    left = answers.get(LEFT_EMPTY)
    if isinstance(left, list) and question.path in left:
        return True
    is_unfinished = answers.get(UNFINISHED) == question.path
    return answer_at(answers, question.path) is not None and not is_unfinished


def _with(answers: JsonObject, question: Question, value: JsonValue) -> JsonObject:
    answers = _forgotten(answers, question)
    if value is not None:
        return with_answer(answers, question.path, value)
    left = answers.get(LEFT_EMPTY)
    return {**answers, LEFT_EMPTY: [*(left if isinstance(left, list) else ()), question.path]}


def _forgotten(answers: JsonObject, question: Question) -> JsonObject:
    answers = without_answer(answers, question.path)
    if answers.get(UNFINISHED) == question.path:
        answers = without_answer(answers, UNFINISHED)
    left = answers.get(LEFT_EMPTY)
    if isinstance(left, list):
        kept: list[JsonValue] = [path for path in left if path != question.path]
        answers = {**answers, LEFT_EMPTY: kept}
    return answers


def _row_shown(rows: Rows, row: JsonValue) -> str:
    values = row if isinstance(row, dict) else {}
    return ", ".join(_shown(kind, values.get(name)) for name, _, kind in rows.columns)


def _shown(kind: Answers, value: JsonValue) -> str:
    """Return an answer as a person reads it."""
    day = day_answered(value)
    match value:
        case True:
            return "yes"
        case False:
            return "no"
        case str() | int() if isinstance(kind, OneOf) and value in kind.choices:
            return kind.choices[value]
        case str() if isinstance(kind, Day) and day is not None:
            return day_shown(day)
        case list() if isinstance(kind, ManyOf):
            return ", ".join(_shown(OneOf(kind.choices), one) for one in value)
        case list():
            return ", ".join(map(str, value))
        case _:
            return str(value)
