from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from console.explain.policy.__main__ import main
from policy.categories import Category
from policy.index import ListSource
from policy.names import from_text
from policy.plan_file import plan_from_toml
from tests.console.running import ROOT
from tests.policy.strategies import index_octets

HOME = """
format = "lamplight-household/v1"

[[young_people]]
name = "Maya"
block_categories = ["games"]
[[young_people.timed]]
title = "Bedtime"
effect = "block"
everything = true
when = [{ from = "21:00", until = "07:00" }]

[[devices]]
name = "Maya's tablet"
belongs_to = "Maya"
addresses = []
"""

EXPECTED = """
format = "lamplight-expectations/v1"

[[expect]]
device = "Maya's tablet"
name = "a.example"
at = "2026-11-23 21:30"
allowed = false
because = "Bedtime"

[[expect]]
device = "Maya's tablet"
name = "play.example"
allowed = false

[[expect]]
device = "visitor"
name = "a.example"
at = "2026-11-23 21:30"
allowed = true
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a household with a bedtime."""
    path = tmp_path / "household.toml"
    path.write_text(HOME, encoding="utf-8")
    return path


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """Return an index that lists one name under games."""
    path = tmp_path / "categories.idx"
    source = ListSource("Play", Category.GAMES)
    path.write_bytes(index_octets([(source, [(from_text("play.example"), False)])]))
    return path


def written(folder: Path, text: str) -> Path:
    """Return a file of expectations."""
    path = folder / "expect.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_expectations_that_hold_are_told_with_their_reasons(
    home: Path, index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each line says yes, the time, and the sentence; the last one counts them."""
    file = written(tmp_path, EXPECTED)
    status = main(["test", str(file), "--household", str(home), "--index", str(index)])

    assert status == 0
    assert capsys.readouterr().out == (
        "yes  2026-11-23 21:30: Maya's tablet may not open a.example:"
        ' "Bedtime", a rule for Maya, closes it, until 07:00 on Tuesday 24 November.\n'
        "yes  without a clock: Maya's tablet may not open play.example: play.example is listed"
        " under games (Play), which is blocked for Maya.\n"
        "yes  2026-11-23 21:30: A device nobody has named may open a.example: nothing here is"
        " against it.\n"
        "3 of 3 are as you expect.\n"
    )


def test_an_expectation_that_does_not_hold_ends_with_one(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the lists, the second expectation fails, and the exit status says so."""
    file = written(tmp_path, EXPECTED)
    status = main(["test", str(file), "--household", str(home)])
    lines = capsys.readouterr().out.splitlines()

    assert status == 1
    assert [line.split()[0] for line in lines] == ["yes", "NO", "yes", "2"]


REFUSED = {
    "an unknown key": (EXPECTED.replace("because", "becuase"), "'becuase' is not known here"),
    "an unknown device": (EXPECTED.replace("visitor", "toaster"), "expect[2].device: no device"),
    "no text": (None, "cannot be read"),
    "not UTF-8": (b"\xff", "not UTF-8"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_table_that_is_misspelt_is_refused(
    case: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What checks nothing is an error that says where it stands, with status 2."""
    text, expected = REFUSED[case]
    path = tmp_path / "expect.toml"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    status = main(["test", str(path), "--household", str(home)])

    assert status == 2
    assert expected in capsys.readouterr().err


def test_a_change_is_told_in_sentences(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What ends and what is new is told before it holds; without a difference, that is told."""
    after = tmp_path / "after.toml"
    after.write_text(HOME.replace("21:00", "20:00"), encoding="utf-8")
    status = main(["diff", str(home), str(after)])
    main(["diff", str(home), str(home)])

    assert status == 0
    assert capsys.readouterr().out == (
        'For Maya, this ends: "Bedtime": everything is closed from 21:00 to 07:00.\n'
        'For Maya, this is new: "Bedtime": everything is closed from 20:00 to 07:00.\n'
        "Nothing would change.\n"
    )


def test_what_a_plan_says_is_printed_and_nothing_beside_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is exported without a file is the file, so that it can be sent on as it is."""
    status = main(["plan", "export", "Maya", "--household", str(home)])
    printed = capsys.readouterr()

    assert (status, printed.err) == (0, "")
    assert plan_from_toml(printed.out).young_person.name == "Maya"


def test_a_household_that_cannot_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing household is one message on stderr."""
    status = main(["plan", "export", "Sam", "--household", str(tmp_path / "none.toml")])

    assert status == 2
    assert "none.toml: cannot be read" in capsys.readouterr().err


def test_it_runs_as_a_module(home: Path) -> None:
    """The command ends with status 0 and prints nothing on stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "console.explain.policy", "diff", str(home), str(home)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "Nothing would change.\n", "")
