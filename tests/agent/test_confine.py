from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from agent.confine import PR_SET_DUMPABLE, confine
from tests.conftest import ROOT

ASK = """
import ctypes, resource, sys
from agent.confine import confine
PR_GET_DUMPABLE = 3
libc = ctypes.CDLL(None)
before = libc.prctl(PR_GET_DUMPABLE, 0, 0, 0, 0)
confine()
after = libc.prctl(PR_GET_DUMPABLE, 0, 0, 0, 0)
print(before, after, *resource.getrlimit(resource.RLIMIT_CORE), flush=True)
"""
CRASH = "import ctypes\nctypes.string_at(0)\n"
TRY_AGAIN = """
import os
if os.geteuid() == 0:
    os.setuid(65534)
try:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
except ValueError:
    print("refused")
"""


def python(source: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder, to its end."""
    return subprocess.run(
        [sys.executable, "-c", source],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_may_not_be_looked_into_and_leaves_no_core(tmp_path: Path) -> None:
    """Confined, a process is not dumpable, and both its limits for core files are zero."""
    assert python(ASK, tmp_path).stdout.split() == ["1", "0", "0", "0"]


def test_a_confined_process_that_crashes_leaves_no_file(tmp_path: Path) -> None:
    """A crash of a confined process writes nothing where it ran."""
    done = python(ASK + CRASH, tmp_path)

    assert done.returncode < 0
    assert list(tmp_path.iterdir()) == []


def test_it_cannot_be_taken_back(tmp_path: Path) -> None:
    """Without privilege a confined process cannot have core files again."""
    assert python(ASK + TRY_AGAIN, tmp_path).stdout.split()[-1] == "refused"


class RefusingLibrary:
    """A C library whose kernel refuses."""

    def __init__(self, *_: object, **__: object) -> None:
        """Take any arguments, as the real one does."""

    def prctl(self, option: int, *_: object) -> int:
        """Refuse the one call that is made."""
        assert option == PR_SET_DUMPABLE
        return -1


def test_where_the_kernel_refuses_it_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that cannot be confined learns so, and does not go on unconfined."""
    limits = resource.getrlimit(resource.RLIMIT_CORE)
    monkeypatch.setattr("agent.confine.ctypes.CDLL", RefusingLibrary)
    monkeypatch.setattr("agent.confine.resource.setrlimit", lambda *_: None)
    with pytest.raises(OSError) as refusal:  # noqa: PT011 - the kernel's own reason, whichever
        confine()

    assert refusal.value.errno is not None
    assert resource.getrlimit(resource.RLIMIT_CORE) == limits
