"""The names that somebody allowed from a page because a list was wrong: `console/allowed.json`.

Rules kept here:
- What stands in it was decided by a person who pressed a button. Nothing that anyone looked up
  gets here, and neither who pressed nor when is kept.
- The shape is closed and bounded, and read strictly. A file that breaks it is never written over.
- The oldest comes first, and a name stands once.
- What would stand in it next is proposed beside it, and takes its place only once the database has
  kept the change of that number. So at no moment does it allow what nobody decided.
- It is beside `household.toml` and not in it: that file is a person's own text.

The shape:

    {"format": "lamplight-allowed/v1",
     "allowed": [{"name": "a.example", "category": "adult", "lists": ["some-list"]}]}
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from console.errors import AllowedDamaged, AllowedMalformed, AllowedRefused
from console.store.whole_file import read_up_to, replace_whole, sync_folder
from policy import names
from policy.categories import Category
from policy.errors import JsonMalformed, NameMalformed
from policy.household import Household
from policy.names import Name
from policy.strict_json import parse_strict_json

FORMAT = "lamplight-allowed/v1"
MAX_ALLOWED = 1_000
MAX_LISTS = 100
MAX_LIST_NAME = 200
MAX_OCTETS = 4_000_000

_NEXT = ".next-"
"""Between the document's name and the number of a change, for what is only proposed."""


@dataclass(frozen=True, slots=True)
class AllowedName:
    """A name allowed for everyone here, and where it stood when that was decided."""

    name: Name
    category: Category
    lists: tuple[str, ...]


def with_allowed(household: Household, allowed: tuple[AllowedName, ...]) -> Household:
    """Return the household with these names allowed for everyone, where it does not block them."""
    everyone = household.everyone
    more = {one.name for one in allowed} - everyone.block
    return replace(household, everyone=replace(everyone, allow=everyone.allow | more))


class _ShapeBrokenError(Exception):
    """Where a document breaks the shape, and how."""


@dataclass(frozen=True, slots=True)
class AllowedFile:
    """The document below one state folder."""

    state: Path

    @property
    def path(self) -> Path:
        """Where the document stands."""
        return self.state / "console" / "allowed.json"

    def read(self) -> tuple[AllowedName, ...]:
        """Return the names, oldest first; none where there is no file. Raises AllowedDamaged."""
        try:
            return _from_bytes(read_up_to(self.path, MAX_OCTETS))
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise AllowedDamaged(f"{self.path}: cannot be read: {error.strerror}") from error
        except _ShapeBrokenError as error:
            raise AllowedMalformed(
                f"{self.path}: {error}\n"
                "Nothing was changed, and the filter keeps the last rules it took up. The names"
                " that were allowed from the page stand in this file. Mend it, or move it away, as"
                f" with\n  mv {self.path} {self.path}.damaged\nand start the console again; then"
                " none of them is allowed until it is allowed anew.",
                self.path,
            ) from error

    def read_or_none(self) -> tuple[AllowedName, ...] | None:
        """Return the names as `read` does, None where the file cannot be read."""
        try:
            return self.read()
        except AllowedDamaged:
            return None

    def propose(self, allowed: tuple[AllowedName, ...], number: int) -> None:
        """Write beside the document which names it would hold, once change `number` is kept.

        Raises AllowedRefused, and then nothing changed.
        """
        octets = _to_bytes(allowed)
        if len(allowed) > MAX_ALLOWED or len(octets) > MAX_OCTETS:
            raise AllowedRefused(f"{len(allowed)} names are more than the {MAX_ALLOWED} allowed")
        try:
            replace_whole(self.path.with_name(f"{self.path.name}{_NEXT}{number}"), octets)
        except OSError as error:
            raise AllowedRefused(f"{self.path}: cannot be written: {error.strerror}") from error

    def take_in(self, is_kept: Callable[[int], bool]) -> None:
        """Have what was proposed take the document's place where `is_kept` says so of its change.

        What was proposed with a change that is not kept is forgotten. Raises AllowedRefused.
        """
        try:
            for number, proposed in sorted(self._proposed()):
                if is_kept(number):
                    proposed.replace(self.path)
                else:
                    proposed.unlink()
                sync_folder(self.path.parent)
        except OSError as error:
            raise AllowedRefused(f"{self.path}: cannot be written: {error.strerror}") from error

    def _proposed(self) -> Iterator[tuple[int, Path]]:
        for path in self.path.parent.glob(f"{self.path.name}{_NEXT}*"):
            number = path.name.removeprefix(f"{self.path.name}{_NEXT}")
            if number.isascii() and number.isdecimal():
                yield int(number), path


def _to_bytes(allowed: tuple[AllowedName, ...]) -> bytes:
    document = {
        "format": FORMAT,
        "allowed": [
            {"name": names.to_text(one.name), "category": one.category, "lists": list(one.lists)}
            for one in allowed
        ],
    }
    return (json.dumps(document, indent=1) + "\n").encode()


def _from_bytes(octets: bytes) -> tuple[AllowedName, ...]:
    if len(octets) > MAX_OCTETS:
        raise _ShapeBrokenError(f"the document is longer than {MAX_OCTETS} octets")
    try:
        document = parse_strict_json(octets)
    except JsonMalformed as error:
        raise _ShapeBrokenError(str(error)) from error
    match document:
        case {"format": str(form), "allowed": list(items), **rest} if form == FORMAT and not rest:
            pass
        case _:
            raise _ShapeBrokenError(f"expected the members of {FORMAT!r} and no others")
    if len(items) > MAX_ALLOWED:
        raise _ShapeBrokenError(f"allowed: more than {MAX_ALLOWED} names")
    allowed = tuple(_one(item, f"allowed[{place}]") for place, item in enumerate(items))
    if len({one.name for one in allowed}) != len(allowed):
        raise _ShapeBrokenError("allowed: a name stands twice")
    return allowed


def _one(item: object, where: str) -> AllowedName:
    match item:
        case {"name": str(text), "category": str(tag), "lists": list(lists), **rest} if not rest:
            pass
        case _:
            raise _ShapeBrokenError(f"{where}: expected name, category and lists")
    try:
        name, category = names.from_text(text), Category(tag)
    except (NameMalformed, ValueError) as error:
        raise _ShapeBrokenError(f"{where}: {error}") from error
    known = tuple(one for one in lists if isinstance(one, str) and len(one) <= MAX_LIST_NAME)
    if len(known) != len(lists) or len(lists) > MAX_LISTS:
        raise _ShapeBrokenError(f"{where}.lists: expected at most {MAX_LISTS} short texts")
    return AllowedName(name, category, known)
