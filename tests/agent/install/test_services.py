from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from agent.install import services
from agent.install.services import (
    ACCOUNTS,
    ACCOUNTS_FILE,
    CHRONY_FILE,
    FOLDERS_FILE,
    STARTED,
    UNIT_FOLDER,
    UNITS,
    steps,
)
from agent.install.steps import StepFailed

ROOM = Path(__file__).resolve().parents[3] / "systemd"


def test_every_unit_is_installed_and_only_four_are_not_started() -> None:
    """No unit file is forgotten; jobs wait for timers, a question, and the way back for a boot."""
    kinds = ("service", "socket", "timer")

    assert set(UNITS) == {path.name for kind in kinds for path in ROOM.glob(f"*.{kind}")}
    assert set(UNITS) - set(STARTED) == {
        "lamplight-lists.service",
        "lamplight-fetch.service",
        "lamplight-backup.service",
        "lamplight-way-back.service",
    }


def test_every_user_that_is_made_is_taken_away() -> None:
    """A removal leaves no user behind."""
    text = (ROOM / "lamplight.sysusers").read_text(encoding="utf-8")
    made = {line.split()[1] for line in text.splitlines() if line.startswith("u ")}

    assert {f"lamplight-{name}" for name in ACCOUNTS} == made


def test_what_a_failed_installation_undoes_of_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was there before stays, and who was made for the new release goes again."""
    there, called = tmp_path / "there", tmp_path / "called"
    there.mkdir()
    programs = {
        "id": f'test -e "{there}/$1"',
        "userdel": f'rm "{there}/$1"',
        "systemd-sysusers": f'touch "{there}/lamplight-fetch"',
        "getent": "true",
        "groupdel": f'echo "$1" >> "{called}"',
        "systemctl": "exit 3",
    }
    for name, text in programs.items():
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{text}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    for name in set(ACCOUNTS) - {"fetch"}:
        (there / f"lamplight-{name}").touch()
    accounts = steps(tmp_path, ROOM)[0]
    accounts.do()
    assert (there / "lamplight-fetch").exists()

    accounts.undo()

    assert {path.name for path in there.iterdir()} == {
        f"lamplight-{name}" for name in ACCOUNTS if name != "fetch"
    }
    assert not called.exists()


def test_on_an_empty_machine_everything_is_to_be_done(tmp_path: Path) -> None:
    """Nothing is taken for done that is not there."""
    assert [step.is_done() for step in steps(tmp_path, ROOM)] == [False] * 4


def test_a_file_of_the_system_is_replaced_in_one_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who reads one, also after a power cut, finds the old one or the new one, never half."""
    monkeypatch.setattr(services, "run", lambda *_: "")  # it would make folders on this machine
    path = tmp_path / FOLDERS_FILE
    path.parent.mkdir(parents=True)
    path.write_text("# older\n", encoding="utf-8")
    with path.open(encoding="utf-8") as opened:
        steps(tmp_path, ROOM)[1].do()

        assert opened.read() == "# older\n"
    assert path.read_bytes() == (ROOM / "lamplight.tmpfiles").read_bytes()


def test_a_file_of_an_older_release_is_not_taken_for_ours(tmp_path: Path) -> None:
    """Users, folders and units are compared by their octets."""
    for name in (ACCOUNTS_FILE, FOLDERS_FILE):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("# older\n", encoding="utf-8")

    assert not any(step.is_done() for step in steps(tmp_path, ROOM))


def test_undoing_brings_back_the_release_before(tmp_path: Path) -> None:
    """Where a new release cannot be installed, the files of the one before are there again."""
    path = tmp_path / FOLDERS_FILE
    path.parent.mkdir(parents=True)
    path.write_text("# older\n", encoding="utf-8")
    folders = steps(tmp_path, ROOM)[1]
    path.write_text("# newer\n", encoding="utf-8")

    folders.undo()

    assert path.read_text(encoding="utf-8") == "# older\n"


def test_undoing_the_first_installation_leaves_nothing(tmp_path: Path) -> None:
    """What was not there before is not there afterwards."""
    path = tmp_path / FOLDERS_FILE
    path.parent.mkdir(parents=True)
    folders = steps(tmp_path, ROOM)[1]
    path.write_text("# newer\n", encoding="utf-8")

    folders.undo()

    assert not path.exists()


def test_what_chrony_was_told_goes_with_the_units(tmp_path: Path) -> None:
    """An undone first installation leaves neither the file for chrony nor an empty folder."""
    (tmp_path / UNIT_FOLDER).mkdir(parents=True)
    units = steps(tmp_path, ROOM)[2]
    (tmp_path / CHRONY_FILE).parent.mkdir()
    (tmp_path / CHRONY_FILE).write_text("# ours\n", encoding="utf-8")

    with suppress(StepFailed):  # no systemd runs here
        units.undo()

    assert not (tmp_path / CHRONY_FILE).parent.exists()
