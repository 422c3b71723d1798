from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.errors import MinutesMalformed
from policy.household import Household
from policy.screen_time.document import FORMAT, MAX_ROWS, minutes_from_bytes, minutes_to_bytes
from policy.screen_time.minutes import NO_MINUTES, Borrowed, Minutes, Used
from tests.policy.strategies import whole_households
from tests.policy.time_strategies import evenings

MINUTES = Minutes(
    day=739_340,
    week=739_338,
    through=5_810_000,
    used=(Used(person=1, target=1, today=10, this_week=55),),
    borrowed=(Borrowed(person=1, target=3, day=739_340),),
)


def octets(**changes: Any) -> bytes:  # noqa: ANN401 - anything that a document may hold
    """Return a document with some members changed."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "day": 1,
        "week": 1,
        "through": 1,
        "used": [[1, 1, 5, 5]],
        "borrowed": [[1, 1, 1]],
    }
    return json.dumps(document | changes).encode()


def test_the_document_holds_numbers_and_nothing_else() -> None:
    """No name, no nickname and no time of day can be read out of it."""
    assert minutes_to_bytes(MINUTES) == (
        b'{"format": "lamplight-minutes/v1", "day": 739340, "week": 739338, "through": 5810000,'
        b' "used": [[1, 1, 10, 55]], "borrowed": [[1, 3, 739340]]}\n'
    )


@given(st.data(), whole_households())
def test_sums_survive_a_restart(data: st.DataObject, household: Household) -> None:
    """What is read is what was written."""
    minutes = data.draw(evenings(household)).minutes

    assert minutes_from_bytes(minutes_to_bytes(minutes)) == minutes
    assert minutes_from_bytes(minutes_to_bytes(MINUTES)) == MINUTES
    assert minutes_from_bytes(minutes_to_bytes(NO_MINUTES)) == NO_MINUTES


def test_a_target_that_is_gone_is_dropped() -> None:
    """A service that no release knows any more costs nobody the rest of their minutes."""
    found = minutes_from_bytes(octets(used=[[1, 99, 5, 5], [1, 1, 5, 5]], borrowed=[[1, 99, 1]]))

    assert found.used == (Used(person=1, target=1, today=5, this_week=5),)
    assert found.borrowed == ()


MALFORMED = {
    "no JSON": (b"{", "not readable"),
    "an array": (b"[]", "expected the members"),
    "a member more": (octets(names=[]), "expected the members"),
    "another format": (octets(format="lamplight-minutes/v2"), "format: expected"),
    "a day below nothing": (octets(day=-1), "day: expected a whole number"),
    "a day that is text": (octets(day="1"), "day: expected a whole number"),
    "a week that is true": (octets(week=True), "week: expected a whole number"),
    "no array": (octets(used={}), "used: expected an array"),
    "too many": (octets(used=[[1, 1, 5, 5]] * (MAX_ROWS + 1)), "used: expected an array"),
    "a row that is none": (octets(used=[7]), r"used\[0\]: expected 4 numbers"),
    "a row too short": (octets(borrowed=[[1, 1]]), r"borrowed\[0\]: expected 3 numbers"),
    "a row with a name": (octets(used=[["Sam", 1, 5, 5]]), r"used\[0\]: expected a whole"),
    "a sum twice": (octets(used=[[1, 1, 5, 5], [1, 1, 6, 6]]), "stands there twice"),
}


@pytest.mark.parametrize(("document", "words"), MALFORMED.values(), ids=MALFORMED)
def test_what_is_malformed_is_refused_whole(document: bytes, words: str) -> None:
    """A damaged file gives no sums at all, and says what is wrong with it."""
    with pytest.raises(MinutesMalformed, match=words):
        minutes_from_bytes(document)
