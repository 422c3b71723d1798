from __future__ import annotations

from pathlib import Path

import pytest

from console.store.neighbours import NeighboursFile, Unseen
from policy.neighbours import NOTHING_SEEN, Freshness, Neighbour, Neighbours
from policy.neighbours_document import neighbours_to_bytes

SEEN = Neighbours(
    neighbours=(Neighbour(link="3c:22:fb:10:20:30", addresses={"fd00::20": Freshness.CLAIMED}),)
)

UNREADABLE = {
    "empty": b"",
    "cut off": neighbours_to_bytes(SEEN)[:-5],
    "another document": b'{"format": "lamplight-status/v1"}\n',
    "a key more": neighbours_to_bytes(NOTHING_SEEN).replace(b"{", b'{"online": true,', 1),
}


def test_what_discovery_published_is_what_is_seen(tmp_path: Path) -> None:
    """The file as it is published reads back whole, and a newer one is seen at the next look."""
    file = NeighboursFile(tmp_path / "neighbours.json")
    found = []
    for seen in (SEEN, NOTHING_SEEN):
        (tmp_path / "neighbours.json").write_bytes(neighbours_to_bytes(seen))
        found.append(file.seen())

    assert found == [SEEN, NOTHING_SEEN]


@pytest.mark.parametrize("case", UNREADABLE)
def test_a_damaged_file_is_nothing_seen_and_said_so(case: str, tmp_path: Path) -> None:
    """What breaks the closed shape is not guessed at."""
    (tmp_path / "neighbours.json").write_bytes(UNREADABLE[case])

    assert NeighboursFile(tmp_path / "neighbours.json").seen() is Unseen.UNREADABLE


def test_why_nothing_is_seen_is_told_apart(tmp_path: Path) -> None:
    """Not told where, nothing published yet, and no file at all are three different things."""
    assert NeighboursFile().seen() is Unseen.NOT_LOOKED_AT
    assert NeighboursFile(tmp_path / "nothing.json").seen() is Unseen.ABSENT
    assert NeighboursFile(tmp_path).seen() is Unseen.UNREADABLE
