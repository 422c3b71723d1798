"""Reading parsed TOML or JSON strictly: tables, arrays, texts, and where each of them stands.

Rules kept here:
- An unknown key is an error, never ignored: a misspelt rule that does nothing is worse than none.
- Every error names the place in the document and says what was expected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from policy import names
from policy.errors import HouseholdMalformed, NameMalformed
from policy.letters import is_readable
from policy.names import Name

MAX_TEXT = 60

_Kind = TypeVar("_Kind", bound=StrEnum)
_Value = TypeVar("_Value")


def table(value: object, where: str, keys: Sequence[str]) -> Mapping[str, object]:
    """Return a table that has only these keys. Raises HouseholdMalformed."""
    if not isinstance(value, dict):
        raise HouseholdMalformed(where, f"expected a table, found {_kind(value)}")
    for key in value:
        if key not in keys:
            raise HouseholdMalformed(
                where, f"the key {key!r} is not known here; the keys are {', '.join(keys)}"
            )
    return value


def array(value: object, where: str, limit: int) -> Sequence[object]:
    """Return an array of at most `limit` entries. Raises HouseholdMalformed."""
    if not isinstance(value, list | tuple):
        raise HouseholdMalformed(where, f"expected an array, found {_kind(value)}")
    if len(value) > limit:
        raise HouseholdMalformed(where, f"{len(value)} entries are more than the {limit} allowed")
    return value


def entries(
    holder: Mapping[str, object], key: str, where: str, limit: int
) -> Iterator[tuple[object, str]]:
    """Yield each entry of the array at `key`, with where it stands; none where there is no key."""
    here = f"{where}.{key}" if where else key
    for place, entry in enumerate(array(holder.get(key, ()), here, limit)):
        yield entry, f"{here}[{place}]"


def text(value: object, where: str) -> str:
    """Return a text. Raises HouseholdMalformed."""
    if not isinstance(value, str):
        raise HouseholdMalformed(where, f"expected text in quotes, found {_kind(value)}")
    return value


def needed(holder: Mapping[str, object], key: str, where: str) -> object:
    """Return what stands at a key that must not be left out. Raises HouseholdMalformed."""
    if key not in holder:
        raise HouseholdMalformed(where, f"the key {key!r} is missing")
    return holder[key]


def label(holder: Mapping[str, object], key: str, where: str) -> str:
    """Return the name that a carer gave to someone or something: short, printable, trimmed."""
    return a_label(needed(holder, key, where), f"{where}.{key}")


def a_label(value: object, where: str, longest: int = MAX_TEXT) -> str:
    """Return one such name. Raises HouseholdMalformed."""
    said = text(value, where)
    if not is_readable(said) or said != said.strip() or not 0 < len(said) <= longest:
        raise HouseholdMalformed(
            where, f"expected 1 to {longest} letters, with no space at either end"
        )
    return said


def flag(holder: Mapping[str, object], key: str, where: str) -> bool | None:
    """Return true or false, None where the key is left out. Raises HouseholdMalformed."""
    value = holder.get(key)
    if key in holder and not isinstance(value, bool):
        raise HouseholdMalformed(
            f"{where}.{key}", f"expected true or false, without quotes, found {_kind(value)}"
        )
    return bool(value) if key in holder else None


def number(holder: Mapping[str, object], key: str, where: str, bounds: tuple[int, int]) -> int:
    """Return a whole number within bounds, both inside. Raises HouseholdMalformed."""
    value = needed(holder, key, where)
    low, high = bounds
    if type(value) is not int or not low <= value <= high:
        raise HouseholdMalformed(f"{where}.{key}", f"expected a whole number from {low} to {high}")
    return value


def word(kinds: type[_Kind], value: object, where: str, what: str, plural: str) -> _Kind:
    """Return one word of a closed set. Raises HouseholdMalformed, with the words there are."""
    said = text(value, where)
    try:
        return kinds(said)
    except ValueError:
        raise HouseholdMalformed(
            where, f"{said!r} is no {what}; the {plural} are {', '.join(kinds)}"
        ) from None


def words(holder: Mapping[str, object], key: str, where: str, limit: int) -> Iterator[str]:
    """Yield the texts of an array. Raises HouseholdMalformed."""
    for entry, here in entries(holder, key, where, limit):
        yield text(entry, here)


def names_at(holder: Mapping[str, object], key: str, where: str, limit: int) -> frozenset[Name]:
    """Return the names of an array. Raises HouseholdMalformed.

    An address is no name. Nothing here can block one, and a rule that does nothing is worse than
    none; nor should it be blocked, for sites that have nothing to do with each other share it.
    """
    found = set()
    for entry, here in entries(holder, key, where, limit):
        said = text(entry, here)
        # No name of the public DNS ends in a label of digits alone (RFC 3696, 2).
        if said.rstrip(".").rpartition(".")[2].isdecimal():
            raise HouseholdMalformed(
                here, f"{said!r} is an address; write the site's name, such as example.org"
            )
        try:
            found.add(names.from_text(said))
        except NameMalformed as error:
            raise HouseholdMalformed(here, str(error)) from error
    return frozenset(found)


def day(holder: Mapping[str, object], key: str, where: str) -> date | None:
    """Return a day, None where the key is left out. Raises HouseholdMalformed."""
    if key not in holder:
        return None
    said = text(holder[key], f"{where}.{key}")
    try:
        found = date.fromisoformat(said)
    except ValueError:
        found = None
    if found is None or found.isoformat() != said:
        raise HouseholdMalformed(
            f"{where}.{key}", f"{said!r} is no day; expected one such as 2026-09-01"
        )
    return found


def built(where: str, make: Callable[[], _Value]) -> _Value:
    """Return what `make` builds, and tell what it refuses with its place.

    Raises HouseholdMalformed.
    """
    try:
        return make()
    except ValueError as error:
        raise HouseholdMalformed(where, str(error)) from error


def _kind(value: object) -> str:
    kinds = {str: "text", bool: "true or false", int: "a number", float: "a number"}
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "an array"
    return kinds.get(type(value), "something else")
