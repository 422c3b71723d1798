"""Parts of the forms of the Rules page: boxes, choices and rows, drawn from what is filled in.

Rules kept here:
- What is set is read from the fields, whoever filled them; an unknown text there sets nothing.
- Every box and every row has words of its own, since somebody may hear the form and not see it.
- Apps are folded by their kind, and a fold stands open where something in it is set.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from console import words
from console.services.filled import MAX_ROWS, Filled, one
from console.words.of_policy import KINDS_ALONE, SERVICE_NOTES
from policy import services
from policy.categories import Category
from policy.timed import COUNTED, Period
from policy.windows import During

_KINDS_OF_APPS: Final = (*(kind for kind in Category if services.in_category(kind)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One box or choice: what is sent, what a person reads, whether it is set; a hint beside it."""

    value: str
    label: str
    is_set: bool
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppRow:
    """One app with its choices; `field` is the name of the field."""

    field: str
    label: str
    note: str | None
    choices: tuple[Tick, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppGroup:
    """The apps of one kind; `is_open` where one of them is set already."""

    heading: str
    rows: tuple[AppRow, ...] = ()
    ticks: tuple[Tick, ...] = ()
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatPart:
    """What a rule speaks of; `prefix` stands before the names of its fields."""

    prefix: str
    kinds: tuple[Tick, ...]
    apps: tuple[AppGroup, ...]
    sites: str
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRow:
    """One row of when; `number` is that of its fields."""

    number: int
    heading: str
    start: str
    end: str
    days: tuple[Tick, ...]
    during: tuple[Tick, ...]
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRow:
    """One row of minutes; `number` is that of its fields."""

    number: int
    heading: str
    minutes: str
    targets: tuple[Tick, ...]
    periods: tuple[Tick, ...]
    days: tuple[Tick, ...]
    during: tuple[Tick, ...]


def kind_ticks(filled: Filled, field: str, among: Iterable[Category]) -> tuple[Tick, ...]:
    """Return kinds of site as boxes."""
    ticked = filled.get(field, ())
    return tuple(
        Tick(
            value=str(kind),
            label=KINDS_ALONE[kind],
            is_set=str(kind) in ticked,
        )
        for kind in Category
        if kind in set(among)
    )


def choices(labels: Mapping[str, str], chosen: str) -> tuple[Tick, ...]:
    """Return choices, of which one is set."""
    return tuple(
        Tick(value=value, label=label, is_set=value == chosen) for value, label in labels.items()
    )


def switch_groups(filled: Filled) -> tuple[AppGroup, ...]:
    """Return every app with its switch, by kind."""
    groups = []
    for kind in _KINDS_OF_APPS:
        rows = tuple(
            AppRow(
                field=f"app-{service.tag}",
                label=service.label,
                note=SERVICE_NOTES.get(service.note or ""),
                choices=choices(words.rules.SWITCHES, one(filled, f"app-{service.tag}", "kind")),
            )
            for service in services.in_category(kind)
        )
        number = sum(not row.choices[0].is_set for row in rows)
        groups.append(
            AppGroup(heading=_group(kind, len(rows), number), rows=rows, is_open=bool(number))
        )
    return tuple(groups)


def what_part(
    filled: Filled,
    prefix: str,
    error: str | None,
    among: Iterable[Category],
    apps: Collection[str] | None = None,
) -> WhatPart:
    """Return the fields of what a rule speaks of; `among` are the kinds to choose from.

    With `apps`, only these are offered, and whatever is set already.
    """
    ticked = filled.get(f"{prefix}service", ())
    groups = []
    for kind in _KINDS_OF_APPS:
        ticks = tuple(
            Tick(value=service.tag, label=service.label, is_set=service.tag in ticked)
            for service in services.in_category(kind)
            if apps is None or service.tag in apps or service.tag in ticked
        )
        number = sum(tick.is_set for tick in ticks)
        if ticks:
            groups.append(
                AppGroup(
                    heading=_group(kind, len(ticks), number), ticks=ticks, is_open=bool(number)
                )
            )
    return WhatPart(
        prefix=prefix,
        kinds=kind_ticks(filled, f"{prefix}kind", among),
        apps=tuple(groups),
        sites=one(filled, f"{prefix}sites"),
        error=error,
    )


def _group(kind: Category | None, count: int, number: int) -> str:
    label = words.rules.APPS_OTHER if kind is None else KINDS_ALONE[kind]
    if number:
        return words.rules.APPS_SET.format(kind=label, count=count, number=number)
    return words.rules.APPS_OF.format(kind=label, count=count)


def window_rows(filled: Filled) -> tuple[WindowRow, ...]:
    """Return the rows of when."""
    rows = []
    for number in _numbers(filled):
        start, end = (one(filled, f"{key}-{number}") for key in ("from", "until"))
        is_spare = not (start or end)
        rows.append(
            WindowRow(
                number=number,
                # The first is never spare, or an empty form would have two rows of one name.
                heading=words.rules.ROW_SPARE
                if is_spare and number > 1
                else words.rules.ROW.format(number=number),
                start=start,
                end=end,
                days=_days(filled, number, is_spare=is_spare),
                during=choices(
                    words.rules.DURINGS, one(filled, f"during-{number}", During.ALL_YEAR)
                ),
                first=one(filled, f"first-{number}"),
                last=one(filled, f"last-{number}"),
            )
        )
    return tuple(rows)


def budget_rows(filled: Filled) -> tuple[BudgetRow, ...]:
    """Return the rows of minutes."""
    rows = []
    for number in _numbers(filled):
        minutes = one(filled, f"minutes-{number}")
        chosen = one(filled, f"target-{number}", "everything")
        rows.append(
            BudgetRow(
                number=number,
                heading=words.rules.BUDGET.format(number=number)
                if minutes or number == 1
                else words.rules.BUDGET_SPARE,
                minutes=minutes,
                targets=tuple(
                    Tick(value=value, label=label, is_set=value == chosen)
                    for value, label in _TARGETS
                ),
                periods=choices(words.rules.PERIODS, one(filled, f"period-{number}", Period.DAY)),
                days=_days(filled, number, is_spare=not minutes),
                during=choices(
                    words.rules.DURINGS, one(filled, f"during-{number}", During.ALL_YEAR)
                ),
            )
        )
    return tuple(rows)


def _numbers(filled: Filled) -> range:
    rows = one(filled, "rows", "0")
    return (
        range(1, min(int(rows), MAX_ROWS) + 1) if rows.isascii() and rows.isdecimal() else range(0)
    )


def _days(filled: Filled, number: int, *, is_spare: bool) -> tuple[Tick, ...]:
    ticked = filled.get(f"day-{number}", ())
    every = is_spare and not ticked
    return tuple(
        Tick(value=str(day), label=label, is_set=every or str(day) in ticked)
        for day, label in enumerate(words.rules.SHORT_DAYS, 1)
    )


_TARGETS: Final = (
    ("everything", words.rules.EVERYTHING),
    *((str(kind), KINDS_ALONE[kind]) for kind in COUNTED),
    *(
        (f"service:{service.tag}", service.label)
        for kind in COUNTED
        for service in services.in_category(kind)
    ),
)
