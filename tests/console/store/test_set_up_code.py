from __future__ import annotations

import stat
from pathlib import Path

import pytest

from consent.word_list import WORDS
from console.store.set_up_code import (
    CODE_WORDS,
    code_kept,
    forget_code,
    path_below,
    read_code,
)


def test_a_code_stays_the_same_until_it_is_forgotten(tmp_path: Path) -> None:
    """A second start, as after a power cut, finds the code of the first."""
    first = code_kept(tmp_path)
    again, read = code_kept(tmp_path), read_code(tmp_path)
    forget_code(tmp_path)
    gone = read_code(tmp_path)
    forget_code(tmp_path)

    assert first == again == read
    assert gone is None
    assert code_kept(tmp_path) != first
    assert (len(first), set(first) <= set(WORDS)) == (CODE_WORDS, True)


def test_only_its_owner_can_read_the_code(tmp_path: Path) -> None:
    """Whoever else has an account on the box reads nothing, from the file's first moment."""
    code_kept(tmp_path)

    assert stat.S_IMODE(path_below(tmp_path).stat().st_mode) == 0o600


BROKEN = {
    "empty": b"",
    "cut off": b"zoom zo",
    "no words": b"\xff\xfe\x00",
    "too many": b"zoom zoom zoom zoom",
    "very long": b"zoom " * 10_000,
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_no_code_and_is_replaced(case: str, tmp_path: Path) -> None:
    """What a power cut may leave opens nothing, and the next start writes a whole code."""
    path_below(tmp_path).parent.mkdir(parents=True)
    path_below(tmp_path).write_bytes(BROKEN[case])
    before = read_code(tmp_path)

    assert before is None
    assert code_kept(tmp_path) == read_code(tmp_path)
