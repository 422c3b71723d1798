from __future__ import annotations

import pytest

from consent.encoding import JsonValue
from consent.frozen import Kind
from tests.consent.records.altered import is_read, members

PAPER: JsonValue = {"how": "paper", "signed_on": "2026-12-28", "text_words": ["abacus"] * 8}

FIELDS: dict[str, tuple[str, JsonValue, bool]] = {
    "the first number of a chain": ("seq", 0, False),
    "a later number": ("seq", 64, True),
    "a number beyond the last": ("seq", 65, False),
    "nothing before it": ("prev", None, False),
    "an outcome that widens": ("outcome", "widen", False),
    "an outcome that stops": ("outcome", "stop", True),
    "no scope of its own": ("scope", None, True),
    "a level above the highest": ("scope.level", 5, False),
    "nobody agrees": ("giver", None, True),
    "paper": ("giver", PAPER, True),
    "a recorded call": ("giver", {"how": "recorded_call"}, False),
    "no day until which it lasts": ("valid_until", None, True),
    "never held": ("held_on", None, False),
    "not heard": ("young_person_heard_on", None, True),
    "no word about benefits": ("benefits", "", False),
    "no reflection": ("reflection", None, False),
    "no looks": ("looks", 0, True),
    "fewer looks than none": ("looks", -1, False),
    "a step beyond the plan": ("progress.0.step", 16, False),
    "a step without progress": ("progress.0.progress", "", False),
    "somebody asked who is not a party": (
        "participants.neighbour",
        {"took_part": True, "why_not": None},
        False,
    ),
    "half an answer": ("participants.family", {"took_part": False}, False),
}


@pytest.mark.parametrize(("path", "value", "expected"), FIELDS.values(), ids=FIELDS)
def test_a_review_holds_what_it_may(path: str, value: JsonValue, *, expected: bool) -> None:
    """A review keeps, reduces or stops; what it leaves out is null, and nothing else is said."""
    assert is_read(Kind.REVIEW, path, value) is expected


def test_the_members_are_spelt_out() -> None:
    """The names of a review's members are as they were when the first one was signed."""
    assert members(Kind.REVIEW) == (
        "type v id seq prev issued_at agency box held_on participants young_person_heard_on views"
        " still_necessary less_restrictive_reconsidered benefits helpful_contact_kept reflection"
        " gillick_competent looks why_continue_unread progress outcome scope giver next_review_due"
        " valid_until text"
    )
    assert members(Kind.REVIEW, "participants") == "young_person family carer iro advocate"
    assert members(Kind.REVIEW, "participants.iro") == "took_part why_not"
    assert members(Kind.REVIEW, "progress.0") == "step progress"
