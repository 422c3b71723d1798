from __future__ import annotations

import json
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.categories import Category
from policy.errors import ListStandingMalformed
from policy.list_standing import (
    MAX_OCTETS,
    ListsStanding,
    ListStanding,
    Trouble,
    Use,
    standing_from_bytes,
    standing_to_bytes,
)

ONE = ListStanding(
    id="bets",
    title="Gambling",
    category=Category.GAMBLING,
    publisher="Somebody",
    licence="MIT",
    home="https://lists.example/",
    use=Use.IN_USE,
    names=3,
    checked="2026-11-21T04:43:15Z",
    changed="2026-11-20T04:43:15Z",
    trouble=Trouble.SHRUNK,
    told=("gamcare.org.uk",),
    figures=(3, 1),
)
GOOD = ListsStanding(made="2026-11-21T04:43:15Z", lists=(ONE,))

_TIMES = st.just("2026-11-21T04:43:15Z")
_COUNTS = st.integers(0, 2**40)


def standings() -> st.SearchStrategy[ListsStanding]:
    """Return whatever the lists job can say."""
    one = st.builds(
        ListStanding,
        id=st.text(),
        title=st.text(),
        category=st.sampled_from(Category),
        publisher=st.text(),
        licence=st.text(),
        home=st.text(),
        use=st.sampled_from(Use),
        names=_COUNTS,
        checked=st.none() | _TIMES,
        changed=st.none() | _TIMES,
        trouble=st.none() | st.sampled_from(Trouble),
        told=st.lists(st.text()).map(tuple),
        figures=st.lists(_COUNTS).map(tuple),
        left_out=st.lists(st.text()).map(tuple),
        moved_to=st.none() | st.text(),
    )
    return st.builds(
        ListsStanding,
        made=_TIMES,
        lists=st.lists(one, max_size=3).map(tuple),
    )


def published(**changes: object) -> bytes:
    """Return a standing's octets with some members changed."""
    return json.dumps(json.loads(standing_to_bytes(GOOD)) | changes).encode()


def with_list(**changes: object) -> bytes:
    """Return a standing's octets with some members of its one list changed."""
    document = json.loads(standing_to_bytes(GOOD))
    document["lists"][0] |= changes
    return json.dumps(document).encode()


@given(standings())
def test_a_standing_survives_its_octets(standing: ListsStanding) -> None:
    """What the lists job said is read back as it was said."""
    assert standing_from_bytes(standing_to_bytes(standing)) == standing


def test_the_shape_has_no_room_for_what_anybody_asked() -> None:
    """The members are these, all about publishers' lists; a new one has to be thought about."""
    assert {field.name for field in fields(ListStanding)} == {
        *("id", "title", "category", "publisher", "licence", "home", "use", "names"),
        *("checked", "changed", "trouble", "told", "figures", "left_out", "moved_to"),
    }
    assert {field.name for field in fields(ListsStanding)} == {"made", "lists"}


MALFORMED = {
    "nothing": (b"", "not readable"),
    "an array": (b"[]", "expected the members"),
    "too long": (b" " * (MAX_OCTETS + 1), "longer than"),
    "another format": (published(format="lamplight-lists/v0"), "expected the members"),
    "one member more": (published(asked=["example.org"]), "expected the members"),
    "lists that are a text": (published(lists="x"), "lists: expected an array"),
    "a time in words": (published(made="yesterday"), "made: expected a time"),
    "no time": (published(made=None), "made: expected a time"),
    "an unknown trouble": (with_list(trouble="weather"), r"lists\[0\].trouble"),
    "told that is a text": (with_list(told="x"), r"told: expected an array"),
    "told that holds a number": (with_list(told=[1]), r"told: expected texts"),
    "a list that is a text": (published(lists=["x"]), r"lists\[0\]: expected the members"),
    "a list with one member more": (with_list(x=1), r"lists\[0\]: expected the members"),
    "an unknown category": (with_list(category="toys"), r"lists\[0\]: 'toys'"),
    "an unknown use": (with_list(use="perhaps"), r"lists\[0\]: 'perhaps'"),
    "a title that is a number": (with_list(title=1), r"lists\[0\].title: expected a text"),
    "a count below zero": (with_list(names=-1), r"lists\[0\].names: expected a whole number"),
    "a count that is true": (with_list(names=True), r"lists\[0\].names: expected a whole number"),
    "a figure that is text": (with_list(figures=["1"]), r"figures: expected a whole number"),
    "figures that are a number": (with_list(figures=1), "expected an array"),
    "checked in words": (with_list(checked="soon"), r"lists\[0\].checked: expected a time"),
    "moved to a number": (with_list(moved_to=1), r"moved_to: expected a text or null"),
    "a trouble that is a number": (with_list(trouble=1), r"lists\[0\].trouble"),
}


@pytest.mark.parametrize(("octets", "words"), MALFORMED.values(), ids=MALFORMED)
def test_what_breaks_the_shape_is_refused(octets: bytes, words: str) -> None:
    """A document that the lists job would not write is refused, with the place."""
    with pytest.raises(ListStandingMalformed, match=words):
        standing_from_bytes(octets)
