"""The run itself: its seed, its order, its scale, and what it says about cases left out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
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


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a small repository with our conftest.py and three tests."""
    tests = tmp_path / "repository" / "tests"
    tests.mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "conftest.py", tests)
    (tests / "test_small.py").write_text(TESTS, encoding="utf-8")
    return tests.parent


def run(repository: Path, **environment: str) -> tuple[int, str]:
    """Run the small repository's tests and return how they ended and what they said."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("LAMPLIGHT_", "PYTEST_")) and name != "CI"
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "tests"],
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
