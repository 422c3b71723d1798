from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from systemd.sockets import SocketsMalformed, given_sockets

US = 4711
ROOT = Path(__file__).resolve().parents[2]

ASKS = """
import os, sys
from systemd.sockets import given_sockets
given = given_sockets(os.environ, os.getpid())
for name, sockets in sorted(given.items()):
    for one in sockets:
        print(name, one.type.name, one.getsockname()[1], one.get_inheritable())
print(sorted(key for key in os.environ if key.startswith("LISTEN")))
"""


def test_a_process_takes_up_what_was_opened_for_it() -> None:
    """Both kinds of socket arrive under their names, for this process alone, and only once."""
    with socket.socket(type=socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
        udp.bind(("127.0.0.1", 0))
        tcp.bind(("127.0.0.1", 0))
        # A shell stands between: it puts the sockets where systemd would, and keeps its number.
        says = (
            f"export LISTEN_PID=$$ LISTEN_FDS=2 LISTEN_FDNAMES=dns:dns; "
            f"exec {sys.executable} -c '{ASKS}' 3<&{udp.fileno()} 4<&{tcp.fileno()}"
        )
        done = subprocess.run(
            ["bash", "-c", says],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
            pass_fds=(udp.fileno(), tcp.fileno()),
        )
        ports = udp.getsockname()[1], tcp.getsockname()[1]

    assert done.stdout.splitlines() == [
        f"dns SOCK_DGRAM {ports[0]} False",
        f"dns SOCK_STREAM {ports[1]} False",
        "[]",
    ]


def test_by_hand_there_are_none() -> None:
    """Without systemd nothing is given, and nothing is wrong."""
    assert given_sockets({"HOME": "/"}, US) == {}


def test_another_s_are_left_alone() -> None:
    """What was opened for the process that started us is not ours, and is not passed on."""
    environment = {"LISTEN_PID": "1", "LISTEN_FDS": "1", "LISTEN_FDNAMES": "dns", "HOME": "/"}

    assert given_sockets(environment, US) == {}
    assert environment == {"HOME": "/"}


MALFORMED = {
    "no number": {"LISTEN_PID": str(US), "LISTEN_FDS": "two"},
    "nobody's": {"LISTEN_FDS": "1", "LISTEN_FDNAMES": "dns"},
    "how many is missing": {"LISTEN_PID": str(US)},
    "a name too few": {"LISTEN_PID": str(US), "LISTEN_FDS": "2", "LISTEN_FDNAMES": "dns"},
    "no names": {"LISTEN_PID": str(US), "LISTEN_FDS": "2"},
}


@pytest.mark.parametrize("environment", MALFORMED.values(), ids=MALFORMED)
def test_what_cannot_be_read_is_refused(environment: dict[str, str]) -> None:
    """An environment that nobody can have meant is an error and not half of it is believed."""
    with pytest.raises(SocketsMalformed, match="LISTEN_FDS"):
        given_sockets(dict(environment), US)


def test_a_descriptor_that_is_no_socket_is_an_error() -> None:
    """A file in a socket's place ends the start, instead of being served."""
    reading, writing = os.pipe()
    try:
        environment = {"LISTEN_PID": str(US), "LISTEN_FDS": "1", "LISTEN_FDNAMES": "dns"}
        with pytest.raises(OSError, match="socket"):
            given_sockets(environment, US, first=reading)
    finally:
        os.close(reading)
        os.close(writing)
