from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.files import put_aside, replace_file


def test_a_file_is_written(tmp_path: Path) -> None:
    """The parts stand in the file one behind the other, and nothing else stands beside it."""
    replace_file(tmp_path / "status", [b"one ", b"two"])

    assert (tmp_path / "status").read_bytes() == b"one two"
    assert [path.name for path in tmp_path.iterdir()] == ["status"]


def test_a_file_is_replaced_by_another_one(tmp_path: Path) -> None:
    """Who has the old file open goes on reading the old one, whole."""
    path = tmp_path / "status"
    replace_file(path, [b"old"])
    with path.open("rb") as file:
        replace_file(path, [b"new"])

        assert file.read() == b"old"
    assert path.read_bytes() == b"new"


def test_when_writing_fails_the_old_file_stays(tmp_path: Path) -> None:
    """A failure half way leaves the old file as it was, and no half of a new one beside it."""

    def parts() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    path = tmp_path / "status"
    replace_file(path, [b"old"])
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, parts())

    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["status"]


def test_what_is_being_written_has_another_name(tmp_path: Path) -> None:
    """Until it is whole, a new file is a hidden sibling that no reader takes for the real one."""
    seen: list[str] = []

    def parts() -> Iterator[bytes]:
        seen.extend(found.name for found in tmp_path.iterdir())
        yield b"new"

    replace_file(tmp_path / "status", parts())

    assert len(seen) == 1
    assert seen[0].startswith(".status.")
    assert seen[0].endswith(".part")


def test_what_need_not_last_costs_the_card_less(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is whole on disk before it has its name, and nobody waits for the name."""
    synced: list[bool] = []
    fsync = os.fsync

    def told(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").is_dir())
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", told)
    replace_file(tmp_path / "status", [b"new"], must_last=False)

    assert synced == [False]
    assert (tmp_path / "status").read_bytes() == b"new"


def test_the_order_that_survives_a_power_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The contents are on disk before the name is, and the name before we go on."""
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        steps.append("folder" if Path(f"/proc/self/fd/{descriptor}").is_dir() else "file")
        fsync(descriptor)

    def renamed(path: Path, target: Path) -> Path:
        steps.append("rename")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    replace_file(tmp_path / "status", [b"new"])

    assert steps == ["file", "rename", "folder"]


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """A missing folder is told by its path and not made."""
    with pytest.raises(FileNotFoundError, match="nowhere"):
        replace_file(tmp_path / "nowhere" / "status", [b"new"])


def test_a_damaged_file_gets_the_next_free_name(tmp_path: Path) -> None:
    """Each one is kept, whichever came before it, and its own name is free again."""
    path = tmp_path / "minutes.json"
    for octets in (b"first", b"second"):
        path.write_bytes(octets)
        put_aside(path)

    assert {one.name: one.read_bytes() for one in tmp_path.iterdir()} == {
        "minutes.json.damaged-1": b"first",
        "minutes.json.damaged-2": b"second",
    }
