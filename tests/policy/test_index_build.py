from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy import index_build
from policy.categories import Category
from policy.errors import IndexMalformed
from policy.index import CHECK_OCTETS, CategoryIndex, ListSource, Reach, digest_of
from policy.index_build import MAX_LISTS, MAX_MEMBERSHIPS, IndexBuilder
from policy.names import Name, from_text
from tests.policy.strategies import SALT, Entry, entries, index_octets, names

ADULT = ListSource("one", Category.ADULT)
GAMES = ListSource("two", Category.GAMES)


def numbered(number: int) -> Name:
    """Return one of as many names as needed."""
    return from_text(f"n{number}.example")


@given(entries())
def test_the_same_lists_give_the_same_octets(lists: list[Entry]) -> None:
    """Same lists, same order, same salt: the same file."""
    assert index_octets(lists) == index_octets(lists)


@given(entries())
def test_another_salt_gives_another_file_with_the_same_answers(lists: list[Entry]) -> None:
    """The salt changes every digest and no answer."""
    one, other = index_octets(lists), index_octets(lists, salt=bytes(16))

    assert one != other
    assert all(
        CategoryIndex(memoryview(one)).listings(name)
        == CategoryIndex(memoryview(other)).listings(name)
        for _, listed in lists
        for name, _ in listed
    )


@given(entries())
def test_the_order_inside_a_list_makes_no_difference(lists: list[Entry]) -> None:
    """A list that its maker sorted differently gives the same answers."""
    turned = [(source, list(reversed(list(listed)))) for source, listed in lists]
    one = CategoryIndex(memoryview(index_octets(lists)))
    other = CategoryIndex(memoryview(index_octets(turned)))

    assert one.count == other.count
    assert all(
        one.listings(name) == other.listings(name) for _, listed in lists for name, _ in listed
    )


@given(listed=st.lists(names(), max_size=8), reach=st.sampled_from(Reach))
def test_many_at_once_is_the_same_as_one_by_one(listed: list[Name], reach: Reach) -> None:
    """The quick way to add names writes what the plain way writes."""
    one, many = IndexBuilder(SALT), IndexBuilder(SALT)
    one.start_list(ADULT)
    many.start_list(ADULT)
    for name in listed:
        one.add(name, reach)
    many.add_many(listed, reach)

    assert b"".join(one.finish()) == b"".join(many.finish())


def test_names_are_found_by_the_digest_that_readers_compute() -> None:
    """What the builder writes for a name is `digest_of` that name, in the file's order."""
    listed = [numbered(number) for number in range(500)]
    octets = index_octets([(ADULT, [(name, False) for name in listed])])
    end = len(octets) - CHECK_OCTETS - 2 * len(listed)
    digests = memoryview(octets)[end - 8 * len(listed) : end].cast("Q").tolist()

    assert digests == sorted(digest_of(name, SALT) for name in listed)


def test_a_name_listed_twice_counts_once() -> None:
    """A name on two lists, or twice on one, stands once in the file."""
    name = from_text("example.org")
    built = CategoryIndex(
        memoryview(index_octets([(ADULT, [(name, False), (name, False)]), (GAMES, [(name, True)])]))
    )

    assert built.count == 1


def test_lists_are_numbered_in_the_order_they_came() -> None:
    """Two lists of one name stay two lists, in their order."""
    sources = (ADULT, GAMES, ADULT)

    assert CategoryIndex(memoryview(index_octets([(s, []) for s in sources]))).lists == sources


def test_the_body_starts_on_a_multiple_of_eight() -> None:
    """Whatever a list is called, digests lie where a 64-bit read is aligned."""
    for letters in range(1, 17):
        octets = index_octets([(ListSource("x" * letters, Category.ADS), [])])

        assert int.from_bytes(octets[8:16], "little") % 8 == 0


def test_one_list_more_than_fit_is_refused() -> None:
    """The number of a list and its bit fit in sixteen bits, and no list is counted wrongly."""
    builder = IndexBuilder(SALT)
    for _ in range(MAX_LISTS):
        builder.start_list(ADULT)
    builder.add(numbered(0), Reach.ITSELF)

    with pytest.raises(IndexMalformed, match="more than 16384 lists"):
        builder.start_list(ADULT)
    built = CategoryIndex(memoryview(b"".join(builder.finish())))
    assert built.listings(numbered(0)) == ((0, Category.ADULT.bit),)


def overlapping(ways: int) -> IndexBuilder:
    """Return a builder whose names stand on that many different sets of lists."""
    builder = IndexBuilder(SALT)
    for number in range(ways // 4):
        builder.start_list(ADULT)
        for reach in Reach:
            builder.add(numbered(number + reach * ways), reach)
    return builder


def test_as_many_ways_to_overlap_as_fit_are_told_apart() -> None:
    """The last membership that sixteen bits can name is still found."""
    octets = b"".join(overlapping(MAX_MEMBERSHIPS).finish())
    built = CategoryIndex(memoryview(octets))
    last = MAX_MEMBERSHIPS // 4 - 1 + Reach.BOTH * MAX_MEMBERSHIPS

    assert built.listings(numbered(last)) == ((0, Category.ADULT.bit),)


def test_one_way_to_overlap_too_many_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists that overlap in more ways than the file can tell apart are refused in words."""
    monkeypatch.setattr(index_build, "MAX_MEMBERSHIPS", 100)
    builder = overlapping(100)
    builder.add(numbered(0), Reach.BOTH)

    with pytest.raises(IndexMalformed, match="use fewer lists"):
        next(builder.finish())


def test_a_header_longer_than_a_reader_accepts_is_never_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The builder refuses to write what no reader would take."""
    octets = b"".join(overlapping(50).finish())
    length = int.from_bytes(octets[8:16], "little")

    monkeypatch.setattr(index_build, "MAX_HEADER_OCTETS", length)
    assert b"".join(overlapping(50).finish()) == octets
    monkeypatch.setattr(index_build, "MAX_HEADER_OCTETS", length - 1)
    with pytest.raises(IndexMalformed, match="use fewer lists"):
        next(overlapping(50).finish())


def test_an_index_of_nothing_can_be_built_and_asked() -> None:
    """A home with no lists has an index that lists nothing."""
    built = CategoryIndex(memoryview(index_octets([])))

    assert built.count == 0
    assert built.lists == ()
    assert built.listings(from_text("example.org")) == ()
