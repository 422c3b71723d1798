from __future__ import annotations

from datetime import UTC, date, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.content_lines import CalendarMalformed
from policy.icalendar import MAX_EVENTS, MAX_NAME, LeftOut, SchoolCalendar, school_calendar
from policy.terms import NamedDays, Terms, is_holiday
from tests.policy.schedule_cases import zone_named

EAST = timezone(timedelta(hours=1))

SCHOOL = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//A school//Term dates//EN
X-WR-CALNAME:Term dates
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:1@example.org
SUMMARY:Autumn term
DTSTART;VALUE=DATE:20250902
DTEND;VALUE=DATE:20251220
END:VEVENT
BEGIN:VEVENT
UID:2@example.org
SUMMARY:Half term\\, with a very long name that a calendar program has fol
 ded\\; no school
DTSTART;VALUE=DATE:20251027
DTEND;VALUE=DATE:20251101
BEGIN:VALARM
ACTION:DISPLAY
SUMMARY:Do not forget
DTSTART;VALUE=DATE:19990101
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:3@example.org
SUMMARY:Assembly
DTSTART;TZID=Europe/London:20250902T090000
DTEND;TZID=Europe/London:20250902T100000
RRULE:FREQ=WEEKLY
END:VEVENT
BEGIN:VTODO
SUMMARY:Bring a coat
END:VTODO
END:VCALENDAR
"""


def event(*lines: str) -> str:
    """Return a calendar with one event, which begins on line 2."""
    return "\r\n".join(
        ("BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", "")
    )


def days_of(*lines: str) -> tuple[str, str]:
    """Return the first and the last day of an event."""
    [days] = school_calendar(event(*lines), EAST).days
    return str(days.first), str(days.last)


def test_a_school_s_calendar_becomes_named_days() -> None:
    """Terms and holidays are taken over by name, and what repeats is told with its line."""
    calendar = school_calendar(SCHOOL.replace("\n", "\r\n"), zone_named("Europe/London"))

    assert calendar == SchoolCalendar(
        days=(
            NamedDays("Autumn term", date(2025, 9, 2), date(2025, 12, 19)),
            NamedDays(
                "Half term, with a very long name that a calendar program has",
                date(2025, 10, 27),
                date(2025, 10, 31),
            ),
        ),
        left_out=(
            LeftOut(32, "Assembly", "It repeats. Add each of its dates by hand if they matter."),
        ),
    )
    autumn, half_term = calendar.days
    terms = Terms(terms=(autumn,), holidays=(half_term,))
    assert is_holiday(terms, date(2025, 10, 29))
    assert not is_holiday(terms, date(2025, 11, 1))


DATED: dict[str, tuple[tuple[str, ...], tuple[str, str]]] = {
    "a day without an end": (("DTSTART;VALUE=DATE:20250901",), ("2025-09-01", "2025-09-01")),
    "a day without its kind": (("DTSTART:20250901",), ("2025-09-01", "2025-09-01")),
    "days whose end is not part of them": (
        ("DTSTART;VALUE=DATE:20250901", "DTEND;VALUE=DATE:20250906"),
        ("2025-09-01", "2025-09-05"),
    ),
    "the end before the start in the file": (
        ("DTEND;VALUE=DATE:20250906", "DTSTART;VALUE=DATE:20250901"),
        ("2025-09-01", "2025-09-05"),
    ),
    "a day that ends on itself": (
        ("DTSTART;VALUE=DATE:20250901", "DTEND;VALUE=DATE:20250901"),
        ("2025-09-01", "2025-09-01"),
    ),
    "a leap day": (
        ("DTSTART;VALUE=DATE:20240229", "DTEND;VALUE=DATE:20240301"),
        ("2024-02-29", "2024-02-29"),
    ),
    "over new year": (
        ("DTSTART;VALUE=DATE:20251220", "DTEND;VALUE=DATE:20260105"),
        ("2025-12-20", "2026-01-04"),
    ),
    "a number of days": (
        ("DTSTART;VALUE=DATE:20250901", "DURATION:P5D"),
        ("2025-09-01", "2025-09-05"),
    ),
    "a number of weeks": (
        ("DTSTART;VALUE=DATE:20250901", "DURATION:P6W"),
        ("2025-09-01", "2025-10-12"),
    ),
    "hours": (
        ("DTSTART:20250901T090000", "DURATION:PT6H30M"),
        ("2025-09-01", "2025-09-01"),
    ),
    "days and hours": (
        ("DTSTART:20250901T230000", "DURATION:P1DT2H"),
        ("2025-09-01", "2025-09-03"),
    ),
    "times of day": (
        ("DTSTART:20250901T090000", "DTEND:20250905T153000"),
        ("2025-09-01", "2025-09-05"),
    ),
    "until midnight": (
        ("DTSTART:20250901T000000", "DTEND:20250906T000000"),
        ("2025-09-01", "2025-09-05"),
    ),
    "a moment at midnight": (
        ("DTSTART:20250901T000000", "DTEND:20250901T000000"),
        ("2025-09-01", "2025-09-01"),
    ),
    "a time without an end": (("DTSTART:20250901T090000",), ("2025-09-01", "2025-09-01")),
    "the school's own zone, as it stands": (
        ("DTSTART;TZID=America/St_Johns:20250901T233000",),
        ("2025-09-01", "2025-09-01"),
    ),
    "UTC, where it is tomorrow already": (
        ("DTSTART:20250831T230000Z", "DTEND:20250905T230000Z"),
        ("2025-09-01", "2025-09-05"),
    ),
    "a leap second": (("DTSTART:20161231T225960Z",), ("2016-12-31", "2016-12-31")),
    "tentative": (("DTSTART:20250901", "STATUS:TENTATIVE"), ("2025-09-01", "2025-09-01")),
}


@pytest.mark.parametrize(("lines", "expected"), DATED.values(), ids=DATED)
def test_an_event_stands_on_its_days(lines: tuple[str, ...], expected: tuple[str, str]) -> None:
    """Whatever way an event says when it is, its first and last day are what a family sees."""
    assert days_of(*lines) == expected


NAMES = {
    "plain": ("Half term", "Half term"),
    "escaped": (r"Half term\, week 1\; no \\ school", "Half term, week 1; no \\ school"),
    "on two lines": (r"Half\nterm", "Half term"),
    "with what does not print": ("Half\x07\u202eterm", "Half term"),
    "with much space": ("  Half \t term ", "Half term"),
    "long": ("x" * 100, "x" * MAX_NAME),
    "empty": ("", ""),
    "another script": ("Féile \u4e2d", "Féile \u4e2d"),
}


@pytest.mark.parametrize(("written", "expected"), NAMES.values(), ids=NAMES)
def test_a_name_is_one_short_line(written: str, expected: str) -> None:
    """A name fits on a page, whatever stood in the file."""
    [days] = school_calendar(event(f"SUMMARY:{written}", "DTSTART:20250901"), UTC).days

    assert days.name == expected


LEFT_OUT = {
    "a rule": ("RRULE:FREQ=YEARLY", "It repeats."),
    "dates": ("RDATE;VALUE=DATE:20250908", "It repeats."),
    "exceptions": ("EXDATE;VALUE=DATE:20250908", "It repeats."),
    "one of many": ("RECURRENCE-ID;VALUE=DATE:20250908", "It repeats."),
    "called off": ("STATUS:cancelled", "It is called off."),
}


@pytest.mark.parametrize(("line", "why"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_an_event_that_is_not_taken_over_is_told(line: str, why: str) -> None:
    """What repeats or is called off gives no days, and nobody has to guess why."""
    calendar = school_calendar(event("SUMMARY:Choir", line, "DTSTART:20250901"), UTC)

    assert calendar.days == ()
    [left_out] = calendar.left_out
    assert (left_out.line, left_out.name) == (2, "Choir")
    assert left_out.why.startswith(why)


def test_an_event_without_a_name_has_an_empty_one() -> None:
    """A page can say that an event has no name."""
    [days] = school_calendar(event("DTSTART:20250901"), UTC).days

    assert days.name == ""


MALFORMED: dict[str, tuple[tuple[str, ...], int, str]] = {
    "no start": (("SUMMARY:x",), 2, "no DTSTART"),
    "two starts": (("DTSTART:20250901", "DTSTART:20250902"), 4, "DTSTART stands twice"),
    "two names": (("SUMMARY:x", "SUMMARY:y", "DTSTART:20250901"), 4, "SUMMARY stands twice"),
    "a day that never was": (("DTSTART:20250230",), 3, "the calendar has no '20250230'"),
    "a month that never was": (("DTSTART:20251301",), 3, "the calendar has no '20251301'"),
    "an hour that never is": (("DTSTART:20250901T240000",), 3, "the calendar has no"),
    "dashes": (("DTSTART:2025-09-01",), 3, "expected one such as 20260901"),
    "too few digits": (("DTSTART:2025091",), 3, "expected one such as"),
    "other digits": (
        ("DTSTART:\uff12\uff10\uff12\uff15\uff10\uff19\uff10\uff11",),
        3,
        "expected one such as",
    ),
    "a period": (("DTSTART;VALUE=PERIOD:20250901T000000/P1D",), 3, "expected one such as"),
    "a day that says it is a time": (("DTSTART;VALUE=DATE-TIME:20250901",), 3, "expected one"),
    "a time that says it is a day": (("DTSTART;VALUE=DATE:20250901T090000",), 3, "expected one"),
    "an end before the start": (("DTSTART:20250902", "DTEND:20250901"), 4, "ends before it begins"),
    "a day that ends at a time": (
        ("DTSTART:20250901", "DTEND:20250902T120000"),
        4,
        "one of start and end has a time",
    ),
    "an end and a duration": (
        ("DTSTART:20250901", "DTEND:20250902", "DURATION:P1D"),
        5,
        "an end and a duration",
    ),
    "a duration of nothing": (("DTSTART:20250901", "DURATION:P"), 4, "expected one such as P5D"),
    "a duration of no time": (("DTSTART:20250901", "DURATION:P1DT"), 4, "expected one such as"),
    "a duration backwards": (("DTSTART:20250901", "DURATION:-P1D"), 4, "expected one such as"),
    "a duration of years": (("DTSTART:20250901", "DURATION:P1Y"), 4, "expected one such as"),
    "longer than a year": (("DTSTART:20250901", "DTEND:20260903"), 4, "longer than a year"),
    "longer than a year of weeks": (("DTSTART:20250901", "DURATION:P9999W"), 4, "longer than"),
    "the last day of all": (("DTSTART:99991231",), 3, "later than the year 9999"),
    "past the last day of all": (("DTSTART:99991231T235959Z",), 3, "the calendar has no"),
    "an event in an event": (
        ("DTSTART:20250901", "BEGIN:VEVENT", "END:VEVENT"),
        4,
        "an event begins inside an event",
    ),
}


@pytest.mark.parametrize(("lines", "line", "problem"), MALFORMED.values(), ids=MALFORMED)
def test_an_event_that_cannot_be_understood_is_refused(
    lines: tuple[str, ...], line: int, problem: str
) -> None:
    """A date that nobody can read refuses the calendar, with the line and what to do."""
    with pytest.raises(CalendarMalformed) as caught:
        school_calendar(event(*lines), EAST)

    assert caught.value.line == line
    assert problem in caught.value.problem


def test_an_older_kind_of_calendar_is_refused() -> None:
    """The format of the nineties looks alike and means other things."""
    with pytest.raises(CalendarMalformed, match="line 2: this is an older kind"):
        school_calendar("BEGIN:VCALENDAR\nVERSION:1.0\nEND:VCALENDAR\n", UTC)


def test_a_calendar_without_events_holds_nothing() -> None:
    """An empty calendar is a calendar."""
    assert school_calendar("BEGIN:VCALENDAR\nEND:VCALENDAR\n", UTC) == SchoolCalendar((), ())


def test_a_calendar_has_a_largest_size() -> None:
    """One event more than the most there may be is refused, and the most is not."""
    one = "BEGIN:VEVENT\nDTSTART:20250901\nEND:VEVENT\n"

    most = school_calendar(f"BEGIN:VCALENDAR\n{one * MAX_EVENTS}END:VCALENDAR\n", UTC)
    assert len(most.days) == MAX_EVENTS
    with pytest.raises(CalendarMalformed, match="over 2,000 events"):
        school_calendar(f"BEGIN:VCALENDAR\n{one * (MAX_EVENTS + 1)}END:VCALENDAR\n", UTC)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("DTSTART", "DTEND", "DURATION", "SUMMARY", "DTSTART;VALUE=DATE", "X")),
            st.text(st.sampled_from("0123456789TZPDWHMS+-\\;,: \r\nBEGIN"), max_size=18)
            | st.from_regex(r"\d{8}(T\d{6}Z?)?", fullmatch=True),
        ),
        max_size=4,
    )
)
def test_any_event_is_read_or_refused(lines: list[tuple[str, str]]) -> None:
    """Whatever stands in an event, it is days, or left out, or refused with a line."""
    try:
        calendar = school_calendar(event(*(f"{name}:{value}" for name, value in lines)), EAST)
    except CalendarMalformed:
        return
    assert all(days.first <= days.last for days in calendar.days)
