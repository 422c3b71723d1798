"""Roots of Debian 12 and 13, and the packages of our lock for the Python of each, made once.

Rules kept here:
- They come from the mirrors that this machine is set up with, verified by Debian's keys and by the
  lock's hashes. No address of a mirror stands here.
- What is kept is named by what went into it, and used only when it is whole: it is made beside its
  place and moved there. Two that need it at once make it once.
- `LAMPLIGHT_ROOTS` names another folder than `.venv/roots`, which several clones may share.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from tests.promises.programs import ROOT

LOCK: Final = ROOT / "requirements.lock"
MAKING_SECONDS: Final = 1_500

PACKAGES: Final = ("systemd-sysv", "dbus", "python3-venv", "chrony", "iproute2")
"""What a fresh Debian or Raspberry Pi OS has, or an installation would fetch."""

LEFT_OUT: Final = ("man", "doc", "locale")
"""Below /usr/share: what no test reads, so that a root is made sooner."""


NUMBER: Final = "1a3b" * 8
"""The machine's own number, by machine-id(5)."""


class Debian(NamedTuple):
    """One release: its number, its name, its Python, and what else is there."""

    version: str
    suite: str
    python: str
    besides: tuple[str, ...] = ()


BOOKWORM: Final = Debian("12", "bookworm", "3.11")
TRIXIE: Final = Debian("13", "trixie", "3.13", ("systemd-resolved",))
"""With systemd-resolved, whose stub holds port 53 until an installation asks it to step aside."""

ALL: Final = (BOOKWORM, TRIXIE)


class NotMade(Exception):
    """A root or its packages could not be made; the message says why."""


def root_of(debian: Debian) -> Path:
    """Return the folder of a root. Nobody may write there. Raises NotMade."""
    made_from = (debian, PACKAGES, LEFT_OUT, platform.machine(), NUMBER)
    return kept(f"debian-{debian.version}", repr(made_from), lambda at: _make_root(debian, at))


def wheels_for(debian: Debian) -> Path:
    """Return a folder of all packages of the lock, for the Python of a root. Raises NotMade."""
    made_from = (debian.python, platform.machine(), LOCK.read_bytes())
    return kept(f"wheels-{debian.python}", repr(made_from), lambda at: _fetch(debian.python, at))


def kept(name: str, made_from: str, make: Callable[[Path], None]) -> Path:
    """Return what `make` makes of this, made once. Raises NotMade."""
    folder = Path(os.environ.get("LAMPLIGHT_ROOTS") or ROOT / ".venv" / "roots")
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{name}-{hashlib.sha256(made_from.encode()).hexdigest()[:16]}"
    with _only_one(folder / f"{name}.lock"):
        if not kept.exists():
            beside = kept.with_suffix(".part")
            _take_away(beside)
            make(beside)
            beside.rename(kept)
    return kept


@contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _take_away(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _make_root(debian: Debian, at: Path) -> None:
    run(
        "mmdebstrap",
        "--quiet",
        "--variant=minbase",
        "--format=directory",
        "--aptopt=Acquire::Languages none",
        f"--include={','.join((*PACKAGES, *debian.besides))}",
        *(f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in LEFT_OUT),
        # With a number of its own it is no first boot, at which Debian would enable every service.
        f"--customize-hook=echo {NUMBER} >$1/etc/machine-id; rm -f $1/etc/hostname",
        debian.suite,
        str(at),
        *_mirrors(),
    )


def _mirrors() -> list[str]:
    """Return where this machine gets Debian from; none where that is not Debian itself."""
    said = run(
        "apt-get",
        "indextargets",
        "--format",
        "$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)",
        "Created-By: Packages",
    )
    lines = (line.split("|") for line in said.splitlines())
    found = [line[3] for line in lines if line[:3] == ["Debian", "Debian", "main"]]
    return found[:1]


def _fetch(python: str, at: Path) -> None:
    at.mkdir()
    run(
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"),
        *("--only-binary", ":all:", "--python-version", python, "--dest", str(at)),
        *("-r", str(LOCK)),
    )


def run(*command: str, at: Path | None = None) -> str:
    """Run a program to its end, in a folder; return what it printed. Raises NotMade."""
    if not shutil.which(command[0]):
        raise NotMade(f"{command[0]} is missing; `./lamplight test` installs it")
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        cwd=at,
        timeout=MAKING_SECONDS,
    )
    if done.returncode:
        raise NotMade(f"{' '.join(command)}: {done.stderr[-2_000:]}")
    return done.stdout
