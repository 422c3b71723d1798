from __future__ import annotations

from pathlib import Path

import pytest

from agent import index_file
from agent.files import replace_file
from agent.index_file import open_index
from policy.errors import IndexMalformed
from policy.names import from_text
from tests.agent.dns.house import LISTED
from tests.policy.strategies import index_octets, index_of

BAD = from_text("bad.example")
OCTETS = index_octets(LISTED)

MALFORMED = {
    "nothing": b"",
    "one octet": b"L",
    "another kind of file": b"0.0.0.0 bad.example\n" * 100,
    "cut off": OCTETS[:-1],
    "cut in half": OCTETS[: len(OCTETS) // 2],
    "an octet changed": OCTETS[:-40] + bytes((OCTETS[-40] ^ 1,)) + OCTETS[-39:],
    "octets behind it": OCTETS + b"\0",
}


def test_an_index_file_is_opened(tmp_path: Path) -> None:
    """What was written is found again, name for name."""
    path = tmp_path / "categories.idx"
    path.write_bytes(OCTETS)
    index = open_index(path)

    assert index.count == index_of(LISTED).count
    assert index.listings(BAD) == index_of(LISTED).listings(BAD)


@pytest.mark.parametrize("octets", MALFORMED.values(), ids=MALFORMED)
def test_a_damaged_file_is_refused_by_name(octets: bytes, tmp_path: Path) -> None:
    """A file that is cut off, changed or of another kind is refused as a whole, with its path."""
    path = tmp_path / "categories.idx"
    path.write_bytes(octets)

    with pytest.raises(IndexMalformed, match=r"categories\.idx: "):
        open_index(path)


def test_a_file_of_unlikely_size_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file larger than any index is refused before it is mapped."""
    monkeypatch.setattr(index_file, "MAX_OCTETS", 10)
    path = tmp_path / "categories.idx"
    path.write_bytes(OCTETS)

    with pytest.raises(IndexMalformed, match="cannot be an index"):
        open_index(path)


def test_a_missing_file_is_the_system_s_error(tmp_path: Path) -> None:
    """A file that is not there is told by its path."""
    with pytest.raises(FileNotFoundError, match=r"categories\.idx"):
        open_index(tmp_path / "categories.idx")


def test_a_replaced_file_leaves_the_open_one_as_it_was(tmp_path: Path) -> None:
    """An index in use goes on answering when its file is replaced and when it is removed."""
    path = tmp_path / "categories.idx"
    path.write_bytes(OCTETS)
    index = open_index(path)
    replace_file(path, [index_octets([])])
    replaced = index.listings(BAD)
    path.unlink()

    assert replaced == index.listings(BAD) == index_of(LISTED).listings(BAD)
