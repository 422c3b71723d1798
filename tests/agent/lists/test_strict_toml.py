from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.lists.strict_toml import MAX_TEXT, StrictTable, TomlMalformed, read_document
from policy.names import from_text

MEMBERS = frozenset({"one", "rows"})


class Colour(StrEnum):
    """Two words to choose from."""

    RED = "red"
    BLUE = "blue"


def document(body: str) -> StrictTable:
    """Return a document with `body` below its format."""
    return read_document(f'format = "test/v1"\n{body}', "test/v1", MEMBERS)


GOOD: dict[str, tuple[str, Callable[[StrictTable], object], object]] = {
    "a text": ('"Ada\'s list"', lambda table: table.text("one"), "Ada's list"),
    "a sentence": ('"It helps."', lambda table: table.sentence("one", 10), "It helps."),
    "a tag": ('"a-1"', lambda table: table.tag("one"), "a-1"),
    "an address": (
        '"https://a.example/b"',
        lambda table: table.web_address("one"),
        "https://a.example/b",
    ),
    "a choice": ('"blue"', lambda table: table.choice("one", Colour), Colour.BLUE),
    "a whole number": ("3", lambda table: table.whole("one", 3, 3), 3),
    "yes": ("true", lambda table: table.yes_or_no("one"), True),
    "a day": ("2026-11-21", lambda table: table.day("one"), dt.date(2026, 11, 21)),
    "a name": ('"a.example"', lambda table: table.name("one"), from_text("a.example")),
}


@pytest.mark.parametrize(("value", "ask", "expected"), GOOD.values(), ids=GOOD)
def test_a_member_is_what_it_says(
    value: str, ask: Callable[[StrictTable], object], expected: object
) -> None:
    """Each kind of member comes back as its value."""
    table = document(f"one = {value}")

    assert "one" in table
    assert ask(table) == expected


BAD: dict[str, tuple[str, Callable[[StrictTable], object], str]] = {
    "not there": ("", lambda table: table.text("one"), "the member 'one' is missing"),
    "a number for a text": ("one = 1", lambda table: table.text("one"), "one: expected one line"),
    "an empty text": ('one = ""', lambda table: table.text("one"), "one: expected one line"),
    "a text with a space": ('one = "a "', lambda table: table.text("one"), "no space at its ends"),
    "two lines": (r'one = "a\nb"', lambda table: table.text("one"), "one: expected one line"),
    "a text too long": (
        f'one = "{"a" * (MAX_TEXT + 1)}"',
        lambda table: table.text("one"),
        "1 to 300 letters",
    ),
    "no full stop": ('one = "It helps"', lambda table: table.sentence("one", 99), "with its stop"),
    "a long sentence": ('one = "It helps."', lambda table: table.sentence("one", 8), "at most 8"),
    "capitals in a tag": ('one = "Ads"', lambda table: table.tag("one"), "small letters"),
    "a hyphen at the end": ('one = "ads-"', lambda table: table.tag("one"), "small letters"),
    "a path for a tag": ('one = "../x"', lambda table: table.tag("one"), "small letters"),
    "not encrypted": (
        'one = "http://a.example/b"',
        lambda table: table.web_address("one"),
        "one: expected an address such as https",
    ),
    "an address without a path": (
        'one = "https://a.example"',
        lambda table: table.web_address("one"),
        "one: expected an address",
    ),
    "a word that is none of them": (
        'one = "green"',
        lambda table: table.choice("one", Colour),
        "one: expected one of red, blue",
    ),
    "yes for a number": ("one = true", lambda table: table.whole("one", 0, 1), "a whole number"),
    "a number too small": ("one = 1", lambda table: table.whole("one", 2, 9), "from 2 to 9"),
    "a number too large": ("one = 10", lambda table: table.whole("one", 2, 9), "from 2 to 9"),
    "a number for yes": ("one = 1", lambda table: table.yes_or_no("one"), "true or false"),
    "a day in quotes": ('one = "2026-11-21"', lambda table: table.day("one"), "without quotes"),
    "a time for a day": (
        "one = 2026-11-21T05:00:00",
        lambda table: table.day("one"),
        "a date such as 2026-11-21",
    ),
    "no name": ('one = "a b"', lambda table: table.name("one"), "one: 'a b': the part"),
    "a name in capitals": ('one = "A.example"', lambda table: table.name("one"), "small letters"),
    "a name of one word": ('one = "example"', lambda table: table.name("one"), "a site's name"),
    "no array": ("rows = 1", lambda table: list(table.tables("rows", MEMBERS)), "rows: expected"),
    "no table in an array": (
        "rows = [1]",
        lambda table: list(table.tables("rows", MEMBERS)),
        r"rows\[0\]: expected a table",
    ),
    "an unknown member below": (
        "[[rows]]\none = 1\n[[rows]]\ntwo = 2",
        lambda table: list(table.tables("rows", MEMBERS)),
        r"rows\[1\]: the member 'two' is not known here; the members are one, rows",
    ),
}


@pytest.mark.parametrize(("body", "ask", "sentence"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_with_its_place(
    body: str, ask: Callable[[StrictTable], object], sentence: str
) -> None:
    """A member of another kind is refused with where it stands and what was expected."""
    table = document(body)

    with pytest.raises(TomlMalformed, match=sentence):
        ask(table)


REFUSED = {
    "not TOML": ("format =\n", "not valid TOML: .*line 1"),
    "nested too deeply": ("x = " + "[" * 9_000, "not valid TOML: "),
    "a number of many digits": (f"x = {'9' * 9_000}", "not valid TOML: "),
    "no format": ("", 'expected format = "test/v1" at the top'),
    "another format": ('format = "test/v2"', 'expected format = "test/v1" at the top'),
    "an unknown member": (
        'format = "test/v1"\ntwo = 2',
        "the document: the member 'two' is not known here; the members are format, one, rows",
    ),
}


@pytest.mark.parametrize(("text", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_document_of_another_kind_is_refused(text: str, sentence: str) -> None:
    """What is no TOML, or of another format, or has more members, is refused as a whole."""
    with pytest.raises(TomlMalformed, match=sentence):
        read_document(text, "test/v1", MEMBERS)


def test_tables_know_where_they_stand() -> None:
    """Tables below tables carry their whole path, and a member left out holds none."""
    [row] = document("[[rows]]\n[[rows.rows]]").tables("rows", MEMBERS)
    [below] = row.tables("rows", MEMBERS)

    assert (row.where, below.where) == ("rows[0]", "rows[0].rows[0]")
    assert list(below.tables("rows", MEMBERS)) == []
    assert str(below.refuse("one", "a text")) == "rows[0].rows[0].one: expected a text"


@given(st.text() | st.text(alphabet='[]{}=".\n 1abformt/v'))
def test_no_text_raises_anything_else(text: str) -> None:
    """Whatever a text holds, it is read or refused in one way."""
    with suppress(TomlMalformed):
        read_document(text, "test/v1", MEMBERS)
