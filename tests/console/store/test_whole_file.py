from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from console.store.whole_file import holding, read_up_to, replace_whole


def test_one_octet_more_than_the_limit_shows_that_a_file_is_too_long(tmp_path: Path) -> None:
    """What is read is bounded, and a reader can tell that there was more."""
    path = tmp_path / "file"
    path.write_bytes(b"123456")

    assert read_up_to(path, 6) == b"123456"
    assert read_up_to(path, 3) == b"1234"


def test_octets_reach_the_disk_before_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is synced, then renamed, then its folder is synced."""
    seen: list[str] = []
    fsync, rename = os.fsync, Path.replace

    def watched_fsync(descriptor: int) -> None:
        seen.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def watched_rename(path: Path, target: Path) -> Path:
        seen.append("rename")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "replace", watched_rename)
    replace_whole(tmp_path / "deep" / "file", b"new")

    assert seen == ["file", "rename", "folder"]
    assert (tmp_path / "deep" / "file").read_bytes() == b"new"


def test_a_replacement_that_fails_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    """When the rename is refused, what stood there stands, and the sibling is gone."""
    path = tmp_path / "file"
    path.mkdir()
    with pytest.raises(OSError, match="directory"):
        replace_whole(path, b"new")

    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    """A second holder waits until the first one lets go, in another thread as well."""
    folder = tmp_path / "made"
    order: list[str] = []
    trying = threading.Event()

    def second() -> None:
        trying.set()
        with holding(folder):
            order.append("second")

    other = threading.Thread(target=second)
    with holding(folder):
        other.start()
        trying.wait()
        other.join(0.05)
        order.append("first")
    other.join()

    assert order == ["first", "second"]


def test_a_folder_is_let_go_after_a_fault(tmp_path: Path) -> None:
    """Whoever fails while holding a folder does not keep it from others."""
    with pytest.raises(ZeroDivisionError), holding(tmp_path):
        raise ZeroDivisionError
    with holding(tmp_path):
        held = True

    assert held
