"""What the kernel says of a running process: its processor time, its memory, its port.

Rules kept here:
- Nothing is asked of the server itself: what it says of itself could be wrong in its own way.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Final

HOST: Final = "127.0.0.1"
PROC: Final = Path("/proc")


def seconds_computed(pid: int, proc: Path = PROC) -> float:
    """Return how long a process has computed, its own time and the kernel's for it."""
    return ticks_in((proc / str(pid) / "stat").read_text()) / os.sysconf("SC_CLK_TCK")


def ticks_in(stat: str) -> int:
    """Return utime and stime of a line of proc(5); a program's own name may hold anything."""
    fields = stat.rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def memory_mib(pid: int, proc: Path = PROC) -> float | None:
    """Return a process's share of memory (PSS) in MiB, None where we may not look."""
    try:
        rollup = (proc / str(pid) / "smaps_rollup").read_text()
    except OSError:  # another person's process, or one that lets nobody look
        return None
    return pss_kib_in(rollup) / 1024


def pss_kib_in(rollup: str) -> int:
    """Return the PSS of a smaps_rollup in KiB."""
    [line] = [line for line in rollup.splitlines() if line.startswith("Pss:")]
    return int(line.split()[1])


def free_port() -> int:
    """Return a port that nobody listens on now, over UDP or TCP."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tcp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
    ):
        tcp.bind((HOST, 0))
        port: int = tcp.getsockname()[1]
        udp.bind((HOST, port))
        return port
