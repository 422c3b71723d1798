from __future__ import annotations

from pathlib import Path

from agent.discovery.published import Published
from policy.neighbours import NOTHING_SEEN, Neighbour, Neighbours
from policy.neighbours_document import neighbours_from_bytes

SEEN = Neighbours(neighbours=(Neighbour(link="02:00:5e:00:53:03"),))


def test_what_was_seen_can_be_read_by_anybody(tmp_path: Path) -> None:
    """The file holds the document, and every process of the box may read it."""
    path = tmp_path / "neighbours.json"
    wrote = Published(path).publish(SEEN)

    assert wrote
    assert neighbours_from_bytes(path.read_bytes()) == SEEN
    assert path.stat().st_mode & 0o444 == 0o444


def test_the_same_again_is_not_written(tmp_path: Path) -> None:
    """Where nothing changed the file is left as it is, its time too."""
    path = tmp_path / "neighbours.json"
    published = Published(path)
    published.publish(SEEN)
    before = path.stat()

    assert not published.publish(SEEN)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_change_replaces_the_file(tmp_path: Path) -> None:
    """What changed is there after, and no half-written sibling is left."""
    published = Published(tmp_path / "neighbours.json")
    published.publish(NOTHING_SEEN)

    assert published.publish(SEEN)
    assert [one.name for one in tmp_path.iterdir()] == ["neighbours.json"]


def test_a_folder_that_is_gone_ends_nothing(tmp_path: Path) -> None:
    """Where the file cannot be written it is tried again at the next look."""
    folder = tmp_path / "run"
    published = Published(folder / "neighbours.json")
    refused = published.publish(SEEN)
    folder.mkdir()

    assert not refused
    assert published.publish(SEEN)
