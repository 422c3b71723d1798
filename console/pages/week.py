"""The week as a picture: seven lines, and on each what the clock closes and opens.

Rules kept here:
- The picture is drawn from rules alone. When a device was used is not in them.
- What the picture shows stands beside it in words, line by line, so that nobody needs to see it.
- A stretch belongs to the day it is on: a night is drawn in two parts, as it is on a calendar.
- Where the school year matters there are two pictures. Dates are told in words and not drawn.
- What always holds hangs on no clock, and is not in the picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from console import words
from policy.timed import Effect, TimedRule
from policy.windows import ALWAYS, DAY, During, Window


class Tone(StrEnum):
    """What a stretch does; the value is what it looks like."""

    CLOSED = "closed"
    PART = "part"
    OPENED = "opened"


_SAID: Final = {
    Tone.CLOSED: words.rules.CLOSED_FROM,
    Tone.PART: words.rules.PART_FROM,
    Tone.OPENED: words.rules.OPENED_FROM,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One stretch of a day, in minutes since its midnight."""

    start: int
    length: int
    tone: Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """One day: `label` beside the picture, `text` instead of it."""

    label: str
    bars: tuple[Bar, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Seven days; `heading` is None where all weeks are alike."""

    heading: str | None
    days: tuple[DayLine, ...]


def weeks_of(rules: Iterable[TimedRule]) -> tuple[Week, ...]:
    """Return the picture of rules in time, two where the school year matters, none for none."""
    windows = [
        (window, _tone(rule)) for rule in rules for window in rule.windows if window != ALWAYS
    ]
    if not windows:
        return ()
    if all(window.during is During.ALL_YEAR for window, _ in windows):
        return (_week(None, windows),)
    return tuple(
        _week(
            heading,
            [one for one in windows if one[0].during in (During.ALL_YEAR, during)],
        )
        for heading, during in (
            (words.rules.WEEK_TERM, During.TERM),
            (words.rules.WEEK_HOLIDAYS, During.HOLIDAYS),
        )
    )


def _tone(rule: TimedRule) -> Tone:
    if rule.closes_everything:
        return Tone.CLOSED
    return Tone.OPENED if rule.effect is Effect.ALLOW else Tone.PART


def _week(heading: str | None, windows: Iterable[tuple[Window, Tone]]) -> Week:
    found = tuple(windows)
    return Week(heading=heading, days=tuple(_day(day, found) for day in range(1, 8)))


def _day(day: int, windows: Iterable[tuple[Window, Tone]]) -> DayLine:
    stretches: dict[Tone, list[tuple[int, int]]] = {tone: [] for tone in Tone}
    before = 7 if day == 1 else day - 1
    for window, tone in windows:
        if day in window.weekdays:
            stretches[tone].append((window.start, min(window.runs_until, DAY)))
        if before in window.weekdays and window.runs_until > DAY:
            stretches[tone].append((0, window.runs_until - DAY))
    merged = [
        Bar(start=start, length=end - start, tone=tone)
        for tone in Tone
        for start, end in _merged(stretches[tone])
    ]
    label = words.rules.WEEKDAYS[day - 1]
    return DayLine(
        label=words.rules.SHORT_DAYS[day - 1], bars=tuple(merged), text=_text(label, merged)
    )


def _merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _text(day: str, bars: Iterable[Bar]) -> str:
    parts = [
        _SAID[bar.tone].format(start=_clock(bar.start), end=_clock(bar.start + bar.length))
        for bar in sorted(bars, key=lambda bar: bar.start)
    ]
    if not parts:
        return words.rules.DAY_OPEN.format(day=day)
    return words.rules.DAY_CLOSED.format(day=day, parts=", ".join(parts))


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
