"""Holds `agent.presence`: only a running agent can be taken for one."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent import presence
from agent.presence import PresenceRefused, present_at

ROOT = Path(__file__).resolve().parents[2]


def _is_free(folder: Path) -> bool:
    seen = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(seen, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(seen)
    return True


def test_the_folder_is_held_while_the_agent_runs(tmp_path: Path) -> None:
    """A reader can tell that an agent runs, and that it has ended."""
    with present_at(tmp_path):
        assert not _is_free(tmp_path)

    assert _is_free(tmp_path)


def test_a_killed_agent_is_not_taken_for_a_running_one(tmp_path: Path) -> None:
    """The kernel lets go of the lock when the process dies without cleaning up."""
    program = (
        "import pathlib, sys; from agent.presence import present_at\n"
        "with present_at(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as agent:
        assert agent.stdout is not None
        assert agent.stdout.readline() == b"held\n"
        assert not _is_free(tmp_path)
        agent.kill()

    assert _is_free(tmp_path)


def test_a_second_agent_on_one_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two agents never keep one status; the second is told to stop the first."""
    monkeypatch.setattr(presence, "TRY_EVERY_SECONDS", 0)

    with present_at(tmp_path), pytest.raises(PresenceRefused, match="stop it first"):
        present_at(tmp_path).__enter__()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The error says which folder to make."""
    with pytest.raises(PresenceRefused, match="gone"):
        present_at(tmp_path / "gone").__enter__()
