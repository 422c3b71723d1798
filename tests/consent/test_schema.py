from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.encoding import JsonObject, JsonValue
from consent.errors import RecordMalformed
from consent.schema import (
    Bits128,
    Bits256,
    Domain,
    Items,
    Minutes,
    Name,
    Registrable,
    Span,
    Text,
    read,
    write,
)
from tests.consent.drawn import FIRST, LAST, drawn


class Colour(StrEnum):
    """A closed choice."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """One shape of a thing to write with, told by `how`."""

    how: Literal["pen"]
    ink: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Pencil:
    """Another shape of it."""

    how: Literal["pencil"]
    hardness: Annotated[int, Span(-2, 9)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One field of every sort that a record can have."""

    v: Literal[1]
    label: Annotated[str, Text(5)]
    maker: Annotated[str, Text(5)] | None
    sturdy: bool
    legs: Annotated[int, Span(0, 8)]
    opens: Annotated[int, Minutes()]
    bought_on: date
    sold_at: datetime | None
    colours: Annotated[tuple[Colour, ...], Items(0, 2)]
    tools: Annotated[tuple[Pen | Pencil, ...], Items(1, 3)]
    spare: Pen | Pencil | None
    drawer: Pen
    prev: None
    id: Annotated[str, Bits128()]
    digest: Annotated[str, Bits256()]
    domain: Annotated[str, Domain()]
    site: Annotated[str, Registrable()]
    kind: Annotated[str, Name()]


DOCUMENT: JsonObject = {
    "v": 1,
    "label": "Zoë's",
    "maker": None,
    "sturdy": True,
    "legs": 4,
    "opens": 1440,
    "bought_on": "2024-02-29",
    "sold_at": "2026-11-21T23:59:59Z",
    "colours": ["blue", "red"],
    "tools": [{"how": "pen", "ink": "red"}, {"how": "pencil", "hardness": -2}],
    "spare": None,
    "drawer": {"how": "pen", "ink": "blue"},
    "prev": None,
    "id": "0f" * 16,
    "digest": "0f" * 32,
    "domain": "care.northmoor.gov.uk",
    "site": "chat.example",
    "kind": "self-harm",
}
DESK = Desk(
    v=1,
    label="Zoë's",
    maker=None,
    sturdy=True,
    legs=4,
    opens=1440,
    bought_on=date(2024, 2, 29),
    sold_at=datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC),
    colours=(Colour.BLUE, Colour.RED),
    tools=(Pen(how="pen", ink=Colour.RED), Pencil(how="pencil", hardness=-2)),
    spare=None,
    drawer=Pen(how="pen", ink=Colour.BLUE),
    prev=None,
    id="0f" * 16,
    digest="0f" * 32,
    domain="care.northmoor.gov.uk",
    site="chat.example",
    kind="self-harm",
)


def test_a_document_is_read_to_a_value_and_written_again() -> None:
    """A document with every sort of field is read to its value, and written from it again."""
    assert read(Desk, DOCUMENT) == DESK
    assert write(DESK) == DOCUMENT


@given(drawn(Desk))
def test_what_is_written_is_read_again(desk: Desk) -> None:
    """Any value of a schema is written and read to the same value."""
    assert read(Desk, write(desk)) == desk


WRONG: dict[str, tuple[str, JsonValue, Code]] = {
    "another version": ("v", 2, Code.RECORD_VALUE),
    "a version in words": ("v", "1", Code.RECORD_VALUE),
    "true for one": ("v", True, Code.RECORD_VALUE),
    "no version": ("v", None, Code.RECORD_VALUE),
    "an empty text": ("label", "", Code.RECORD_VALUE),
    "a space alone": ("label", " ", Code.RECORD_VALUE),
    "a space in front": ("label", " abc", Code.RECORD_VALUE),
    "a space at the end": ("label", "abc ", Code.RECORD_VALUE),
    "a wide space at the end": ("label", "abc\u3000", Code.RECORD_VALUE),
    "a text too long": ("label", "abcdef", Code.RECORD_VALUE),
    "a number for a text": ("label", 5, Code.RECORD_TYPE),
    "nothing for a text": ("label", None, Code.RECORD_TYPE),
    "a list for a text": ("label", ["a"], Code.RECORD_TYPE),
    "an optional text too long": ("maker", "abcdef", Code.RECORD_VALUE),
    "false for nothing": ("maker", False, Code.RECORD_TYPE),
    "a number for yes": ("sturdy", 1, Code.RECORD_TYPE),
    "a text for yes": ("sturdy", "true", Code.RECORD_TYPE),
    "yes for a number": ("legs", True, Code.RECORD_TYPE),
    "a text for a number": ("legs", "4", Code.RECORD_TYPE),
    "a number too small": ("legs", -1, Code.RECORD_VALUE),
    "a number too large": ("legs", 9, Code.RECORD_VALUE),
    "a minute too early": ("opens", -1, Code.RECORD_VALUE),
    "a minute too late": ("opens", 1441, Code.RECORD_VALUE),
    "a time of day": ("opens", "08:30", Code.RECORD_TYPE),
    "a day that is not": ("bought_on", "2026-02-29", Code.RECORD_DATE),
    "a day without hyphens": ("bought_on", "20240229", Code.RECORD_DATE),
    "a day of a week": ("bought_on", "2024-W09-4", Code.RECORD_DATE),
    "a day with a time": ("bought_on", "2024-02-29T00:00:00Z", Code.RECORD_DATE),
    "a day of few digits": ("bought_on", "2024-2-29", Code.RECORD_DATE),
    "a day with a line end": ("bought_on", "2024-02-29\n", Code.RECORD_DATE),
    "a day in another script": ("bought_on", "२०२४-०२-२९", Code.RECORD_DATE),
    "a day too early": ("bought_on", "1999-12-31", Code.RECORD_DATE),
    "a day too late": ("bought_on", "2200-01-01", Code.RECORD_DATE),
    "the first day of all": ("bought_on", "0001-01-01", Code.RECORD_DATE),
    "a number for a day": ("bought_on", 20240229, Code.RECORD_TYPE),
    "an instant without a zone": ("sold_at", "2026-11-21T23:59:59", Code.RECORD_DATE),
    "an instant in another zone": ("sold_at", "2026-11-21T23:59:59+00:00", Code.RECORD_DATE),
    "an instant with a fraction": ("sold_at", "2026-11-21T23:59:59.0Z", Code.RECORD_DATE),
    "an instant with a small z": ("sold_at", "2026-11-21T23:59:59z", Code.RECORD_DATE),
    "an instant with a space": ("sold_at", "2026-11-21 23:59:59Z", Code.RECORD_DATE),
    "a leap second": ("sold_at", "2016-12-31T23:59:60Z", Code.RECORD_DATE),
    "the end of a day as its 24th hour": ("sold_at", "2026-11-21T24:00:00Z", Code.RECORD_DATE),
    "an instant of another month": ("sold_at", "2026-13-01T00:00:00Z", Code.RECORD_DATE),
    "an instant too early": ("sold_at", "1999-12-31T23:59:59Z", Code.RECORD_DATE),
    "the last instant of all": ("sold_at", "9999-12-31T23:59:59Z", Code.RECORD_DATE),
    "a day for an instant": ("sold_at", "2026-11-21", Code.RECORD_DATE),
    "an unknown choice": ("colours", ["green"], Code.RECORD_VALUE),
    "a choice in capitals": ("colours", ["RED"], Code.RECORD_VALUE),
    "a number for a choice": ("colours", [1], Code.RECORD_TYPE),
    "one for a list": ("colours", "red", Code.RECORD_TYPE),
    "an object for a list": ("colours", {"0": "red"}, Code.RECORD_TYPE),
    "too many items": ("colours", ["red"] * 3, Code.RECORD_VALUE),
    "too few items": ("tools", [], Code.RECORD_VALUE),
    "a shape that is not": ("tools", [{"how": "chalk", "ink": "red"}], Code.RECORD_VALUE),
    "a shape of no name": ("tools", [{"ink": "red"}], Code.RECORD_VALUE),
    "a shape of two names": ("tools", [{"how": ["pen"], "ink": "red"}], Code.RECORD_VALUE),
    "a text for a shape": ("tools", ["pen"], Code.RECORD_VALUE),
    "nothing for a shape": ("tools", [None], Code.RECORD_TYPE),
    "fields of another shape": ("tools", [{"how": "pen", "hardness": 1}], Code.RECORD_UNKNOWN),
    "fields of both shapes": (
        "spare",
        {"how": "pen", "ink": "red", "hardness": 1},
        Code.RECORD_UNKNOWN,
    ),
    "an optional shape half filled": ("spare", {"how": "pencil"}, Code.RECORD_MISSING),
    "nothing where one must be": ("drawer", None, Code.RECORD_TYPE),
    "a list where one must be": ("drawer", [], Code.RECORD_TYPE),
    "the other shape where one must be": (
        "drawer",
        {"how": "pencil", "ink": "red"},
        Code.RECORD_VALUE,
    ),
    "something where nothing may be": ("prev", "0f" * 32, Code.RECORD_TYPE),
    "no for nothing": ("prev", False, Code.RECORD_TYPE),
    "an id of digits too few": ("id", "0f" * 15, Code.RECORD_VALUE),
    "an id of digits too many": ("id", "0f" * 17, Code.RECORD_VALUE),
    "an id in capitals": ("id", "0F" * 16, Code.RECORD_VALUE),
    "an id with a line end": ("id", "0f" * 15 + "0\n", Code.RECORD_VALUE),
    "an id in another script": ("id", "१" * 32, Code.RECORD_VALUE),
    "a digest of digits too few": ("digest", "0f" * 31, Code.RECORD_VALUE),
    "a digest in capitals": ("digest", "0F" * 32, Code.RECORD_VALUE),
    "a digest of other letters": ("digest", "0g" * 32, Code.RECORD_VALUE),
    "a suffix for a domain": ("domain", "gov.uk", Code.RECORD_VALUE),
    "an address for a domain": ("domain", "192.168.0.1", Code.RECORD_VALUE),
    "a name below a site": ("site", "www.chat.example", Code.RECORD_VALUE),
    "a suffix for a site": ("site", "co.uk", Code.RECORD_VALUE),
    "a kind in capitals": ("kind", "Games", Code.RECORD_VALUE),
}


@pytest.mark.parametrize(("name", "value", "code"), WRONG.values(), ids=WRONG)
def test_a_field_holds_what_its_annotation_says(name: str, value: JsonValue, code: Code) -> None:
    """A field with anything else than its annotation allows is refused, and the error names it."""
    with pytest.raises(RecordMalformed) as caught:
        read(Desk, {**DOCUMENT, name: value})

    assert caught.value.code is code
    assert caught.value.where.startswith(name)


RIGHT: dict[str, tuple[str, JsonValue]] = {
    "the least of a text": ("label", "a"),
    "five characters of another script": ("label", "\U0001f512" * 5),
    "a space within": ("label", "a b"),
    "the least of a number": ("legs", 0),
    "the most of a number": ("legs", 8),
    "the first minute": ("opens", 0),
    "the first day": ("bought_on", "2000-01-01"),
    "the last day": ("bought_on", "2199-12-31"),
    "the first instant": ("sold_at", "2000-01-01T00:00:00Z"),
    "the last instant": ("sold_at", "2199-12-31T23:59:59Z"),
    "no instant": ("sold_at", None),
    "no items": ("colours", []),
    "the most items": ("colours", ["red", "red"]),
    "one shape": ("spare", {"how": "pen", "ink": "red"}),
    "the other shape": ("spare", {"how": "pencil", "hardness": 9}),
}


@pytest.mark.parametrize(("name", "value"), RIGHT.values(), ids=RIGHT)
def test_a_bound_is_allowed(name: str, value: JsonValue) -> None:
    """What lies on a bound is read, and is written again as it was."""
    document = {**DOCUMENT, name: value}

    assert write(read(Desk, document)) == document


PLACES: dict[str, tuple[JsonObject, Code, str]] = {
    "one more at the top": ({**DOCUMENT, "more": 1}, Code.RECORD_UNKNOWN, "the record: 1 more"),
    "two more below": (
        {**DOCUMENT, "drawer": {"how": "pen", "ink": "red", "a": 1, "b": 2}},
        Code.RECORD_UNKNOWN,
        "drawer: 2 more",
    ),
    "one less at the top": (
        {name: value for name, value in DOCUMENT.items() if name != "legs"},
        Code.RECORD_MISSING,
        "legs",
    ),
    "one less below": ({**DOCUMENT, "drawer": {"how": "pen"}}, Code.RECORD_MISSING, "drawer.ink"),
    "all less": ({}, Code.RECORD_MISSING, "bought_on"),
    "wrong within a list": (
        {**DOCUMENT, "tools": [{"how": "pen", "ink": "red"}, {"how": "pen", "ink": "pink"}]},
        Code.RECORD_VALUE,
        "tools[1].ink",
    ),
    "no shape within a list": ({**DOCUMENT, "tools": [{}]}, Code.RECORD_VALUE, "tools[0].how"),
}


@pytest.mark.parametrize(("document", "code", "where"), PLACES.values(), ids=PLACES)
def test_an_error_names_the_place(document: JsonObject, code: Code, where: str) -> None:
    """An error says where in the record something is wrong, in our words and not the record's."""
    with pytest.raises(RecordMalformed) as caught:
        read(Desk, document)

    assert (caught.value.code, caught.value.where) == (code, where)


@pytest.mark.parametrize("document", [None, [], "desk", 1, True])
def test_only_an_object_is_a_record(document: Any) -> None:  # noqa: ANN401 - anything from outside
    """What is no object at all is refused."""
    with pytest.raises(RecordMalformed) as caught:
        read(Desk, document)

    assert (caught.value.code, caught.value.where) == (Code.RECORD_TYPE, "the record")


UNSAYABLE = {
    "a fraction of a second": datetime(2026, 11, 21, 9, 0, 0, 1, tzinfo=UTC),
    "another zone": datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=1))),
    "no zone": datetime(2026, 11, 21, 9),  # noqa: DTZ001 - its point
}


@pytest.mark.parametrize("at", UNSAYABLE.values(), ids=UNSAYABLE)
def test_an_instant_that_cannot_be_said_is_not_rounded(at: datetime) -> None:
    """An instant of less than a second, or in another zone than UTC, is refused by the writer."""
    with pytest.raises(RecordMalformed) as caught:
        write(at)

    assert caught.value.code is Code.RECORD_DATE


@given(st.dates(FIRST, LAST))
def test_every_day_of_two_centuries_can_be_written(day: date) -> None:
    """Each day between the bounds is written in ten characters and read to the same day."""
    document = {**DOCUMENT, "bought_on": day.isoformat()}

    assert read(Desk, document).bought_on == day
    assert write(read(Desk, document)) == document
