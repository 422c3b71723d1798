from __future__ import annotations

import hashlib
from pathlib import Path

from agent.lists.shelf import Shelf


def test_what_a_run_left_half_way_is_removed(tmp_path: Path) -> None:
    """Making the folders clears what was coming when a run was cut off, and nothing else."""
    shelf = Shelf(tmp_path / "lists")
    shelf.make()
    for path in (shelf.copy("bets"), shelf.held("bets"), shelf.incoming("bets")):
        path.write_bytes(b"bet.example\n")
    half = shelf.folder / ".fetched.json.01234567.part"
    half.write_bytes(b"{")

    shelf.make()

    assert not half.exists()
    assert shelf.copy("bets").exists()
    assert shelf.held("bets").exists()
    assert not shelf.incoming("bets").exists()


def test_the_digest_is_that_of_the_copy(tmp_path: Path) -> None:
    """A copy is known by its SHA-256, and a list without one has none."""
    shelf = Shelf(tmp_path)
    shelf.make()
    shelf.copy("bets").write_bytes(b"bet.example\n")

    assert shelf.digest("bets") == hashlib.sha256(b"bet.example\n").hexdigest()
    assert shelf.digest("games") is None


def test_everything_stands_below_one_folder(tmp_path: Path) -> None:
    """Every file of the job lies in the folder it was given."""
    shelf = Shelf(tmp_path)
    paths = (
        *(shelf.index, shelf.standing, shelf.memory),
        *(shelf.copy("bets"), shelf.held("bets"), shelf.incoming("bets")),
    )

    assert len(set(paths)) == len(paths)
    assert all(path.is_relative_to(tmp_path) for path in paths)
