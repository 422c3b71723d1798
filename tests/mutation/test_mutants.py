"""The cases and tests of the trust core notice a small wrong change of what decides."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import SOAK
from tests.mutation.explained import EXPLAINED
from tests.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
MODULES = ("decide", "roles", "parties", "signers")
SAMPLE = 2
# A mutant that never comes to an end was noticed too.
PATIENCE_SECONDS = 180


def survives(module: str, mutant: Mutant, folder: Path) -> bool:
    """Say whether nothing notices a mutant."""
    file = folder / f"{module}-{abs(hash(mutant.source))}.py"
    file.write_text(mutant.source, encoding="utf-8")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.mutation.try_mutant", f"consent.{module}", str(file)],
            check=False,
            capture_output=True,
            cwd=ROOT,
            timeout=PATIENCE_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def mutants(module: str) -> list[Mutant]:
    """Return every mutant of a module that is not known to mean the same."""
    source = (ROOT / "consent" / f"{module}.py").read_text(encoding="utf-8")
    return [one for one in mutants_of(source) if (module, one.change) not in EXPLAINED]


def test_the_modules_as_they_are_pass(tmp_path: Path) -> None:
    """A module that was not changed is noticed by nothing, or every mutant would seem noticed."""
    source = (ROOT / "consent" / "roles.py").read_text(encoding="utf-8")

    assert survives("roles", Mutant(0, "none", source), tmp_path)


@pytest.mark.skipif(SOAK, reason="the soak tries all of them")
def test_a_sample_of_mutants_is_noticed(tmp_path: Path, dice: random.Random) -> None:
    """A few wrong changes, others in each run, are each noticed."""
    every = [(module, one) for module in MODULES for one in mutants(module)]

    for module, mutant in dice.sample(every, SAMPLE):
        assert not survives(module, mutant, tmp_path), f"{module}:{mutant.line}: {mutant.change}"


@pytest.mark.skipif(not SOAK, reason="takes a quarter of an hour; the soak does it")
@pytest.mark.parametrize("module", MODULES)
def test_every_mutant_is_noticed_or_explained(module: str, tmp_path: Path) -> None:
    """No wrong change of what decides goes unnoticed, but those that change nothing."""
    every = mutants(module)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda one: survives(module, one, tmp_path), every)

    assert [
        f"{one.line}: {one.change}" for one, lives in zip(every, found, strict=True) if lives
    ] == []
