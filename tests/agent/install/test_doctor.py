from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent.install import doctor_words as words
from agent.install.doctor import (
    NOT_LOOKED,
    TO_DO,
    WELL,
    NotLooked,
    Places,
    doctor,
    of_health,
    of_the_machine,
)
from agent.install.looking import Check

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def installed(tmp_path: Path) -> Places:
    """Return the places of a box with the real programs, on which nobody set up a home."""
    programs = tmp_path / "opt" / "current"
    (programs / "venv" / "bin").mkdir(parents=True)
    (programs / "house").symlink_to(ROOT)
    # By its own path: through a link Python would not find what is installed beside it.
    started = programs / "venv" / "bin" / "python"
    started.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="ascii")
    started.chmod(0o755)
    (tmp_path / "state").mkdir()
    return Places(
        programs=programs,
        settings=tmp_path / "lamplight.env",
        state=tmp_path / "state",
        run=tmp_path / "run",
        journal=tmp_path / "journal",
        sys=tmp_path / "sys",
        user=None,
    )


def test_health_speaks_for_itself(installed: Places) -> None:
    """The lines of "Is everything working?" come from the installed console, in its words."""
    lines = of_health(installed)

    assert {"Rules", "Lists", "Clock", "Network", "Answers", "Card"} <= {one.about for one in lines}
    assert not all(one.is_well for one in lines)
    assert list(installed.state.iterdir()) == []


def test_everything_is_said_with_a_number_and_whether_it_is_well(
    installed: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line can be read out; something is to be done on a box that does not run."""
    well = Check(about="Rules", is_well=True, says="The rules hold.")
    monkeypatch.setattr("agent.install.doctor.of_health", lambda _: [well])
    said: list[str] = []
    status = doctor(installed, said.append)
    first = [line[:4] for line in said[:-1]]

    assert status == TO_DO
    assert first == [f"{number:2}. " for number in range(1, len(said))]
    assert said[-1] == words.TO_DO.format(count=sum("LOOK  " in line for line in said))
    assert any(words.NAMES in line for line in said)


def test_where_health_cannot_be_asked_the_machine_is_looked_at_all_the_same(
    installed: Places,
) -> None:
    """A console that cannot even be started is said, after all that can be seen: status 2."""
    (installed.programs / "venv" / "bin" / "python").write_text("#!/bin/sh\nexit 7\n")
    said: list[str] = []
    with pytest.raises(NotLooked):
        of_health(installed)

    assert doctor(installed, said.append) == NOT_LOOKED
    assert said[-1].startswith("lamplight doctor: Health's checks could not be made")
    assert any(words.CARD in line for line in said)


def test_a_program_that_is_gone_is_said_too(installed: Places) -> None:
    """No environment is a reason, and no traceback."""
    (installed.programs / "venv" / "bin" / "python").unlink()

    with pytest.raises(NotLooked):
        of_health(installed)


def test_all_well_is_status_nought(installed: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every check is well it is said, and the status is 0."""
    well = Check(about="Rules", is_well=True, says="The rules hold.")
    monkeypatch.setattr("agent.install.doctor.of_health", lambda _: [well])
    monkeypatch.setattr("agent.install.doctor.of_the_machine", lambda _: iter([well]))
    said: list[str] = []

    assert doctor(installed, said.append) == WELL
    assert said[-1] == words.ALL_WELL


def test_no_network_is_a_line_of_its_own(
    installed: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a way out there is no interface to look at, and everything else is looked at."""
    monkeypatch.setenv("PATH", "/nowhere")
    said = {one.says for one in of_the_machine(installed)}

    assert words.ADDRESS_NONE in said
    assert words.TIME_SILENT in said


def test_it_needs_an_installation_and_root(tmp_path: Path) -> None:
    """Where nothing is installed, or somebody else asks, one sentence says so: status 2."""
    said: list[str] = []
    assert doctor(Places(programs=tmp_path / "none", user=None), said.append) == NOT_LOOKED
    if os.geteuid():
        assert doctor(Places(programs=tmp_path), said.append) == NOT_LOOKED
        assert words.NOT_ROOT in said[-1]

    assert words.NOT_HERE.format(folder=tmp_path / "none") in said[0]


@pytest.mark.skipif(Path("/opt/lamplight").exists(), reason="it would look at this machine's own")
def test_the_verb_needs_nothing_but_python() -> None:
    """Also where no environment can be started, the verb says what it found."""
    done = subprocess.run(
        [sys.executable, "-S", "-m", "agent.install", "doctor"],
        cwd="/",
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == NOT_LOOKED
    assert done.stdout.startswith("lamplight doctor: ")
    assert done.stderr == ""
