"""Strategies for any value of a schema, made from the same annotations that the reader reads.

What is drawn is well formed and means nothing: it breaks most rules of a profile.
"""

from __future__ import annotations

import types
import unicodedata
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

from hypothesis import strategies as st

from consent.schema import Bits128, Bits256, Domain, Items, Minutes, Name, Registrable, Span, Text

T = TypeVar("T")

FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
_MOST_ITEMS = 3
# Letters of several scripts, what JSON escapes, what only some readers count as one character.
_CHARACTERS = "aZ09 é ß ж م क् 中 \U0001f512 \" \\ / < & ' . , ; - “ ” \u200d"


def drawn(schema: type[T]) -> st.SearchStrategy[T]:
    """Return a strategy for the values of a schema."""
    hints = get_type_hints(schema, include_extras=True)
    return st.builds(schema, **{name: _strategy(hint) for name, hint in hints.items()})


def _strategy(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - an annotation can be anything
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _constrained(args[0], args[1])
    if origin in {Union, types.UnionType}:
        return st.one_of(*map(_strategy, args))
    if origin is Literal:
        return st.sampled_from(args)
    if is_dataclass(hint):
        return drawn(cast("type[object]", hint))
    if issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    return {
        bool: st.booleans(),
        date: st.dates(FIRST, LAST),
        datetime: st.datetimes(
            datetime(2000, 1, 1),  # noqa: DTZ001 - Hypothesis takes naive bounds
            datetime(2199, 12, 31, 23, 59, 59),  # noqa: DTZ001 - the same
            timezones=st.just(UTC),
        ).map(lambda at: at.replace(microsecond=0)),
        types.NoneType: st.none(),
    }[hint]


def _constrained(base: Any, constraint: object) -> st.SearchStrategy[Any]:  # noqa: ANN401 - the same
    match constraint:
        case Text(most):
            return _texts(most)
        case Bits128():
            return st.binary(min_size=16, max_size=16).map(bytes.hex)
        case Bits256():
            return st.binary(min_size=32, max_size=32).map(bytes.hex)
        case Domain():
            return st.sampled_from(
                ["northmoor.gov.uk", "care.northmoor.gov.uk", "xn--bcher-kva.de"]
            )
        case Registrable():
            return st.sampled_from(["chat.example", "northmoor.gov.uk", "a.co.uk"])
        case Name():
            return st.sampled_from(["strangers", "self-harm", "a1-b2"])
        case Span(least, most):
            return st.integers(least, most)
        case Minutes():
            return st.integers(0, 24 * 60)
        case Items(least, most):
            item = _strategy(get_args(base)[0])
            fewest = min(most, max(least, _MOST_ITEMS))
            return st.lists(item, min_size=least, max_size=fewest).map(tuple)
    raise AssertionError(constraint)


def _texts(most: int) -> st.SearchStrategy[str]:
    short = (
        st.text(st.sampled_from(_CHARACTERS), max_size=min(most, 8))
        .map(lambda text: unicodedata.normalize("NFC", text).strip())
        .filter(bool)
    )
    return st.one_of(short, st.just("x" * most))
