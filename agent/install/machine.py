"""What the machine is, asked of the machine itself, and its programs started.

Rules kept here:
- What is asked changes nothing. Each fact is read when it is asked for, never remembered.
- A program that fails is told with its own last words.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from agent.install.steps import StepFailed

SUPPORTED: Final = {("debian", "12"), ("debian", "13"), ("raspbian", "12"), ("raspbian", "13")}
PROCESSORS: Final = ("x86_64", "aarch64")
LAST_WORDS: Final = 600
_LISTENS: Final = "0A"
"""The state of a TCP socket that listens, in /proc/net/tcp."""


class Release(NamedTuple):
    """Which system it is: as /etc/os-release has ID and VERSION_ID."""

    system: str
    version: str


def run(*words: str | Path, timeout: float = 1_800) -> str:
    """Run a program and return what it printed. Raises StepFailed with its last words."""
    command = [str(word) for word in words]
    try:
        done = subprocess.run(  # noqa: S603 - words of ours, never of a page
            command,
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            env=os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"},
            timeout=timeout,
        )
    except FileNotFoundError as error:
        raise StepFailed(f"There is no {command[0]} on this machine.") from error
    except subprocess.TimeoutExpired as error:
        raise StepFailed(f"{' '.join(command)} did not end within {timeout:.0f} s.") from error
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-LAST_WORDS:]
        raise StepFailed(f"{' '.join(command)} failed: {said or 'it said nothing'}")
    return done.stdout


def succeeds(*words: str | Path) -> bool:
    """Say whether a program ends with 0."""
    try:
        run(*words)
    except StepFailed:
        return False
    return True


def octets_in(path: Path) -> bytes | None:
    """Return what a file holds, None where there is none. Raises OSError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def has_package(name: str) -> bool:
    """Say whether a Debian package is installed; one that was removed leaves its name behind."""
    try:
        said = run("dpkg-query", "--show", "--showformat=${db:Status-Status}", name)
    except StepFailed:
        return False
    return said == "installed"


def release_in(path: Path = Path("/etc/os-release")) -> Release:
    """Return which system it is; empty words where the file does not say."""
    said = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition("=")
        said[key] = value.strip("\"'")
    return Release(said.get("ID", ""), said.get("VERSION_ID", ""))


def what_is_wrong(
    *,
    release: Release,
    processor: str = "",
    is_root: bool | None = None,
    has_systemd: bool | None = None,
) -> str | None:
    """Return why it cannot be installed here, None where it can. What is left out is looked at."""
    processor = processor or platform.machine()
    if not (os.geteuid() == 0 if is_root is None else is_root):
        return "This needs the rights of root. Run it again with sudo in front."
    if tuple(release) not in SUPPORTED:
        return (
            f"This is {release.system or 'an unknown system'} {release.version}. Lamplight is"
            " installed on Raspberry Pi OS or Debian, 12 or 13."
        )
    if processor not in PROCESSORS or sys.maxsize <= 2**32:
        return (
            f"This is a {processor} system. Lamplight needs a 64-bit one: on a Raspberry Pi choose"
            " the 64-bit image."
        )
    if not (Path("/run/systemd/system").is_dir() if has_systemd is None else has_systemd):
        return "systemd does not run here, and Lamplight's services need it."
    return None


def holders_of_port(port: int, tables: Path = Path("/proc/net")) -> set[str]:
    """Return the inodes of the sockets that are bound to a port, over UDP or listening over TCP."""
    found = set()
    for table in ("udp", "udp6", "tcp", "tcp6"):
        try:
            lines = (tables / table).read_text(encoding="ascii").splitlines()[1:]
        except FileNotFoundError:  # a kernel without IPv6
            continue
        for line in lines:
            words = line.split()
            is_open = table.startswith("udp") or words[3] == _LISTENS
            if is_open and int(words[1].rpartition(":")[2], 16) == port:
                found.add(words[9])
    return found


def programs_at_port(port: int, proc: Path = Path("/proc")) -> set[str]:
    """Return the names of the programs that hold a port; root sees all of them."""
    wanted = {f"socket:[{inode}]" for inode in holders_of_port(port, proc / "net")}
    names = set()
    for process in proc.glob("[0-9]*"):
        with suppress(OSError):  # it ended while we looked
            if not wanted.isdisjoint(_held_by(process)):
                names.add((process / "comm").read_text(encoding="utf-8").strip())
    return names


def _held_by(process: Path) -> Iterator[str]:
    for held in (process / "fd").iterdir():
        with suppress(OSError):  # it was closed while we looked
            yield str(held.readlink())
