"""A value of every schema, filled from its annotations: each free text says the same word.

What it holds is well formed and means nothing; a test that needs a meaning sets that field itself.
"""

from __future__ import annotations

import types
from dataclasses import is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from consent.schema import Bits128, Bits256, Domain, Items, Minutes, Name, Registrable, Span, Text

T = TypeVar("T")

CANARY = "Zebedee"
DAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)


def filled(schema: type[T], **fields: object) -> T:
    """Return a value of a schema, with these fields as they are given."""
    hints = get_type_hints(schema, include_extras=True)
    return schema(**{name: fields.get(name, _value(hint)) for name, hint in hints.items()})


def _value(hint: Any) -> object:  # noqa: ANN401 - an annotation can be anything
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _constrained(args[0], args[1:])
    if origin in {Union, types.UnionType}:
        return _value(args[0])
    if origin is Literal:
        return args[0]
    if origin is tuple:
        return (_value(args[0]),)
    if is_dataclass(hint):
        return filled(cast("type[object]", hint))
    if issubclass(hint, StrEnum):
        return next(iter(hint))
    return {bool: True, int: 1, date: DAY, datetime: AT, types.NoneType: None}[hint]


def _constrained(base: Any, constraints: tuple[object, ...]) -> object:  # noqa: ANN401 - the same
    match constraints[0]:
        case Text(most):
            return CANARY[:most]
        case Bits128():
            return "0f" * 16
        case Bits256():
            return "2b" * 32
        case Domain() | Registrable():
            return f"{CANARY.lower()}.org"
        case Name():
            return CANARY.lower()
        case Span(least):
            return least
        case Minutes():
            return 0
        case Items(least):
            return (_value(get_args(base)[0]),) * max(least, 1)
    raise AssertionError(constraints)
