from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from agent.install.packing import (
    check_believed,
    fetch_wheels,
    house_files,
    write_release,
)
from agent.install.release_keys import IN_THE_HOUSE
from agent.install.slots import BESIDE_THE_ROOMS
from agent.install.steps import StepFailed
from agent.release import ROOMS
from tests.agent.install.releases import (
    ABOUT,
    MAKER,
    SECOND,
    files_in,
    line_of,
    members_of,
    release_in,
)


def test_the_same_input_gives_the_same_octets(tmp_path: Path) -> None:
    """Neither the hour, the order on the disk, nor who makes it shows."""
    once, twice = tmp_path / "once", tmp_path / "twice"
    for folder in (once, twice):
        folder.mkdir()
    first = release_in(once)
    files = files_in(twice / "house")
    for path in files.values():
        os.utime(path, (1, 1))
        path.chmod(0o600)
    write_release(dict(reversed(files.items())), twice / "release.tar", ABOUT, [MAKER])

    assert first.read_bytes() == (twice / "release.tar").read_bytes()


def test_it_begins_with_what_has_to_be_checked_first(tmp_path: Path) -> None:
    """The manifest, the list, and then all files in order, each plain and nobody's."""
    found = [member for member, _ in members_of(release_in(tmp_path))]

    names = [member.name.partition("/")[2] for member in found]
    assert names[:2] == ["release.json", "release.files"]
    assert names[2:] == sorted(names[2:])
    assert {(one.uid, one.gid, one.mtime, one.isreg()) for one in found} == {
        (0, 0, ABOUT.built_on, True)
    }


def test_a_release_that_could_not_be_written_leaves_none(tmp_path: Path) -> None:
    """A file that goes away while it is packed leaves the release of before as it was."""
    files = files_in(tmp_path / "house")
    (tmp_path / "release.tar").write_text("the one before")
    gone = files | {"agent/gone.py": tmp_path / "gone"}

    with pytest.raises(OSError, match="gone"):
        write_release(gone, tmp_path / "release.tar", ABOUT, [MAKER])
    assert (tmp_path / "release.tar").read_text() == "the one before"
    assert {path.name for path in tmp_path.iterdir()} == {"house", "release.tar"}


def house_in(folder: Path) -> Path:
    """Write a house with a file in each room, and what must not be packed."""
    for room in ROOMS:
        (folder / room / "__pycache__").mkdir(parents=True)
        (folder / room / "a.py").write_text("x = 1\n")
        (folder / room / "__pycache__" / "a.pyc").write_text("?")
    for name in BESIDE_THE_ROOMS:
        (folder / name).write_text("text\n")
    (folder / "tests").mkdir()
    (folder / "tests" / "b.py").write_text("x = 1\n")
    return folder


def test_the_rooms_and_what_stands_beside_them_are_packed(tmp_path: Path) -> None:
    """No test, nothing that was compiled, and no file of whoever packs it."""
    assert set(house_files(house_in(tmp_path))) == {
        *(f"{room}/a.py" for room in ROOMS),
        *BESIDE_THE_ROOMS,
    }


def test_in_a_clone_only_what_was_committed_is_packed(tmp_path: Path) -> None:
    """A file that git does not know is no part of it, and one that was changed stops it."""
    house_in(tmp_path)
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    (tmp_path / ".gitignore").write_text("__pycache__\n")
    for words in (("init", "-q"), ("add", "."), (*who, "commit", "-q", "-m", "x")):
        subprocess.run(["git", "-C", tmp_path, *words], check=True)
    assert "agent/a.py" in house_files(tmp_path)

    (tmp_path / "agent" / "b.py").write_text("x = 2\n")

    with pytest.raises(StepFailed, match=r"differ from the last commit, such as agent/b\.py"):
        house_files(tmp_path)


def test_packages_come_from_the_lock_alone(tmp_path: Path) -> None:
    """A package that the lock does not name with its digest stops it."""
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "one-1-py3-none-any.whl").write_text("?")
    (tmp_path / "lock").write_text(f"one==1 --hash=sha256:{'0' * 64}\n")

    with pytest.raises(StepFailed, match=r"Expected sha256 0{64}"):
        fetch_wheels(tmp_path / "lock", tmp_path / "into", tmp_path / "wheels")


def test_a_release_is_signed_by_whom_its_own_boxes_believe(tmp_path: Path) -> None:
    """Else the next one could never be taken up; and it is told which line is missing."""
    path = tmp_path / IN_THE_HOUSE
    path.parent.mkdir(parents=True)
    path.write_text(f"needs 2\n{line_of(MAKER)}{line_of(SECOND)}")
    check_believed(tmp_path, [MAKER, SECOND])

    with pytest.raises(StepFailed, match=MAKER.public_key.octets.hex()):
        check_believed(tmp_path, [MAKER])

    path.write_text("needs 1\n")
    with pytest.raises(StepFailed, match="Commit what belongs in it"):
        check_believed(tmp_path, [MAKER])
