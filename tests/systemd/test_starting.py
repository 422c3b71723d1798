from __future__ import annotations

import fcntl
import os
import socket
import sys
from pathlib import Path

import pytest

from tests.systemd.starting import started

TELLS = """
import socket
for place in range(3, 7):
    print(socket.socket(fileno=place).getsockname()[1], flush=True)
"""


@pytest.mark.parametrize("least", [3, 6, 12, 38, 40, 42, 200])
def test_each_socket_has_its_place_wherever_it_was(tmp_path: Path, least: int) -> None:
    """A program finds its sockets in order, whichever numbers they had with who started it."""
    sockets = []
    for _ in range(4):
        with socket.socket(type=socket.SOCK_DGRAM) as first:
            first.bind(("127.0.0.1", 0))
            at = fcntl.fcntl(first.fileno(), fcntl.F_DUPFD_CLOEXEC, least)
        sockets.append(socket.socket(fileno=at))
    ports = [one.getsockname()[1] for one in sockets]
    try:
        with started(
            [sys.executable, "-c", TELLS], tmp_path, sockets=sockets, environment=os.environ
        ) as program:
            printed, _ = program.process.communicate(timeout=20)
    finally:
        for one in sockets:
            one.close()

    assert [int(line) for line in printed.split()] == ports
