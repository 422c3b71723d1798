from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.commands.questions import (
    AnswerRefused,
    Answers,
    Day,
    ManyOf,
    Names,
    Number,
    OneOf,
    Question,
    Rows,
    Words,
    YesNo,
    day_answered,
    day_shown,
    day_typed,
)
from consent.encoding import JsonValue

NOV = date(2026, 11, 21)
DAYS = {
    "as in a record": "2026-11-21",
    "in full": "21 November 2026",
    "with an ending": "21st November 2026",
    "with of": "21st of November 2026",
    "short": "21 nov 2026",
    "with a comma": "21 November, 2026",
    "slashes": "21/11/2026",
    "dots": "21.11.2026",
    "hyphens": "21-11-2026",
    "capitals and spaces": "  21 NOVEMBER 2026 ",
}
NO_DAYS = {
    "a word": "tomorrow",
    "no year": "21 November",
    "a short year": "21/11/26",
    "month first": "November 21 2026",
    "no such day": "31/11/2026",
    "no such month": "21 Brumaire 2026",
    "a month of one letter": "21 J 2026",
    "a leap day in another year": "29/2/2027",
    "a week": "2026-W47-6",
    "without hyphens": "20261121",
    "too early": "21/11/1999",
    "too late": "2200-01-01",
    "another script": "\u0662\u0661/11/2026",
}


@pytest.mark.parametrize("typed", DAYS.values(), ids=DAYS)
def test_a_day_is_read_as_people_here_write_it(typed: str) -> None:
    """The day comes first, then the month, in any of the usual ways."""
    assert day_typed(typed) == NOV


def test_the_day_comes_before_the_month() -> None:
    """The third of April is never the fourth of March."""
    assert day_typed("03/04/2027") == date(2027, 4, 3)


@pytest.mark.parametrize("typed", NO_DAYS.values(), ids=NO_DAYS)
def test_what_is_no_day_says_what_to_write(typed: str) -> None:
    """Anything that could be misread is asked for again."""
    with pytest.raises(AnswerRefused, match=r"^Please write a day"):
        day_typed(typed)


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)))
def test_a_day_that_is_shown_can_be_typed(day: date) -> None:
    """What a question offers is read as the same day, in the record's form and in words."""
    assert day_typed(day_shown(day)) == day
    assert day_answered(Day().value(day_shown(day))) == day


ANSWERS_NO_DAY: dict[str, JsonValue] = {
    "none": None,
    "a number": 5,
    "words": "21 November 2026",
    "no such day": "2026-11-31",
    "out of the calendar": "1999-12-31",
}


@pytest.mark.parametrize("answer", ANSWERS_NO_DAY.values(), ids=ANSWERS_NO_DAY)
def test_an_answer_that_holds_no_day_suggests_none(answer: JsonValue) -> None:
    """What a file says wrongly breaks no question that follows from it."""
    assert day_answered(answer) is None


CHOICES: dict[JsonValue, str] = {"a": "apples", "b": "bread", "c": "cheese"}
UNDERSTOOD: dict[str, tuple[Answers, str, JsonValue]] = {
    "a sentence": (Words(), "It is better now.", "It is better now."),
    "a sentence with wide spaces": (Words(), "It\u00a0is  better\tnow.", "It is better now."),
    "letters composed apart": (Words(), "cafe\u0301", "caf\u00e9"),
    "exactly long enough": (Words(5), "abcde", "abcde"),
    "yes": (YesNo(), "Yes", True),
    "y": (YesNo(), "y", True),
    "no": (YesNo(), "NO", False),
    "n": (YesNo(), "n", False),
    "a day": (Day(), "1/2/2027", "2027-02-01"),
    "the least": (Number(1, 14), "1", 1),
    "the most": (Number(1, 14), "14", 14),
    "a choice": (OneOf(CHOICES), "2", "b"),
    "several": (ManyOf(CHOICES), "3, 1", ["a", "c"]),
    "several with spaces": (ManyOf(CHOICES), "3 1,3", ["a", "c"]),
    "a comma too many": (ManyOf(CHOICES), "2,", ["b"]),
    "names": (Names(), "Example.org, example.com  example.org.", ["example.com", "example.org"]),
}
REFUSED: dict[str, tuple[Answers, str, str]] = {
    "too long": (Words(5), "abcdef", "That is 6 characters"),
    "an unseen character": (Words(), "a\u200bb", "nobody can see"),
    "half a pair": (Words(), "a\udcffb", "nobody can see"),
    "neither yes nor no": (YesNo(), "perhaps", "yes or no"),
    "no day": (Day(), "soon", "a day"),
    "too few": (Number(1, 14), "0", "from 1 to 14"),
    "too many": (Number(1, 14), "15", "from 1 to 14"),
    "another script's digit": (Number(1, 14), "\u0663", "from 1 to 14"),
    "a sign": (Number(1, 14), "+3", "from 1 to 14"),
    "no such choice": (OneOf(CHOICES), "4", "from 1 to 3"),
    "the choice's word": (OneOf(CHOICES), "bread", "from 1 to 3"),
    "one wrong of several": (ManyOf(CHOICES), "1, 4", "from 1 to 3"),
    "commas alone": (ManyOf(CHOICES), ",,", "from 1 to 3"),
    "below a main name": (Names(), "www.example.org", "here that is example.org"),
    "an address": (Names(), "https://example.org/x", "not the main name"),
    "a suffix": (Names(), "co.uk", "not the main name"),
    "no names": (Names(), ", ,", "1 to 50 names"),
    "too many names": (Names(), " ".join(f"n{at}.org" for at in range(51)), "1 to 50 names"),
    "rows in one line": (Rows((("a", "A", Words()),)), "text", "one after another"),
}


@pytest.mark.parametrize(("answers", "typed", "value"), UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_an_answer_is_understood(answers: Answers, typed: str, value: JsonValue) -> None:
    """What a person types becomes what the record will hold."""
    assert answers.value(typed) == value
    assert type(answers.value(typed)) is type(value)


@pytest.mark.parametrize(("answers", "typed", "said"), REFUSED.values(), ids=REFUSED)
def test_an_answer_that_cannot_be_understood_says_what_to_write(
    answers: Answers, typed: str, said: str
) -> None:
    """No record could hold it, so it is told where it was typed."""
    with pytest.raises(AnswerRefused, match=said):
        answers.value(typed)


HINTS: dict[str, tuple[Answers, str]] = {
    "words": (Words(20), "at most 20 characters"),
    "yes or no": (YesNo(), "yes or no"),
    "a day": (Day(), "21 November 2026"),
    "a number": (Number(1, 14), "1 to 14"),
    "one of": (OneOf(CHOICES), "\n  2. bread"),
    "many of": (ManyOf(CHOICES), "with commas between\n  1. apples"),
    "names": (Names(), "example.org"),
    "rows": (Rows((("a", "A", Words()),)), "Enter when there are no more"),
}


@pytest.mark.parametrize(("answers", "said"), HINTS.values(), ids=HINTS)
def test_a_question_shows_what_may_be_typed(answers: Answers, said: str) -> None:
    """Each kind of answer says in brackets how it looks."""
    assert said in answers.hint()


def test_a_plain_question_is_always_asked_and_offers_nothing() -> None:
    """Without more being said, a question needs an answer that somebody types."""
    question = Question(path="a", asks="A?", why="Because.", answers=YesNo())

    assert question.when({})
    assert question.suggest({}) is None
    assert question.beside({}) is None
    assert not question.optional
