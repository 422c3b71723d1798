from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from agent.bench import process

STAT = "7 (odd ) name) R 1 1 1 0 -1 4194304 1 0 0 0 150 25 3 4 20 0 1 0 9 1 1"


def test_ticks_are_a_process_s_own(tmp_path: Path) -> None:
    """Own and kernel time are added, those of ended descendants are not, whatever the name."""
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "stat").write_text(STAT)

    assert process.ticks_in(STAT) == 175
    assert process.seconds_computed(7, tmp_path) == 175 / os.sysconf("SC_CLK_TCK")


def test_a_process_that_computes_is_seen_to() -> None:
    """What the kernel says of this process grows while it computes."""
    before = process.seconds_computed(os.getpid())
    while process.seconds_computed(os.getpid()) < before + 0.02:
        sum(range(10_000))

    assert process.seconds_computed(os.getpid()) > before


def test_memory_is_read_in_mib(tmp_path: Path) -> None:
    """The share of memory is the line of its name, and nothing where we may not look."""
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "smaps_rollup").write_text("0-1 ---p [rollup]\nRss: 9 kB\nPss:   2048 kB\n")

    assert process.memory_mib(7, tmp_path) == 2.0
    assert process.memory_mib(8, tmp_path) is None
    assert (process.memory_mib(os.getpid()) or 0) > 1


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM])
def test_a_free_port_can_be_taken(kind: socket.SocketKind) -> None:
    """The port is free over both transports."""
    with socket.socket(socket.AF_INET, kind) as sock:
        sock.bind((process.HOST, process.free_port()))
