"""Closed schemas: a frozen value's annotations say what its JSON may hold, and nothing else may.

Rules kept here:
- Every field stands in the document, and nothing else does. What may be empty is null.
- A bool is not a number, a number is not a text, and a choice is one of its enum's values.
- A date is `YYYY-MM-DD`, an instant is `YYYY-MM-DDTHH:MM:SSZ`, and no other form of them is read.
  Both lie between the years 2000 and 2199, so that no sum of dates leaves the calendar.
- The error names the path of the field, which is ours, and repeats nothing that the document says.
- What is written is read again to the same value, and what is read is written to the same octets.
"""

from __future__ import annotations

import re
import types
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import (
    Annotated,
    Any,
    Final,
    Literal,
    Protocol,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from consent.codes import Code
from consent.encoding import JsonObject, JsonValue
from consent.errors import RecordMalformed
from consent.suffixes import is_domain, is_name, is_registrable

T = TypeVar("T")

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_HEX: Final = re.compile(r"[0-9a-f]*")
_YEARS: Final = range(2000, 2200)


class Constraint(Protocol):
    """What else must be true of a field's value, beside its type."""

    def allows(self, value: object) -> bool:
        """Say whether a value of the right type may stand there."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """A text of 1 to `most` characters that neither starts nor ends with a space."""

    most: int

    def allows(self, value: object) -> bool:
        """Say whether it is neither empty nor too long."""
        text = str(value)
        return 0 < len(text) <= self.most and text == text.strip()


@dataclass(frozen=True, slots=True)
class Bits128:
    """Sixteen octets in lower-case hexadecimal."""

    def allows(self, value: object) -> bool:
        """Say whether it is 32 hexadecimal digits."""
        return len(str(value)) == 32 and _HEX.fullmatch(str(value)) is not None


@dataclass(frozen=True, slots=True)
class Bits256:
    """Thirty-two octets in lower-case hexadecimal."""

    def allows(self, value: object) -> bool:
        """Say whether it is 64 hexadecimal digits."""
        return len(str(value)) == 64 and _HEX.fullmatch(str(value)) is not None


@dataclass(frozen=True, slots=True)
class Domain:
    """A registrable domain or a name below one: something that can prove itself over HTTPS."""

    def allows(self, value: object) -> bool:
        """Say whether it is such a name, in lower case and in A-labels."""
        return is_domain(str(value))


@dataclass(frozen=True, slots=True)
class Registrable:
    """A registrable domain (one label below a public suffix)."""

    def allows(self, value: object) -> bool:
        """Say whether it is one."""
        return is_registrable(str(value))


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a category: lower-case letters, digits and hyphens."""

    def allows(self, value: object) -> bool:
        """Say whether it is one."""
        return is_name(str(value))


@dataclass(frozen=True, slots=True)
class Span:
    """A whole number between two, both included."""

    least: int
    most: int

    def allows(self, value: object) -> bool:
        """Say whether it lies between."""
        return isinstance(value, int) and self.least <= value <= self.most


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes since midnight, 0 to 1440."""

    def allows(self, value: object) -> bool:
        """Say whether it is a minute of a day, or its end."""
        return isinstance(value, int) and 0 <= value <= 24 * 60


@dataclass(frozen=True, slots=True)
class Items:
    """So many items in a list."""

    least: int
    most: int

    def allows(self, value: object) -> bool:
        """Say whether there are neither too few nor too many."""
        return isinstance(value, tuple) and self.least <= len(value) <= self.most


def read(schema: type[T], document: JsonObject) -> T:
    """Return the value that a document says. Raises RecordMalformed with the field's path."""
    return cast("T", _read(schema, document, ""))


def write(value: object) -> JsonObject:
    """Return the document of a value. Raises RecordMalformed for a time that cannot be said."""
    return cast("JsonObject", _write(value))


@cache
def _hints(schema: type) -> dict[str, Any]:
    return get_type_hints(schema, include_extras=True)


def _read(hint: Any, value: JsonValue, where: str) -> object:  # noqa: ANN401 - any annotation
    origin = get_origin(hint)
    if origin is Annotated:
        base, *constraints = get_args(hint)
        found = _read(base, value, where)
        if not all(cast("Constraint", one).allows(found) for one in constraints):
            raise RecordMalformed(Code.RECORD_VALUE, where)
        return found
    if origin in {Union, types.UnionType}:
        return _read_choice(get_args(hint), value, where)
    if origin is Literal:
        # By type too: True is equal to 1, and would be taken for it.
        if any(type(value) is type(one) and value == one for one in get_args(hint)):
            return value
        raise RecordMalformed(Code.RECORD_VALUE, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise RecordMalformed(Code.RECORD_TYPE, where)
        item = get_args(hint)[0]
        return tuple(_read(item, one, f"{where}[{at}]") for at, one in enumerate(value))
    if isinstance(hint, type) and is_dataclass(hint):
        return _read_members(hint, value, where)
    return _read_plain(hint, value, where)


def _read_choice(hints: tuple[Any, ...], value: JsonValue, where: str) -> object:
    """Read one of several: null, or the shape whose `how` the document names."""
    rest = [hint for hint in hints if hint is not type(None)]
    if value is None:
        if len(rest) == len(hints):
            raise RecordMalformed(Code.RECORD_TYPE, where)
        return None
    if len(rest) == 1:
        return _read(rest[0], value, where)
    how = value.get("how") if isinstance(value, dict) else None
    for hint in rest:
        if how in get_args(_hints(hint)["how"]):
            return _read(hint, value, where)
    raise RecordMalformed(Code.RECORD_VALUE, f"{where}.how")


def _read_members(schema: type, value: JsonValue, where: str) -> object:
    if not isinstance(value, dict):
        raise RecordMalformed(Code.RECORD_TYPE, where or "the record")
    hints = _hints(schema)
    if unknown := value.keys() - hints.keys():
        raise RecordMalformed(Code.RECORD_UNKNOWN, f"{where or 'the record'}: {len(unknown)} more")
    if missing := sorted(hints.keys() - value.keys()):
        raise RecordMalformed(Code.RECORD_MISSING, f"{where}.{missing[0]}".lstrip("."))
    return schema(
        **{
            name: _read(hint, value[name], f"{where}.{name}".lstrip("."))
            for name, hint in hints.items()
        }
    )


def _read_plain(hint: Any, value: JsonValue, where: str) -> object:  # noqa: ANN401 - the same
    if hint is type(None) and value is None:
        return None
    if hint in {bool, int, str} and type(value) is hint:
        return value
    if isinstance(value, str):
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            if value in {str(one) for one in hint}:
                return hint(value)
            raise RecordMalformed(Code.RECORD_VALUE, where)
        if hint is datetime:
            return _instant(value, where)
        if hint is date:
            return _date(value, where)
    raise RecordMalformed(Code.RECORD_TYPE, where)


def _date(text: str, where: str) -> date:
    # The form first: the library reads `20261121` and `2026-W47-6` as well.
    if _DATE.fullmatch(text):
        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = date.min
        if found.year in _YEARS:
            return found
    raise RecordMalformed(Code.RECORD_DATE, where)


def _instant(text: str, where: str) -> datetime:
    if _INSTANT.fullmatch(text):
        try:
            found = datetime.fromisoformat(text).astimezone(UTC)
        except ValueError:
            found = datetime.min.replace(tzinfo=UTC)
        # Later versions of the library read 24:00:00 as the next day: one instant, two texts.
        if found.year in _YEARS and _instant_text(found) == text:
            return found
    raise RecordMalformed(Code.RECORD_DATE, where)


def _instant_text(at: datetime) -> str:
    # What a record cannot hold is not rounded away: a fraction of a second, a zone other than UTC.
    if at.utcoffset() != timedelta(0) or at.microsecond:
        raise RecordMalformed(Code.RECORD_DATE, "an instant that is no whole second of UTC")
    return f"{at.replace(tzinfo=None).isoformat()}Z"


def _write(value: object) -> JsonValue:
    match value:
        case StrEnum():
            return str(value)
        case None | bool() | int() | str():
            return value
        case datetime():
            return _instant_text(value)
        case date():
            return value.isoformat()
        case tuple():
            return [_write(one) for one in value]
        case _:
            return {
                one.name: _write(getattr(value, one.name)) for one in fields(cast("Any", value))
            }
