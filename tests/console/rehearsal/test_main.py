from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from console.rehearsal.__main__ import main
from console.store.database.engine import Database

AT = "1795000000"


def rehearsed(
    capsys: pytest.CaptureFixture[str], state: Path, *more: str | Path
) -> tuple[int, dict[str, Any], str]:
    """Try it on a folder; return the status, what was printed, and what was complained of."""
    status = main(["--state", str(state), "--at", AT, *map(str, more)])
    said = capsys.readouterr()
    return status, json.loads(said.out) if said.out else {}, said.err


def test_a_home_is_told_and_compared_with_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The step of the tables, the rules, what they decide; and nothing of it is another."""
    status, told, _ = rehearsed(capsys, tmp_path)
    assert (status, told["format"], told["changes"]) == (0, "lamplight-rehearsal/v1", [])
    assert told["decided"]["visitors"]["adult"].count("c") == 168
    (tmp_path / "told.json").write_text(json.dumps(told))

    status, again, _ = rehearsed(capsys, tmp_path, "--before", tmp_path / "told.json")

    assert (status, again) == (0, told)


def test_what_would_be_another_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A rule that is lost, minutes that are gone, an hour that opens: each has its sentence."""
    _, told, _ = rehearsed(capsys, tmp_path)
    told["published"]["household"]["everyone"]["block_categories"].append("gambling")
    told["decided"]["visitors"]["gambling"] = "c" * 168
    told["kept"]["pin"] = 2
    told["published"]["turns"] = []
    (tmp_path / "told.json").write_text(json.dumps(told))

    _, again, _ = rehearsed(capsys, tmp_path, "--before", tmp_path / "told.json")

    assert again["changes"] == [
        "For everyone, this ends: Gambling sites are blocked.",
        "For visitors, gambling sites would open in 168 of the 168 hours of a week.",
        'Of what the pages keep as "pin", 2 of 2 entries would be gone.',
    ]


BAD = {
    "empty": "",
    "a list": "[]",
    "another format": '{"format": "lamplight-rehearsal/v2"}',
    "no rules": json.dumps(
        {
            "format": "lamplight-rehearsal/v1",
            "published": {},
            "step": "1",
            "decided": {},
            "kept": {},
        }
    ),
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_what_the_release_before_said_wrongly_stops_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """What cannot be compared is not taken for the same."""
    (tmp_path / "told.json").write_text(text)

    status, told, complaint = rehearsed(capsys, tmp_path, "--before", tmp_path / "told.json")

    assert (status, told) == (2, {})
    assert complaint


def test_a_database_of_a_newer_release_stops_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An older release says that it cannot read the home, and what to do."""
    Database.open(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "console/household.db")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")

    status, _, complaint = rehearsed(capsys, tmp_path)

    assert status == 2
    assert "a newer Lamplight wrote this file" in complaint
