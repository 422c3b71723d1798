from __future__ import annotations

import pytest

from policy.list_line import MAX_LETTERS, first_line_naming
from policy.names import from_text
from tests.policy.list_text.lines import BAD, NAMING, UNSUPPORTED, Entries

HEAD = [b"# a.example and b.example\n", b"c.example\n"]


@pytest.mark.parametrize(("line", "entries"), NAMING.values(), ids=NAMING)
def test_a_line_in_any_form_is_found(line: bytes, entries: Entries) -> None:
    """Whatever way a line names a name, it is found by that name, with its number."""
    for _, name in entries:
        found = first_line_naming([*HEAD, line + b"\r\n", line], from_text(name.decode()))
        assert found is not None
        assert found[0] == 3


@pytest.mark.parametrize(
    "line", [line for table in (UNSUPPORTED, BAD) for line, _ in table.values()]
)
def test_a_line_that_gives_no_name_is_not_found(line: bytes) -> None:
    """A rule that cannot be followed, a line that cannot be read or a comment is no answer."""
    for text in ("a.example", "ads.example", "nas.example", "search.example"):
        assert first_line_naming([HEAD[0], line], from_text(text)) is None


OTHERS = {
    "below": b"www.a.example",
    "above": b"example.org",
    "longer in front": b"da.example",
    "longer behind": b"a.example.org",
    "in a comment": b"b.example # a.example",
}


@pytest.mark.parametrize("line", OTHERS.values(), ids=OTHERS)
def test_only_the_very_name_is_found(line: bytes) -> None:
    """A line that names a longer or a shorter name does not name this one."""
    assert first_line_naming([line], from_text("a.example")) is None


SPELLINGS = {
    "large letters": b"WWW.B\xc3\xbcCHER.Example",
    "other large letters": "www.BÜCHER.example".encode(),
    "A-label": b"www.XN--BCHER-KVA.example",
    "another full stop": "www。bücher。example".encode(),
    "apart": "www.bu\u0308cher.example".encode(),
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
def test_every_spelling_is_found(spelling: bytes) -> None:
    """A name is found in its own letters as in A-labels, large or small."""
    lines = [b"b\xc3\xbccher.example\n", b"||" + spelling + b"^\n"]

    assert first_line_naming(lines, from_text("www.bücher.example")) == (
        2,
        lines[1].decode().strip(),
    )


def test_a_zone_file_is_read_with_what_stands_before() -> None:
    """A full name is found although it carries the zone's origin, and the first line wins."""
    lines = [
        b"RPZ.test. SOA ns.test. me.test. (\n",
        b" 1 2 3 4 5 )\n",
        b"a.example.rpz.test. CNAME .\n",
        b"*.a.example CNAME .\n",
        b"$ORIGIN other.test.\n",
        b"b.example.other.test. CNAME .\n",
    ]

    assert first_line_naming(lines, from_text("a.example")) == (3, "a.example.rpz.test. CNAME .")
    assert first_line_naming(lines, from_text("b.example")) == (6, "b.example.other.test. CNAME .")


def test_lines_that_end_with_a_carriage_return_alone_are_counted() -> None:
    """A list whose lines end in the old way gives the right number too."""
    assert first_line_naming([b"a.example\rb.example\rc.example\r"], from_text("c.example")) == (
        3,
        "c.example",
    )


def test_the_text_is_short_and_steers_nothing() -> None:
    """What somebody else wrote comes back without control letters, and not longer than it may."""
    line = b"a.example # \x1b[2J\xe2\x80\xae\xff" + b"x" * 900

    number, text = first_line_naming([line], from_text("a.example")) or (0, "")

    assert number == 1
    assert text.startswith("a.example # \ufffd[2J\ufffd\ufffdxxx")
    assert len(text) == MAX_LETTERS
    assert text.isprintable()


def test_no_line_is_none() -> None:
    """A list that does not name the name has no such line, nor has an empty one."""
    assert first_line_naming([], from_text("a.example")) is None
    assert first_line_naming([b"\n", b""], from_text("a.example")) is None
