from __future__ import annotations

import pytest

from agent.errors import ListMalformed
from agent.lists.overblocking import above_ceilings, read_ceilings, read_popular, report_on, table
from policy.categories import Category
from policy.index import ListSource, Reach
from policy.names import from_text, to_text
from tests.policy.strategies import index_of

GAMES, ADULT = Category.GAMES, Category.ADULT
INDEX = index_of([
    (ListSource("games", GAMES), [(from_text("games.example"), Reach.BOTH)]),
    (ListSource("one", ADULT, alone=False), [(from_text("adult.example"), Reach.BOTH)]),
    (ListSource("two", ADULT, alone=False), [
        (from_text("adult.example"), Reach.BOTH), (from_text("nhs.uk"), Reach.BOTH)]),
    (ListSource("three", ADULT, alone=False), [
        (from_text("museum.example"), Reach.BOTH), (from_text("nhs.uk"), Reach.BOTH)]),
])  # fmt: skip
TEMPLATES = {"young": frozenset({GAMES, ADULT}), "grown": frozenset({ADULT})}
POPULAR = [from_text(f"{name}.example") for name in ("www.games", "adult", "museum", "other")]


def reports() -> list[str]:
    """Return the report's lines for the index above, with one canary and one everyday name."""
    found = report_on(
        TEMPLATES,
        INDEX.listings,
        popular=POPULAR,
        mistakes=[from_text("museum.example"), from_text("clinic.nhs.uk")],
        everyday=[from_text("play.games.example")],
    )
    return list(table(found, len(POPULAR)))


def test_the_report_counts_what_a_home_would_block() -> None:
    """Agreement of lists, templates and what is never blocked count as they do in a home."""
    assert reports() == [
        "of 4 popular names      young  grown",
        "adult                       1      1",
        "games                       1      -",
        "all categories              2      1",
        "over-blocking canaries      0      0",
        "everyday names              1      0",
        "young: blocks the everyday name play.games.example",
    ]


def test_a_canary_that_is_blocked_is_named() -> None:
    """A name that must not be blocked is named, with the template that would block it."""
    found = report_on(
        TEMPLATES, INDEX.listings, popular=[], mistakes=POPULAR[:1], everyday=POPULAR[1:2]
    )

    assert [tuple(map(to_text, report.mistakes)) for report in found] == [
        ("www.games.example",), ()]  # fmt: skip
    assert "young: blocks the canary www.games.example" in list(table(found, 0))
    assert "grown: blocks the everyday name adult.example" in list(table(found, 0))


CEILINGS = {
    "as high as the counts": ({"young": {"games": 1, "adult": 1}, "grown": {"adult": 1}}, []),
    "higher": ({"young": {"games": 5, "adult": 9}, "grown": {"adult": 2}}, []),
    "one too low": (
        {"young": {"games": 0, "adult": 1}, "grown": {"adult": 1}},
        ["young: games blocks 1 popular names; at most 0 may be"],
    ),
    "a template without any": (
        {"young": {"games": 1, "adult": 1}},
        ["grown: adult blocks 1 popular names; at most 0 may be"],
    ),
}


@pytest.mark.parametrize(("ceilings", "expected"), CEILINGS.values(), ids=CEILINGS)
def test_a_count_above_its_ceiling_is_told(
    ceilings: dict[str, dict[str, int]], expected: list[str]
) -> None:
    """Each count above its ceiling has a sentence, and what has no ceiling may block nothing."""
    found = report_on(TEMPLATES, INDEX.listings, popular=POPULAR, mistakes=[], everyday=[])

    assert list(above_ceilings(found, ceilings)) == expected


def test_popular_names_are_read_plain_or_ranked() -> None:
    """Names alone, behind a rank and a comma or a tab, with comments and empty lines."""
    octets = b"# top\n\none.example\n2,two.example\n1000\tthree.example\nwww.four.example.\n"

    assert [to_text(name) for name in read_popular(octets)] == [
        "one.example", "two.example", "three.example", "www.four.example"]  # fmt: skip


def test_a_popular_name_that_is_none_is_told_with_its_line() -> None:
    """A line that holds no name is named by its number."""
    with pytest.raises(ListMalformed, match="line 2 of the popular names"):
        read_popular(b"one.example\nno name\n")


BAD_CEILINGS = {
    "no TOML": (b"= 1", "not valid TOML"),
    "no text": (b"\xff", "not valid TOML"),
    "a number for a table": (b"young = 1", "'young' are not a table of counts"),
    "a text for a count": (b"[young]\nadult = 'x'", "'young' are not a table of counts"),
    "an unknown category": (b"[young]\ntoys = 1", "'young' are not a table of counts"),
}


@pytest.mark.parametrize(("octets", "words"), BAD_CEILINGS.values(), ids=BAD_CEILINGS)
def test_ceilings_that_cannot_be_read_are_refused(octets: bytes, words: str) -> None:
    """Ceilings of another shape are refused with what is wrong, and never taken as none."""
    with pytest.raises(ListMalformed, match=words):
        read_ceilings(octets)
    assert read_ceilings(b"[young]\nadult = 3\n") == {"young": {"adult": 3}}
