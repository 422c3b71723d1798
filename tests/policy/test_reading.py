from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum

import pytest

from policy import reading
from policy.errors import HouseholdMalformed
from policy.names import from_text


class Colour(StrEnum):
    """A closed set of words."""

    RED = "red"
    BLUE = "blue"


def refuse() -> None:
    """Refuse as a value does."""
    raise ValueError("it has no end")


REFUSED: dict[str, tuple[Callable[[], object], str]] = {
    "no table": (lambda: reading.table(7, "x", ("a",)), "x: expected a table, found a number"),
    "an unknown key": (
        lambda: reading.table({"b": 1}, "x", ("a", "c")),
        "x: the key 'b' is not known here; the keys are a, c",
    ),
    "no array": (lambda: reading.array("abc", "x", 5), "x: expected an array, found text"),
    "too many": (lambda: reading.array([1, 2], "x", 1), "x: 2 entries are more than the 1 allowed"),
    "an array inside": (
        lambda: list(reading.entries({"a": {}}, "a", "x", 5)),
        "x.a: expected an array, found a table",
    ),
    "no text": (lambda: reading.text(None, "x"), "x: expected text in quotes, found something"),
    "nothing": (lambda: reading.needed({}, "a", "x"), "x: the key 'a' is missing"),
    "no name": (lambda: reading.label({}, "a", "x"), "x: the key 'a' is missing"),
    "an empty name": (lambda: reading.a_label("", "x"), "x: expected 1 to 60 letters"),
    "a long one": (lambda: reading.a_label("xxx", "x", 2), "x: expected 1 to 2 letters"),
    "no flag": (
        lambda: reading.flag({"a": "true"}, "a", "x"),
        "x.a: expected true or false, without quotes, found text",
    ),
    "a flag that is a number": (lambda: reading.flag({"a": 1}, "a", "x"), "found a number"),
    "no number": (lambda: reading.number({}, "a", "x", (0, 5)), "x: the key 'a' is missing"),
    "a number too large": (
        lambda: reading.number({"a": 6}, "a", "x", (0, 5)),
        "x.a: expected a whole number from 0 to 5",
    ),
    "a number too small": (lambda: reading.number({"a": -1}, "a", "x", (0, 5)), "from 0 to 5"),
    "a number that is true": (lambda: reading.number({"a": True}, "a", "x", (0, 5)), "from 0 to 5"),
    "an unknown word": (
        lambda: reading.word(Colour, "green", "x", "colour", "colours"),
        "x: 'green' is no colour; the colours are red, blue",
    ),
    "no word": (lambda: reading.word(Colour, 7, "x", "colour", "colours"), "x: expected text"),
    "words that are numbers": (
        lambda: list(reading.words({"a": ["b", 7]}, "a", "x", 5)),
        r"x.a\[1\]: expected text",
    ),
    "a bad name": (
        lambda: reading.names_at({"a": ["b.example", "c d"]}, "a", "x", 5),
        r"x.a\[1\]: .*may hold only letters",
    ),
    "an address for a name": (
        lambda: reading.names_at({"a": ["192.0.2.1"]}, "a", "x", 5),
        r"x.a\[0\]: '192.0.2.1' is an address; write the site's name",
    ),
    "an address with a dot behind": (
        lambda: reading.names_at({"a": ["192.0.2.1."]}, "a", "x", 5),
        "is an address",
    ),
    "no day": (lambda: reading.day({"a": "soon"}, "a", "x"), "x.a: 'soon' is no day; expected one"),
    "a day in another form": (lambda: reading.day({"a": "20260901"}, "a", "x"), "is no day"),
    "a day that is not": (lambda: reading.day({"a": "2026-02-30"}, "a", "x"), "is no day"),
    "a value that refuses": (lambda: reading.built("x", refuse), "x: it has no end"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_told_with_its_place(case: str) -> None:
    """Each of these says where it stands and what was expected."""
    read, words = REFUSED[case]

    with pytest.raises(HouseholdMalformed, match=words):
        read()


def test_what_is_in_order_is_returned() -> None:
    """Each reader gives back what stands there."""
    holder: dict[str, object] = {
        "a": ["x.example"],
        "flag": False,
        "number": 5,
        "day": "2026-09-01",
        "name": "Sam",
    }

    assert reading.table(holder, "x", tuple(holder)) is holder
    assert list(reading.entries(holder, "a", "", 1)) == [("x.example", "a[0]")]
    assert list(reading.entries(holder, "none", "x", 1)) == []
    assert reading.flag(holder, "flag", "x") is False
    assert reading.flag(holder, "none", "x") is None
    assert reading.number(holder, "number", "x", (5, 5)) == 5
    assert reading.word(Colour, "red", "x", "colour", "colours") is Colour.RED
    assert reading.names_at(holder, "a", "x", 1) == {from_text("x.example")}
    assert reading.day(holder, "day", "x") == date(2026, 9, 1)
    assert reading.day(holder, "none", "x") is None
    assert reading.label(holder, "name", "x") == "Sam"
    assert reading.built("x", lambda: 7) == 7
