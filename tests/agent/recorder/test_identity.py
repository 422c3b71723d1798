from __future__ import annotations

from pathlib import Path

import pytest

from agent.recorder.disk import Disk
from agent.recorder.errors import RecorderBroken
from agent.recorder.identity import KEY_FILE, SPOKEN_FILE, forget, load_or_make


def test_a_box_stays_who_it_is(tmp_path: Path) -> None:
    """The key and the secret that a box made once are those of every later start."""
    first = load_or_make(Disk(tmp_path))
    again = load_or_make(Disk(tmp_path))

    assert again.box == first.box
    assert again.secret.octets == first.secret.octets
    assert again.signer.sign(b"") == first.signer.sign(b"")


def test_each_box_is_another(tmp_path: Path) -> None:
    """Keys come from chance: no two boxes share one."""
    boxes = [load_or_make(Disk(tmp_path / f"{n}")) for n in range(20)]

    assert len({one.box for one in boxes}) == 20
    assert len({one.secret.octets for one in boxes}) == 20


def test_after_forgetting_it_is_another_box(tmp_path: Path) -> None:
    """Nothing of the old identity is left."""
    first = load_or_make(Disk(tmp_path))
    forget(Disk(tmp_path))

    assert [path.name for path in tmp_path.iterdir()] == []

    again = load_or_make(Disk(tmp_path))

    assert again.box != first.box
    assert again.secret.octets != first.secret.octets


@pytest.mark.parametrize("octets", [b"", b"short", bytes(33)], ids=["empty", "short", "long"])
@pytest.mark.parametrize("name", [KEY_FILE, SPOKEN_FILE])
def test_a_damaged_key_makes_no_new_one(name: str, octets: bytes, tmp_path: Path) -> None:
    """A key that is not whole stops the start, and is left as it is."""
    disk = Disk(tmp_path)
    load_or_make(disk)
    disk.replace(name, octets)

    with pytest.raises(RecorderBroken, match=rf"{name} is damaged; put it back from a backup"):
        load_or_make(disk)
    assert disk.read(name) == octets


def test_a_secret_is_not_shown(tmp_path: Path) -> None:
    """Where an identity is printed, neither secret stands there."""
    found = load_or_make(Disk(tmp_path))
    shown = repr(found)

    for name in (KEY_FILE, SPOKEN_FILE):
        octets = (tmp_path / name).read_bytes()
        assert octets.hex() not in shown
        assert repr(octets) not in shown
