from __future__ import annotations

import os
from pathlib import Path

from agent.files import replace_file
from agent.watch import WatchedFile


def test_a_file_is_new_at_the_first_look_only(tmp_path: Path) -> None:
    """A file that exists is a change once, and none while nobody touches it."""
    path = tmp_path / "file"
    path.write_bytes(b"one")
    watched = WatchedFile(path)

    assert [watched.changed() for _ in range(3)] == [True, False, False]


def test_a_file_that_comes_later_is_noticed(tmp_path: Path) -> None:
    """A file that is not there is no change, until it is there."""
    path = tmp_path / "file"
    watched = WatchedFile(path)
    before = watched.changed()
    path.write_bytes(b"one")

    assert (before, watched.changed()) == (False, True)


def test_a_replaced_file_is_noticed_though_size_and_time_are_the_same(tmp_path: Path) -> None:
    """A file renamed into place is another one even when nothing else tells it apart."""
    path = tmp_path / "file"
    path.write_bytes(b"one")
    watched = WatchedFile(path)
    watched.changed()
    stat = path.stat()
    replace_file(path, [b"two"])
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    assert watched.changed()


def test_a_file_written_in_place_is_noticed(tmp_path: Path) -> None:
    """A file whose size or time moves is a change too."""
    path = tmp_path / "file"
    path.write_bytes(b"one")
    watched = WatchedFile(path)
    watched.changed()
    path.write_bytes(b"longer")

    assert watched.changed()


def test_a_file_that_goes_is_no_change(tmp_path: Path) -> None:
    """A file that vanishes changes nothing; the same file back again does not either."""
    path, aside = tmp_path / "file", tmp_path / "aside"
    path.write_bytes(b"one")
    watched = WatchedFile(path)
    watched.changed()
    path.rename(aside)
    gone = watched.changed()
    aside.rename(path)

    assert (gone, watched.changed()) == (False, False)


def test_no_more_is_read_than_was_asked_for(tmp_path: Path) -> None:
    """However long a file is, only as much of it is read as its reader takes."""
    path = tmp_path / "file"
    path.write_bytes(b"x" * 100)

    assert WatchedFile(path).read(7) == b"x" * 7
