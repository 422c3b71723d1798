"""The category index: which lists name a name, in a file that is mapped and never loaded.

Rules kept here:
- Nothing is opened here: `CategoryIndex` reads a buffer that somebody else mapped.
- A damaged, truncated or foreign buffer is refused as a whole (IndexMalformed); there is no
  partly good index.
- A plain name on a list covers everything below it; a hosts-file line means that one name. The
  index keeps the two apart.
- Categories stand in the file as tags, so the order of `Category` may change.

The file, little-endian throughout:

    8    magic `LAMPIDX1`
    8    length of the header in octets, padding included
    ...  header: JSON, padded with spaces to a multiple of 8
    8·n  digests: BLAKE2b-64 of each listed name (wire form), salted per file, ascending
    2·n  memberships: for each digest a place in the header's table `memberships`
    32   check sum: BLAKE2b-256 of every octet before it, the header's included

A membership is a set of marks; a mark is twice the number of a list, plus 1 for "exactly this
name". Keeping the set rather than a mask lets `explain` say which list it was, at no cost per
name. With a million names, the chance that an unlisted name shares a digest is about 1 in 18
million million.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from policy.categories import Category
from policy.errors import IndexMalformed, JsonMalformed
from policy.names import Name, suffix_offsets
from policy.strict_json import parse_strict_json

FORMAT = "lamplight-index/v1"
MAGIC = b"LAMPIDX1"
SALT_OCTETS = 16
MAX_HEADER_OCTETS = 16_000_000
PREFIX_OCTETS = len(MAGIC) + 8

CHECK_OCTETS = 32

EXACT = 1
"""The low bit of a mark: the list means that one name and nothing below it."""

_MEMBERS = {"format", "salt", "count", "lists", "memberships"}


@dataclass(frozen=True, slots=True)
class ListSource:
    """One list that went into the index: what it is called and which category it feeds."""

    name: str
    category: Category


@dataclass(frozen=True, slots=True)
class Header:
    """The parsed header."""

    salt: bytes
    count: int
    lists: tuple[ListSource, ...]
    memberships: tuple[tuple[int, ...], ...]


class CategoryIndex:
    """Look-ups in one index buffer, which must not change while this object lives."""

    __slots__ = ("_below", "_digests", "_exact", "_header", "_memberships", "_salt")

    def __init__(self, buffer: memoryview) -> None:
        """Check the whole buffer and make it ready; reads every octet once.

        Raises IndexMalformed.
        """
        if sys.byteorder != "little":
            raise IndexMalformed("this machine is big-endian; the index is little-endian")
        if len(buffer) < PREFIX_OCTETS + CHECK_OCTETS or buffer[: len(MAGIC)] != MAGIC:
            raise IndexMalformed("this is not a Lamplight index")
        contents, check = buffer[:-CHECK_OCTETS], buffer[-CHECK_OCTETS:]
        if blake2b(contents, digest_size=CHECK_OCTETS).digest() != check:
            raise IndexMalformed("the contents do not match their check sum; cut off or damaged")
        header, start = _read_header(contents)
        body = contents[start:]
        if len(body) != header.count * 10:
            raise IndexMalformed(
                f"expected {header.count * 10} octets after the header, found {len(body)}"
            )
        self._header = header
        self._salt = header.salt
        self._digests = body[: header.count * 8].cast("Q")
        self._memberships = body[header.count * 8 :].cast("H")
        self._below = tuple(_mask(header, marks, exact=False) for marks in header.memberships)
        self._exact = tuple(_mask(header, marks, exact=True) for marks in header.memberships)
        # The check sum proves what was written, not that the writer was sound.
        if header.count and max(self._memberships) >= len(header.memberships):
            raise IndexMalformed("a name points at no membership")

    @property
    def count(self) -> int:
        """How many names are listed."""
        return self._header.count

    @property
    def lists(self) -> tuple[ListSource, ...]:
        """The lists it was built from."""
        return self._header.lists

    def listings(self, name: Name) -> Sequence[tuple[int, int]]:
        """Return (offset in `name`, category mask) of each listed suffix, most specific first."""
        found: tuple[tuple[int, int], ...] = ()
        for offset in suffix_offsets(name):
            if (place := self._place(name[offset:])) is not None:
                mask = self._below[place] if offset else self._below[place] | self._exact[place]
                if mask:
                    found += ((offset, mask),)
        return found

    def lists_naming(self, name: Name, category: Category) -> list[tuple[int, ListSource]]:
        """Return (offset in `name`, list) for each list of `category` that covers `name`."""
        found = []
        for offset in suffix_offsets(name):
            if (place := self._place(name[offset:])) is not None:
                for mark in self._header.memberships[place]:
                    source = self._header.lists[mark >> 1]
                    if source.category is category and not (mark & EXACT and offset):
                        found.append((offset, source))
        return found

    def _place(self, name: bytes) -> int | None:
        """Return the membership of a listed name, None for one that is not listed."""
        digest = digest_of(name, self._salt)
        position = bisect_left(self._digests, digest)
        if position < len(self._digests) and self._digests[position] == digest:
            return self._memberships[position]
        return None


def digest_of(name: bytes, salt: bytes) -> int:
    """Return the 64-bit digest by which a name is found.

    The salt differs for every file, so nobody can prepare a name that collides with a listed one.
    """
    return int.from_bytes(blake2b(name, digest_size=8, salt=salt).digest(), "little")


def _mask(header: Header, marks: Sequence[int], *, exact: bool) -> int:
    mask = 0
    for mark in marks:
        if bool(mark & EXACT) is exact:
            mask |= header.lists[mark >> 1].category.bit
    return mask


def _read_header(buffer: memoryview) -> tuple[Header, int]:
    """Return the header and where the body begins."""
    length = int.from_bytes(buffer[len(MAGIC) : PREFIX_OCTETS], "little")
    if length > MAX_HEADER_OCTETS or length % 8 or PREFIX_OCTETS + length > len(buffer):
        raise IndexMalformed("the header is cut off or its length is wrong")
    try:
        document = parse_strict_json(bytes(buffer[PREFIX_OCTETS : PREFIX_OCTETS + length]))
    except JsonMalformed as error:
        raise IndexMalformed(f"header: {error}") from error
    if not isinstance(document, dict) or set(document) != _MEMBERS:
        raise IndexMalformed(f"header: expected the members {', '.join(sorted(_MEMBERS))}")
    if document["format"] != FORMAT:
        raise IndexMalformed(f"header: expected the format {FORMAT!r}")
    try:
        header = Header(
            salt=bytes.fromhex(document["salt"]),
            count=document["count"],
            lists=tuple(map(_source, _array(document["lists"]))),
            memberships=tuple(map(_marks, _array(document["memberships"]))),
        )
    except (TypeError, ValueError) as error:
        raise IndexMalformed(f"header: {error}") from error
    marks = [mark for membership in header.memberships for mark in membership]
    if (
        len(header.salt) != SALT_OCTETS
        or type(header.count) is not int
        or header.count < 0
        or any(not 0 <= mark >> 1 < len(header.lists) for mark in marks)
    ):
        raise IndexMalformed("header: a count, a salt or a list number is out of range")
    return header, PREFIX_OCTETS + length


def _array(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise TypeError("expected an array")
    return value


def _marks(value: object) -> tuple[int, ...]:
    array = _array(value)
    marks = tuple(mark for mark in array if isinstance(mark, int) and not isinstance(mark, bool))
    if len(marks) != len(array):
        raise TypeError("expected whole numbers in a membership")
    return marks


def _source(entry: object) -> ListSource:
    match entry:
        case {"name": str(name), "category": str(tag), **rest} if not rest:
            return ListSource(name, Category(tag))
    raise ValueError("a list needs a name and a category, and nothing else")
