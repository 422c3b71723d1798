from __future__ import annotations

import pytest

from consent.commands.agreement_questions import PARTS
from consent.commands.draft_names import check_names
from consent.desk import DeskRefused
from consent.encoding import JsonObject
from tests.consent.commands.ceremony import ANSWERS, nested

NAMES: dict[str, tuple[JsonObject, str]] = {
    "misspelt": ({"setings": "foster_care"}, "setings"),
    "misspelt below": ({"process": {"assesed_on": "2026-11-02"}}, "process.assesed_on"),
    "one level too many": ({"setting": {"kind": "x"}, "scope": {"level": {"a": 1}}}, ""),
    "a table that is none": ({"scope": 3}, "scope"),
    "a table of nothing that is asked": ({"notes": {"name": "x"}}, "notes"),
    "a dot within a name": ({"scope.level": 3}, "scope.level"),
    "a name in a row": (
        {"evidence": [{"kind": "other"}, {"titel": "x", "author": "y"}]},
        r"evidence \(2\.\) author, evidence \(2\.\) titel",
    ),
    "what only the record has": ({"box": "00"}, "box"),
}


@pytest.mark.parametrize(("answers", "named"), NAMES.values(), ids=NAMES)
def test_a_name_that_nothing_asks_for_is_refused(answers: JsonObject, named: str) -> None:
    """A draft with a name that no question has is refused, and the name is said."""
    if not named:
        # Its value is wrong, not its name: the record's own reader says so.
        check_names(answers, PARTS, "x.toml")
        return
    with pytest.raises(DeskRefused, match=f"^x.toml holds what nothing asks for: {named};"):
        check_names(answers, PARTS, "x.toml")


def test_a_whole_draft_is_taken() -> None:
    """Every name that is asked for may stand there, rows and the draft's own marks too."""
    check_names(nested(ANSWERS, {"unfinished": "evidence"}), PARTS, "x.toml")


def test_rows_that_are_none_are_left_to_the_records_reader() -> None:
    """What is no list, and what is no row, has no names that could be wrong."""
    check_names({"evidence": "x", "action_plan": [1]}, PARTS, "x.toml")


def test_further_names_may_stand_there_with_all_below_them() -> None:
    """What a command keeps in a draft is taken where the command says so, and nowhere else."""
    kept: JsonObject = {"home": {"card": {"keyid": "x"}}}

    check_names(kept, PARTS, "x.toml", ("home.card",))
    with pytest.raises(DeskRefused, match=r"home"):
        check_names(kept, PARTS, "x.toml")
