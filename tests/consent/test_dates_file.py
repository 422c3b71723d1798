from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from consent.dates_file import _escaped, _folded, dates_file
from consent.records.agency import Keyset
from consent.records.agreement import Agreement
from consent.records.fields import Outcome
from consent.records.review import Review
from tests.consent.filled import CANARY, filled

ISSUED = datetime(2026, 11, 20, 18, 2, 11, tzinfo=UTC)
AGREEMENT = filled(
    Agreement,
    issued_at=ISSUED,
    starts_on=date(2026, 11, 22),
    valid_until=date(2026, 12, 20),
    end_by=date(2027, 5, 20),
)
REVIEW = filled(
    Review,
    seq=1,
    issued_at=datetime(2026, 12, 15, 10, 0, 0, tzinfo=UTC),
    outcome=Outcome.CONTINUE,
    next_review_due=date(2027, 3, 12),
    valid_until=date(2027, 3, 10),
)
STOPPED = replace(
    REVIEW, seq=2, outcome=Outcome.STOP, next_review_due=None, valid_until=None, scope=None
)
KEYSET = filled(
    Keyset,
    version=7,
    # Half past eleven in the evening of UTC is the next day in a London summer.
    expires_at=datetime(2027, 6, 30, 23, 30, 0, tzinfo=UTC),
)

# RFC 5545 section 3.1: the grammar of a line, and what our lines use of it.
CONTENT_LINE = re.compile(
    r"(?P<name>[A-Z-]+)(?:;(?P<parameter>[A-Z-]+)=(?P<value>[A-Z-]+))?:(?P<text>[^\x00-\x08\x0a-\x1f\x7f]*)"
)
ONCE = {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "DESCRIPTION", "SEQUENCE", "STATUS", "CLASS"}
ESCAPED = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")
DURATION = re.compile(r"[+-]?P(?:[0-9]+D)(?:T[0-9]+H)?")


@dataclass
class Component:
    """A component of a calendar: its lines by name, and the components inside it."""

    name: str
    lines: list[tuple[str, str | None, str]]
    inner: list[Component]

    def one(self, name: str) -> str:
        """Return the value of a line that stands there exactly once."""
        [found] = [text for line, _, text in self.lines if line == name]
        return found


def parsed(text: str) -> Component:
    """Return the one calendar of a file, held to the grammar of RFC 5545."""
    assert text.endswith("\r\n")
    assert "\r" not in text.replace("\r\n", "")
    assert "\n" not in text.replace("\r\n", "")
    physical = text.removesuffix("\r\n").split("\r\n")
    assert all(0 < len(line.encode()) <= 75 for line in physical)
    stack = [Component("", [], [])]
    for line in text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n"):
        found = CONTENT_LINE.fullmatch(line)
        assert found, line
        match found["name"], found["text"]:
            case "BEGIN", name:
                stack.append(Component(name, [], []))
            case "END", name:
                inner = stack.pop()
                assert inner.name == name
                stack[-1].inner.append(inner)
            case name, value:
                stack[-1].lines.append((name, found["parameter"], value))
    [outermost] = stack
    [calendar] = outermost.inner
    assert outermost.lines == []
    check(calendar)
    return calendar


def check(calendar: Component) -> None:
    """Hold a calendar to what RFC 5545 sections 3.4, 3.6.1 and 3.6.6 ask of its parts."""
    assert calendar.name == "VCALENDAR"
    assert calendar.one("VERSION") == "2.0"
    assert calendar.one("PRODID")
    assert calendar.inner
    uids = [event.one("UID") for event in calendar.inner]
    assert len(set(uids)) == len(uids)
    for event in calendar.inner:
        assert event.name == "VEVENT"
        names = [name for name, _, _ in event.lines]
        assert all(names.count(name) == 1 for name in ONCE)
        assert ("DTSTART", "VALUE") in [(name, parameter) for name, parameter, _ in event.lines]
        assert re.fullmatch("[0-9]{8}", event.one("DTSTART"))
        assert re.fullmatch("[0-9]{8}T[0-9]{6}Z", event.one("DTSTAMP"))
        assert re.fullmatch("[0-9]+", event.one("SEQUENCE"))
        assert event.one("STATUS") in {"CONFIRMED", "CANCELLED", "TENTATIVE"}
        assert ESCAPED.fullmatch(event.one("SUMMARY"))
        assert ESCAPED.fullmatch(event.one("DESCRIPTION"))
        for alarm in event.inner:
            assert alarm.name == "VALARM"
            assert alarm.one("ACTION") == "DISPLAY"
            assert ESCAPED.fullmatch(alarm.one("DESCRIPTION"))
            assert DURATION.fullmatch(alarm.one("TRIGGER"))


def days(text: str) -> dict[str, str]:
    """Return the day of each event by the beginning of its summary."""
    return {
        event.one("SUMMARY").split(" (")[0].removeprefix("Lamplight: "): event.one("DTSTART")
        for event in parsed(text).inner
    }


def test_an_agreement_has_three_dates() -> None:
    """The review, the last day without one, and the end for good are whole days."""
    assert days(dates_file(AGREEMENT)) == {
        "review due": "20261220",
        "last day": "20261220",
        "ends for good": "20270520",
    }


def test_a_review_moves_its_dates() -> None:
    """After a review, the next one and the last day are the review's; the end stays."""
    assert days(dates_file(AGREEMENT, review=REVIEW)) == {
        "review due": "20270312",
        "last day": "20270310",
        "ends for good": "20270520",
    }


def test_the_keyset_has_its_day_in_london() -> None:
    """The agency's list expires on the day that it is in London, by its own number."""
    text = dates_file(AGREEMENT, keyset=KEYSET)
    event = parsed(text).inner[-1]

    assert days(text)["list of who may sign expires"] == "20270701"
    assert event.one("SEQUENCE") == "7"


def test_entries_move_instead_of_doubling() -> None:
    """A review's file has the same names of entries as the agreement's, and a higher number."""
    before = parsed(dates_file(AGREEMENT, keyset=KEYSET)).inner
    after = parsed(dates_file(AGREEMENT, review=REVIEW, keyset=KEYSET)).inner

    assert [one.one("UID") for one in before] == [one.one("UID") for one in after]
    assert {one.one("SEQUENCE") for one in before[:3]} == {"0"}
    assert {one.one("SEQUENCE") for one in after[:3]} == {"2"}
    assert {one.one("DTSTAMP") for one in before[:3]} == {"20261120T180211Z"}
    assert {one.one("DTSTAMP") for one in after[:3]} == {"20261215T100000Z"}


def test_another_agreement_has_other_entries() -> None:
    """Two agreements share no entry, and differ in the words that tell them apart."""
    other = replace(AGREEMENT, id="0e" * 16)
    one, two = parsed(dates_file(AGREEMENT)).inner, parsed(dates_file(other)).inner

    assert not {event.one("UID") for event in one} & {event.one("UID") for event in two}
    assert not {event.one("SUMMARY") for event in one} & {event.one("SUMMARY") for event in two}


ENDED = {
    "a review that decided to stop": (dates_file(AGREEMENT, review=STOPPED, keyset=KEYSET), "4"),
    "a stop after the agreement": (dates_file(AGREEMENT, ended=True, keyset=KEYSET), "1"),
    "a stop after a review": (
        dates_file(AGREEMENT, review=REVIEW, ended=True, keyset=KEYSET),
        "3",
    ),
}


@pytest.mark.parametrize(("text", "sequence"), ENDED.values(), ids=ENDED)
def test_an_ending_takes_the_entries_away(text: str, sequence: str) -> None:
    """After an ending each entry is cancelled, under its own name and without reminders."""
    *ended, keyset = parsed(text).inner
    before = parsed(dates_file(AGREEMENT)).inner

    assert [one.one("UID") for one in ended] == [one.one("UID") for one in before]
    assert {one.one("STATUS") for one in ended} == {"CANCELLED"}
    assert {one.one("SEQUENCE") for one in ended} == {sequence}
    assert all(not one.inner for one in ended)
    assert keyset.one("STATUS") == "CONFIRMED"
    assert len(keyset.inner) == 3


def test_reminders_come_ten_five_and_one_day_before_at_nine() -> None:
    """Counted from the midnight that begins the day, reminders are at nine in the morning."""
    midnight = datetime(2026, 12, 20)  # noqa: DTZ001 - a day of no zone, as the file has it
    for event in parsed(dates_file(AGREEMENT)).inner:
        triggers = [alarm.one("TRIGGER") for alarm in event.inner]
        at = [
            midnight - timedelta(days=int(found[1]), hours=int(found[2]))
            for trigger in triggers
            if (found := re.fullmatch("-P([0-9]+)DT([0-9]+)H", trigger))
        ]
        assert [(one.day, one.hour) for one in at] == [(10, 9), (15, 9), (19, 9)]


def test_a_calendar_says_nothing_about_anyone() -> None:
    """No text that anybody wrote, no label and no contact stands in the file."""
    text = dates_file(AGREEMENT, review=REVIEW, keyset=KEYSET).replace("\r\n ", "")

    assert CANARY.lower() not in text.lower()
    assert not re.search("(?i)young_person|0f0f0f|2b2b2b|@|https?:", text)


def test_an_entry_is_private_and_takes_no_time() -> None:
    """Colleagues see that something is due at most, and the day stays free."""
    for event in parsed(dates_file(AGREEMENT, keyset=KEYSET)).inner:
        assert event.one("CLASS") == "CONFIDENTIAL"
        assert event.one("TRANSP") == "TRANSPARENT"


def test_the_same_records_make_the_same_file() -> None:
    """Nothing in the file comes from a clock or from chance."""
    assert dates_file(AGREEMENT, review=REVIEW) == dates_file(AGREEMENT, review=REVIEW)
    assert dates_file(AGREEMENT).isascii()


@pytest.mark.parametrize("length", [1, 74, 75, 76, 149, 150, 223, 224, 1_000])
def test_lines_are_folded_at_75_octets(length: int) -> None:
    """No line is longer than 75 octets, none is empty, and unfolding gives the line again."""
    line = "ab" * length
    line = line[:length]
    parts = _folded(line).split("\r\n")

    assert all(0 < len(part) <= 75 for part in parts)
    assert all(len(part) == 75 for part in parts[:-1])
    assert "".join((parts[0], *(part.removeprefix(" ") for part in parts[1:]))) == line


def test_signs_that_mean_something_are_escaped() -> None:
    """A comma, a semicolon and a backslash are text (section 3.3.11)."""
    assert _escaped("a, b; c\\d") == "a\\, b\\; c\\\\d"
