from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent.install.__main__ import main

ROOT = Path(__file__).resolve().parents[3]


def lamplight(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the installer as the front door does: by Python alone, without any package."""
    return subprocess.run(
        [sys.executable, "-S", "-m", "agent.install", *words],
        cwd="/",
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize(
    "verb", ["install", "uninstall", "status", "doctor", "upgrade", "bundle", "way-back"]
)
def test_it_needs_nothing_but_python(verb: str) -> None:
    """A fresh machine has no package of other people's, and each verb says what it takes."""
    done = lamplight(verb, "--help")

    assert done.returncode == 0, done.stderr


SAYS = """
import pathlib, sys
from agent.install.__main__ import Screen

screen = Screen(yes=True)
screen.say("It is looked after for a while.")
assert screen.agrees("May it?")
assert not screen.decides("And this?")
pathlib.Path(sys.argv[1]).touch()
"""


def test_a_terminal_that_went_away_stops_nothing(tmp_path: Path) -> None:
    """A lost connection is no reason to leave an upgrade half done: nobody listens, it goes on."""
    held, terminal = os.openpty()
    os.close(held)
    with open(terminal, "r+b", buffering=0) as gone:  # noqa: PTH123 - a descriptor, no path
        subprocess.run(
            [sys.executable, "-S", "-c", SAYS, str(tmp_path / "went-on")],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=gone,
            stdout=gone,
            stderr=subprocess.DEVNULL,
            check=False,
        )

    assert (tmp_path / "went-on").exists()


def test_what_it_makes_can_be_read_whatever_its_caller_keeps_to_themselves() -> None:
    """A helper whose new files nobody else may read puts a box there whose services can start."""
    before = os.umask(0o077)
    try:
        main(["bundle", "--sign", "/nowhere"])
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


@pytest.mark.skipif(
    Path("/run/systemd/system").is_dir(), reason="it would really install Lamplight here"
)
@pytest.mark.parametrize("verb", ["install", "uninstall"])
def test_where_it_cannot_be_nothing_is_touched(verb: str) -> None:
    """A machine without systemd is told so in a sentence, with status 2."""
    done = lamplight(verb, "--yes")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"lamplight {verb}: ")
    assert "Traceback" not in done.stderr
    assert not Path("/opt/lamplight").exists()
