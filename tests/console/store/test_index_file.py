from __future__ import annotations

from pathlib import Path

import pytest

from console.errors import IndexUnreadable
from console.store.index_file import open_index
from policy.categories import Category
from policy.index import ListSource
from policy.names import from_text
from tests.policy.strategies import index_octets

SOURCE = ListSource("bets", Category.GAMBLING)
OCTETS = index_octets([(SOURCE, [(from_text("bet.example"), False)])])

DAMAGED = {
    "empty": b"",
    "foreign": b"not an index at all",
    "cut off": OCTETS[:-1],
    "one bit turned": OCTETS[:-1] + bytes([OCTETS[-1] ^ 1]),
}


def test_an_index_file_answers_once_opened(tmp_path: Path) -> None:
    """A name below a listed one is found, with the list that names it."""
    path = tmp_path / "categories.idx"
    path.write_bytes(OCTETS)
    index = open_index(path)

    assert index.lists_naming(from_text("www.bet.example"), Category.GAMBLING) == [(4, SOURCE)]


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_index_is_refused_with_what_to_do(case: str, tmp_path: Path) -> None:
    """No part of a damaged index is used; the message names the file and the remedy."""
    path = tmp_path / "categories.idx"
    path.write_bytes(DAMAGED[case])
    with pytest.raises(IndexUnreadable, match=r"categories\.idx: .*build the lists again"):
        open_index(path)


def test_a_missing_index_is_refused_with_what_to_do(tmp_path: Path) -> None:
    """An index that is not there is named; the lists may also be left out."""
    with pytest.raises(IndexUnreadable, match=r"none\.idx: cannot be read: .*leave out --index"):
        open_index(tmp_path / "none.idx")
