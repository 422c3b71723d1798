"""Building an index: listed names in, buffers of the file's octets out.

Rules kept here:
- Memory grows by ten octets a name and not by a Python object a name: names go to one of 64
  buckets by the top bits of their digest, and one bucket at a time is merged and sorted.
- The same lists in the same order with the same salt give the same octets.
- This runs in a process of its own (`agent.lists`); the agent that answers never sorts.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from policy.errors import IndexMalformed
from policy.index import (
    CHECK_OCTETS,
    FORMAT,
    MAGIC,
    MAX_HEADER_OCTETS,
    REACHES,
    ListSource,
    Reach,
)
from policy.names import Name

MAX_LISTS = 16_384
MAX_MEMBERSHIPS = 65_536

_BUCKETS = 64
_BUCKET_SHIFT = 58


class IndexBuilder:
    """Collects listed names, list by list, and turns them into an index."""

    def __init__(self, salt: bytes) -> None:
        """Start empty. `salt` is 16 random octets, new for every file."""
        self._salt = salt
        self._lists: list[ListSource] = []
        self._digests = [array("Q") for _ in range(_BUCKETS)]
        self._marks = [array("H") for _ in range(_BUCKETS)]

    def start_list(self, source: ListSource) -> None:
        """Count the names that follow to `source`. Raises IndexMalformed past 16,384 lists."""
        if len(self._lists) >= MAX_LISTS:
            raise IndexMalformed(f"more than {MAX_LISTS} lists in one index")
        self._lists.append(source)

    def add(self, name: Name, reach: Reach) -> None:
        """Let the list that was started last hold a name, in the meaning of `reach`."""
        self.add_many((name,), reach)

    def add_many(self, names: Iterable[Name], reach: Reach) -> None:
        """Add names, as `add` does each; in a million names this way saves a second and a half."""
        mark = (len(self._lists) - 1) * REACHES + reach
        # A copy of a salted hasher costs half of what a new one does. It is digest_of, unrolled.
        salted = blake2b(digest_size=8, salt=self._salt)
        for name in names:
            hasher = salted.copy()
            hasher.update(name)
            digest = int.from_bytes(hasher.digest(), "little")
            bucket = digest >> _BUCKET_SHIFT
            self._digests[bucket].append(digest)
            self._marks[bucket].append(mark)

    def finish(self) -> Iterator[bytes]:
        """Yield the octets of the file, in order. The builder is empty afterwards.

        Raises IndexMalformed, before the first octet, where lists overlap in more than 65,536
        different ways or their table grows longer than a reader accepts.
        """
        digests, places, memberships = array("Q"), array("H"), _Memberships()
        for bucket in range(_BUCKETS):
            found: dict[int, int] = {}
            for digest, mark in zip(self._digests[bucket], self._marks[bucket], strict=True):
                found[digest] = memberships.with_mark(found.get(digest), mark)
            self._digests[bucket], self._marks[bucket] = array("Q"), array("H")
            in_order = sorted(found)
            digests.extend(in_order)
            places.extend(found[digest] for digest in in_order)
        header = json.dumps(
            {
                "format": FORMAT,
                "salt": self._salt.hex(),
                "count": len(digests),
                "lists": [
                    {"name": item.name, "category": item.category, "alone": item.alone}
                    for item in self._lists
                ],
                "memberships": memberships.table,
            }
        ).encode()
        header += b" " * (-len(header) % 8)
        if len(header) > MAX_HEADER_OCTETS:
            raise IndexMalformed("the lists overlap in too many ways; use fewer lists")
        check = blake2b(digest_size=CHECK_OCTETS)
        prefix = MAGIC + len(header).to_bytes(8, "little")
        for part in (prefix, header, digests.tobytes(), places.tobytes()):
            check.update(part)
            yield part
        yield check.digest()


class _Memberships:
    """Every distinct set of marks once, found by adding one mark to a set already known."""

    def __init__(self) -> None:
        self.table: list[list[int]] = []
        self._places: dict[tuple[int, ...], int] = {}
        self._steps: dict[tuple[int | None, int], int] = {}

    def with_mark(self, place: int | None, mark: int) -> int:
        """Return the place of the set at `place` (None: the empty set) with `mark` added."""
        step = (place, mark)
        if (known := self._steps.get(step)) is None:
            known = self._steps[step] = self._insert(place, mark)
        return known

    def _insert(self, place: int | None, mark: int) -> int:
        marks = set() if place is None else set(self.table[place])
        key = tuple(sorted(marks | {mark}))
        if key not in self._places:
            if len(self.table) >= MAX_MEMBERSHIPS:
                raise IndexMalformed(
                    f"the lists overlap in more than {MAX_MEMBERSHIPS} ways; use fewer lists"
                )
            self._places[key] = len(self.table)
            self.table.append(list(key))
        return self._places[key]
