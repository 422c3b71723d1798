from __future__ import annotations

from pathlib import Path

import pytest

from agent.lists.target import TargetRefused, sole_build


def test_a_second_build_is_refused_while_one_runs(tmp_path: Path) -> None:
    """While a build runs, another one is refused and touches nothing; afterwards it may run."""
    out = tmp_path / "lists.idx"
    part = tmp_path / ".lists.idx.0123abcd.part"
    with sole_build(out):
        part.touch()
        with pytest.raises(TargetRefused, match="another build is writing"), sole_build(out):
            pass

        assert part.exists()
    with sole_build(out):
        assert not part.exists()


def test_a_failed_build_lets_go(tmp_path: Path) -> None:
    """A build that ends by an error does not stand in the way of the next."""
    out = tmp_path / "lists.idx"
    with pytest.raises(ZeroDivisionError), sole_build(out):
        raise ZeroDivisionError
    with sole_build(out):
        pass

    assert list(tmp_path.iterdir()) == []


def test_only_leftovers_of_the_same_file_are_removed(tmp_path: Path) -> None:
    """What a killed build of this file left is removed; everything else stays."""
    kept = {
        "lists.idx",
        ".other.idx.0123abcd.part",
        ".lists.idx.part",
        ".lists.idx.0123abcd.part.txt",
        ".lists.idx.0123ABCD.part",
        ".listsxidx.0123abcd.part",
        "lists.idx.0123abcd.part",
    }
    for name in {*kept, ".lists.idx.0123abcd.part", ".lists.idx.ffffffff.part"}:
        (tmp_path / name).touch()

    with sole_build(tmp_path / "lists.idx"):
        pass

    assert {path.name for path in tmp_path.iterdir()} == kept


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder in the place of the file, or no folder to write into, is refused with advice."""
    with pytest.raises(TargetRefused, match="is a folder; name a file"), sole_build(tmp_path):
        pass
    with pytest.raises(TargetRefused, match="make it first"), sole_build(tmp_path / "no" / "x.idx"):
        pass
