from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from console.services.set_up import code_at_start
from console.set_up.__main__ import main
from tests.console.running import ROOT
from tests.console.signing_in import home_in


def test_the_code_is_printed_as_often_as_asked(state: Path) -> None:
    """Whoever has the box in their hands reads the code that the phone is asked for."""
    code = code_at_start(home_in(state, text=None).house)
    assert code is not None
    done = subprocess.run(
        [sys.executable, "-m", "console.set_up", "--state", str(state)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, f"{' '.join(code)}\n", "")


def test_where_there_is_no_code_it_is_said_and_nothing_is_made(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Asking leaves no folder behind that would belong to root."""
    status = main(["--state", str(state)])
    printed = capsys.readouterr()

    assert (status, printed.out) == (1, "")
    assert "There is no set-up code to read." in printed.err
    assert not state.exists()
