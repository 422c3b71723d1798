from __future__ import annotations

from pathlib import Path

import pytest

from agent.install.unconfirmed import (
    NOTE,
    Unconfirmed,
    confirm,
    is_open,
    last,
    read_note,
    say_last,
    write_note,
)

OPEN = Unconfirmed(from_slot="a", to_slot="b", from_release="0.1.0", to_release="0.2.0")


def test_an_upgrade_is_open_until_it_is_confirmed(tmp_path: Path) -> None:
    """The note comes back as it was written, and is gone for good once confirmed."""
    assert not is_open(tmp_path)
    write_note(tmp_path, OPEN)
    assert is_open(tmp_path)
    assert read_note(tmp_path, None) == OPEN

    confirm(tmp_path)
    confirm(tmp_path)

    assert not is_open(tmp_path)
    assert read_note(tmp_path, "a") is None


BAD = {
    "empty": b"",
    "no JSON": b"{",
    "another shape": b"[]",
    "a field more": b'{"from_slot":"a","to_slot":"b","from_release":"","to_release":"","x":1}',
    "one slot twice": b'{"from_slot":"a","to_slot":"a","from_release":"","to_release":""}',
    "a slot elsewhere": b'{"from_slot":"..","to_slot":"b","from_release":"","to_release":""}',
    "no text": b"\xff\xfe",
}


@pytest.mark.parametrize("octets", BAD.values(), ids=BAD)
def test_a_note_that_cannot_be_read_is_one(tmp_path: Path, octets: bytes) -> None:
    """Then the box goes back to the slot that was kept for that."""
    (tmp_path / NOTE).write_bytes(octets)

    for kept, other in (("a", "b"), ("b", "a")):
        note = read_note(tmp_path, kept)
        assert note is not None
        assert (note.from_slot, note.to_slot) == (kept, other)


def test_how_the_last_one_ended_is_kept(tmp_path: Path) -> None:
    """Whoever asks later is told, and where nobody knows nothing is made up."""
    assert last(tmp_path) is None
    say_last(tmp_path, "It runs.")
    assert last(tmp_path) == "It runs."
