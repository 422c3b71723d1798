"""A sample record's document with one place changed, and whether it is still a record."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

from consent.encoding import JsonObject, JsonValue
from consent.errors import RecordMalformed
from consent.frozen import Kind
from consent.records.reading import SCHEMAS
from consent.schema import read, write
from tests.consent import samples


@cache
def _sample(kind: Kind) -> JsonObject:
    return write(samples.records()[kind])


def part_of(kind: Kind, path: str) -> Any:  # noqa: ANN401 - any JSON
    """Return what stands at a place in a sample's document; a number is a place in a list."""
    found: Any = deepcopy(_sample(kind))
    for step in path.split(".") if path else ():
        found = found[int(step) if step.isdigit() else step]
    return found


def members(kind: Kind, path: str = "") -> str:
    """Return the names of a record's members in the order of its class, or of those at a place."""
    return " ".join(part_of(kind, path))


def is_read(kind: Kind, path: str, value: JsonValue) -> bool:
    """Say whether a sample is still a record of its kind with this value at a place."""
    document = deepcopy(_sample(kind))
    *way, last = path.split(".")
    inside: Any = document
    for step in way:
        inside = inside[int(step) if step.isdigit() else step]
    inside[int(last) if last.isdigit() else last] = value
    try:
        return write(read(SCHEMAS[kind], document)) == document
    except RecordMalformed:
        return False
