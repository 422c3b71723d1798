"""Reads a school's calendar: the text of an iCalendar file (RFC 5545) in, runs of named days out.

Rules kept here:
- Only what says on which days something is: an event's name, its start, and its end or duration.
- The end of an event is not part of it (RFC 5545, 3.8.2.2): days that end on the 24th end with the
  23rd, and so does what ends at midnight. Where both are the same day, as Evolution writes it, it
  is that day.
- An event that repeats, or is called off, is left out, and told: each with its line and why. A
  school writes each holiday down; what repeats is assemblies. All else that is not understood
  refuses the file, with the line and what to do.
- Times with a zone of their own are taken as they stand, for that is the school's clock. Times in
  UTC become days in the zone that is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from policy.content_lines import ContentLine, content_lines, refuse, shown
from policy.terms import NamedDays

MAX_EVENTS: Final = 2_000
MAX_NAME: Final = 60
MAX_DAYS: Final = 366

_DAY: Final = timedelta(days=1)
_WHEN = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?", re.ASCII)
_DURATION = re.compile(
    r"\+?P(?:(\d{1,4})W|(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,6})S)?)?)",
    re.ASCII,
)
_ESCAPED = re.compile(r"\\(.)")
_REPEATS: Final = frozenset({"RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"})
_READ: Final = frozenset({"DTSTART", "DTEND", "DURATION", "SUMMARY", "STATUS"})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An event that was not taken over: the line it begins on, its name, and why."""

    line: int
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """What a calendar holds, in its own order. Which of it are terms, a carer says."""

    days: tuple[NamedDays, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Event:
    line: int
    properties: dict[str, ContentLine] = field(default_factory=dict)


def school_calendar(text: str, zone: tzinfo) -> SchoolCalendar:
    """Return the days that a calendar's events stand on, in a zone.

    Raises CalendarMalformed, with the line, for what is not a calendar.
    """
    days: list[NamedDays] = []
    left_out: list[LeftOut] = []
    for count, event in enumerate(_events(text)):
        if count == MAX_EVENTS:
            refuse(event.line, f"there are over {MAX_EVENTS:,} events; ask for one year at a time")
        if why := _why_not(event):
            left_out.append(LeftOut(event.line, _name_of(event), why))
        else:
            days.append(_days_of(event, zone))
    return SchoolCalendar(tuple(days), tuple(left_out))


def _events(text: str) -> Iterator[_Event]:
    """Yield each VEVENT when it ends. What stands in a part inside an event is not the event's."""
    event = None
    for found in content_lines(text):
        if found.name == "VERSION" and len(found.inside) == 1 and found.word != "2.0":
            refuse(found.line, "this is an older kind of calendar; save it as iCalendar 2.0")
        if found.inside[-1] != "VEVENT":
            continue
        if found.name == "BEGIN":
            if found.inside.count("VEVENT") > 1:
                refuse(found.line, "an event begins inside an event; save the file anew")
            event = _Event(found.line)
        else:
            assert event is not None  # the part that is here has begun
            _keep(event, found)
            if found.name == "END":
                yield event


def _keep(event: _Event, found: ContentLine) -> None:
    if found.name in _REPEATS:
        # Whichever of them it is, there is more than one day to it.
        event.properties.setdefault("RRULE", found)
    elif found.name in _READ:
        if found.name in event.properties:
            refuse(found.line, f"{found.name} stands twice in one event; remove one of the two")
        event.properties[found.name] = found


def _why_not(event: _Event) -> str | None:
    if "RRULE" in event.properties:
        return "It repeats. Add each of its dates by hand if they matter."
    status = event.properties.get("STATUS")
    if status is not None and status.word == "CANCELLED":
        return "It is called off."
    return None


def _days_of(event: _Event, zone: tzinfo) -> NamedDays:
    start = event.properties.get("DTSTART")
    if start is None:
        refuse(event.line, "this event has no DTSTART, so nobody knows when it is; remove it")
    begins = _when(start, zone)
    ends, line = _end_of(event, start, begins, zone)
    if ends < begins:
        refuse(line, f"the event ends before it begins on {begins:%Y-%m-%d}; correct one of them")
    # What ends as a day begins was over with the day before.
    last = ends.date() if ends == begins or ends.time() != time() else ends.date() - _DAY
    if (last - begins.date()).days >= MAX_DAYS:
        refuse(line, "the event is longer than a year; correct its end")
    return NamedDays(_name_of(event), begins.date(), last)


def _end_of(
    event: _Event, start: ContentLine, begins: datetime, zone: tzinfo
) -> tuple[datetime, int]:
    """Return when an event ends, and the line that says so."""
    end, lasts = event.properties.get("DTEND"), event.properties.get("DURATION")
    if end is not None and lasts is not None:
        refuse(lasts.line, "the event has an end and a duration; remove one of the two")
    if end is not None:
        if _is_day(end) is not _is_day(start):
            refuse(end.line, "one of start and end has a time and the other none; make them alike")
        return _when(end, zone), end.line
    try:
        if lasts is not None:
            return begins + _duration(lasts), lasts.line
        # Without an end, a day is that day and a time of day is that moment.
        return begins + (_DAY if _is_day(start) else timedelta()), start.line
    except OverflowError:
        refuse(start.line, "the event is later than the year 9999; correct its date")


def _is_day(found: ContentLine) -> bool:
    return "T" not in found.value


def _when(found: ContentLine, zone: tzinfo) -> datetime:
    """Return a date (at its midnight) or a time of day as clocks in the zone show it, naive."""
    asked = found.parameters.get("VALUE", "").upper()
    match = _WHEN.fullmatch(found.value.strip())
    if match is None or asked not in ("", "DATE" if match[4] is None else "DATE-TIME"):
        refuse(
            found.line,
            f"{shown(found.value)} is no date; expected one such as 20260901 or 20260901T090000",
        )
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if match[4] is None:
            return datetime.combine(day, time())
        # A leap second is written 60, and is the last one of its minute for us.
        clock = time(int(match[4]), int(match[5]), min(int(match[6]), 59))
        if not match[7]:
            return datetime.combine(day, clock)
        at = datetime.combine(day, clock, tzinfo=UTC)
        return at.astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        refuse(found.line, f"the calendar has no {shown(found.value)}; correct it")


def _duration(found: ContentLine) -> timedelta:
    text = found.value.strip()
    match = _DURATION.fullmatch(text)
    if match is None or text[-1] in "PT":
        refuse(
            found.line,
            f"{shown(text)} is no duration; expected one such as P5D for five days",
        )
    weeks, days, hours, minutes, seconds = (int(number or 0) for number in match.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def _name_of(event: _Event) -> str:
    """Return an event's name on one line, without what does not print; empty where it has none."""
    found = event.properties.get("SUMMARY")
    if found is None:
        return ""
    plain = _ESCAPED.sub(lambda escaped: " " if escaped[1] in "nN" else escaped[1], found.value)
    printable = "".join(letter if letter.isprintable() else " " for letter in plain)
    return " ".join(printable.split())[:MAX_NAME].rstrip()
