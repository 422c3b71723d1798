"""A document as TOML that a person can read and change: one line a rule, nothing that is empty.

Rules kept here:
- Reading it back (`tomllib`) gives the same document, without its empty arrays.
- Tables inside a table stand on one line each, as TOML's inline tables, so that a rule is a line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def to_toml(document: Mapping[str, object], *, always: Collection[str] = ()) -> str:
    """Return a document of texts, numbers, flags, arrays and tables as TOML.

    Keys of `always` are written also where their arrays are empty.
    """
    lines: list[str] = []
    tables: list[str] = []
    for key, value in document.items():
        if isinstance(value, dict):
            if body := _body(value, always):
                tables += [f"\n[{_key(key)}]", *body]
        elif _is_tables(value):
            assert isinstance(value, list)
            for entry in value:
                tables += [f"\n[[{_key(key)}]]", *_body(entry, always)]
        elif value != []:
            lines.append(f"{_key(key)} = {_value(value)}")
    return "\n".join(lines + tables) + "\n"


def _body(table: Mapping[str, object], always: Collection[str]) -> list[str]:
    return [
        f"{_key(key)} = {_lines(value)}"
        for key, value in table.items()
        if value != [] or key in always
    ]


def _lines(value: object) -> str:
    if _is_tables(value):
        assert isinstance(value, list)
        return "[\n" + "".join(f"    {_value(entry)},\n" for entry in value) + "]"
    return _value(value)


def _value(value: object) -> str:
    if isinstance(value, dict):
        entries = (f"{_key(key)} = {_value(inner)}" for key, inner in value.items())
        return f"{{ {', '.join(entries)} }}" if value else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_value(inner) for inner in value)}]"
    # A JSON text, number or flag is a TOML one too: both escape quotes and backslashes alike.
    return json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(it, dict) for it in value)
