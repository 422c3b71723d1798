from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from consent.commands.draft_file import answer_at, with_answer
from consent.commands.interview import (
    Parts,
    Paused,
    interview,
    is_complete,
    with_optional_left,
)
from consent.commands.questions import (
    Day,
    ManyOf,
    Names,
    Number,
    OneOf,
    Question,
    Rows,
    Words,
    YesNo,
)
from consent.desk import DeskRefused
from consent.encoding import JsonObject
from tests.consent.commands.memory import MemoryDesk

PARTS: Parts = {
    "One": (
        Question(path="name", asks="A word", why="To have one.", answers=Words(10)),
        Question(path="is.wanted", asks="Wanted", why="It matters.", answers=YesNo()),
        Question(
            path="is.why",
            asks="Say why",
            why="Reasons matter.",
            answers=Words(),
            when=lambda answers: answer_at(answers, "is.wanted") is True,
        ),
    ),
    "Two": (
        Question(
            path="rows",
            asks="Which things",
            why="Things matter.",
            answers=Rows(
                (("what", "Thing", Words()), ("many", "How many", Number(1, 9))),
                {"held": "here"},
                2,
            ),
        ),
        Question(
            path="at",
            asks="Which",
            why="One of them.",
            answers=Number(1, 2),
            beside=lambda _: "Look.",
        ),
        Question(
            path="day",
            asks="Which day",
            why="A day.",
            answers=Day(),
            suggest=lambda _: "2026-12-03",
            beside=lambda _: "Look.",
        ),
        Question(path="more", asks="More", why="Or not.", answers=Words(), optional=True),
        Question(
            path="kinds", asks="Kinds", why="Some.", answers=ManyOf({"a": "apples", "b": "bread"})
        ),
        Question(
            path="one",
            asks="One of",
            why="One.",
            answers=OneOf({1: "first", 2: "second"}),
            suggest=lambda _: 1,
        ),
    ),
}
TYPED = [
    *("word", "yes", "because"),
    *("cup", "2", "plate", "3", ""),
    *("1", "", "", "1,2", "2"),
]
ANSWERED: JsonObject = {
    "name": "word",
    "is": {"wanted": True, "why": "because"},
    "rows": [
        {"held": "here", "what": "cup", "many": 2},
        {"held": "here", "what": "plate", "many": 3},
    ],
    "at": 1,
    "day": "2026-12-03",
    "left_empty": ["more"],
    "kinds": ["a", "b"],
    "one": 2,
}


@dataclass(slots=True)
class Sitting:
    """Somebody who types these lines in order, and what was kept of their answers."""

    typed: list[str]
    desk: MemoryDesk = field(default_factory=MemoryDesk)
    kept: list[JsonObject] = field(default_factory=list)

    def run(self, answers: JsonObject | None = None, parts: Parts = PARTS) -> JsonObject:
        """Return the answers at the end of the interview."""
        self.desk.answers = {"": self.typed}
        return interview(self.desk, parts, answers or {}, self.kept.append)


def test_each_question_is_asked_once_in_its_part() -> None:
    """From the first to the last, each answer goes where the record has it."""
    sitting = Sitting([*TYPED])

    assert sitting.run() == ANSWERED
    assert sitting.typed == []
    assert [note for note in sitting.desk.noted if note.startswith("\n")] == ["\nOne", "\nTwo"]
    assert sitting.desk.noted.count("Look.") == 1


@pytest.mark.parametrize("before", range(len(TYPED)))
def test_a_break_at_any_line_costs_nothing(before: int) -> None:
    """Whoever stops after any line goes on there, and the end is the same as without a break."""
    first = Sitting([*TYPED[:before], "stop"])
    with pytest.raises(Paused):
        first.run()
    kept = first.kept[-1] if first.kept else {}
    # A row that was half typed is begun again; whole rows are kept.
    again = before - 1 if before in {4, 6} else before

    second = Sitting([*TYPED[again:]])
    assert second.run(kept) == ANSWERED
    assert second.typed == []


@pytest.mark.parametrize("before", range(len(TYPED)))
def test_a_terminal_that_is_gone_costs_nothing_either(before: int) -> None:
    """Where nobody answers any more, everything whole was kept."""
    sitting = Sitting([*TYPED[:before]])

    with pytest.raises(DeskRefused):
        sitting.run()
    again = Sitting([*TYPED[before - 1 if before in {4, 6} else before :]])
    assert again.run(sitting.kept[-1] if sitting.kept else {}) == ANSWERED


def test_what_was_answered_is_not_asked_again() -> None:
    """With all answers there, nobody is asked anything."""
    sitting = Sitting([])

    assert sitting.run(ANSWERED) == ANSWERED
    assert sitting.desk.asked == []
    assert is_complete(ANSWERED, PARTS)
    assert not is_complete({}, PARTS)


def test_a_question_made_needless_loses_its_answer() -> None:
    """Where somebody changes an answer, what followed from the old one is dropped."""
    held: JsonObject = {**ANSWERED, "is": {"wanted": False, "why": "because"}}

    assert Sitting([]).run(held)["is"] == {"wanted": False}


def test_back_brings_the_question_before() -> None:
    """The question before is asked again, and another answer takes the place of the first."""
    sitting = Sitting(["word", "yes", "back", "no", *TYPED[3:]])

    assert sitting.run() == {**ANSWERED, "is": {"wanted": False}}


def test_back_reaches_what_was_answered_in_an_earlier_sitting() -> None:
    """After a break, back goes to answers of the day before, and Enter keeps them."""
    held: JsonObject = {key: ANSWERED[key] for key in ("name", "is")}
    sitting = Sitting(["back", "back", "back", "other", "", "", *TYPED[3:]])

    assert sitting.run(held) == {**ANSWERED, "name": "other"}
    assert any(asked.endswith("[because]: ") for asked in sitting.desk.asked)
    assert any(asked.endswith("[yes]: ") for asked in sitting.desk.asked)


def test_back_offers_a_no_as_well() -> None:
    """An answer that was no is shown as that word, and Enter keeps it."""
    sitting = Sitting(["word", "no", "back", "", *TYPED[3:]])

    assert sitting.run() == {**ANSWERED, "is": {"wanted": False}}
    assert any(asked.endswith("[no]: ") for asked in sitting.desk.asked)


def test_back_and_a_break_keep_what_was_answered() -> None:
    """Whoever goes back and then stops has changed nothing."""
    held: JsonObject = {key: ANSWERED[key] for key in ("name", "is")}
    sitting = Sitting(["back", "back", "stop"])

    with pytest.raises(Paused):
        sitting.run(held)
    assert sitting.kept == []


def test_back_goes_through_days_lists_and_what_was_left_empty() -> None:
    """Every kind of answer can be gone back to, and shows what it was so far."""
    first = [*TYPED[:10], "text", "1,2"]
    sitting = Sitting([*first, "back", "back", "back", "back", "2", "", "", "", "2"])

    assert sitting.run() == {**ANSWERED, "at": 2}
    assert "  So far: text" in sitting.desk.noted
    asked = [one for one in sitting.desk.asked if one.endswith("]: ")]
    assert any(one.endswith("[apples, bread]: ") for one in asked)
    assert any(one.endswith("[3 December 2026]: ") for one in asked)
    assert any(one.endswith("[first]: ") for one in asked)


def test_back_in_the_midst_of_a_row_begins_that_row_anew() -> None:
    """The rows before it stay, and so does the question."""
    sitting = Sitting([*TYPED[:5], "saucer", "back", *TYPED[5:]])

    assert sitting.run() == ANSWERED


def test_back_at_the_beginning_of_a_row_takes_out_the_one_before() -> None:
    """Rows go one after the other, and before the first stands the question before."""
    typed = [*TYPED[:3], "fork", "1", "knife", "1", "back", "back", "back", "since"]
    sitting = Sitting([*typed, *TYPED[3:]])

    assert sitting.run() == with_answer(ANSWERED, "is.why", "since")
    assert [one for one in sitting.desk.noted if one.endswith("is taken out.")] == [
        "  2. is taken out.",
        "  1. is taken out.",
    ]


def test_rows_that_are_there_are_shown_when_gone_back_to() -> None:
    """Whoever returns to rows sees them, and Enter leaves them as they are."""
    sitting = Sitting([*TYPED[:8], "back", "", *TYPED[8:]])

    assert sitting.run() == ANSWERED
    assert "  1. cup, 2" in sitting.desk.noted
    assert "  2. plate, 3" in sitting.desk.noted


def test_rows_of_a_file_that_are_none_are_shown_all_the_same() -> None:
    """A row that a file gets wrong does not end the interview with anything but an answer."""
    held: JsonObject = {"name": "word", "is": {"wanted": False}, "rows": ["x", 1]}
    sitting = Sitting(["back", "", *TYPED[8:]])

    assert sitting.run(held)["rows"] == ["x", 1]


def test_the_first_question_has_none_before() -> None:
    """At the very beginning, back says so and asks the same again."""
    sitting = Sitting(["back", *TYPED])

    assert sitting.run() == ANSWERED
    assert "  This is the first question." in sitting.desk.noted


def test_a_question_mark_shows_the_reason() -> None:
    """The reason is shown and the question asked again, also within a row."""
    sitting = Sitting(["?", *TYPED[:3], "?", *TYPED[3:]])

    assert sitting.run() == ANSWERED
    assert "  To have one." in sitting.desk.noted
    assert "  Things matter." in sitting.desk.noted


def test_what_cannot_be_understood_is_asked_for_again() -> None:
    """A wrong answer, and none where one is needed, are told and asked for again."""
    sitting = Sitting(
        ["", "a word too long", *TYPED[:3], "", "cup", "", "ten", "2", "", *TYPED[5:]]
    )

    assert sitting.run() == ANSWERED
    assert "  This cannot be left empty. Write ? to see why it is asked." in sitting.desk.noted
    assert "  That is 15 characters. Say it in 10." in sitting.desk.noted
    assert "  Please write a number from 1 to 9." in sitting.desk.noted
    assert sitting.desk.noted.count("  At least 2, please.") == 2


def test_optional_answers_that_a_file_leaves_out_are_left_empty() -> None:
    """Nobody is asked for what whoever wrote a file left out on purpose; the rest is asked."""
    held = {key: value for key, value in ANSWERED.items() if key != "left_empty"}

    assert with_optional_left(held, PARTS) == {**held, "left_empty": ["more"]}
    assert with_optional_left({**held, "more": "x"}, PARTS) == {**held, "more": "x"}
    assert not is_complete(with_optional_left({}, PARTS), PARTS)


def test_what_a_draft_marks_wrongly_is_asked_for() -> None:
    """A mark that is no list of names hides no question."""
    sitting = Sitting([*TYPED])

    assert sitting.run({"left_empty": "more"}) == ANSWERED


def test_names_that_are_gone_back_to_are_shown_as_typed() -> None:
    """A list of sites is offered with commas between, and Enter keeps it."""
    parts: Parts = {
        "One": (
            Question(path="sites", asks="Sites", why="Some.", answers=Names()),
            Question(path="name", asks="A word", why="To have one.", answers=Words(10)),
        )
    }
    sitting = Sitting(["example.org example.com", "back", "", "word"])

    assert sitting.run(parts=parts) == {"sites": ["example.com", "example.org"], "name": "word"}
    assert sitting.desk.asked[2].endswith("[example.com, example.org]: ")


def test_rows_that_were_taken_out_stay_out() -> None:
    """Whoever takes out rows of before and goes further back does not find them again."""
    out = ["back", "back", "back", "back", "since"]
    sitting = Sitting([*TYPED[:8], *out, *TYPED[3:]])

    assert sitting.run() == with_answer(ANSWERED, "is.why", "since")
