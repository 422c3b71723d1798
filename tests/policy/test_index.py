from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.categories import Category
from policy.errors import IndexMalformed
from policy.index import (
    CHECK_OCTETS,
    MAGIC,
    MAX_HEADER_OCTETS,
    PREFIX_OCTETS,
    CategoryIndex,
    ListSource,
    Reach,
    digest_of,
)
from policy.names import ROOT, Name, from_text, suffix_offsets
from tests.conftest import Scale
from tests.policy.strategies import (
    SALT,
    Entry,
    careful_entries,
    entries,
    index_octets,
    index_of,
    names,
    wire_names,
)

SMALL: list[Entry] = [
    (ListSource("first", Category.ADULT), [(from_text("bad.example"), False)]),
    (ListSource("second", Category.ADULT), [(from_text("bad.example"), True)]),
    (ListSource("third", Category.GAMES), [(from_text("play.example"), True)]),
]


def modelled(lists: list[Entry], name: Name) -> list[tuple[int, ListSource]]:
    """Return what covers `name`, told from the lists themselves."""
    return [
        (offset, source)
        for offset in suffix_offsets(name)
        for source, listed in lists
        for entry, exact in dict.fromkeys(listed)
        if entry == name[offset:] and (offset == 0 or not exact)
    ]


@given(entries(), names())
def test_listings_are_what_the_lists_say(lists: list[Entry], name: Name) -> None:
    """For any lists and any name, the index gives the offsets and categories that they give."""
    expected: dict[int, int] = {}
    for offset, source in modelled(lists, name):
        expected[offset] = expected.get(offset, 0) | source.category.bit

    assert dict(index_of(lists).listings(name)) == expected


@given(entries(), names())
def test_listings_come_with_the_most_specific_first(lists: list[Entry], name: Name) -> None:
    """The listing nearest to the name asked stands first, and none stands twice."""
    offsets = [offset for offset, _ in index_of(lists).listings(name)]

    assert offsets == sorted(set(offsets))


@given(entries(), names(), st.sampled_from(Category))
def test_the_lists_behind_a_category_are_named(
    lists: list[Entry], name: Name, category: Category
) -> None:
    """Each list of a category that covers a name is named, with where it does."""
    expected = {
        (offset, source) for offset, source in modelled(lists, name) if source.category is category
    }

    assert set(index_of(lists).lists_naming(name, category)) == expected


@given(entries())
def test_the_count_is_that_of_different_names(lists: list[Entry]) -> None:
    """However many lists hold a name, it is counted once."""
    assert index_of(lists).count == len({name for _, listed in lists for name, _ in listed})


@given(entries(), wire_names())
def test_any_name_of_a_packet_can_be_asked(lists: list[Entry], name: Name) -> None:
    """A name of any octets has listings, which lie inside it."""
    assert all(0 <= offset < len(name) and mask for offset, mask in index_of(lists).listings(name))


EXACT_AND_BELOW = {
    "a plain name, itself": (False, "bad.example", True),
    "a plain name, below": (False, "www.bad.example", True),
    "a plain name, far below": (False, "a.b.bad.example", True),
    "a plain name, above": (False, "example", False),
    "a plain name, beside": (False, "notbad.example", False),
    "a hosts line, itself": (True, "bad.example", True),
    "a hosts line, below": (True, "www.bad.example", False),
    "a hosts line, above": (True, "example", False),
}


@pytest.mark.parametrize(
    ("exact", "asked", "listed"), EXACT_AND_BELOW.values(), ids=EXACT_AND_BELOW
)
def test_a_hosts_line_means_one_name_exactly(*, exact: bool, asked: str, listed: bool) -> None:
    """A plain name covers everything below it; a hosts-file line covers itself alone."""
    source = ListSource("a list", Category.ADULT)
    built = index_of([(source, [(from_text("bad.example"), exact)])])

    assert bool(built.listings(from_text(asked))) is listed
    assert bool(built.lists_naming(from_text(asked), Category.ADULT)) is listed


def covering(
    lists: list[tuple[ListSource, list[tuple[Name, Reach]]]], name: Name
) -> dict[int, set[int]]:
    """Return for each list that covers `name` the offsets where it does, told from the lists."""
    found: dict[int, set[int]] = {}
    for number, (_, listed) in enumerate(lists):
        at = {offset: {reach for entry, reach in listed if entry == name[offset:]}
              for offset in suffix_offsets(name)}  # fmt: skip
        if any(Reach.EXCEPTION in reaches for reaches in at.values()):
            continue
        if offsets := {
            offset
            for offset, reaches in at.items()
            if Reach.BOTH in reaches or (Reach.BELOW if offset else Reach.ITSELF) in reaches
        }:
            found[number] = offsets
    return found


@given(careful_entries(), names())
def test_exceptions_and_agreement_are_what_the_lists_say(
    lists: list[tuple[ListSource, list[tuple[Name, Reach]]]], name: Name
) -> None:
    """A list's exception takes a name out of it; without a second list one may not be enough."""
    found = covering(lists, name)
    expected: dict[int, int] = {}
    for number, offsets in found.items():
        source = lists[number][0]
        for offset in offsets:
            others = [
                other
                for other, at in found.items()
                if other != number
                and not lists[other][0].alone
                and lists[other][0].category is source.category
                and max(at) >= offset
            ]
            if source.alone or others:
                expected[offset] = expected.get(offset, 0) | source.category.bit

    assert dict(index_of(lists).listings(name)) == expected


@given(careful_entries(), names())
def test_the_fast_way_is_the_careful_way(
    lists: list[tuple[ListSource, list[tuple[Name, Reach]]]], name: Name
) -> None:
    """The look-up that most names take says what the careful one says."""
    index = index_of(lists)

    assert index.listings(name) == index._listings_with_care(name)


@given(careful_entries(), names(), st.sampled_from((Category.ADULT, Category.GAMES)))
def test_lists_that_name_it_are_told_though_they_do_not_suffice(
    lists: list[tuple[ListSource, list[tuple[Name, Reach]]]], name: Name, category: Category
) -> None:
    """Every list that covers a name is named, also where a second one would have to agree."""
    expected = {
        (offset, lists[number][0])
        for number, offsets in covering(lists, name).items()
        for offset in offsets
        if lists[number][0].category is category
    }

    assert set(index_of(lists).lists_naming(name, category)) == expected


def test_two_lists_agree_also_at_different_heights() -> None:
    """One list names the site and another one a page of it: of that page both are sure."""
    site, page = from_text("site.example"), from_text("www.site.example")
    index = index_of([
        (ListSource("first", Category.ADULT, alone=False), [(site, Reach.BOTH)]),
        (ListSource("second", Category.ADULT, alone=False), [(page, Reach.ITSELF)]),
    ])  # fmt: skip

    assert index.listings(site) == ()
    assert index.listings(page) == ((0, Category.ADULT.bit),)
    assert index.listings(from_text("a.www.site.example")) == ()


def test_a_list_does_not_agree_with_itself() -> None:
    """A list that names a name twice is still one list."""
    listed = [(from_text("site.example"), Reach.BOTH), (from_text("www.site.example"), Reach.BOTH)]
    index = index_of([(ListSource("first", Category.ADULT, alone=False), listed)])

    assert index.listings(from_text("www.site.example")) == ()


def test_what_a_list_holds_is_told_as_it_was_given() -> None:
    """A list is found by a name it holds in whatever way, and by no other."""
    name, source = from_text("site.example"), ListSource("first", Category.ADS)
    for reach in Reach:
        index = index_of([(source, [(name, reach)])])

        assert index.names_as_given(name) == {source}
        assert index.names_as_given(from_text("www.site.example")) == frozenset()


def test_the_root_is_never_listed() -> None:
    """The name above all names has no listing."""
    assert index_of(SMALL).listings(ROOT) == ()


def test_the_digest_is_salted() -> None:
    """Under another salt a name has another digest, so that nobody can prepare a collision."""
    name = from_text("example.org")

    assert digest_of(name, SALT) != digest_of(name, bytes(16))
    assert 0 <= digest_of(name, SALT) < 2**64


def test_a_small_index_has_these_octets() -> None:
    """The file format is what its description says, octet for octet."""
    octets = index_octets(SMALL[:1])
    length = int.from_bytes(octets[8:16], "little")
    body = octets[16 + length :]

    assert octets[:8] == b"LAMPIDX2"
    assert json.loads(octets[16 : 16 + length]) == {
        "format": "lamplight-index/v2",
        "salt": "000102030405060708090a0b0c0d0e0f",
        "count": 1,
        "lists": [{"name": "first", "category": "adult", "alone": True}],
        "memberships": [[3]],
    }
    assert body[:8] == blake2b(b"\3bad\7example\0", digest_size=8, salt=SALT).digest()
    assert body[8:10] == b"\0\0"
    assert body[10:] == blake2b(octets[:-32], digest_size=32).digest()


def signed(contents: bytes) -> bytes:
    """Return contents with their check sum, as a writer that is not sound would leave them."""
    return contents + blake2b(contents, digest_size=CHECK_OCTETS).digest()


def with_header(header: bytes, body: bytes = b"") -> bytes:
    """Return a file with this header, padded, and a check sum that fits."""
    header += b" " * (-len(header) % 8)
    return signed(MAGIC + len(header).to_bytes(8, "little") + header + body)


def small_header(**changes: object) -> bytes:
    """Return the header of an index of one list and no names, with some members changed."""
    document: dict[str, Any] = {
        "format": "lamplight-index/v2",
        "salt": SALT.hex(),
        "count": 0,
        "lists": [{"name": "first", "category": "adult", "alone": True}],
        "memberships": [[0]],
    }
    return json.dumps(document | changes).encode()


SOUND = index_octets(SMALL)
LISTED = [{"name": "first", "category": "adult", "alone": True}]

FOREIGN = {
    "nothing": (b"", "not a Lamplight index"),
    "only the magic": (MAGIC, "not a Lamplight index"),
    "a text file": (b"0.0.0.0 bad.example\n" * 10, "not a Lamplight index"),
    "another version": (signed(b"LAMPIDX1" + SOUND[8:-CHECK_OCTETS]), "not a Lamplight index"),
    "zeros": (bytes(100), "not a Lamplight index"),
    "something behind the end": (SOUND + b"\0", "check sum"),
    "two files in one": (SOUND + SOUND, "check sum"),
    "a header that never ends": (
        signed(MAGIC + (2**63).to_bytes(8, "little") + bytes(16)),
        "length is wrong",
    ),
    "a header longer than the file": (
        signed(MAGIC + (64).to_bytes(8, "little") + bytes(56)),
        "length is wrong",
    ),
    "a header over the limit": (
        signed(MAGIC + (MAX_HEADER_OCTETS + 8).to_bytes(8, "little") + bytes(8)),
        "length is wrong",
    ),
    "a header that is not padded": (
        signed(MAGIC + (3).to_bytes(8, "little") + b"{} "),
        "length is wrong",
    ),
    "a header that is no JSON": (with_header(b"{"), "not readable as JSON"),
    "a header that is an array": (with_header(b"[]"), "expected the members"),
    "a member twice": (with_header(b'{"count": 0, "count": 0}'), "a member stands twice"),
    "a member missing": (with_header(b'{"format": "lamplight-index/v2"}'), "expected the members"),
    "a member unknown": (with_header(small_header(body="00")), "expected the members"),
    "another format": (with_header(small_header(format="x/v1")), "expected the format"),
    "a salt that is no hex": (with_header(small_header(salt="zz")), "header:"),
    "a salt that is a number": (with_header(small_header(salt=5)), "header:"),
    "a short salt": (with_header(small_header(salt="00")), "out of range"),
    "a count below zero": (with_header(small_header(count=-1)), "out of range"),
    "a count that is true": (with_header(small_header(count=True), bytes(10)), "out of range"),
    "a count that is text": (with_header(small_header(count="0")), "out of range"),
    "a fraction": (with_header(small_header(count=0.0)), "not whole"),
    "a count above the body": (with_header(small_header(count=1)), "expected 10 octets"),
    "a count below the body": (with_header(small_header(), bytes(10)), "expected 0 octets"),
    "lists that are a table": (with_header(small_header(lists={})), "expected an array"),
    "a list that is text": (with_header(small_header(lists=["x"])), "a name, a category"),
    "a list without a name": (
        with_header(small_header(lists=[{"category": "adult", "alone": True}])),
        "a name, a category",
    ),
    "a list called by a number": (
        with_header(small_header(lists=[{"name": 5, "category": "adult", "alone": True}])),
        "a name, a category",
    ),
    "a list with one thing more": (
        with_header(
            small_header(lists=[{"name": "x", "category": "adult", "alone": True, "url": "y"}])
        ),
        "nothing else",
    ),
    "a list that says neither": (
        with_header(small_header(lists=[{"name": "x", "category": "adult"}])),
        "a name, a category",
    ),
    "alone as a number": (
        with_header(small_header(lists=[{"name": "x", "category": "adult", "alone": 1}])),
        "a name, a category",
    ),
    "a category unknown": (
        with_header(small_header(lists=[{"name": "x", "category": "toys", "alone": True}])),
        "'toys' is not a valid",
    ),
    "memberships that are text": (with_header(small_header(memberships="")), "expected an array"),
    "a membership that is a number": (
        with_header(small_header(memberships=[0])),
        "expected an array",
    ),
    "a mark that is text": (with_header(small_header(memberships=[["0"]])), "whole numbers"),
    "a mark that is true": (with_header(small_header(memberships=[[True]])), "whole numbers"),
    "a mark of no list": (with_header(small_header(memberships=[[4]])), "out of range"),
    "a mark below zero": (with_header(small_header(memberships=[[-1]])), "out of range"),
    "a name of no membership": (
        with_header(small_header(count=1), bytes(8) + b"\1\0"),
        "points at no membership",
    ),
}


@pytest.mark.parametrize(("octets", "words"), FOREIGN.values(), ids=FOREIGN)
def test_what_lamplight_did_not_write_is_refused(octets: bytes, words: str) -> None:
    """A foreign or unsound file is refused as a whole, also where its check sum fits."""
    with pytest.raises(IndexMalformed, match=words):
        CategoryIndex(memoryview(octets))


def test_the_header_that_the_table_damages_is_sound() -> None:
    """The small header of the table above is itself in order."""
    assert CategoryIndex(memoryview(with_header(small_header()))).lists == (
        ListSource("first", Category.ADULT),
    )


def test_every_truncation_is_refused() -> None:
    """A file cut off after any octet is refused."""
    for length in range(len(SOUND)):
        with pytest.raises(IndexMalformed):
            CategoryIndex(memoryview(SOUND[:length]))


def flips(octets: bytes) -> Iterator[bytes]:
    """Yield the file once for each of its bits, with that bit turned over."""
    for place in range(len(octets) * 8):
        flipped = bytearray(octets)
        flipped[place // 8] ^= 1 << place % 8
        yield bytes(flipped)


def test_every_single_bit_that_turns_is_noticed() -> None:
    """No file with one bit turned over is taken for an index, wherever the bit stands."""
    for damaged in flips(SOUND):
        with pytest.raises(IndexMalformed):
            CategoryIndex(memoryview(damaged))


def test_random_damage_is_noticed(dice: random.Random, scale: Scale) -> None:
    """No file with octets changed here and there is taken for an index."""
    for _ in range(scale(3_000, 100_000)):
        damaged = bytearray(SOUND)
        for _ in range(dice.randint(1, 4)):
            damaged[dice.randrange(len(damaged))] ^= dice.randint(1, 255)
        if damaged == SOUND:
            continue
        with pytest.raises(IndexMalformed):
            CategoryIndex(memoryview(damaged))


def test_a_big_endian_machine_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where numbers are read the other way round, no index is taken."""
    monkeypatch.setattr(sys, "byteorder", "big")

    with pytest.raises(IndexMalformed, match="big-endian"):
        CategoryIndex(memoryview(SOUND))


def test_an_index_does_not_copy_its_buffer() -> None:
    """Look-ups read the buffer itself: what is mapped is not loaded."""
    octets = bytearray(index_octets(SMALL))
    built = CategoryIndex(memoryview(octets))
    start = PREFIX_OCTETS + int.from_bytes(octets[8:16], "little")
    octets[start:-CHECK_OCTETS] = bytes(len(octets) - CHECK_OCTETS - start)

    assert built.listings(from_text("bad.example")) == ()
