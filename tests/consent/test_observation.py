from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.observation import (
    MAX_DATAGRAM_OCTETS,
    Observation,
    ObservationRefused,
    Terms,
    check_observation,
    observation_from_octets,
    observation_to_octets,
)

SECRET = "a-name-somebody-asked-for.com"  # noqa: S105 - no secret but in what it stands for


def terms(level: int) -> Terms:
    """Return what a lease of a level lets through."""
    return Terms(
        level=level,
        categories=frozenset({"strangers", "gambling"} if level < 3 else ()),
        watch=frozenset({"example.com", "solicitor.co.uk"} if level == 3 else ()),
        never_recorded=frozenset({"solicitor.co.uk", "clinic.org"}),
    )


def seen(level: int, category: str | None = None, domain: str | None = None) -> Observation:
    """Return an observation of any shape."""
    return Observation(level=level, category=category, domain=domain)


LET_THROUGH = {
    "a kind": (seen(1, "strangers"), b"1 strangers -"),
    "another kind": (seen(1, "gambling"), b"1 gambling -"),
    "a blocked site": (seen(2, "strangers", "example.co.uk"), b"2 strangers example.co.uk"),
    "a watched site": (seen(3, None, "example.com"), b"3 - example.com"),
    "any site": (seen(4, None, "xn--bcher-kva.example"), b"4 - xn--bcher-kva.example"),
}


@pytest.mark.parametrize(("observation", "octets"), LET_THROUGH.values(), ids=LET_THROUGH)
def test_what_a_level_lets_through_arrives(observation: Observation, octets: bytes) -> None:
    """Each level has one shape, which is written in one way and let through."""
    assert observation_to_octets(observation) == octets
    assert observation_from_octets(octets) == observation
    check_observation(observation, terms(observation.level))


HELD_BACK = {
    "a lower level": (seen(1, "strangers"), 2, "level"),
    "a higher level": (seen(4, None, "example.com"), 3, "level"),
    "level 1 with a name": (seen(1, "strangers", "example.com"), 1, "shape"),
    "level 1 without a kind": (seen(1), 1, "shape"),
    "level 1 with a name alone": (seen(1, None, "example.com"), 1, "shape"),
    "level 2 without a kind": (seen(2, None, "example.com"), 2, "shape"),
    "level 2 without a name": (seen(2, "strangers"), 2, "shape"),
    "level 3 with a kind": (seen(3, "strangers", "example.com"), 3, "shape"),
    "level 3 without a name": (seen(3), 3, "shape"),
    "level 4 with a kind": (seen(4, "strangers", "example.com"), 4, "shape"),
    "level 4 without a name": (seen(4), 4, "shape"),
    "a kind that was not agreed": (seen(1, "adult"), 1, "category"),
    "a kind that was not agreed, with a name": (seen(2, "adult", "example.com"), 2, "category"),
    "no kind at all": (seen(1, ""), 1, "category"),
    "a host's name": (seen(2, "strangers", "alex.example.com"), 2, "domain"),
    "a host's name on no list": (seen(4, None, "www.example.com"), 4, "domain"),
    "a public suffix": (seen(4, None, "co.uk"), 4, "domain"),
    "a single label": (seen(4, None, "localhost"), 4, "domain"),
    "an address": (seen(4, None, "192.168.7.21"), 4, "domain"),
    "capitals": (seen(4, None, "Example.com"), 4, "domain"),
    "a dot at the end": (seen(4, None, "example.com."), 4, "domain"),
    "no name": (seen(4, None, ""), 4, "domain"),
    "never recorded by agreement": (seen(4, None, "clinic.org"), 4, "domain"),
    "never recorded although watched": (seen(3, None, "solicitor.co.uk"), 3, "domain"),
    "a site that is not watched": (seen(3, None, "example.org"), 3, "watch"),
}


@pytest.mark.parametrize(("observation", "level", "where"), HELD_BACK.values(), ids=HELD_BACK)
def test_more_than_a_level_lets_through_is_refused(
    observation: Observation, level: int, where: str
) -> None:
    """What is not exactly what the terms let through is refused whole, and never cut down."""
    with pytest.raises(ObservationRefused) as refused:
        check_observation(observation, terms(level))

    assert (refused.value.code, refused.value.where) == (Code.OBSERVATION_LEVEL, where)


@given(
    level=st.integers(1, 4),
    category=st.none() | st.sampled_from(["strangers", "gambling", "adult", ""]),
    domain=st.none() | st.sampled_from(["example.com", "www.example.com", "clinic.org", "com"]),
    leased=st.integers(1, 4),
)
def test_nothing_else_is_let_through(
    level: int, category: str | None, domain: str | None, leased: int
) -> None:
    """Of all shapes at every level, only those that the levels are said to have pass."""
    shapes = {
        1: (category in {"strangers", "gambling"} and domain is None),
        2: (category in {"strangers", "gambling"} and domain == "example.com"),
        3: (category is None and domain == "example.com"),
        4: (category is None and domain == "example.com"),
    }
    try:
        check_observation(seen(level, category, domain), terms(leased))
        passed = True
    except ObservationRefused:
        passed = False

    assert passed is (level == leased and shapes[level])


DATAGRAMS = {
    "nothing": b"",
    "a word": b"4",
    "two words": b"4 example.com",
    "four words": b"4 - example.com 18:30",
    "a space at the end": b"4 - example.com ",
    "two spaces": b"4  - example.com",
    "no level": b"- - example.com",
    "level nought": b"0 - example.com",
    "level five": b"5 - example.com",
    "a level with a nought": b"04 - example.com",
    "a level with a sign": b"+4 - example.com",
    "another script's four": "\u0664 - example.com".encode(),
    "not ASCII": "4 - b\u00fccher.example".encode(),
    "no UTF-8": b"4 - \xff.com",
    "too long": b"4 - " + b"a" * MAX_DATAGRAM_OCTETS,
}


@pytest.mark.parametrize("octets", DATAGRAMS.values(), ids=DATAGRAMS)
def test_a_datagram_of_another_form_is_refused(octets: bytes) -> None:
    """Three words that begin with a level are an observation, and nothing else is."""
    with pytest.raises(ObservationRefused) as refused:
        observation_from_octets(octets)

    assert refused.value.code is Code.OBSERVATION_FORM


def test_the_longest_observation_is_taken() -> None:
    """A kind of forty characters and a name of 253 find room, with an octet more for none."""
    longest = seen(2, "k" * 40, "d" * 253)

    assert observation_from_octets(observation_to_octets(longest)) == longest

    room = MAX_DATAGRAM_OCTETS - len(b"4 - ")

    assert observation_from_octets(b"4 - " + b"d" * room).domain == "d" * room
    with pytest.raises(ObservationRefused):
        observation_from_octets(b"4 - " + b"d" * (room + 1))


NOT_SENT = {
    "a space in a name": seen(4, None, f"x {SECRET}"),
    "a name of other letters": seen(4, None, f"\u00fc{SECRET}"),
    "half a pair": seen(4, None, f"\ud800{SECRET}"),
    "a mark for nothing": seen(2, "-", SECRET),
    "an empty name": seen(4, None, ""),
    "a level that is none": seen(7, None, SECRET),
    "a name too long": seen(4, None, SECRET * 12),
}


@pytest.mark.parametrize("observation", NOT_SENT.values(), ids=NOT_SENT)
def test_what_would_be_read_as_something_else_is_not_sent(observation: Observation) -> None:
    """No observation leaves that another would arrive for, and the refusal names nothing."""
    with pytest.raises(ObservationRefused) as refused:
        observation_to_octets(observation)

    assert refused.value.code is Code.OBSERVATION_FORM
    assert SECRET not in str(refused.value)


SHOWN = {
    "an observation": seen(2, "strangers", SECRET),
    "terms": Terms(
        level=3,
        categories=frozenset({SECRET}),
        watch=frozenset({SECRET}),
        never_recorded=frozenset({SECRET}),
    ),
}


@pytest.mark.parametrize("value", SHOWN.values(), ids=SHOWN)
def test_what_is_printed_names_nothing(value: object) -> None:
    """However a value ends up in a text, no name does."""
    printed = (repr(value), str(value), f"{value}", f"{value!r}", format(value), repr([value]))

    assert not any(SECRET in text or "strangers" in text for text in printed)


@pytest.mark.parametrize("value", SHOWN.values(), ids=SHOWN)
@pytest.mark.parametrize("write", [pickle.dumps, copy.copy, copy.deepcopy])
def test_what_was_looked_up_is_not_written_to_a_file(value: object, write: object) -> None:
    """Neither pickling nor copying, which goes the same way, gives octets of a name."""
    assert callable(write)
    with pytest.raises(TypeError, match="not written to a file") as refused:
        write(value)
    assert SECRET not in str(refused.value)


def test_a_refusal_names_nothing() -> None:
    """An error that is printed with its cause tells a code and a place, and no name."""
    for octets in (f"4 - x {SECRET}".encode(), f"4 {SECRET} - -".encode()):
        with pytest.raises(ObservationRefused) as refused:
            observation_from_octets(octets)
        assert SECRET not in repr(refused.value)
        assert refused.value.__cause__ is None
