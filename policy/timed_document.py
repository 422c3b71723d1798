"""Rules in time, windows, budgets and family time as tables of a document, read strictly.

Rules kept here:
- Days are `mon` to `sun`, times `21:30`, dates `2026-09-01`; `24:00` is the end of a day.
- What is left out is not written either. Reading back what was written gives the same values.

A rule in time:

    title *   effect * = "block", "allow" or "allow-only"
    everything = true, or any of categories, services, names      what it is about
    leaves = { categories, services, names }                      what stays open meanwhile
    when = [{ days, from, until, during, first, last }]           always, where left out

A budget is `minutes` *, `category` or `service` (everything where neither), `per` ("day", "week"),
`days`, `during`. Family time is `title` *, the parts of what stays open, and `when`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from policy import names, reading, services
from policy.categories import Category
from policy.errors import HouseholdMalformed
from policy.timed import MAX_WEEK, Budget, Effect, FamilyTime, Period, Target, TimedRule
from policy.what import What
from policy.windows import ALWAYS, DAY, EVERY_DAY, During, Window

MAX_RULES = 20_000
MAX_TIMED = 2_000
MAX_WINDOWS = 100

_WHAT_KEYS: Final = ("everything", "categories", "services", "names")
_LEAVES_KEYS: Final = _WHAT_KEYS[1:]
_TIMED_KEYS: Final = ("title", "effect", *_WHAT_KEYS, "leaves", "when")
_WINDOW_KEYS: Final = ("days", "from", "until", "during", "first", "last")
_BUDGET_KEYS: Final = ("minutes", "category", "service", "per", "days", "during")
_TARGET_KEYS: Final = ("category", "service")
_FAMILY_KEYS: Final = ("title", *_LEAVES_KEYS, "when")

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00", re.ASCII)


def timed_from(table: Mapping[str, object], where: str) -> tuple[TimedRule, ...]:
    """Return the rules in time of a rule set's table. Raises HouseholdMalformed."""
    timed = tuple(
        _timed(entry, here) for entry, here in reading.entries(table, "timed", where, MAX_TIMED)
    )
    seen: set[str] = set()
    for place, rule in enumerate(timed):
        if rule.title in seen:
            raise HouseholdMalformed(
                f"{where}.timed[{place}].title", f"two rules here are called {rule.title!r}"
            )
        seen.add(rule.title)
    return timed


def what_from(table: Mapping[str, object], where: str) -> What:
    """Return what a table names with its keys everything, categories, services and names."""
    everything = reading.flag(table, "everything", where)
    if everything is False:
        raise HouseholdMalformed(f"{where}.everything", "write true, or leave the key out")
    for entry, here in reading.entries(table, "services", where, MAX_RULES):
        if reading.text(entry, here) not in services.BY_TAG:
            raise HouseholdMalformed(here, f"{entry!r} is no service that is known here")
    return reading.built(
        where,
        lambda: What(
            everything=bool(everything),
            categories=categories_at(table, "categories", where),
            services=frozenset(reading.words(table, "services", where, MAX_RULES)),
            names=reading.names_at(table, "names", where, MAX_RULES),
        ),
    )


def what_to(what: What) -> dict[str, object]:
    """Return what is named as keys of a table, without those that hold nothing."""
    table: dict[str, object] = {}
    if what.everything:
        table["everything"] = True
    if what.categories:
        table["categories"] = tags_of(what.categories)
    if what.services:
        table["services"] = sorted(what.services)
    if what.names:
        table["names"] = sorted(names.to_text(name) for name in what.names)
    return table


def budgets_from(table: Mapping[str, object], where: str) -> tuple[Budget, ...]:
    """Return the budgets of a person's table. Raises HouseholdMalformed."""
    return tuple(
        _budget(entry, here) for entry, here in reading.entries(table, "budgets", where, MAX_TIMED)
    )


def budget_to(budget: Budget) -> dict[str, object]:
    """Return a budget as a table."""
    table: dict[str, object] = {"minutes": budget.minutes, **target_to(budget.target)}
    if budget.period is not Period.DAY:
        table["per"] = str(budget.period)
    return table | _when(budget.weekdays, budget.during)


def target_from(value: object, where: str) -> Target:
    """Return what a table says minutes are for: everything where it is empty."""
    return _target(reading.table(value, where, _TARGET_KEYS), where)


def target_to(target: Target) -> dict[str, object]:
    """Return what minutes are for as keys of a table."""
    if target.service is not None:
        return {"service": target.service}
    return {} if target.category is None else {"category": str(target.category)}


def family_time_from(table: Mapping[str, object], where: str) -> tuple[FamilyTime, ...]:
    """Return the family times of a person's table. Raises HouseholdMalformed."""
    return tuple(
        _family(entry, here)
        for entry, here in reading.entries(table, "family_time", where, MAX_TIMED)
    )


def family_time_to(family: FamilyTime) -> dict[str, object]:
    """Return a family time as a table."""
    return {"title": family.title, **what_to(family.what), **_windows_to(family.windows)}


def _timed(entry: object, where: str) -> TimedRule:
    table = reading.table(entry, where, _TIMED_KEYS)
    title = reading.label(table, "title", where)
    effect = reading.word(
        Effect, reading.needed(table, "effect", where), f"{where}.effect", "effect", "effects"
    )
    leaves = what_from(
        reading.table(table.get("leaves", {}), f"{where}.leaves", _LEAVES_KEYS), f"{where}.leaves"
    )
    what = what_from(table, where)
    windows = _windows(table, where)
    return reading.built(
        where,
        lambda: TimedRule(title=title, effect=effect, what=what, leaves=leaves, windows=windows),
    )


def timed_to(rule: TimedRule) -> dict[str, object]:
    """Return a rule in time as a table."""
    leaves = {"leaves": what_to(rule.leaves)} if rule.leaves else {}
    return {
        "title": rule.title,
        "effect": str(rule.effect),
        **what_to(rule.what),
        **leaves,
        **_windows_to(rule.windows),
    }


def _budget(entry: object, where: str) -> Budget:
    table = reading.table(entry, where, _BUDGET_KEYS)
    minutes = reading.number(table, "minutes", where, (0, MAX_WEEK))
    target, period = _target(table, where), Period.DAY
    if "per" in table:
        period = reading.word(Period, table["per"], f"{where}.per", "period", "periods")
    weekdays, during = _days(table, where), _during(table, where)
    return reading.built(
        where,
        lambda: Budget(
            minutes=minutes, target=target, period=period, weekdays=weekdays, during=during
        ),
    )


def _target(table: Mapping[str, object], where: str) -> Target:
    category, service = None, None
    if "category" in table:
        category = reading.word(
            Category, table["category"], f"{where}.category", "category", "categories"
        )
    if "service" in table:
        service = reading.text(table["service"], f"{where}.service")
    return reading.built(where, lambda: Target(category=category, service=service))


def _family(entry: object, where: str) -> FamilyTime:
    table = reading.table(entry, where, _FAMILY_KEYS)
    title = reading.label(table, "title", where)
    what, windows = what_from(table, where), _windows(table, where)
    return reading.built(where, lambda: FamilyTime(title=title, what=what, windows=windows))


def _windows(table: Mapping[str, object], where: str) -> tuple[Window, ...]:
    if "when" not in table:
        return (ALWAYS,)
    return tuple(
        _window(entry, here) for entry, here in reading.entries(table, "when", where, MAX_WINDOWS)
    )


def _window(entry: object, where: str) -> Window:
    table = reading.table(entry, where, _WINDOW_KEYS)
    start, end = _clock(table, "from", where, 0), _clock(table, "until", where, DAY)
    if start == DAY:
        raise HouseholdMalformed(f"{where}.from", "a window starts at 23:59 at the latest")
    first, last = (reading.day(table, key, where) for key in ("first", "last"))
    weekdays, during = _days(table, where), _during(table, where)
    return reading.built(
        where,
        lambda: Window(
            weekdays=weekdays, start=start, end=end, first=first, last=last, during=during
        ),
    )


def _windows_to(windows: Iterable[Window]) -> dict[str, object]:
    found = tuple(windows)
    return {} if found == (ALWAYS,) else {"when": [_window_to(window) for window in found]}


def _window_to(window: Window) -> dict[str, object]:
    table: dict[str, object] = {"from": _shown(window.start), "until": _shown(window.end)}
    if window.first is not None:
        table["first"] = window.first.isoformat()
    if window.last is not None:
        table["last"] = window.last.isoformat()
    return table | _when(window.weekdays, window.during)


def _when(weekdays: frozenset[int], during: During) -> dict[str, object]:
    table: dict[str, object] = {}
    if weekdays != EVERY_DAY:
        table["days"] = [_WEEKDAYS[day - 1] for day in sorted(weekdays)]
    if during is not During.ALL_YEAR:
        table["during"] = str(during)
    return table


def _days(table: Mapping[str, object], where: str) -> frozenset[int]:
    if "days" not in table:
        return EVERY_DAY
    found = set()
    for entry, here in reading.entries(table, "days", where, len(_WEEKDAYS)):
        if (said := reading.text(entry, here)) not in _WEEKDAYS:
            raise HouseholdMalformed(
                here, f"{said!r} is no weekday; expected one of {', '.join(_WEEKDAYS)}"
            )
        found.add(_WEEKDAYS.index(said) + 1)
    return frozenset(found)


def _during(table: Mapping[str, object], where: str) -> During:
    if "during" not in table:
        return During.ALL_YEAR
    return reading.word(
        During, table["during"], f"{where}.during", "part of the school year", "parts"
    )


def _clock(table: Mapping[str, object], key: str, where: str, otherwise: int) -> int:
    if key not in table:
        return otherwise
    said = reading.text(table[key], f"{where}.{key}")
    if not _CLOCK.fullmatch(said):
        raise HouseholdMalformed(
            f"{where}.{key}", f"{said!r} is no time of day; expected one such as 21:30"
        )
    return int(said[:2]) * 60 + int(said[3:])


def _shown(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def categories_at(table: Mapping[str, object], key: str, where: str) -> frozenset[Category]:
    """Return the categories of an array. Raises HouseholdMalformed."""
    return frozenset(
        reading.word(Category, entry, here, "category", "categories")
        for entry, here in reading.entries(table, key, where, MAX_RULES)
    )


def tags_of(categories: frozenset[Category]) -> list[str]:
    """Return the tags of categories, in the order of the enumeration."""
    return [str(tag) for tag in Category if tag in categories]
