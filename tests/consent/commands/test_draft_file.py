from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.commands.draft_file import (
    answer_at,
    draft_from_text,
    draft_to_text,
    with_answer,
    with_nulls,
    without_answer,
)
from consent.desk import DeskRefused
from consent.encoding import JsonObject, JsonValue
from consent.records.agreement import Agreement
from tests.consent.commands.ceremony import answers

FIRST = 'format = "lamplight-draft/v1"\n'


def read(text: str) -> JsonObject:
    """Return the answers of a draft whose first line is there."""
    return draft_from_text((FIRST + text).encode(), "x.toml")


def test_a_draft_reads_back_as_it_was_written() -> None:
    """A whole draft, written and read, is the same answers under the same names."""
    whole = answers()

    assert draft_from_text(draft_to_text(whole), "draft.toml") == whole


def test_each_answer_stands_on_a_line_of_its_own() -> None:
    """A person finds an answer by the name that the record gives it."""
    lines = draft_to_text(answers()).decode().splitlines()

    assert lines[0] == FIRST.strip()
    assert 'setting = "foster_care"' in lines
    assert "giver.gillick.competent = true" in lines
    assert 'starts_on = "2026-11-23"' in lines


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
VALUES = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda below: st.lists(below, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["a", "b.c", "b.d", "e.f.g"]), VALUES))
def test_any_answers_read_back(flat: dict[str, JsonValue]) -> None:
    """Whatever somebody types, line ends and controls too, is in the file and comes out of it."""
    given_answers: JsonObject = {}
    for path, value in flat.items():
        given_answers = with_answer(given_answers, path, value)
    once = draft_from_text(draft_to_text(given_answers), "draft.toml")

    assert once.keys() == given_answers.keys()
    assert draft_from_text(draft_to_text(once), "draft.toml") == once


def test_days_are_taken_as_a_person_writes_them_in_a_file() -> None:
    """A day with quotation marks and one without are the same day."""
    assert read("starts_on = 2026-11-23") == read('starts_on = "2026-11-23"')
    assert read("at = 07:30:00") == {"at": "07:30:00"}
    assert read("at = 2026-11-23T07:30:00Z") == {"at": "2026-11-23T07:30:00+00:00"}


def test_a_file_of_an_editor_that_marks_it_is_read() -> None:
    """A byte order mark and foreign line ends mean nothing."""
    octets = b"\xef\xbb\xbf" + (FIRST + "urgent = false\n").replace("\n", "\r\n").encode()

    assert draft_from_text(octets, "x.toml") == {"urgent": False}


def test_letters_are_composed_as_records_hold_them() -> None:
    """A file from a machine that composes letters apart says the same."""
    assert read('views = "cafe\u0301"') == {"views": "caf\u00e9"}


NO_DRAFTS = {
    "nothing": (b"", "its first line must be"),
    "another format": (b'format = "lamplight-draft/v2"\n', "its first line must be"),
    "no TOML": (FIRST.encode() + b"a = = 1\n", "x.toml is not a draft"),
    "one name twice": (FIRST.encode() + b"a = 1\na = 2\n", "x.toml is not a draft"),
    "no UTF-8": (b"\xff\xfe", "not text in UTF-8"),
    "nested without end": (FIRST.encode() + b"a = " + b"[" * 9_000, "nested too deeply"),
    "a fraction": (FIRST.encode() + b"a = [{b = 1.5}]\n", "a number with a fraction"),
    "no number": (FIRST.encode() + b"a = nan\n", "a number with a fraction"),
}


@pytest.mark.parametrize(("octets", "said"), NO_DRAFTS.values(), ids=NO_DRAFTS)
def test_anything_but_a_draft_is_refused(octets: bytes, said: str) -> None:
    """A file that is no draft is refused with its name and what is wrong."""
    with pytest.raises(DeskRefused, match=said) as refused:
        draft_from_text(octets, "x.toml")
    assert str(refused.value).startswith("x.toml ")


def test_an_answer_is_found_set_and_taken_out_by_its_path() -> None:
    """Paths go down through tables, and stop where there is none."""
    start: JsonObject = {"a": 1}
    more = with_answer(with_answer(start, "b.c.d", 2), "b.e", 3)

    assert answer_at(more, "b.c.d") == 2
    assert answer_at(more, "a.b") is None
    assert with_answer(start, "a.b", 2) == {"a": {"b": 2}}
    assert without_answer(more, "b.e") == {"a": 1, "b": {"c": {"d": 2}}}
    assert without_answer(more, "a.b") == more
    assert without_answer(more, "z") == more


def test_a_table_with_nothing_left_goes_with_its_last_answer() -> None:
    """An empty table would be read as an answer that lacks its parts."""
    more = with_answer({"a": 1}, "b.c.d", 2)

    assert without_answer(more, "b.c.d") == {"a": 1}


def test_what_may_be_empty_is_null_and_what_may_not_stays_away() -> None:
    """A record's null is put in where a person left an answer out, at every depth."""
    filled = with_nulls(Agreement, {"giver": {"gillick": {}}, "lawful_basis": "yes"})

    assert filled["lawful_basis"] == "yes"
    assert filled["giver"] == {
        "gillick": {},
        "pr_basis": None,
        "pr_checked_on": None,
        "countersign": None,
    }
    assert "setting" not in filled


def test_null_is_never_written_into_a_draft() -> None:
    """TOML has no null: what is null is not there, also within a row."""
    text = draft_to_text({"a": None, "b": [{"c": None, "d": 1}], "e": {}})

    assert text.decode() == FIRST + "b = [{d = 1}]\ne = {}\n"
