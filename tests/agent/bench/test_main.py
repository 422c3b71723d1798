from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from agent.bench import __main__ as bench
from tests.promises.programs import our_python, run, surroundings

SMALL = ("--names", "50", "--hot", "2000", "--missed", "300", "--rounds", "5")


def test_a_small_run_ends_with_a_table_and_a_report(tmp_path: Path) -> None:
    """A whole run with real servers prints every line and writes the same as JSON."""
    report = tmp_path / "report.json"
    done = run(our_python("agent.bench", *SMALL, "--json", str(report)), cwd=tmp_path)
    written = json.loads(report.read_text(encoding="utf-8"))

    assert done.returncode == 0, done.stderr
    for row in written["rows"]:
        assert f"| {row['what']} |" in done.stdout
        assert row["figure"] or row["why_not"]
    assert written["format"] == "lamplight-bench/v1"
    assert written["is_made_up"] is True
    assert {len(costs) for costs in written["costs"]["hot"].values()} == {5}
    assert set(written["costs"]["missed"]) == {"lamplight", "unbound", "dnsmasq"}
    assert list(tmp_path.iterdir()) == [report]
    assert "--many measures it" in done.stdout


def test_a_large_home_is_compared_where_that_is_asked_for(tmp_path: Path) -> None:
    """With the option the line stands in the table once, as measured; nothing says it is not."""
    report = tmp_path / "report.json"
    done = run(our_python("agent.bench", *SMALL, "--many", "2000", "--json", str(report)))
    rows = json.loads(report.read_text(encoding="utf-8"))["rows"]
    of_homes = [row["what"] for row in rows if row["what"].startswith("hot, ")]

    assert done.returncode == 0, done.stderr
    assert of_homes == ["hot, 500 devices and 2,000 names, over 1 and 1,000"]
    assert f"| {of_homes[0]} |" in done.stdout
    assert "--many" not in done.stdout


def test_what_is_lacking_is_one_sentence(tmp_path: Path) -> None:
    """Without the load generator nothing is measured, and the one command is told."""
    done = run(
        our_python("agent.bench"), cwd=tmp_path, environment=surroundings(PATH=str(tmp_path))
    )

    assert done.returncode == 2
    assert "this machine lacks dnsperf" in done.stderr
    assert "sudo apt-get install" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_one_is_told(tmp_path: Path) -> None:
    """The file that is missing in the folder is named."""
    done = run(our_python("agent.bench", "--data", str(tmp_path)), cwd=tmp_path)

    assert done.returncode == 2
    assert "combined.tsv: No such file" in done.stderr


MISTAKEN = {
    "too few rounds": ("--rounds", "4"),
    "no number": ("--hot", "many"),
    "nothing": ("--names", "0"),
}


@pytest.mark.parametrize("words", MISTAKEN.values(), ids=MISTAKEN)
def test_a_mistaken_option_is_refused(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """A run that could say nothing does not begin."""
    with pytest.raises(SystemExit) as caught:
        bench.main(words)

    assert caught.value.code == 2
    assert words[0] in capsys.readouterr().err


def test_a_busy_machine_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others that compute beside the benchmark are seen by the machine's load."""
    found = []
    for load in (0.0, 64.0 * 64):
        monkeypatch.setattr(os, "getloadavg", lambda load=load: (load, 0.0, 0.0))
        found.append(bench.is_busy())

    assert found == [False, True]
