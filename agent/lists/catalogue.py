"""The catalogue: every list a home may use, whose it is, and what is known against it.

Rules kept here:
- The file beside this module is data, reviewed by hand, and closed: an unknown member, a wrong
  kind or an id that came before refuses the whole, with the place and a sentence.
- A list comes from one place: a publisher's https address, a curated list of ours (`own/`), our
  own file of services (`services`), or a `file` beside the catalogue, for a home that keeps one.
  Only a publisher's list has an address, a form, a rhythm and bounds.
- `id` is permanent: a list that was fetched is kept under it.
- `strike` holds names that a list is known to carry by mistake. They are taken out when the list
  is read; each says why, because a strike that nobody understands is never taken back.
- Where one list is not enough (`policy.categories.NEEDS_TWO_LISTS`), a list counts by itself only
  if it says so. Lists of such a category must not be made from each other: two copies of one
  mistake would agree.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from agent.lists.strict_toml import StrictTable, TomlMalformed, read_document
from policy.categories import NEEDS_TWO_LISTS, Category
from policy.names import Name

FORMAT: Final = "lamplight-catalogue/v1"
CATALOGUE_FILE: Final = Path(__file__).parent / "catalogue.toml"

OUR_NAME: Final = "Lamplight"
OUR_LICENCE: Final = "GPL-2.0-or-later"

LONGEST_RHYTHM_HOURS: Final = 60 * 24
LARGEST_MEGABYTES: Final = 64
MOST_NAMES: Final = 5_000_000
LONGEST_WHY: Final = 200


class Form(StrEnum):
    """In which form the publisher says that a list is written."""

    HOSTS = "hosts"
    NAMES = "names"
    WILDCARD = "wildcard"
    ADBLOCK = "adblock"
    DNSMASQ = "dnsmasq"
    UNBOUND = "unbound"
    RPZ = "rpz"
    MIHOMO = "mihomo"
    V2FLY = "v2fly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A list that a publisher offers. `least_names` is the fewest names it can soundly have."""

    address: str
    form: Form
    every_hours: int
    max_megabytes: int
    least_names: int


@dataclass(frozen=True, slots=True)
class Own:
    """A curated list of ours: `own/<list_id>.toml`."""

    list_id: str


@dataclass(frozen=True, slots=True)
class Services:
    """The names that our file of services has for the entry's category."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A list file that is kept beside the catalogue."""

    path: Path


Origin = Published | Own | Services | Kept


@dataclass(frozen=True, slots=True)
class Strike:
    """One name that a list carries by mistake, as it stands in the list."""

    name: Name
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One list. `on` says whether a home uses it unless a carer says otherwise.

    `home` is the publisher's page about the list; empty for ours.
    """

    id: str
    title: str
    category: Category
    origin: Origin
    publisher: str
    licence: str
    home: str
    alone: bool
    on: bool
    strike: tuple[Strike, ...]
    reviewed: dt.date
    note: str

    @property
    def struck(self) -> frozenset[Name]:
        """The names to take out when the list is read."""
        return frozenset(strike.name for strike in self.strike)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All lists, in the order of the file."""

    lists: tuple[Entry, ...]

    def by_default(self) -> tuple[Entry, ...]:
        """Return the lists that a home uses unless a carer says otherwise."""
        return tuple(entry for entry in self.lists if entry.on)

    def feeding(self, category: Category) -> tuple[Entry, ...]:
        """Return every list of a category."""
        return tuple(entry for entry in self.lists if entry.category is category)


_ALWAYS = frozenset({"id", "title", "category", "alone", "on", "strike", "reviewed", "note"})
_ORIGINS = ("address", "own", "services", "file")
_OF_A_PUBLISHER = frozenset(
    {"form", "publisher", "licence", "home", "every_hours", "max_megabytes", "least_names"}
)
_LIST_MEMBERS = _ALWAYS | frozenset(_ORIGINS) | _OF_A_PUBLISHER


def read_catalogue(text: str, folder: Path) -> Catalogue:
    """Return the catalogue that a text describes; its files lie in `folder`.

    Raises TomlMalformed, which says where.
    """
    document = read_document(text, FORMAT, frozenset({"list"}))
    entries = []
    places: dict[str, str] = {}
    for table in document.tables("list", _LIST_MEMBERS):
        entry = _entry(table, folder)
        if (earlier := places.setdefault(entry.id, table.where)) != table.where:
            raise table.refuse("id", f"a word of its own; {entry.id!r} is {earlier} already")
        entries.append(entry)
    if not entries:
        raise document.refuse("list", "one list at least")
    return Catalogue(tuple(entries))


def load_catalogue() -> Catalogue:
    """Return the catalogue that came with this program. Raises TomlMalformed."""
    return read_catalogue(CATALOGUE_FILE.read_text(encoding="utf-8"), CATALOGUE_FILE.parent)


def _entry(table: StrictTable, folder: Path) -> Entry:
    category = table.choice("category", Category)
    if category is Category.HOME_LIST:
        raise table.refuse("category", "a category of ours; this one is for lists a home adds")
    origin = _origin(table, folder)
    published = isinstance(origin, Published)
    return Entry(
        id=table.tag("id"),
        title=table.text("title"),
        category=category,
        origin=origin,
        publisher=table.text("publisher") if published else OUR_NAME,
        licence=table.text("licence") if published else OUR_LICENCE,
        home=table.web_address("home") if published else "",
        alone=_alone(table, category),
        on=table.yes_or_no("on"),
        strike=_strikes(table),
        reviewed=table.day("reviewed"),
        note=table.text("note") if "note" in table else "",
    )


def _origin(table: StrictTable, folder: Path) -> Origin:
    given = [member for member in _ORIGINS if member in table]
    if len(given) != 1:
        raise TomlMalformed(
            f"{table.where}: expected one of {', '.join(_ORIGINS)}, found {len(given)}"
        )
    if given == ["address"]:
        return Published(
            address=table.web_address("address"),
            form=table.choice("form", Form),
            every_hours=table.whole("every_hours", 1, LONGEST_RHYTHM_HOURS),
            max_megabytes=table.whole("max_megabytes", 1, LARGEST_MEGABYTES),
            least_names=table.whole("least_names", 1, MOST_NAMES),
        )
    for member in sorted(_OF_A_PUBLISHER):
        if member in table:
            raise table.refuse(member, "nothing; this is for a publisher's list only")
    if given == ["own"]:
        return Own(table.tag("own"))
    if given == ["file"]:
        return Kept(folder / table.text("file"))
    if not table.yes_or_no("services"):
        raise table.refuse("services", "true, or no such member")
    return Services()


def _alone(table: StrictTable, category: Category) -> bool:
    needs_two = category in NEEDS_TWO_LISTS
    if "alone" not in table:
        return not needs_two
    if not needs_two:
        raise table.refuse("alone", f"nothing; every list counts by itself in {category}")
    return table.yes_or_no("alone")


def _strikes(table: StrictTable) -> tuple[Strike, ...]:
    strikes: list[Strike] = []
    for row in table.tables("strike", frozenset({"name", "why"})):
        strike = Strike(row.name("name"), row.sentence("why", LONGEST_WHY))
        if any(strike.name == earlier.name for earlier in strikes):
            raise row.refuse("name", "a name that is not struck already")
        strikes.append(strike)
    return tuple(strikes)
