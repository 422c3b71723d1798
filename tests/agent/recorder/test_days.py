from __future__ import annotations

import errno
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from agent.recorder.days import COUNT, FOLDER, FRAMES, SLIP, VIEWER_DIGITS, Days
from agent.recorder.disk import Disk
from agent.recorder.sealing import MintedDay, minted, sealed_frame
from consent.codes import Code
from consent.frames import SealedDayRefused, digest_of_line
from consent.rows import Row
from consent.sealed_day import fingerprint_of, slip_to_octets
from tests.agent.recorder.home import personal_keys

YOUNG_PERSON, CARER, SOCIAL_WORKER = (personal_keys() for _ in range(3))
VIEWERS = tuple(one.public for one in (YOUNG_PERSON, CARER, SOCIAL_WORKER))
ROWS = (Row(hour=18, category="strangers", domain="example.com", times=None),)


def fresh_day(day: date = date(2026, 12, 9)) -> MintedDay:
    """Return a new day key for three viewers."""
    return minted(box="b0" * 32, device="d1" * 16, agreement="a1" * 32, day=day, viewers=VIEWERS)


def kept(folder: Path, frames: int = 2) -> tuple[Days, str]:
    """Return days with one that holds some frames, and its fingerprint."""
    disk = Disk(folder)
    days, new = Days(disk), fresh_day()
    fingerprint = days.keep(new.slip, new.sealed_keys)
    previous = fingerprint
    for n in range(frames):
        line = sealed_frame(fingerprint, new.slip.public, n, previous, ROWS)
        days.add_frame(fingerprint, line, n + 1)
        previous = digest_of_line(line)
    return days, fingerprint


def keys_on(folder: Path, fingerprint: str) -> set[str]:
    """Return the beginnings of whose sealed keys there are."""
    return {path.stem for path in (folder / FOLDER / fingerprint).glob("*.key")}


def test_a_day_is_taken_up_as_it_was_kept(tmp_path: Path) -> None:
    """Slip, sealed keys, frames and count are those of before the restart."""
    days, fingerprint = kept(tmp_path)
    again = Days(Disk(tmp_path))

    assert again.slips == days.slips
    assert again.unfinished == set()
    assert again.is_kept(fingerprint)
    assert again.viewers(fingerprint) == {one.keyid for one in VIEWERS}
    assert again.frames(fingerprint) == days.frames(fingerprint)
    assert again.observations(fingerprint) == 2
    assert again.octets(fingerprint) == (tmp_path / FOLDER / fingerprint / FRAMES).stat().st_size
    again.check_frames(fingerprint)
    for one in VIEWERS:
        again.check_sealed_key(fingerprint, one.keyid)


def test_the_names_of_files_name_nobody(tmp_path: Path) -> None:
    """A folder is a digest, and a key's file the beginning of one."""
    _, fingerprint = kept(tmp_path)

    assert {path.name for path in (tmp_path / FOLDER).iterdir()} == {fingerprint}
    assert keys_on(tmp_path, fingerprint) == {one.keyid[:VIEWER_DIGITS] for one in VIEWERS}


def test_a_folder_without_a_slip_is_no_day(tmp_path: Path) -> None:
    """A day that the power cut off before its slip was written was never lent to anybody."""
    _, fingerprint = kept(tmp_path)
    (tmp_path / FOLDER / fingerprint / SLIP).unlink()
    days = Days(Disk(tmp_path))

    assert days.slips == {}
    assert days.unfinished == {fingerprint}
    assert days.is_kept(fingerprint)


class Unwilling(Disk):
    """A card that takes no slip."""

    def replace(self, name: str, octets: bytes) -> None:
        """Replace anything but a slip."""
        if name.endswith(SLIP):
            raise OSError(errno.EIO, "worn")
        super().replace(name, octets)


def test_a_day_that_is_not_finished_is_known_as_such(tmp_path: Path) -> None:
    """Where the card gives up on the way, nothing can be written under that key."""
    days, new = Days(Unwilling(tmp_path)), fresh_day()

    with pytest.raises(OSError, match="worn"):
        days.keep(new.slip, new.sealed_keys)
    assert days.slips == {}
    assert days.unfinished == {fingerprint_of(new.slip)}


OTHER_SLIPS = {
    "another day's": slip_to_octets(fresh_day(date(2026, 12, 8)).slip),
    "the same for fewer": slip_to_octets(
        replace(fresh_day().slip, sealed=fresh_day().slip.sealed[:1]),
    ),
    "no slip": b"{}",
    "no text": b"\xff",
    "nothing": b"",
}


@pytest.mark.parametrize("octets", OTHER_SLIPS.values(), ids=OTHER_SLIPS)
def test_a_slip_that_was_changed_hands_out_nothing(octets: bytes, tmp_path: Path) -> None:
    """A slip that is not its folder's is nobody's, and stays for whoever checks."""
    _, fingerprint = kept(tmp_path)
    (tmp_path / FOLDER / fingerprint / SLIP).write_bytes(octets)
    days = Days(Disk(tmp_path))

    assert days.slips == {}
    assert days.unfinished == set()
    assert days.is_kept(fingerprint)


@pytest.mark.parametrize("is_slip_changed", [False, True], ids=["whole", "changed"])
def test_a_day_is_left_to_one_viewer_alone(tmp_path: Path, *, is_slip_changed: bool) -> None:
    """Every other sealed key goes, whatever somebody did to the slip."""
    _, fingerprint = kept(tmp_path)
    if is_slip_changed:
        (tmp_path / FOLDER / fingerprint / SLIP).write_bytes(b"{}")
    days = Days(Disk(tmp_path))
    mine = YOUNG_PERSON.public.keyid
    for _ in range(2):
        days.destroy_sealed_keys(fingerprint, but=mine)

    assert keys_on(tmp_path, fingerprint) == {mine[:VIEWER_DIGITS]}
    assert len(days.frames(fingerprint)) == 2
    if not is_slip_changed:
        assert days.viewers(fingerprint) == {mine}


def test_a_day_is_left_to_nobody(tmp_path: Path) -> None:
    """Where no viewer is named, no sealed key stays."""
    days, fingerprint = kept(tmp_path)
    days.destroy_sealed_keys(fingerprint, but="")

    assert keys_on(tmp_path, fingerprint) == set()
    assert days.viewers(fingerprint) == frozenset()


class Watched(Disk):
    """A card that remembers in which order files went."""

    removed: list[str]

    def remove(self, name: str) -> None:
        """Remove a file, and remember its name."""
        self.removed.append(Path(name).suffix or Path(name).name)
        super().remove(name)


def test_keys_go_before_anything_else(tmp_path: Path) -> None:
    """When a day is destroyed, nothing can be opened from the first moment on."""
    _, fingerprint = kept(tmp_path)
    disk = Watched(tmp_path)
    disk.removed = []
    days = Days(disk)
    days.destroy(fingerprint)

    assert disk.removed[:3] == [".key"] * 3
    assert ".key" not in disk.removed[3:]
    assert not days.is_kept(fingerprint)
    assert days.slips == {}
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_what_is_destroyed_twice_is_gone(tmp_path: Path) -> None:
    """A destruction that was cut off is done again without harm."""
    days, fingerprint = kept(tmp_path)
    days.destroy(fingerprint)
    days.destroy(fingerprint)

    assert not days.is_kept(fingerprint)


def test_a_file_among_the_folders_does_no_harm(tmp_path: Path) -> None:
    """What somebody else put there is no day, and is destroyed like one."""
    days, _ = kept(tmp_path)
    (tmp_path / FOLDER / "stray").write_bytes(b"x")
    again = Days(Disk(tmp_path))

    assert again.slips == days.slips
    assert again.unfinished == {"stray"}

    again.destroy("stray")

    assert not again.is_kept("stray")


COUNTS = {"none": None, "words": b"two", "too long": b"9" * 10, "nothing": b"", "less": b"-1"}


@pytest.mark.parametrize("octets", COUNTS.values(), ids=COUNTS)
def test_a_count_that_cannot_be_read_is_none(octets: bytes | None, tmp_path: Path) -> None:
    """How many observations there are is for information; a damaged count is nought."""
    days, fingerprint = kept(tmp_path)
    path = tmp_path / FOLDER / fingerprint / COUNT
    if octets is None:
        path.unlink()
    else:
        path.write_bytes(octets)

    assert days.observations(fingerprint) == 0


def test_frames_that_were_changed_are_named(tmp_path: Path) -> None:
    """A frame that was taken out does not go unnoticed."""
    days, fingerprint = kept(tmp_path, frames=3)
    path = tmp_path / FOLDER / fingerprint / FRAMES
    first, _, third = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + third)

    with pytest.raises(SealedDayRefused) as refused:
        days.check_frames(fingerprint)
    assert refused.value.code is Code.FRAME_REMOVED
    assert refused.value.frame == 1


@pytest.mark.parametrize("octets", [None, bytes(80)], ids=["gone", "zeros"])
def test_a_sealed_key_that_was_changed_is_named(octets: bytes | None, tmp_path: Path) -> None:
    """A sealed key that is not the one that was made is not taken for it."""
    days, fingerprint = kept(tmp_path)
    mine = YOUNG_PERSON.public.keyid
    path = tmp_path / FOLDER / fingerprint / f"{mine[:VIEWER_DIGITS]}.key"
    if octets is None:
        path.unlink()
    else:
        path.write_bytes(octets)

    with pytest.raises(SealedDayRefused) as refused:
        days.check_sealed_key(fingerprint, mine)
    assert refused.value.code is Code.DAY_KEY_ALTERED
