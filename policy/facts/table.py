"""Read a table of facts: one row a line, its columns between ` | `.

Rules kept here:
- A table is strict. A wrong count of columns, an empty one, a name that is not written the way it
  is compared, a word that is not one of its kind, a date that is none, or a key that came before
  raise ValueError with the table, the line and what to do. A mistake is found when the module is
  imported, hence by the first test, never by somebody who needs help.
- Empty lines and lines that start with `#` are for the reader.
- What a column holds is read by a function from text to a value; this module brings the usual ones.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from enum import StrEnum
from typing import TypeVar

from policy.errors import NameMalformed
from policy.names import Name, from_text, to_text

Row = TypeVar("Row")
Kind = TypeVar("Kind", bound=StrEnum)

Column = Callable[[str], object]

_SEPARATOR = " | "


def read(
    table: str,
    text: str,
    columns: tuple[Column, ...],
    row: Callable[..., Row],
    key: Callable[[Row], Hashable],
) -> tuple[Row, ...]:
    """Return the rows of `text`, in its order; `key` of a row may come once only.

    Raises ValueError naming the table, the line and what to do.
    """
    rows: list[Row] = []
    seen: dict[Hashable, int] = {}
    for number, line in enumerate(text.strip("\n").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        where = f"table {table!r}, line {number} ({line!r})"
        cells = line.split(_SEPARATOR)
        if len(cells) != len(columns):
            raise ValueError(
                f"{where} has {len(cells)} columns;"
                f" write {len(columns)} of them, with {_SEPARATOR!r} between"
            )
        try:
            read_row = row(*(column(cell) for column, cell in zip(columns, cells, strict=True)))
        except (ValueError, NameMalformed) as error:
            raise ValueError(f"{where}: {error}") from error
        if (earlier := seen.setdefault(key(read_row), number)) != number:
            raise ValueError(f"{where} says again what line {earlier} says; take one of them out")
        rows.append(read_row)
    return tuple(rows)


def a_name(cell: str) -> Name:
    """Return the name that a cell holds, which has to be written as it is compared.

    Raises ValueError or NameMalformed with what to write.
    """
    name = from_text(cell)
    if (written := to_text(name)) != cell:
        raise ValueError(f"write {written!r} instead of {cell!r}")
    return name


def words(cell: str) -> str:
    """Return the text of a cell.

    Raises ValueError for a cell without words, or with blanks around them.
    """
    if not cell or cell != cell.strip():
        raise ValueError(f"a column holds {cell!r}; write words with no blanks around them")
    return cell


def a_day(cell: str) -> dt.date:
    """Return the day that a cell holds.

    Raises ValueError for what is no day written like 2026-11-21.
    """
    try:
        day = dt.date.fromisoformat(cell)
    except ValueError as error:
        raise ValueError(f"{cell!r} is no day; write it like 2026-11-21") from error
    if day.isoformat() != cell:
        raise ValueError(f"{cell!r} is a day in another form; write {day.isoformat()}")
    return day


def one_of(kinds: type[Kind]) -> Callable[[str], Kind]:
    """Return the function that reads one word of a closed set, and no other."""

    def read_kind(cell: str) -> Kind:
        try:
            return kinds(cell)
        except ValueError as error:
            known = ", ".join(kinds)
            raise ValueError(f"{cell!r} is none of its kinds; write one of: {known}") from error

    return read_kind
