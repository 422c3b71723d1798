"""The category index: which lists name a name, in a file that is mapped and never loaded.

Rules kept here:
- Nothing is opened here: `CategoryIndex` reads a buffer that somebody else mapped.
- A damaged, truncated or foreign buffer is refused as a whole (IndexMalformed); there is no
  partly good index.
- A plain name on a list covers everything below it; a hosts-file line means that one name. The
  index keeps such differences (`Reach`). A list's own exception takes a name, and what is below
  it, out of that list, whatever else the list says.
- A list that does not count alone (`ListSource.alone`) makes a name listed only where a second
  list of its category names it too.
- Categories stand in the file as tags, so the order of `Category` may change.
- The slow way, `_listings_with_care`, is the specification. The fast way is taken only where no
  exception and no list that needs a second one is met.

The file, little-endian throughout:

    8    magic `LAMPIDX2`
    8    length of the header in octets, padding included
    ...  header: JSON, padded with spaces to a multiple of 8
    8·n  digests: BLAKE2b-64 of each listed name (wire form), salted per file, ascending
    2·n  memberships: for each digest a place in the header's table `memberships`
    32   check sum: BLAKE2b-256 of every octet before it, the header's included

A membership is a set of marks; a mark is four times the number of a list, plus a reach. Keeping
the set rather than a mask lets `explain` say which list it was, at no cost per name. With a
million names, the chance that an unlisted name shares a digest is about 1 in 18 million million.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b

from policy.categories import Category
from policy.errors import IndexMalformed, JsonMalformed
from policy.names import Name, suffix_offsets
from policy.strict_json import parse_strict_json

FORMAT = "lamplight-index/v2"
MAGIC = b"LAMPIDX2"
SALT_OCTETS = 16
MAX_HEADER_OCTETS = 16_000_000
PREFIX_OCTETS = len(MAGIC) + 8

CHECK_OCTETS = 32

ENOUGH_LISTS = 2
"""How many lists that do not count alone must agree before a name is listed."""

_MEMBERS = {"format", "salt", "count", "lists", "memberships"}


class Reach(IntEnum):
    """What a list means by a name: the low two bits of a mark."""

    EXCEPTION = 0
    ITSELF = 1
    BELOW = 2
    BOTH = 3


REACHES = len(Reach)


@dataclass(frozen=True, slots=True)
class ListSource:
    """One list that went into the index: what it is called and which category it feeds.

    `alone` says that the list counts by itself; otherwise a second list must name the same name.
    """

    name: str
    category: Category
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Header:
    """The parsed header."""

    salt: bytes
    count: int
    lists: tuple[ListSource, ...]
    memberships: tuple[tuple[int, ...], ...]


class CategoryIndex:
    """Look-ups in one index buffer, which must not change while this object lives."""

    __slots__ = ("_below", "_careful", "_digests", "_header", "_itself", "_memberships", "_salt")

    def __init__(self, buffer: memoryview) -> None:
        """Check the whole buffer and make it ready; reads every octet once.

        Raises IndexMalformed.
        """
        if sys.byteorder != "little":
            raise IndexMalformed("this machine is big-endian; the index is little-endian")
        if len(buffer) < PREFIX_OCTETS + CHECK_OCTETS or buffer[: len(MAGIC)] != MAGIC:
            raise IndexMalformed("this is not a Lamplight index of the kind read here")
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
        self._itself = tuple(_mask(header, marks, Reach.ITSELF) for marks in header.memberships)
        self._below = tuple(_mask(header, marks, Reach.BELOW) for marks in header.memberships)
        self._careful = tuple(_needs_care(header, marks) for marks in header.memberships)
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
                if self._careful[place]:
                    return self._listings_with_care(name)
                mask = self._below[place] if offset else self._itself[place]
                if mask:
                    found += ((offset, mask),)
        return found

    def lists_naming(self, name: Name, category: Category) -> list[tuple[int, ListSource]]:
        """Return (offset in `name`, list) for each list of `category` that covers `name`.

        The most specific first. A list stands here also where a second one would have to agree.
        """
        lists = self._header.lists
        return [
            (offset, lists[number])
            for offset, number in self._covering(name)
            if lists[number].category is category
        ]

    def names_as_given(self, name: Name) -> frozenset[ListSource]:
        """Return the lists that hold `name` itself in whatever way, also as an exception."""
        if (place := self._place(name)) is None:
            return frozenset()
        marks = self._header.memberships[place]
        return frozenset(self._header.lists[mark // REACHES] for mark in marks)

    def _listings_with_care(self, name: Name) -> Sequence[tuple[int, int]]:
        """Return what `listings` returns, with exceptions and agreement judged."""
        masks: dict[int, int] = {}
        agreeing: dict[Category, set[int]] = {}
        for offset, number in reversed(self._covering(name)):  # what covers most, first
            source = self._header.lists[number]
            masks.setdefault(offset, 0)
            if source.alone:
                masks[offset] |= source.category.bit
            else:
                numbers = agreeing.setdefault(source.category, set())
                numbers.add(number)
                if len(numbers) >= ENOUGH_LISTS:
                    masks[offset] |= source.category.bit
        return tuple((offset, masks[offset]) for offset in sorted(masks) if masks[offset])

    def _covering(self, name: Name) -> list[tuple[int, int]]:
        """Return (offset, number of the list) wherever a list covers `name`, specific first."""
        found: list[tuple[int, int]] = []
        excepted: set[int] = set()
        for offset in suffix_offsets(name):
            if (place := self._place(name[offset:])) is not None:
                wanted = Reach.BELOW if offset else Reach.ITSELF
                for mark in self._header.memberships[place]:
                    number, reach = divmod(mark, REACHES)
                    if reach == Reach.EXCEPTION:
                        excepted.add(number)
                    elif reach & wanted and (offset, number) not in found:
                        found.append((offset, number))
        return [(offset, number) for offset, number in found if number not in excepted]

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


def _mask(header: Header, marks: Sequence[int], wanted: Reach) -> int:
    mask = 0
    for mark in marks:
        if mark % REACHES & wanted:
            mask |= header.lists[mark // REACHES].category.bit
    return mask


def _needs_care(header: Header, marks: Sequence[int]) -> bool:
    """Say whether marks hold more than their masks can say."""
    return any(
        mark % REACHES == Reach.EXCEPTION or not header.lists[mark // REACHES].alone
        for mark in marks
    )


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
        or any(not 0 <= mark // REACHES < len(header.lists) for mark in marks)
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
        case {"name": str(name), "category": str(tag), "alone": bool(alone), **rest} if not rest:
            return ListSource(name, Category(tag), alone)
    raise ValueError("a list needs a name, a category and `alone`, and nothing else")
