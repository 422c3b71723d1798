"""What a process can do where it stands: it tries, and prints what came of each as JSON.

It runs on the box, in a service's own sandbox and by the standard library alone:
python probe.py WRITE_FOLDER… -- READ_FILE…

Rules kept here:
- What it could make it takes away again.
- It tries what would harm nobody even if it were allowed.
"""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

ALLOWED: Final = "allowed"

FAMILIES: Final = {
    "unix": (socket.AF_UNIX, socket.SOCK_DGRAM, 0),
    "ipv4": (socket.AF_INET, socket.SOCK_DGRAM, 0),
    "ipv6": (socket.AF_INET6, socket.SOCK_DGRAM, 0),
    "netlink": (socket.AF_NETLINK, socket.SOCK_RAW, 0),
    "packet": (socket.AF_PACKET, socket.SOCK_RAW, 0),
    "raw ipv4": (socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP),
    "vsock": (socket.AF_VSOCK, socket.SOCK_STREAM, 0),
    "crypto": (socket.AF_ALG, socket.SOCK_SEQPACKET, 0),
}

_LIBC: Final = ctypes.CDLL(None, use_errno=True)
_NEW_USERS, _SET_TIME = 0x1000_0000, 0x0000_8000


def _called(*words: object) -> None:
    name, *arguments = words
    if getattr(_LIBC, str(name))(*arguments) < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


CALLS: Final[dict[str, Callable[[], object]]] = {
    "mounts": lambda: _called("mount", b"none", b"/tmp", b"tmpfs", 0, None),
    "names the machine": lambda: _called("sethostname", b"lamplight-box", 13),
    "changes its root": lambda: os.chroot("/"),
    "becomes another": lambda: os.setuid(0),
    "goes first": lambda: os.nice(-5),
    "writes code and runs it": lambda: mmap.mmap(
        -1, 4_096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC
    ).close(),
    "traces another": lambda: _called("ptrace", 16, os.getppid(), 0, 0),
    "reads the kernel's journal": lambda: _called("klogctl", 3, None, 0),
    "sees other processes": lambda: Path("/proc/1/status").read_text(encoding="ascii"),
    # Last: in a namespace of its own the others would be refused to root as well.
    "makes a namespace": lambda: _called("unshare", _NEW_USERS),
}


def outcome(act: Callable[[], object]) -> str:
    """Return how it went: allowed, or the name of the error."""
    try:
        act()
    except OSError as error:
        return type(error).__name__ if error.errno is None else os.strerror(error.errno)
    return ALLOWED


def write_in(folder: str) -> None:
    """Make a file in a folder and take it away."""
    path = Path(folder) / "probe"
    path.write_bytes(b"x")
    path.unlink()


def main() -> None:
    """Try everything, and print it."""
    dashes = sys.argv.index("--")
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    keys = ("CapEff", "CapPrm", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp")
    said = dict(line.split(":\t", 1) for line in status if ":\t" in line)
    links = Path("/proc/self/net/dev").read_text(encoding="ascii").splitlines()[2:]
    told = {
        "writes": {at: outcome(lambda at=at: write_in(at)) for at in sys.argv[1:dashes]},  # type: ignore[misc] # bound early
        "reads": {
            at: outcome(lambda at=at: Path(at).read_bytes())  # type: ignore[misc] # bound early
            for at in sys.argv[dashes + 1 :]
        },
        "families": {
            name: outcome(lambda kind=kind: socket.socket(*kind).close())  # type: ignore[misc] # bound early
            for name, kind in FAMILIES.items()
        },
        "calls": {name: outcome(act) for name, act in CALLS.items()},
        "status": {key: said[key].strip() for key in keys},
        "links": sorted(line.partition(":")[0].strip() for line in links),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
