from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from agent.recorder import vectors
from tests.architecture.tree import ROOT

PUBLISHED = ROOT / "tests/vectors/ledger"
SHIPPED = sorted(path.name for path in vectors.FOLDER.glob("*.json"))


def test_the_gate_of_this_house_judges_them_as_it_must() -> None:
    """What an upgrade asks of a new release, this one can say of itself."""
    done = subprocess.run(
        [sys.executable, "-m", "agent.recorder.vectors"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (
        0,
        f"The gate judged {len(SHIPPED)} cases as it must.\n",
    )


def test_each_is_one_that_is_published() -> None:
    """No case is shipped that the tests do not hold the gate to, octet for octet."""
    assert len(SHIPPED) >= 12
    for name in SHIPPED:
        assert (vectors.FOLDER / name).read_bytes() == (PUBLISHED / name).read_bytes()


def test_there_is_a_yes_and_a_no_for_each_question() -> None:
    """A gate that always says no, or always yes, is not taken for right."""
    expects = [json.loads((vectors.FOLDER / name).read_bytes())["expect"] for name in SHIPPED]

    assert sum(one.startswith(vectors.PERMIT) for one in expects) == 1
    assert len(set(expects)) == len(expects)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_gate_that_judges_otherwise_is_named(tmp_path: Path, name: str) -> None:
    """A case of which something else must come is told by its name."""
    shutil.copy(vectors.FOLDER / name, tmp_path)
    assert vectors.wrong_cases(tmp_path) == []

    case = json.loads((tmp_path / name).read_bytes())
    (tmp_path / name).write_text(json.dumps(case | {"expect": "another"}))

    assert vectors.wrong_cases(tmp_path) == [case["name"]]
