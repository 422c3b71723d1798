from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.content_lines import MAX_DEPTH, MAX_LETTERS, CalendarMalformed, content_lines


def lines_of(text: str) -> list[tuple[int, str, str]]:
    """Return line, name and value of each line inside the calendar."""
    whole = f"BEGIN:VCALENDAR\r\n{text}\r\nEND:VCALENDAR\r\n"
    return [(one.line, one.name, one.value) for one in content_lines(whole)][1:-1]


READ = {
    "a plain line": ("SUMMARY:Half term", [(2, "SUMMARY", "Half term")]),
    "small letters": ("summary:Half term", [(2, "SUMMARY", "Half term")]),
    "an empty value": ("SUMMARY:", [(2, "SUMMARY", "")]),
    "a colon in the value": ("URL:https://example.org/", [(2, "URL", "https://example.org/")]),
    "folded with a space": ("SUMMARY:Half\r\n  term", [(2, "SUMMARY", "Half term")]),
    "folded with a tab": ("SUMMARY:Half\r\n\t term", [(2, "SUMMARY", "Half term")]),
    "folded in its name": ("SUM\r\n MARY:x", [(2, "SUMMARY", "x")]),
    "folded three times": (
        "SUMMARY:a\n b\n c\n d\nX-A:e",
        [(2, "SUMMARY", "abcd"), (6, "X-A", "e")],
    ),
    "lines of Unix": ("X-A:1\nX-B:2", [(2, "X-A", "1"), (3, "X-B", "2")]),
    "lines of old Macs": ("X-A:1\rX-B:2", [(2, "X-A", "1"), (3, "X-B", "2")]),
    "an empty line": ("X-A:1\r\n\r\nX-B:2", [(2, "X-A", "1"), (4, "X-B", "2")]),
    "a line separator in a name": ("SUMMARY:a\u2028b", [(2, "SUMMARY", "a\u2028b")]),
    "a parameter": ("DTSTART;VALUE=DATE:20250101", [(2, "DTSTART", "20250101")]),
    "a quoted parameter": ('X-A;CN="a:b;c,d":e', [(2, "X-A", "e")]),
    "two parameters": ("X-A;B=1,2;C=3:d", [(2, "X-A", "d")]),
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_a_line_is_put_together_and_taken_apart(
    text: str, expected: list[tuple[int, str, str]]
) -> None:
    """Each line is told with the number that an editor shows where it begins."""
    assert lines_of(text) == expected


def test_parameters_are_known_by_their_names() -> None:
    """Names of parameters are in capitals, and quotes around a value are not part of it."""
    text = 'BEGIN:VCALENDAR\nX-A;tzid="Europe/London";VALUE=DATE:1\nEND:VCALENDAR'
    _, line, _ = content_lines(text)

    assert line.parameters == {"TZID": "Europe/London", "VALUE": "DATE"}


def test_each_line_knows_the_parts_around_it() -> None:
    """A reader can tell an event's own lines from those of an alarm inside it."""
    text = (
        "BEGIN:VCALENDAR\nBEGIN:vevent\nBEGIN:VALARM\nX-A:1\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR"
    )

    assert [one.inside for one in content_lines(text)] == [
        ("VCALENDAR",),
        ("VCALENDAR", "VEVENT"),
        ("VCALENDAR", "VEVENT", "VALARM"),
        ("VCALENDAR", "VEVENT", "VALARM"),
        ("VCALENDAR", "VEVENT", "VALARM"),
        ("VCALENDAR", "VEVENT"),
        ("VCALENDAR",),
    ]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    """A file saved on Windows is read like any other."""
    assert [one.name for one in content_lines("\ufeffBEGIN:VCALENDAR\nEND:VCALENDAR")]


MALFORMED = {
    "nothing": ("", 1, "nothing in the file"),
    "only empty lines": ("\r\n\r\n", 1, "nothing in the file"),
    "a web page": ("<!DOCTYPE html>\n<html>", 1, "expected NAME:VALUE"),
    "another format": ("BEGIN:VCARD\nEND:VCARD", 1, "expected BEGIN:VCALENDAR"),
    "a line before it": ("X-A:1\nBEGIN:VCALENDAR", 1, "expected BEGIN:VCALENDAR"),
    "a line after it": ("BEGIN:VCALENDAR\nEND:VCALENDAR\nX-A:1", 3, "expected BEGIN:VCALENDAR"),
    "an end too many": ("BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR", 3, "expected BEGIN"),
    "no colon": ("BEGIN:VCALENDAR\nSUMMARY Half term", 2, "expected NAME:VALUE"),
    "no name": ("BEGIN:VCALENDAR\n:x", 2, "expected NAME:VALUE"),
    "an open quote": ('BEGIN:VCALENDAR\nX-A;B="c:d', 2, "expected NAME:VALUE"),
    "cut short": ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nX-A:1", 3, "'VEVENT', begun on line 2, ends"),
    "ended out of turn": (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR",
        3,
        "'VEVENT' should end here first",
    ),
    "too deep": ("BEGIN:VCALENDAR\n" + "BEGIN:A\n" * MAX_DEPTH, MAX_DEPTH + 1, "inside each other"),
    "too long": ("X" * (MAX_LETTERS + 1), 1, "longer than 1,000,000 letters"),
    "a long wrong line": ("X" * 1_000, 1, "X...'"),
}


@pytest.mark.parametrize(("text", "line", "problem"), MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_calendar_is_refused_with_its_line(text: str, line: int, problem: str) -> None:
    """A refusal names the line and says what to do."""
    with pytest.raises(CalendarMalformed) as caught:
        list(content_lines(text))

    assert caught.value.line == line
    assert problem in caught.value.problem
    assert str(caught.value) == f"line {line}: {caught.value.problem}"
    # What to do stands in the second half of each sentence.
    assert any(mark in caught.value.problem for mark in (";", ","))


@given(st.text(st.sampled_from('BEGINDVCAL:;="\\, \r\n\t-1\x00é'), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text whatever raises anything but this room's error."""
    for whole in (text, f"BEGIN:VCALENDAR\n{text}\nEND:VCALENDAR"):
        with contextlib.suppress(CalendarMalformed):
            assert list(content_lines(whole))
