"""The run itself: its seed, its order, its scale, and what it says about cases left out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

TESTS = """
from hypothesis import given, strategies as st

def test_first(seed, dice, scale, shared_data):
    print("drawn", seed, dice.random(), scale(1, 2), shared_data is None)

@given(st.integers())
def test_second(number):
    print("given", number)

def test_third(shared_data):
    print("third")
"""

NAMES = ("test_first", "test_second", "test_third")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a small repository with our conftest.py and three tests."""
    tests = tmp_path / "repository" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "conftest.py", tests)
    (tests / "test_small.py").write_text(TESTS, encoding="utf-8")
    return tests.parent


def run(repository: Path, *options: str, **environment: str) -> tuple[int, str]:
    """Run the small repository's tests and return how they ended and what they said."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LAMPLIGHT_", "PYTEST_")) and name != "CI"
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", *options, "tests"],
        cwd=repository,
        env=inherited | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, re.sub(r"in \d+\.\d+s", "", done.stdout)


def test_a_seed_repeats_a_whole_run(repository: Path) -> None:
    """The number printed at the top brings back every choice of that run."""
    _, said = run(repository)
    found = re.search(r"seed: (\d+) \(set LAMPLIGHT_SEED=\1 to repeat\)", said)

    assert found
    assert run(repository, LAMPLIGHT_SEED=found[1]) == (0, said)
    assert f"drawn {found[1]} " in said


def test_each_run_draws_a_fresh_seed(repository: Path) -> None:
    """Two runs that ask for no seed try different things."""
    assert run(repository)[1].splitlines()[0] != run(repository)[1].splitlines()[0]


def test_the_suite_can_run_backwards(repository: Path) -> None:
    """The last test comes first where the environment asks for it."""
    _, forwards = run(repository)
    _, backwards = run(repository, LAMPLIGHT_BACKWARDS="1")

    assert forwards.index("drawn") < forwards.index("third")
    assert backwards.index("third") < backwards.index("drawn")


def test_a_soak_asks_for_more(repository: Path) -> None:
    """The second of two counts is taken in a soak, and Hypothesis tries more."""
    _, quick = run(repository)
    _, soak = run(repository, LAMPLIGHT_SOAK="1")

    assert re.search(r"drawn \d+ \S+ 1 ", quick)
    assert re.search(r"drawn \d+ \S+ 2 ", soak)
    assert soak.count("given") > 10 * quick.count("given")


def test_cases_without_their_data_are_counted(repository: Path) -> None:
    """A run without the shared data says how many groups of cases it left out."""
    code, said = run(repository)

    assert code == 0
    assert "2 groups of cases could not run in full" in said


def test_cases_without_their_data_fail_in_ci(repository: Path) -> None:
    """In CI a run that left cases out is not a good run."""
    code, said = run(repository, CI="true")

    assert code == pytest.ExitCode.TESTS_FAILED
    assert "2 groups of cases could not run in full" in said


def test_nothing_is_said_where_the_data_is(repository: Path) -> None:
    """With the shared data beside the repository, every case runs and CI is content."""
    (repository.parent / "shared" / "data").mkdir(parents=True)
    code, said = run(repository, CI="true")

    assert code == 0
    assert "could not run" not in said


def test_parts_of_a_run_side_by_side_agree(repository: Path) -> None:
    """On two processors the seed is one, every test runs once, and what was left out is said."""
    beside = ("-rp", "--numprocesses", "2", "--dist", "worksteal")
    code, said = run(repository, *beside)
    in_ci, _ = run(repository, *beside, CI="true")

    assert code == 0
    assert said.count("seed: ") == 1
    assert [said.count(f"PASSED tests/test_small.py::{name}") for name in NAMES] == [1, 1, 1]
    assert "2 groups of cases could not run in full" in said
    assert in_ci == pytest.ExitCode.TESTS_FAILED


ALONE = """
import time
from pathlib import Path
import pytest

TRACE = Path(__file__).with_name("trace")

def trace(what):
    with TRACE.open("a") as file:
        file.write(what + "\\n")

@pytest.mark.parametrize("number", range(40))
def test_beside(number):
    trace("in")
    sum(range(300_000))
    trace("out")

@pytest.mark.alone
@pytest.mark.parametrize("number", range(4))
def test_alone(number):
    trace("alone")
    sum(range(300_000))
    trace("not alone")
"""


def test_what_measures_time_runs_alone(repository: Path) -> None:
    """While a test that is marked so runs, no other one does; others do run beside each other."""
    (repository / "tests" / "test_small.py").write_text(ALONE, encoding="utf-8")
    marked = ("-o", "markers=alone", "--numprocesses", "2", "--dist", "load")
    code, _ = run(repository, *marked)
    inside, beside, alone = 0, 0, 0
    lines = (repository / "tests" / "trace").read_text(encoding="utf-8").split("\n")
    for line, following in pairwise(lines):
        inside += {"in": 1, "out": -1}.get(line, 0)
        beside = max(beside, inside)
        if line == "alone":
            alone += inside == 0 and following == "not alone"

    assert code == 0
    assert (beside, alone) == (2, 4)


def test_what_is_long_begins_and_what_measures_time_ends(repository: Path) -> None:
    """Whoever waits to be alone keeps all waiting, so it is last; what takes longest is first."""
    booted = repository / "tests" / "systemd" / "booted"
    booted.mkdir(parents=True)
    (booted / "test_long.py").write_text("def test_long():\n    pass\n", encoding="utf-8")
    (repository / "tests" / "test_small.py").write_text(
        "import pytest\n"
        "@pytest.mark.alone\n"
        "def test_measured():\n    pass\n\n"
        "def test_usual():\n    pass\n",
        encoding="utf-8",
    )
    _, said = run(repository, "-o", "markers=alone", "--collect-only")
    order = [line.rpartition("::")[2] for line in said.splitlines() if "::test_" in line]

    assert order == ["test_long", "test_usual", "test_measured"]
