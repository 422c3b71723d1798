from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.errors import HouseholdMalformed
from policy.given.document import grants_from, grants_to, turns_from, turns_to, written
from policy.given.grants import Grant, GrantKind
from policy.given.turns import Turn
from policy.household import Household
from policy.timed import Target
from tests.policy.evening import clock, grant
from tests.policy.strategies import whole_households
from tests.policy.time_strategies import evenings


def table(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - anything that a document may hold
    """Return a grant as a table, with some keys changed; those that are None left out."""
    whole = {
        "kind": "open",
        "giver": "Jo",
        "given": "2025-03-29T20:00:00Z",
        "until": "2025-03-29T21:00:00Z",
        "young_person": "Sam",
        "reason": "for art",
        "open": {"services": ["youtube"], "names": ["site.example"]},
        **changes,
    }
    return {key: value for key, value in whole.items() if value is not None}


MALFORMED: dict[str, tuple[dict[str, Any], str, str]] = {
    "an unknown key": (table(forever=True), "grants[0]", "'forever' is not known"),
    "no kind": (table(kind=None), "grants[0]", "'kind' is missing"),
    "an unknown kind": (table(kind="off"), "grants[0].kind", "no kind of grant; the kinds are"),
    "no giver": (table(giver=None), "grants[0]", "'giver' is missing"),
    "no end": (table(until=None), "grants[0]", "'until' is missing"),
    "an end that is no instant": (
        table(until="tomorrow"),
        "grants[0].until",
        "'tomorrow' is no instant; expected one such as",
    ),
    "an end in another form": (
        table(until="2025-03-29T21:0:00Z"),
        "grants[0].until",
        "is no instant",
    ),
    "an end that is a number": (table(until=5), "grants[0].until", "expected text"),
    "an end that is too late": (
        table(until="2025-04-29T21:00:00Z"),
        "grants[0]",
        "at most 7 days",
    ),
    "two it is for": (table(device="TV"), "grants[0]", "give two"),
    "a reason over two lines": (table(reason="a\nb"), "grants[0].reason", "letters"),
    "a service that is none": (
        table(open={"services": ["tictoc"]}),
        "grants[0].open.services[0]",
        "no service that is known here",
    ),
    "everything": (
        table(open={"everything": True}),
        "grants[0].open",
        "'everything' is not known here",
    ),
    "a target that is none": (
        table(kind="more-time", open=None, target={"category": "adult"}, minutes=5),
        "grants[0].target",
        "minutes are counted for everything",
    ),
    "minutes that are text": (table(minutes="5"), "grants[0].minutes", "whole number from 1"),
    "no table": ({}, "grants[0]", "'kind' is missing"),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_grant_that_breaks_a_rule_is_refused_where_it_stands(case: str) -> None:
    """Nothing comes back that could not have been given."""
    entry, where, words = MALFORMED[case]
    with pytest.raises(HouseholdMalformed) as caught:
        grants_from({"grants": [entry]}, "grants")

    assert caught.value.where == where
    assert words in caught.value.problem


@given(st.data(), whole_households())
def test_grants_and_turns_survive_their_document(data: st.DataObject, household: Household) -> None:
    """What was given is the same after a restart, with its end to the second."""
    tonight = data.draw(evenings(household))
    document = json.loads(
        json.dumps({"grants": grants_to(tonight.grants), "turns": turns_to(tonight.turns)})
    )

    assert grants_from(document, "grants") == tonight.grants
    assert turns_from(document, "turns") == tonight.turns


def test_a_grant_is_written_without_what_it_does_not_say() -> None:
    """The document holds what was given, and nothing empty beside it."""
    more = grant(GrantKind.MORE_TIME, "14:00", "20:00", target=Target(), minutes=15)

    assert grants_to([more]) == [
        {
            "kind": "more-time",
            "giver": "Jo",
            "given": "2025-03-29T14:00:00Z",
            "until": "2025-03-29T20:00:00Z",
            "young_person": "Sam",
            "reason": "we agreed",
            "target": {},
            "minutes": 15,
        }
    ]
    assert grants_from({"grants": [table()]}, "grants")[0].what.services == {"youtube"}
    assert grants_from({"grants": [table(reason=None)]}, "grants")[0].reason == ""


def test_a_turn_needs_a_device_a_person_and_a_time() -> None:
    """What is missing or too much is told with its place."""
    turn = Turn(device="Tablet", person="Sam", since=clock("14:00"))
    entry = {"device": "Tablet", "person": "Sam", "since": "2025-03-29T14:00:00Z"}

    assert turns_from({"turns": [entry]}, "turns") == (turn,)
    for key in entry:
        with pytest.raises(HouseholdMalformed, match=f"turns.0.: the key '{key}' is missing"):
            turns_from({"turns": [{it: entry[it] for it in entry if it != key}]}, "turns")
    with pytest.raises(HouseholdMalformed, match="'until' is not known"):
        turns_from({"turns": [{**entry, "until": entry["since"]}]}, "turns")


def test_nothing_given_is_nothing_written() -> None:
    """Without the keys there are no grants and no turns."""
    assert grants_from({}, "grants") == ()
    assert turns_from({}, "turns") == ()


def test_an_instant_is_written_in_utc() -> None:
    """Whatever zone it was said in, a document has one spelling for it."""
    summer: Grant = grant(GrantKind.LATER, "2025-06-01 20:00", "2025-06-01 21:00")

    assert written(summer.given) == "2025-06-01T19:00:00Z"
