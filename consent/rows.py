"""The rows that a day shows: what the device asked for, cut down to the level, and padded.

Rules kept here:
- A row is a count of a kind of site (level 1), or one main name in one hour of the day (the other
  levels), and cannot be anything between.
- Where one is printed, it names nothing that was looked up, and it cannot be written to a file.
- Only the form of a name is judged. Which names are registrable changes with time and release; a
  row that was right when it was sealed is never said to have been altered.
- Rows are padded to whole blocks before they are sealed: the length of what is sealed still tells
  roughly how much it holds, and nothing finer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, NoReturn, final

from consent.codes import Code
from consent.encoding import json_from_object, object_from_json
from consent.errors import RecordMalformed
from consent.schema import Items, Name, Span, read, write

PADDED_TO: Final = 512
MAX_ROWS: Final = 128
"""How many rows a frame holds at most: with the longest names, its line stays below 64 KiB."""

_LABEL: Final = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
_RECORDED: Final = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})+")


@dataclass(frozen=True, slots=True)
class RecordedName:
    """A name of two labels or more, in lower case and in A-labels, whatever stands in any list."""

    def allows(self, value: object) -> bool:
        """Say whether it has the form of one."""
        return _RECORDED.fullmatch(str(value)) is not None


@final
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Row:
    """One line of what a day shows. Raises RecordMalformed for what no level has.

    `times` and `category` alone at level 1; else `hour`, as clocks show it, and `domain`, at level
    2 with its `category`. That the device asked does not show that anyone opened it.
    """

    hour: Annotated[int, Span(0, 23)] | None
    category: Annotated[str, Name()] | None
    domain: Annotated[str, RecordedName()] | None
    times: Annotated[int, Span(1, 2**31 - 1)] | None

    def __post_init__(self) -> None:
        is_count = self.times is not None
        if is_count and self.category is None:
            raise RecordMalformed(Code.RECORD_VALUE, "rows.category")
        if (self.hour is None, self.domain is None) != (is_count, is_count):
            raise RecordMalformed(Code.RECORD_VALUE, "rows.times")

    def __repr__(self) -> str:
        return "<Row>"

    def __reduce_ex__(self, _: object) -> NoReturn:
        raise TypeError("a row is not written to a file")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    rows: Annotated[tuple[Row, ...], Items(1, MAX_ROWS)]
    padding: str


def rows_to_octets(rows: Sequence[Row]) -> bytes:
    """Return rows as what is sealed: a whole number of times PADDED_TO octets.

    Raises RecordMalformed for none, for too many, and for what no row can say.
    """
    document = write(_Rows(rows=tuple(rows), padding=""))
    # What could not be read again must not be sealed: it would be taken for damage.
    read(_Rows, document)
    bare = len(json_from_object(document))
    return json_from_object(document | {"padding": _padding(bare)})


def rows_from_octets(octets: bytes) -> tuple[Row, ...]:
    """Return the rows that were sealed. Raises JsonMalformed, RecordMalformed."""
    found = read(_Rows, object_from_json(octets))
    if found.padding != _padding(len(octets) - len(found.padding)):
        raise RecordMalformed(Code.RECORD_VALUE, "padding")
    return found.rows


def merged(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return a day's rows as they are shown: counts added up, names once an hour, in order.

    A restart of the box can seal a row twice, and the order of sealing tells more than the hour.
    """
    times: dict[str, int] = {}
    named: dict[tuple[int, str, str], Row] = {}
    for row in rows:
        if row.category is not None and row.times is not None:
            times[row.category] = times.get(row.category, 0) + row.times
        else:
            named[row.hour or 0, row.domain or "", row.category or ""] = row
    counted = (
        Row(hour=None, category=category, domain=None, times=count)
        for category, count in sorted(times.items())
    )
    return (*counted, *(named[key] for key in sorted(named)))


def _padding(bare: int) -> str:
    return "0" * (-bare % PADDED_TO)
