"""Our own curated lists, where no public list exists: a handful of names, each looked at by hand.

Rules kept here:
- Names that are sure, and no more: when in doubt an entry is left out. A name of help or recovery
  never stands here, whatever word it holds.
- Every entry says in one careful sentence why it is listed, where that was seen, and when it was
  last looked at. What it says explains; it never shows how, and never praises.
- Names change hands. An entry nobody looked at for `REVIEW_DAYS` is overdue, and says so.
- A block from here is a moment to offer help; which page it leads to is decided elsewhere.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.lists.strict_toml import StrictTable, read_document
from policy.categories import Category
from policy.names import Name

FORMAT: Final = "lamplight-own-list/v1"
OWN_LISTS_FOLDER: Final = Path(__file__).parent / "own"
REVIEW_DAYS: Final = 183
LONGEST_WHY: Final = 120


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """One name, and everything below it."""

    name: Name
    why: str
    source: str
    reviewed: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnList:
    """A list of ours. `what` says in one sentence what stands in it."""

    id: str
    category: Category
    title: str
    what: str
    entries: tuple[OwnEntry, ...]

    @property
    def names(self) -> frozenset[Name]:
        """The names that are listed; each covers everything below it."""
        return frozenset(entry.name for entry in self.entries)

    def overdue(self, at: dt.date) -> tuple[OwnEntry, ...]:
        """Return the entries whose last review is more than `REVIEW_DAYS` before `at`."""
        oldest = at - dt.timedelta(days=REVIEW_DAYS)
        return tuple(entry for entry in self.entries if entry.reviewed < oldest)


_MEMBERS = frozenset({"id", "category", "title", "what", "entry"})
_ENTRY_MEMBERS = frozenset({"name", "why", "source", "reviewed"})


def read_own_list(text: str) -> OwnList:
    """Return the list that a text describes. Raises TomlMalformed, which says where."""
    document = read_document(text, FORMAT, _MEMBERS)
    entries: list[OwnEntry] = []
    for table in document.tables("entry", _ENTRY_MEMBERS):
        entry = _entry(table)
        if any(entry.name == earlier.name for earlier in entries):
            raise table.refuse("name", "a name that is not listed already")
        entries.append(entry)
    if not entries:
        raise document.refuse("entry", "one entry at least")
    return OwnList(
        id=document.tag("id"),
        category=document.choice("category", Category),
        title=document.text("title"),
        what=document.sentence("what", LONGEST_WHY),
        entries=tuple(entries),
    )


def load_own_list(list_id: str) -> OwnList:
    """Return the list of ours that bears an id. Raises TomlMalformed."""
    return read_own_list((OWN_LISTS_FOLDER / f"{list_id}.toml").read_text(encoding="utf-8"))


def own_list_ids() -> tuple[str, ...]:
    """Return the ids of all lists of ours, in the order of the alphabet."""
    return tuple(sorted(path.stem for path in OWN_LISTS_FOLDER.glob("*.toml")))


def _entry(table: StrictTable) -> OwnEntry:
    return OwnEntry(
        name=table.name("name"),
        why=table.sentence("why", LONGEST_WHY),
        source=table.text("source"),
        reviewed=table.day("reviewed"),
    )
