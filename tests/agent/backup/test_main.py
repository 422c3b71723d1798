from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.backup.__main__ import KEEPS, MAX_OCTETS, main, today
from console.security.backup import seal, unseal
from console.security.passwords import TESTS
from console.store.carried import carried_on, path_below

PHRASE = "seven quiet herons"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """Return a backup as the console seals it."""
    path = tmp_path / "sealed.txt"
    path.write_bytes(seal(b"home", PHRASE, TESTS))
    return path


def carry(sealed: Path, to: Path, day: str = "2026-11-21") -> int:
    """Run the job once."""
    return main(["--from", str(sealed), "--to", str(to)], lambda: day)


def test_it_is_carried_as_it_is_and_opens_with_the_passphrase(sealed: Path, tmp_path: Path) -> None:
    """What lies on the stick is the very file that was sealed, under the day's name."""
    stick = tmp_path / "stick"
    stick.mkdir()
    assert carry(sealed, stick) == 0
    [copy] = stick.iterdir()

    assert copy.name == "lamplight-backup-2026-11-21.txt"
    assert unseal(copy.read_bytes(), PHRASE, TESTS) == b"home"


def test_the_newest_few_are_kept_and_nobody_elses_file_is_touched(
    sealed: Path, tmp_path: Path
) -> None:
    """A stick does not fill up, and what else lies on it stays."""
    stick = tmp_path / "stick"
    stick.mkdir()
    others = ("photo.jpg", "lamplight-backup.txt", "lamplight-backup-2020-01-01.txt.old")
    for name in others:
        (stick / name).touch()
    for day in range(10, 10 + KEEPS + 3):
        assert carry(sealed, stick, f"2026-11-{day}") == 0
    kept = sorted(path.name for path in stick.iterdir() if path.name not in others)

    assert [name[17:27] for name in kept] == [f"2026-11-{day}" for day in range(13, 13 + KEEPS)]
    assert all((stick / name).exists() for name in others)


def test_where_nothing_is_chosen_or_sealed_there_is_nothing_to_do(
    sealed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Off until somebody chose a place, and before a carer began it: no fault, and said."""
    assert main(["--from", str(sealed)]) == 0
    assert carry(tmp_path / "none", tmp_path) == 0

    assert len(capsys.readouterr().out.splitlines()) == 2


UNSEALED = {"a database": b"SQLite format 3\0", "far too much": b"lamplight-backup/v2\n" * 500_000}


@pytest.mark.parametrize("octets", UNSEALED.values(), ids=UNSEALED)
def test_nothing_but_a_sealed_backup_leaves_by_this_way(
    octets: bytes, sealed: Path, tmp_path: Path
) -> None:
    """Whatever else stands at that place is not carried away."""
    assert octets[:3] == b"SQL" or len(octets) > MAX_OCTETS
    sealed.write_bytes(octets)
    stick = tmp_path / "stick"
    stick.mkdir()

    assert carry(sealed, stick) == 1
    assert list(stick.iterdir()) == []


def test_a_stick_that_is_not_there_is_said(
    sealed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No folder is made in its place, on the box's own card: status 1, with what to look at."""
    assert carry(sealed, tmp_path / "stick") == 1
    assert "Is the stick in" in capsys.readouterr().err
    assert not (tmp_path / "stick").exists()


def test_a_stick_that_takes_nothing_is_said(sealed: Path) -> None:
    """A folder that refuses files is status 1; the backup on the box stays."""
    assert carry(sealed, Path("/proc/self")) == 1
    assert sealed.exists()


def test_of_what_was_carried_the_day_is_noted_for_health(sealed: Path, tmp_path: Path) -> None:
    """The note holds the day on which it was sealed, also where it is carried later; no more."""
    os.utime(sealed, (1_795_000_000, 1_795_000_000))
    state = tmp_path / "state"
    (state / "carried").mkdir(parents=True)
    note = path_below(state)
    options = ["--from", str(sealed), "--to", str(tmp_path), "--note", str(note)]

    assert main(options, lambda: "2026-12-24") == 0
    assert carried_on(state) == datetime.fromtimestamp(1_795_000_000, UTC).date()
    assert set(json.loads(note.read_text(encoding="utf-8"))) == {"format", "sealed_on"}
    assert note.stat().st_mode & 0o777 == 0o640


def test_nothing_is_noted_of_what_was_not_carried(
    sealed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither without a stick nor where the note cannot be written; the second is said."""
    note = tmp_path / "note"
    nowhere = ["--from", str(sealed), "--to", str(tmp_path / "stick"), "--note", str(note)]
    no_note = ["--from", str(sealed), "--to", str(tmp_path), "--note", str(tmp_path / "no" / "n")]

    assert (main(nowhere), note.exists()) == (1, False)
    assert main(no_note) == 1
    assert "could not be noted" in capsys.readouterr().err


def test_a_copy_is_called_by_the_day() -> None:
    """The name is a date and nothing else, so it tells nothing of the home."""
    assert len(today()) == len("2026-11-21")
    assert os.path.basename(today()) == today()  # noqa: PTH119 - no path is hidden in it
