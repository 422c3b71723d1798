"""Parts that several forms of the Rules page share: what it is about, and when it holds.

Rules kept here:
- A form is its fields, each with the texts it was sent with. What a form shows at first and what it
  shows behind an error are the same kind of value, so nothing typed is ever lost.
- Rows are numbered. A row that says nothing is left out, so clearing one removes it.
- The end of a day is written 00:00, as a clock shows it.
- Nothing is believed because a page of ours sent it: what does not fit is refused with its field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias, TypeVar

from console.services.rules import Complaint, Field, RulesRefused, names_in
from policy import names
from policy.categories import Category
from policy.names import Name
from policy.what import What
from policy.windows import DAY, EVERY_DAY, During, Window

Filled: TypeAlias = Mapping[str, tuple[str, ...]]

SPARE_ROWS: Final = 2
MAX_ROWS: Final = 60

_CLOCK: Final = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)", re.ASCII)
_Value = TypeVar("_Value")
_Word = TypeVar("_Word", bound=StrEnum)


def one(filled: Filled, field: str, otherwise: str = "") -> str:
    """Return the text of a field, `otherwise` where it was not sent."""
    found = filled.get(field, ())
    return found[0] if found else otherwise


def what_filled(what: What, prefix: str) -> Filled:
    """Return the fields of what a rule is about; `prefix` keeps two such apart."""
    return {
        f"{prefix}kind": tuple(str(one) for one in Category if one in what.categories),
        f"{prefix}service": tuple(sorted(what.services)),
        f"{prefix}sites": ("\n".join(sorted(map(names.to_text, what.names))),),
    }


def what_in(filled: Filled, prefix: str, field: Field, *, may_be_empty: bool = False) -> What:
    """Return what the fields speak of. Raises RulesRefused."""
    categories = frozenset(word(Category, kind, field) for kind in filled.get(f"{prefix}kind", ()))
    sites: frozenset[Name] = names_in(one(filled, f"{prefix}sites"), field)
    try:
        what = What(
            categories=categories,
            services=frozenset(filled.get(f"{prefix}service", ())),
            names=sites,
        )
    except ValueError:
        raise RulesRefused(field, Complaint.NOTHING) from None
    if not what and not may_be_empty:
        raise RulesRefused(field, Complaint.NOTHING)
    return what


def windows_filled(windows: Iterable[Window]) -> Filled:
    """Return windows as rows, with spare ones behind them. Raises RulesRefused."""
    filled: dict[str, tuple[str, ...]] = {}
    place = 0
    for place, window in enumerate(windows, 1):
        filled |= {
            f"from-{place}": (_shown(window.start),),
            f"until-{place}": (_shown(window.end % DAY),),
            f"day-{place}": tuple(map(str, sorted(window.weekdays))),
            f"during-{place}": (str(window.during),),
            f"first-{place}": ("" if window.first is None else window.first.isoformat(),),
            f"last-{place}": ("" if window.last is None else window.last.isoformat(),),
        }
    return {**filled, **rows_filled(place)}


def windows_in(filled: Filled) -> tuple[Window, ...]:
    """Return the windows that the rows say, one at least. Raises RulesRefused."""
    found = []
    for place in rows_in(filled):
        start, end = (one(filled, f"{key}-{place}").strip() for key in ("from", "until"))
        if not (start or end):
            continue
        days = days_in(filled, place)
        if not days:
            raise RulesRefused(Field.WHEN, Complaint.NO_DAYS)
        first, last = (_date(one(filled, f"{key}-{place}")) for key in ("first", "last"))
        starts, ends, during = _minute(start) % DAY, _minute(end) or DAY, during_in(filled, place)
        try:
            window = Window(
                weekdays=days, start=starts, end=ends, first=first, last=last, during=during
            )
        except ValueError:
            raise RulesRefused(Field.WHEN, Complaint.NO_DATE) from None
        found.append(window)
    if not found:
        raise RulesRefused(Field.WHEN, Complaint.NO_TIME)
    return tuple(found)


def rows_filled(rows: int) -> Filled:
    """Return how many rows are shown: so many, and spare ones. Raises RulesRefused."""
    if rows > MAX_ROWS:
        # A page that shows some of them would remove the others.
        raise RulesRefused(Field.WHEN, Complaint.TOO_MANY)
    return {"rows": (str(min(rows + SPARE_ROWS, MAX_ROWS)),)}


def rows_in(filled: Filled) -> range:
    """Return the numbers of the rows that were shown. Raises RulesRefused."""
    said = one(filled, "rows", "0")
    if not re.fullmatch(r"\d{1,2}", said, re.ASCII) or int(said) > MAX_ROWS:
        raise RulesRefused(Field.WHEN, Complaint.TOO_MANY)
    return range(1, int(said) + 1)


def days_in(filled: Filled, place: int) -> frozenset[int]:
    """Return the weekdays that are ticked in a row."""
    said = frozenset(filled.get(f"day-{place}", ()))
    return frozenset(day for day in EVERY_DAY if str(day) in said)


def during_in(filled: Filled, place: int) -> During:
    """Return the part of the school year that a row is for. Raises RulesRefused."""
    return word(During, one(filled, f"during-{place}", During.ALL_YEAR), Field.WHEN)


def _minute(text: str) -> int:
    found = _CLOCK.fullmatch(text)
    if not found or (minute := int(found[1]) * 60 + int(found[2])) > DAY:
        raise RulesRefused(Field.WHEN, Complaint.NO_TIME)
    return minute


def _shown(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise RulesRefused(Field.WHEN, Complaint.NO_DATE) from None


def word(kinds: type[_Word], text: str, field: Field) -> _Word:
    """Return one word of a closed set. Raises RulesRefused."""
    try:
        return kinds(text)
    except ValueError:
        raise RulesRefused(field, Complaint.NOTHING) from None


def built(make: Callable[[], _Value], field: Field = Field.LEAVES) -> _Value:
    """Return what `make` builds; what `policy` cannot build is told at its field."""
    try:
        return make()
    except ValueError:
        # All that is asked before it was checked, but for kinds that no app is known of.
        raise RulesRefused(field, Complaint.NO_KIND) from None
