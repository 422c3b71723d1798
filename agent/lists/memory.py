"""What the lists job remembers from one run to the next: of each list, the copy it holds.

Rules kept here:
- It speaks of publishers' lists and of nothing anybody asked.
- A memory that cannot be read is an empty one: every list is fetched again in full, and the copies
  that are here stay in use meanwhile.
- What belongs to a copy (validators, counts) counts only while the copy has the digest it had.
- `strike` is what is left out of a list in this home; it outlives every copy.
- `judged_by` is the digest of our own tables of names by which the copy was judged.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from agent.files import replace_file
from policy.errors import JsonMalformed
from policy.strict_json import parse_strict_json

FORMAT = "lamplight-fetched/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One list: the copy in use (its digest, None for none) and when and how it came."""

    digest: str | None = None
    names: int = 0
    etag: str | None = None
    last_modified: str | None = None
    checked: str | None = None
    changed: str | None = None
    moved_to: str | None = None
    judged_by: str | None = None
    strike: tuple[str, ...] = ()

    def without_copy(self) -> Kept:
        """Return what is left when the copy is not the one that is remembered."""
        return Kept(strike=self.strike)


@dataclass(slots=True)
class Memory:
    """Every list by its id. `built_from` is what the index in place was built from."""

    lists: dict[str, Kept] = field(default_factory=dict)
    built_from: str = ""

    def of(self, list_id: str) -> Kept:
        """Return what is remembered of a list; nothing for one never seen."""
        return self.lists.get(list_id, Kept())

    def note(self, list_id: str, **changes: object) -> Kept:
        """Change what is remembered of a list, and return it."""
        kept = self.lists[list_id] = replace(self.of(list_id), **changes)  # type: ignore[arg-type] # the fields' own types are checked where this is called, by name
        return kept


def read_memory(path: Path) -> Memory:
    """Return what stands in a file, an empty memory where it is missing or cannot be read."""
    try:
        document = parse_strict_json(path.read_bytes())
    except (OSError, JsonMalformed):
        return Memory()
    match document:
        case {"format": str(tag), "built_from": str(built_from), "lists": dict(lists)} if (
            tag == FORMAT
        ):
            found = {list_id: _kept(item) for list_id, item in lists.items()}
            return Memory({key: kept for key, kept in found.items() if kept}, built_from)
    return Memory()


def write_memory(path: Path, memory: Memory) -> None:
    """Replace the file all at once. Raises OSError."""
    document = {
        "format": FORMAT,
        "built_from": memory.built_from,
        "lists": {list_id: asdict(kept) for list_id, kept in sorted(memory.lists.items())},
    }
    replace_file(path, [(json.dumps(document, indent=1) + "\n").encode()])


def _kept(item: object) -> Kept | None:
    """Return one remembered list, None where anything of it is not as it is written."""
    if not isinstance(item, dict) or set(item) != set(Kept.__slots__):
        return None
    texts = {key: item[key] for key in item if key not in {"names", "strike"}}
    if not all(text is None or isinstance(text, str) for text in texts.values()):
        return None
    names, strike = item["names"], item["strike"]
    if type(names) is not int or names < 0 or not isinstance(strike, list):
        return None
    if not all(isinstance(name, str) for name in strike):
        return None
    return Kept(names=names, strike=tuple(strike), **texts)
