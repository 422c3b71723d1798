"""Tables of our own TOML files, read strictly: the catalogue and our own lists.

Rules kept here:
- An unknown member is refused, never ignored: a misspelt `strike` that strikes nothing is worse
  than no catalogue.
- Every refusal is one sentence that begins with the place, such as `list[2].address`.
- Nothing is opened here; text in, values out, and nothing but TomlMalformed is raised.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from agent.errors import AgentError
from policy.errors import NameMalformed
from policy.names import Name, from_text, label_count, to_text

MAX_TEXT: Final = 300

_Choice = TypeVar("_Choice", bound=StrEnum)


class TomlMalformed(AgentError):
    """One of our own TOML files breaks a rule of its closed shape; the sentence says where."""


def read_document(text: str, form: str, members: frozenset[str]) -> StrictTable:
    """Return the document that `text` holds, whose member `format` has to be `form`.

    Raises TomlMalformed.
    """
    try:
        document = tomllib.loads(text)
    except ValueError as error:
        # Mostly TOMLDecodeError, which names the line; an integer too long to convert does not.
        raise TomlMalformed(f"not valid TOML: {error}") from error
    except RecursionError as error:
        raise TomlMalformed("not valid TOML: brackets are nested too deeply") from error
    if document.get("format") != form:
        raise TomlMalformed(f'format: expected format = "{form}" at the top of the file')
    return StrictTable(document, "the document", members | {"format"})


class StrictTable:
    """One table: each member is asked for by its kind, and no other member may stand in it."""

    def __init__(self, table: Mapping[str, object], where: str, members: frozenset[str]) -> None:
        """Take the table and the members it may have. Raises TomlMalformed for any other."""
        self._table = table
        self._prefix = "" if where == "the document" else f"{where}."
        self.where = where
        for member in table:
            if member not in members:
                raise TomlMalformed(
                    f"{where}: the member {member!r} is not known here;"
                    f" the members are {', '.join(sorted(members))}"
                )

    def __contains__(self, member: str) -> bool:
        """Say whether the table has a member."""
        return member in self._table

    def refuse(self, member: str, expected: str) -> TomlMalformed:
        """Return the refusal of a member, with its place and what was expected."""
        return TomlMalformed(f"{self._prefix}{member}: expected {expected}")

    def text(self, member: str) -> str:
        """Return a text of one line, without space at either end."""
        value = self._value(member)
        if (
            not isinstance(value, str)
            or not value.isprintable()
            or value != value.strip()
            or not 0 < len(value) <= MAX_TEXT
        ):
            raise self.refuse(member, f"one line of 1 to {MAX_TEXT} letters, no space at its ends")
        return value

    def sentence(self, member: str, longest: int) -> str:
        """Return a text that ends with a full stop and is at most `longest` letters long."""
        text = self.text(member)
        if not text.endswith(".") or len(text) > longest:
            raise self.refuse(member, f"a sentence of at most {longest} letters, with its stop")
        return text

    def tag(self, member: str) -> str:
        """Return a word that never changes: small letters, digits, and hyphens inside."""
        text = self.text(member)
        parts = text.split("-")
        if not all(part.isascii() and part.isalnum() and part == part.lower() for part in parts):
            raise self.refuse(member, "small letters, digits, and hyphens between them")
        return text

    def web_address(self, member: str) -> str:
        """Return an https address without white space."""
        text = self.text(member)
        host, slash, _ = text.removeprefix("https://").partition("/")
        if not text.startswith("https://") or not slash or "." not in host or " " in text:
            raise self.refuse(member, "an address such as https://example.org/list.txt")
        return text

    def choice(self, member: str, kind: type[_Choice]) -> _Choice:
        """Return one of a closed set of words."""
        text = self.text(member)
        try:
            return kind(text)
        except ValueError:
            raise self.refuse(member, f"one of {', '.join(kind)}") from None

    def whole(self, member: str, least: int, most: int) -> int:
        """Return a whole number between two, both included."""
        value = self._value(member)
        # A boolean is an int to Python and none to anybody else.
        if type(value) is not int or not least <= value <= most:
            raise self.refuse(member, f"a whole number from {least} to {most}")
        return value

    def yes_or_no(self, member: str) -> bool:
        """Return true or false."""
        value = self._value(member)
        if not isinstance(value, bool):
            raise self.refuse(member, "true or false")
        return value

    def day(self, member: str) -> dt.date:
        """Return a date, written without quotes."""
        value = self._value(member)
        # A time of day is a date to Python and says more than anybody reviewed.
        if type(value) is not dt.date:
            raise self.refuse(member, "a date such as 2026-11-21, without quotes")
        return value

    def name(self, member: str) -> Name:
        """Return a site's name of two labels or more, written as `to_text` would write it."""
        text = self.text(member)
        try:
            name = from_text(text)
        except NameMalformed as error:
            raise TomlMalformed(f"{self._prefix}{member}: {error}") from error
        if to_text(name) != text or label_count(name) < 2:
            raise self.refuse(member, f"a site's name in small letters, found {text!r}")
        return name

    def tables(self, member: str, members: frozenset[str]) -> Iterator[StrictTable]:
        """Yield each table of an array; a member that is left out has none."""
        value = self._table.get(member, [])
        if not isinstance(value, list):
            raise self.refuse(member, "an array of tables")
        for place, item in enumerate(value):
            if not isinstance(item, dict):
                raise self.refuse(f"{member}[{place}]", "a table")
            yield StrictTable(item, f"{self._prefix}{member}[{place}]", members)

    def _value(self, member: str) -> object:
        if member not in self._table:
            raise TomlMalformed(f"{self.where}: the member {member!r} is missing")
        return self._table[member]
