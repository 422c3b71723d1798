from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.services.filled import (
    MAX_ROWS,
    Filled,
    built,
    one,
    what_filled,
    what_in,
    windows_filled,
    windows_in,
    word,
)
from console.services.rules import Complaint, Field, RulesRefused
from policy.categories import Category
from policy.timed import FamilyTime, TimedRule
from policy.what import What
from policy.windows import ALWAYS, During, Window
from tests.policy.strategies import rule_sets

ROW = {"rows": ("1",), "from-1": ("21:30",), "until-1": ("07:00",), "day-1": ("1", "7")}

REFUSED: dict[str, tuple[Filled, Complaint]] = {
    "no row": ({"rows": ("0",)}, Complaint.NO_TIME),
    "only empty rows": ({"rows": ("2",), "day-1": ("1",)}, Complaint.NO_TIME),
    "no end": ({**ROW, "until-1": ("",)}, Complaint.NO_TIME),
    "no clock shows it": ({**ROW, "from-1": ("24:30",)}, Complaint.NO_TIME),
    "words": ({**ROW, "from-1": ("late",)}, Complaint.NO_TIME),
    "no day": ({**ROW, "day-1": ()}, Complaint.NO_DAYS),
    "a day that there is not": ({**ROW, "day-1": ("8",)}, Complaint.NO_DAYS),
    "no such date": ({**ROW, "first-1": ("2026-02-30",)}, Complaint.NO_DATE),
    "the last day first": (
        {**ROW, "first-1": ("2026-02-02",), "last-1": ("2026-02-01",)},
        Complaint.NO_DATE,
    ),
    "no part of a year": ({**ROW, "during-1": ("summer",)}, Complaint.NOTHING),
    "too many rows": ({**ROW, "rows": ("61",)}, Complaint.TOO_MANY),
    "no number of rows": ({**ROW, "rows": ("x",)}, Complaint.TOO_MANY),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_time_is_refused(case: str) -> None:
    """Each row that says something has to say all of it."""
    filled, complaint = REFUSED[case]
    with pytest.raises(RulesRefused) as refused:
        windows_in(filled)

    assert refused.value.complaint is complaint


@given(rule_sets())
def test_rows_and_parts_say_what_they_were_filled_from(rules: object) -> None:
    """What a form shows first means the very windows and things that it was made from."""
    for rule in rules.timed:  # type: ignore[attr-defined]  # a rule set, which hypothesis made
        assert isinstance(rule, TimedRule)
        told = windows_in(windows_filled(rule.windows))

        assert [_meant(one) for one in told] == [_meant(one) for one in rule.windows]
        if not rule.what.everything:
            assert what_in(what_filled(rule.what, ""), "", Field.WHAT) == rule.what
        assert (
            what_in(what_filled(rule.leaves, "leave-"), "leave-", Field.LEAVES, may_be_empty=True)
            == rule.leaves
        )


def test_always_is_a_day_from_midnight_to_midnight() -> None:
    """The end of a day is shown as a clock shows it, and means the same."""
    filled = windows_filled((ALWAYS,))

    assert (one(filled, "from-1"), one(filled, "until-1")) == ("00:00", "00:00")
    assert windows_in(filled) == (ALWAYS,)


def test_a_time_may_be_written_as_people_do() -> None:
    """With a dot, with one digit, and as the end of a day."""
    filled = {**ROW, "from-1": ("9.05",), "until-1": ("24:00",), "during-1": ("term",)}

    assert windows_in(filled) == (
        Window(weekdays=frozenset({1, 7}), start=545, during=During.TERM),
    )


def test_more_rows_than_a_page_holds_are_not_cut() -> None:
    """A page that showed some of them would remove the others, so there is none."""
    with pytest.raises(RulesRefused) as refused:
        windows_filled((ALWAYS,) * (MAX_ROWS + 1))

    assert refused.value.complaint is Complaint.TOO_MANY
    assert one(windows_filled((ALWAYS,) * MAX_ROWS), "rows") == str(MAX_ROWS)


def test_nothing_chosen_is_refused_where_something_must_be() -> None:
    """No kind, no app and no site, or one that there is not, says nothing."""
    for filled in ({}, {"service": ("nonsense",)}, {"kind": ("nonsense",)}):
        with pytest.raises(RulesRefused) as refused:
            what_in(filled, "", Field.WHAT)
        assert refused.value.complaint is Complaint.NOTHING
    assert what_in({}, "", Field.WHAT, may_be_empty=True) == What()


def test_what_policy_cannot_build_is_told_at_its_field() -> None:
    """A kind of which no app is known cannot be kept open by its kind."""
    with pytest.raises(RulesRefused) as refused:
        built(lambda: FamilyTime(title="x", what=What(categories=frozenset({Category.MALWARE}))))

    assert (refused.value.field, refused.value.complaint) == (Field.LEAVES, Complaint.NO_KIND)
    assert built(lambda: 7) == 7


@given(st.text(max_size=8))
def test_a_word_is_one_of_its_set_or_refused(text: str) -> None:
    """Nothing else comes out of a field of choices."""
    if text in set(During):
        assert word(During, text, Field.WHEN) == text
    else:
        with pytest.raises(RulesRefused):
            word(During, text, Field.WHEN)


def _meant(window: Window) -> tuple[object, ...]:
    return (
        window.weekdays,
        window.start,
        window.runs_until,
        window.first,
        window.last,
        window.during,
    )
