from __future__ import annotations

import itertools
import json
import shlex
from pathlib import Path

import pytest

from console.doctor.__main__ import NOT_LOOKED, TO_DO, WELL, checked, main
from console.pages.health import health_lines
from console.pages.standing import Tone
from console.services.health import health_now
from console.store.database.engine import Database
from console.store.lists_folder import ListsFolder
from console.words import health as words
from tests.console import homes
from tests.systemd.test_units import settings


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Return the state folder of a home whose console has ended."""
    state = tmp_path / "state"
    house = homes.house_at(state, homes.FULL)
    house.database.close()
    homes.lists_in(state / "lists")
    return state


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder but those by which SQLite knows of readers."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def test_it_says_what_health_says_while_the_pages_are_down(state: Path, tmp_path: Path) -> None:
    """Line for line it is the page's own word; what differs is only who asks."""
    before = files(state)
    said = checked(state, tmp_path / "run")
    run = tmp_path / "run"
    house = homes.house_at(
        state,
        homes.FULL,
        agent=run / "agent" / "agent.sock",
        neighbours=run / "none",
        lists=ListsFolder(state / "lists"),
    )
    page = [line for line in health_lines(health_now(house)) if line.about != words.RECORDING]

    assert [line for line in said if line.about != words.RECORDING] == page
    assert files(state) == before


def test_its_places_are_those_of_the_installed_pages() -> None:
    """It asks where the console's own unit asks, so that both see the same."""
    unit = shlex.split(settings("lamplight-console.service")["ExecStart"][0])
    where = dict(itertools.pairwise(unit))

    assert where["--state"] == "/var/lib/lamplight"
    assert where["--lists"] == "/var/lib/lamplight/lists"
    assert where["--recorder"] == "/run/lamplight/recorder/recorder.sock"
    assert where["--agent"] == "/run/lamplight/agent/agent.sock"
    assert where["--neighbours"] == "/run/lamplight/discovery/neighbours.json"


def test_a_damaged_database_is_told_and_everything_else_is_looked_at(
    state: Path, tmp_path: Path
) -> None:
    """The settings come first, as a line with what to do; the file stays as it is."""
    path = state / "console" / "household.db"
    path.write_bytes(b"damaged" * 1_000)
    before = files(state)
    first, *rest = checked(state, tmp_path / "run")

    assert (first.about, first.tone) == (words.SETTINGS, Tone.CARE)
    assert {words.FILTER, words.LISTS, words.CARD} <= {line.about for line in rest}
    assert files(state) == before


def test_a_database_that_takes_no_reader_is_told_too(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where even reading needs room that is not there, all the rest is looked at."""
    [broken] = [Database.present(state)]
    assert broken is not None
    (state / "console" / "household.db").unlink()
    monkeypatch.setattr(Database, "present", lambda _: broken)
    first, *rest = checked(state, tmp_path / "run")

    assert first.says == words.SETTINGS_UNREAD
    assert words.CARD in {line.about for line in rest}


def test_a_box_that_nobody_set_up_is_left_empty(tmp_path: Path) -> None:
    """Where there are no settings none are made by looking."""
    (tmp_path / "state").mkdir()
    lines = checked(tmp_path / "state", tmp_path / "run")

    assert words.RULES_UNREAD in {line.says for line in lines}
    assert list((tmp_path / "state").iterdir()) == []


def test_it_prints_a_line_for_each_check_and_says_whether_something_is_to_do(
    state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A filter that does not run is something to do: status 1, in words and as JSON alike."""
    options = ["--state", str(state), "--run", str(tmp_path / "run")]
    assert main(options) == TO_DO
    plain = capsys.readouterr().out.splitlines()
    assert main([*options, "--json"]) == TO_DO
    written = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert [line[:4] for line in plain] == ["well" if one["is_well"] else "LOOK" for one in written]
    assert all(one["says"] in line for one, line in zip(written, plain, strict=True))


def test_all_well_is_status_nought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no line needs a look the status says so."""
    fine = health_lines(health_now(homes.house_at(tmp_path / "state", homes.FULL)))
    only = tuple(line for line in fine if line.tone is Tone.FINE)
    monkeypatch.setattr("console.doctor.__main__.checked", lambda *_: only)

    assert main([]) == WELL
    assert "LOOK" not in capsys.readouterr().out


def test_where_it_cannot_look_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without room for what it works with, nothing is guessed: status 2 and a message."""

    def nowhere(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("console.doctor.__main__.TemporaryDirectory", nowhere)

    assert main(["--state", str(tmp_path)]) == NOT_LOOKED
    assert "No space" in capsys.readouterr().err
