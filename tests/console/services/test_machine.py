from __future__ import annotations

import os
from pathlib import Path

import pytest

from console.services.machine import (
    FULL_SHARE,
    LOW_SHARE,
    Aside,
    MachineNow,
    Room,
    machine_now,
)

NOTHING_SAID = Path("/nowhere-at-all")


def has(share: float, flag: int = 0) -> os.statvfs_result:
    """Return what the kernel says of a card of which this share is free."""
    return os.statvfs_result((4096, 4096, 1000, 500, int(1000 * share), 0, 0, 0, flag, 255))


CARDS = {
    "room": (has(LOW_SHARE), Room.FINE),
    "little room": (has(LOW_SHARE - 0.001), Room.LOW),
    "no room": (has(FULL_SHARE - 0.001), Room.FULL),
    "takes nothing": (has(0.5, os.ST_RDONLY), Room.READ_ONLY),
    "no blocks at all": (os.statvfs_result((4096,) * 2 + (0,) * 7 + (255,)), Room.FULL),
}


@pytest.mark.parametrize(("said", "expected"), CARDS.values(), ids=CARDS)
def test_how_much_the_card_takes(
    said: os.statvfs_result, expected: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What only root may still use is no room, and a card that went read-only takes nothing."""
    monkeypatch.setattr(os, "statvfs", lambda _: said)

    assert machine_now(tmp_path, NOTHING_SAID).room is expected


def test_a_card_that_is_not_there_is_not_known() -> None:
    """Where the folder cannot be looked at, nobody says that there is room."""
    assert machine_now(NOTHING_SAID, NOTHING_SAID) == MachineNow(room=Room.UNKNOWN)


def board(folder: Path, *, alarm: str = "0", degrees: str = "51121", zone: str = "cpu") -> Path:
    """Return what the kernel of a Pi says, as files."""
    sensor, thermal = folder / "class/hwmon/hwmon1", folder / "class/thermal/thermal_zone0"
    for place, said in (
        (sensor, {"name": "rpi_volt", "in0_lcrit_alarm": alarm}),
        (thermal, {"type": f"{zone}-thermal", "temp": degrees}),
    ):
        place.mkdir(parents=True)
        for name, text in said.items():
            (place / name).write_text(f"{text}\n", encoding="ascii")
    return folder


BOARDS = {
    "well": ({}, MachineNow()),
    "weak": ({"alarm": "1"}, MachineNow(is_weak=True)),
    "hot": ({"degrees": "80000"}, MachineNow(is_hot=True)),
    "warm": ({"degrees": "79999"}, MachineNow()),
    "hot where it may be": ({"degrees": "99000", "zone": "wifi"}, MachineNow()),
    "of a broken sensor": ({"alarm": "yes", "degrees": "-1"}, MachineNow()),
}


@pytest.mark.parametrize(("says", "expected"), BOARDS.values(), ids=BOARDS)
def test_power_and_heat_are_the_kernels_word(
    says: dict[str, str], expected: MachineNow, tmp_path: Path
) -> None:
    """Too little voltage and too much heat are told, and of nothing else is it guessed."""
    (tmp_path / "state").mkdir()
    now = machine_now(tmp_path / "state", board(tmp_path / "sys", **says))

    assert (now.is_weak, now.is_hot) == (expected.is_weak, expected.is_hot)


def test_what_is_not_text_says_nothing(tmp_path: Path) -> None:
    """A file of the kernel that cannot be read as text is as none."""
    place = tmp_path / "class/thermal/thermal_zone0"
    place.mkdir(parents=True)
    (place / "type").write_bytes(b"\xff\xfe")

    assert not machine_now(tmp_path, tmp_path).is_hot


FILES = {
    "console/household.db.damaged-1": Aside.SETTINGS,
    "console/snapshot.json.damaged": Aside.RULES,
    "console/allowed.json.damaged-12": Aside.ALLOWED,
    "lists/categories.idx.damaged-1": Aside.LISTS,
    "agent/minutes.json.damaged-2": Aside.MINUTES,
    "agent/what-is-this.damaged-1": Aside.OTHER,
}


@pytest.mark.parametrize(("name", "expected"), FILES.items(), ids=FILES)
def test_a_file_that_was_put_aside_is_told_by_what_it_held(
    name: str, expected: Aside, tmp_path: Path
) -> None:
    """Each is known by its name, and nothing is told of what stands in it."""
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_bytes(b"damaged")
    (tmp_path / name).with_name("snapshot.json").write_bytes(b"whole")

    assert machine_now(tmp_path, NOTHING_SAID).aside == (expected,)
