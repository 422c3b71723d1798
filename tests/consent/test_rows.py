from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consent.codes import Code
from consent.encoding import json_from_object, object_from_json
from consent.errors import ConsentError, RecordMalformed
from consent.rows import MAX_ROWS, PADDED_TO, Row, merged, rows_from_octets, rows_to_octets
from consent.schema import write
from tests.consent.days import counted, named

SECRET = "a-name-somebody-asked-for.com"  # noqa: S105 - no secret but in what it stands for
LONGEST = ".".join(("a" * 63, "b" * 63, "c" * 63, "d" * 61))
LEVELS = {
    "level 1": (counted("strangers", 7), counted("gambling", 2**31 - 1)),
    "level 2": (named(0, "example.com", "strangers"), named(23, "example.co.uk", "gambling")),
    "level 3": (named(15, "example.com"),),
    "level 4": (named(15, "xn--bcher-kva.example"), named(16, "123.example"), named(16, LONGEST)),
}
labels = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
domains = st.builds(".".join, st.lists(labels, min_size=2, max_size=4))
kinds = st.from_regex(r"[a-z0-9]{1,20}", fullmatch=True)
any_rows = st.one_of(
    st.builds(counted, kinds, st.integers(1, 2**31 - 1)),
    st.builds(named, st.integers(0, 23), domains, st.none() | kinds),
)


@pytest.mark.parametrize("rows", LEVELS.values(), ids=LEVELS)
def test_rows_of_every_level_are_read_again(rows: tuple[Row, ...]) -> None:
    """What a level writes down is read as it was, in its order."""
    assert rows_from_octets(rows_to_octets(rows)) == rows


@given(st.lists(any_rows, min_size=1, max_size=MAX_ROWS))
def test_any_rows_are_read_again(rows: list[Row]) -> None:
    """Whatever rows a day has, they come back, and fill whole blocks."""
    octets = rows_to_octets(rows)

    assert rows_from_octets(octets) == tuple(rows)
    assert len(octets) % PADDED_TO == 0


def test_rows_have_one_form() -> None:
    """What is sealed is spelt out, as it has to be read for as long as days are kept."""
    assert (PADDED_TO, MAX_ROWS) == (512, 128)

    octets = rows_to_octets([named(15, "example.com", "strangers")])
    bare = b'"rows":[{"category":"strangers","domain":"example.com","hour":15,"times":null}]}'

    assert octets == b'{"padding":"' + b"0" * (PADDED_TO - len(bare) - 14) + b'",' + bare


def test_the_length_tells_no_more_than_the_block() -> None:
    """From one row to as many as fill a block, what is sealed has one and the same length."""
    lengths = [len(rows_to_octets([named(15, "example.com")] * count)) for count in range(1, 30)]

    assert lengths == sorted(lengths)
    assert set(lengths) == {PADDED_TO * blocks for blocks in range(1, lengths[-1] // PADDED_TO + 1)}
    assert lengths.count(PADDED_TO) >= 6


@given(st.lists(any_rows, min_size=1, max_size=20))
def test_no_more_is_added_than_fills_a_block(rows: list[Row]) -> None:
    """However long rows are, what is added to them ends with the block that they end in."""
    octets = rows_to_octets(rows)
    padding = str(object_from_json(octets)["padding"])

    assert len(padding) < PADDED_TO
    assert set(padding) <= {"0"}


ODD: dict[str, tuple[int | None, str | None, str | None, int | None, str]] = {
    "nothing": (None, None, None, None, "rows.times"),
    "a count without a kind": (None, None, None, 3, "rows.category"),
    "a count of a name": (None, "strangers", "example.com", 3, "rows.times"),
    "a count in an hour": (15, "strangers", None, 3, "rows.times"),
    "a kind without a count": (None, "strangers", None, None, "rows.times"),
    "a kind in an hour": (15, "strangers", None, None, "rows.times"),
    "a name without an hour": (None, None, "example.com", None, "rows.times"),
    "an hour alone": (15, None, None, None, "rows.times"),
    "everything": (15, "strangers", "example.com", 1, "rows.times"),
}


@pytest.mark.parametrize(("hour", "category", "domain", "times", "where"), ODD.values(), ids=ODD)
def test_a_row_between_the_levels_does_not_exist(
    hour: int | None, category: str | None, domain: str | None, times: int | None, where: str
) -> None:
    """A count has no hour and no name, and a name has an hour and no count."""
    with pytest.raises(RecordMalformed) as refused:
        Row(hour=hour, category=category, domain=domain, times=times)

    assert (refused.value.code, refused.value.where) == (Code.RECORD_VALUE, where)


UNSEALABLE = {
    "none": [],
    "too many": [named(15, "example.com")] * (MAX_ROWS + 1),
    "an hour that no day has": [named(24, "example.com")],
    "an hour before": [named(-1, "example.com")],
    "a count of nought": [counted("strangers", 0)],
    "a count too large": [counted("strangers", 2**31)],
    "a kind of other letters": [counted("Strangers", 1)],
    "one label": [named(15, "localhost")],
    "an empty label": [named(15, "example..com")],
    "a dot at the end": [named(15, "example.com.")],
    "a hyphen first": [named(15, "-example.com")],
    "a hyphen last": [named(15, "example-.com")],
    "capitals": [named(15, "Example.com")],
    "a space": [named(15, f"x {SECRET}")],
    "a label too long": [named(15, f"{'a' * 64}.com")],
    "a name too long": [named(15, f"{LONGEST}e")],
    "a line's end": [named(15, "example.com\n")],
}


@pytest.mark.parametrize("rows", UNSEALABLE.values(), ids=UNSEALABLE)
def test_what_could_not_be_read_is_not_sealed(rows: list[Row]) -> None:
    """Rows that a reader would refuse are refused before they are sealed, and not named."""
    with pytest.raises(ConsentError) as refused:
        rows_to_octets(rows)

    assert SECRET not in str(refused.value)


def test_a_name_that_is_no_longer_registrable_is_read() -> None:
    """A day stays readable whatever a later release's list of public suffixes says."""
    rows = (named(15, "co.uk"), named(15, "blogspot.com"))

    assert rows_from_octets(rows_to_octets(rows)) == rows


WHOLE = rows_to_octets(LEVELS["level 2"])
DOCUMENT = object_from_json(WHOLE)
ALTERED = {
    "without its padding": (json_from_object(DOCUMENT | {"padding": ""}), Code.RECORD_VALUE),
    "a nought less": (WHOLE.replace(b"00", b"0", 1), Code.RECORD_VALUE),
    "a block more": (WHOLE.replace(b"00", b"00" + b"0" * PADDED_TO, 1), Code.RECORD_VALUE),
    "padded with something else": (WHOLE.replace(b"00", b"01", 1), Code.RECORD_VALUE),
    "no rows": (json_from_object(DOCUMENT | {"rows": []}), Code.RECORD_VALUE),
    "more than rows": (json_from_object(DOCUMENT | {"device": "d1" * 16}), Code.RECORD_UNKNOWN),
    "a row of no level": (
        WHOLE.replace(b'"domain":"example.com","hour":0', b'"domain":null,"hour":0'),
        Code.RECORD_VALUE,
    ),
    "no JSON": (WHOLE[:-1], Code.JSON_UNREADABLE),
    "nothing": (b"", Code.JSON_UNREADABLE),
}


@pytest.mark.parametrize(("octets", "code"), ALTERED.values(), ids=ALTERED)
def test_rows_are_read_in_one_form_only(octets: bytes, code: Code) -> None:
    """What was not written here is refused, in its padding as well."""
    with pytest.raises(ConsentError) as refused:
        rows_from_octets(octets)

    assert refused.value.code is code


def test_what_is_shown_is_counted_once_and_in_order() -> None:
    """Counts of a kind are added up, a name stands once for an hour, and hours go up."""
    rows = (
        named(18, "example.org", "strangers"),
        counted("strangers", 3),
        named(15, "example.org", "strangers"),
        named(0, "example.net", "strangers"),
        counted("gambling", 1),
        named(18, "example.com", "strangers"),
        named(18, "example.com", "gambling"),
        counted("strangers", 4),
        named(18, "example.com", "strangers"),
    )

    assert merged(rows) == (
        counted("gambling", 1),
        counted("strangers", 7),
        named(0, "example.net", "strangers"),
        named(15, "example.org", "strangers"),
        named(18, "example.com", "gambling"),
        named(18, "example.com", "strangers"),
        named(18, "example.org", "strangers"),
    )
    assert merged(()) == ()
    assert merged(merged(rows)) == merged(rows)


def test_what_is_printed_names_nothing() -> None:
    """However a row ends up in a text, no name does."""
    row = named(15, SECRET, "strangers")
    printed = (repr(row), str(row), f"{row}", f"{row!r}", format(row), repr((row,)))

    assert set(printed[:5]) == {"<Row>"}
    assert SECRET not in printed[5]
    assert write(row)["domain"] == SECRET


@pytest.mark.parametrize("away", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_row_is_not_written_to_a_file(away: object) -> None:
    """Neither pickling nor copying, which goes the same way, gives octets of a name."""
    assert callable(away)
    with pytest.raises(TypeError, match="not written to a file") as refused:
        away(named(15, SECRET))
    assert SECRET not in str(refused.value)
