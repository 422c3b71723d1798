"""The page on which what was written down is looked at: first the form, then days and rows.

Rules kept here:
- Nothing of what was written down is in the page before the look is on the list.
- Every row says what it does not show.
- No name, site or day stands in the title or in an address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from consent.records.fields import ViewerRole
from consent.rows import Row
from consent.texts.languages import language_named
from console import words
from console.pages.agreed import hours_in_words
from console.pages.times import day_in_words
from console.services.viewing import REASONS, KeptSet, LookRefused, OpenedDay
from console.store.recorder import RecorderRefused, RecorderSilent
from console.words.of_policy import FOR_CARER


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChoice:
    """One day of a form."""

    day: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookForm:
    """What can be looked at of one device under one agreement."""

    agreement: str
    device: str
    label: str
    hours: str
    days: tuple[DayChoice, ...]
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedRow:
    """One row: `time` is None for a count."""

    time: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedDay:
    """One day with its rows."""

    heading: str
    rows: tuple[LookedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewingPage:
    """The page. `days` are what was looked at, after the look was on the list."""

    title: str
    status: HTTPStatus
    is_own: bool
    forms: tuple[LookForm, ...]
    reasons: tuple[tuple[str, str], ...]
    days: tuple[LookedDay, ...]
    text: str | None
    error: str | None


def viewing_page(
    sets: Sequence[KeptSet] | None,
    role: ViewerRole,
    days: Sequence[OpenedDay] = (),
    wrong: tuple[str, str] | None = None,
) -> ViewingPage:
    """Return the page. None is that the recorder says nothing; `wrong` is a device and why."""
    is_own = role is ViewerRole.YOUNG_PERSON
    status = HTTPStatus.OK if sets is not None else HTTPStatus.SERVICE_UNAVAILABLE
    text = words.viewing.SILENT if sets is None else None if sets else words.viewing.NOTHING
    forms = tuple(_form(one, wrong) for one in sets or ())
    is_placed = any(one.error for one in forms)
    return ViewingPage(
        title=words.TITLE.format(page=words.viewing.TITLE),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong and sets is not None else status,
        is_own=is_own,
        forms=forms,
        reasons=() if is_own else tuple((one, words.viewing.REASONS[one]) for one in REASONS),
        days=tuple(_day(one) for one in days),
        text=text,
        error=wrong[1] if wrong and not is_placed else None,
    )


def why_nothing(refused: LookRefused | RecorderRefused | RecorderSilent) -> str:
    """Return why nothing was shown, in words."""
    match refused:
        case LookRefused(wrong=wrong):
            return words.viewing.WRONG[wrong]
        case RecorderRefused(code=code):
            return FOR_CARER[code]
        case RecorderSilent():
            return words.viewing.SILENT


def _form(one: KeptSet, wrong: tuple[str, str] | None) -> LookForm:
    return LookForm(
        agreement=one.agreement,
        device=one.device,
        label=one.label,
        hours=hours_in_words(one.read.line.scope.hours),
        days=tuple(DayChoice(day=day.isoformat(), label=day_in_words(day)) for day in one.days),
        error=wrong[1] if wrong and wrong[0] == one.device else None,
    )


def _day(one: OpenedDay) -> LookedDay:
    kinds = language_named("en").phrases.kinds
    return LookedDay(
        heading=day_in_words(one.day), rows=tuple(_row(row, kinds) for row in one.rows)
    )


def _row(row: Row, kinds: Mapping[str, str]) -> LookedRow:
    kind = "" if row.category is None else kinds.get(row.category, row.category)
    if row.hour is None:
        return LookedRow(time=None, text=words.viewing.COUNT.format(kind=kind, count=row.times))
    time = words.viewing.HOUR.format(start=f"{row.hour:02}:00", end=f"{(row.hour + 1) % 24:02}:00")
    text = words.viewing.SITE_KIND if kind else words.viewing.SITE
    return LookedRow(time=time, text=text.format(site=row.domain, kind=kind))
