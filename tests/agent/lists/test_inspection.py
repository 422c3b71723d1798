from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agent.errors import ListMalformed
from agent.lists.inspection import Inspected, Tables, inspect
from agent.lists.suspects import Found, Offence
from policy.names import from_text

HELP, SCHOOL, MUSEUM = map(from_text, ("help.example", "school.example", "museum.example"))
TABLES = Tables(
    lifelines=frozenset({HELP}), everyday=frozenset({SCHOOL}), mistakes=frozenset({MUSEUM})
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a list in which something offends."""
    path = tmp_path / "list"
    path.write_text("bad.example\n0.0.0.0 school.example\nwww.help.example\nx.example\n")
    return path


def test_a_copy_is_counted_and_what_offends_is_found(copy: Path) -> None:
    """The names of a copy are counted as the build will count them, and offences are told."""
    assert inspect(copy, TABLES, frozenset()) == Inspected(
        4,
        (
            Found(Offence.NAMES_LIFELINE, from_text("www.help.example"), HELP),
            Found(Offence.BLOCKS_EVERYDAY, SCHOOL, SCHOOL),
        ),
    )


def test_what_is_struck_out_neither_counts_nor_offends(copy: Path) -> None:
    """Entries that will be passed over are passed over here too."""
    strike = frozenset({SCHOOL, from_text("www.help.example")})

    assert inspect(copy, TABLES, strike) == Inspected(2, ())


def test_a_copy_that_cannot_be_read_is_refused(copy: Path) -> None:
    """Something else than a list is refused, with the file's name."""
    copy.write_text("<!DOCTYPE html>\n<html>\n")

    with pytest.raises(ListMalformed, match=str(copy)):
        inspect(copy, TABLES, frozenset())


def test_the_digest_changes_with_every_table() -> None:
    """A name more, less, or in another table gives another digest; the order does not matter."""
    others = (
        replace(TABLES, lifelines=frozenset()),
        replace(TABLES, everyday=TABLES.mistakes, mistakes=TABLES.everyday),
        replace(TABLES, everyday=TABLES.everyday | {HELP}),
    )

    assert len({TABLES.digest(), *(tables.digest() for tables in others)}) == 4
    assert replace(TABLES, everyday=frozenset([SCHOOL])).digest() == TABLES.digest()
