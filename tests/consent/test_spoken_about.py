from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from consent.spoken_about import NO_AGREEMENT, VisitState, about_of, states_under

START = "a1" * 8
FIRST, LAST = date(2026, 12, 2), date(2026, 12, 5)
TEXTS = {
    "no agreement": (NO_AGREEMENT, b"lamplight-spoken/v1 off level 0 until none agreement none"),
    "over": (
        VisitState(is_on=False, agreement=START),
        b"lamplight-spoken/v1 off level 0 until none agreement a1a1a1a1a1a1a1a1",
    ),
    "on": (
        VisitState(is_on=True, agreement=START, level=2, until=FIRST),
        b"lamplight-spoken/v1 on level 2 until 2026-12-02 agreement a1a1a1a1a1a1a1a1",
    ),
    "off for now": (
        VisitState(is_on=False, agreement=START, level=4, until=LAST),
        b"lamplight-spoken/v1 off level 4 until 2026-12-05 agreement a1a1a1a1a1a1a1a1",
    ),
}


@pytest.mark.parametrize(("state", "expected"), TEXTS.values(), ids=TEXTS)
def test_a_state_has_one_text(state: VisitState, expected: bytes) -> None:
    """What the words are made of is spelt out: box and desk must make it alike for ever."""
    assert about_of(state) == expected


def test_no_two_states_have_one_text() -> None:
    """Words for one state are never right for another, within a whole agreement."""
    states = [NO_AGREEMENT, *states_under(START * 4, FIRST, LAST)]

    assert len({about_of(state) for state in states}) == len(set(states)) == len(states) == 34
    assert VisitState(is_on=True, agreement=START, level=1, until=LAST) in states
    assert VisitState(is_on=False, agreement=START, level=4, until=FIRST) in states
    assert VisitState(is_on=False, agreement=START) in states


IMPOSSIBLE: dict[str, dict[str, Any]] = {
    "on without a level": {"is_on": True, "agreement": START},
    "a level without a day": {"is_on": False, "agreement": START, "level": 2},
    "a day without a level": {"is_on": False, "agreement": START, "until": FIRST},
    "on without an agreement": {"is_on": True, "level": 2, "until": FIRST},
    "a level that there is not": {"is_on": True, "agreement": START, "level": 5, "until": FIRST},
    "a whole digest": {"is_on": False, "agreement": START * 4},
}


@pytest.mark.parametrize("fields", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cannot_be_is_no_state(fields: dict[str, Any]) -> None:
    """A page cannot show what the words could not vouch for."""
    with pytest.raises(ValueError, match="a"):
        VisitState(**fields)
