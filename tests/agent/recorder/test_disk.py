from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest

from agent.recorder.disk import FREE_SHARE, Disk


def modes_below(folder: Path) -> set[int]:
    """Return the permissions of everything in a folder."""
    return {path.stat().st_mode & 0o777 for path in folder.rglob("*")}


def failing(name: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a system call fail from here on."""

    def fails(*_: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, name, fails)


def test_everything_is_the_recorders_alone(tmp_path: Path) -> None:
    """Nobody but the recorder's own user reads a file or lists a folder."""
    disk = Disk(tmp_path / "state")
    disk.make_folder("days/one")
    disk.append("days/one/frames", b"a line")
    disk.replace("home.json", b"{}")

    assert modes_below(tmp_path) == {0o700, 0o600}


def test_a_line_is_there_when_the_call_returns(tmp_path: Path) -> None:
    """What was appended is read by whoever opens the folder next, in order."""
    disk = Disk(tmp_path)
    disk.append("journal", b"one")
    disk.append("journal", b"two")

    assert Disk(tmp_path).lines("journal") == [b"one", b"two"]


def test_nothing_is_read_as_nothing(tmp_path: Path) -> None:
    """A file that was never written is None, and has no lines."""
    disk = Disk(tmp_path)
    disk.replace("file", b"")

    assert disk.read("none") is None
    assert disk.read("file/below") is None
    assert disk.lines("none") == []
    assert disk.lines("file") == []
    assert disk.names("none") == []


def test_half_a_line_is_cut_off_before_anything_follows(tmp_path: Path) -> None:
    """A line without its end never becomes the beginning of the next one."""
    disk = Disk(tmp_path)
    disk.append("journal", b"one")
    with (tmp_path / "journal").open("ab") as file:
        file.write(b"tw")

    assert disk.lines("journal") == [b"one"]

    disk.append("journal", b"two")

    assert (tmp_path / "journal").read_bytes() == b"one\ntwo\n"


@pytest.mark.parametrize("name", ["fsync", "write"])
def test_a_line_that_is_not_taken_is_not_there(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the card takes no line, the file is as it was."""
    disk = Disk(tmp_path)
    disk.append("journal", b"one")
    with monkeypatch.context() as patched:
        failing(name, errno.ENOSPC, patched)
        with pytest.raises(OSError, match="No space left"):
            disk.append("journal", b"two")

    assert (tmp_path / "journal").read_bytes() == b"one\n"


def test_a_file_is_the_old_one_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that cannot be written leaves the one before, and nothing beside it."""
    disk = Disk(tmp_path)
    disk.replace("home.json", b"old")
    with monkeypatch.context() as patched:
        failing("fsync", errno.EIO, patched)
        with pytest.raises(OSError, match="Input/output"):
            disk.replace("home.json", b"new")

    assert [path.name for path in tmp_path.iterdir()] == ["home.json"]
    assert disk.read("home.json") == b"old"


def test_what_was_never_finished_is_gone_at_the_next_start(tmp_path: Path) -> None:
    """Half a document holds as much as a whole one, so none stays behind, in no folder."""
    disk = Disk(tmp_path)
    disk.make_folder("days/one")
    for name in (".home.json.0f0f0f0f.part", "days/one/.slip.json.0f0f0f0f.part"):
        (tmp_path / name).write_bytes(b"half")

    assert disk.names("days/one") == []

    Disk(tmp_path)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_is_removed_is_written_over_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file's own room holds nothing of it when its name goes."""
    disk = Disk(tmp_path)
    disk.replace("one.key", b"secret")
    left: list[bytes] = []
    unlink = Path.unlink

    def watched(path: Path, *, missing_ok: bool = False) -> None:
        left.append(path.read_bytes())
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", watched)
    disk.remove("one.key")
    disk.remove("one.key")

    assert left == [bytes(6)]
    assert disk.read("one.key") is None


def test_a_full_card_lets_go_of_a_file_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file cannot be written over, it is removed nevertheless."""
    disk = Disk(tmp_path)
    disk.replace("one.key", b"secret")
    with monkeypatch.context() as patched:
        failing("write", errno.ENOSPC, patched)
        disk.remove("one.key")

    assert disk.read("one.key") is None


def test_a_folder_goes_with_whatever_it_holds(tmp_path: Path) -> None:
    """Files, parts of files, and what somebody else put there do not keep a folder."""
    disk = Disk(tmp_path)
    disk.make_folder("days/one/strange")
    for name in ("a.key", ".half.part", "strange/file"):
        (tmp_path / "days/one" / name).write_bytes(b"x")
    disk.replace("days/file", b"x")

    disk.remove_folder("days/one")
    disk.remove_folder("days/one")
    disk.remove_folder("days/file")

    assert disk.names("days") == []


@pytest.mark.parametrize(("free", "expected"), [(5, True), (4, False)])
def test_the_last_room_is_left_alone(
    free: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, expected: bool
) -> None:
    """Below a twentieth of the card nothing is recorded."""
    monkeypatch.setattr("shutil.disk_usage", usage(100, free))

    assert FREE_SHARE == 0.05
    assert Disk(tmp_path).has_room() is expected


def test_a_card_that_does_not_answer_has_no_room(tmp_path: Path) -> None:
    """Where nobody can say how much room there is, there is none."""
    disk = Disk(tmp_path / "state")
    (tmp_path / "state").rmdir()

    assert not disk.has_room()


def usage(total: int, free: int) -> Callable[[Path], object]:
    """Return what tells this much room, as `shutil.disk_usage` does."""
    return lambda _: SimpleNamespace(total=total, used=total - free, free=free)
