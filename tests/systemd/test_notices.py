from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from systemd.notices import Notices

US = 4711


@pytest.fixture(params=["a path", "an abstract one"])
def listening(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[socket.socket, str]]:
    """Yield a manager that listens, and how NOTIFY_SOCKET names it."""
    is_path = request.param == "a path"
    name = str(tmp_path / "n") if is_path else f"@lamplight-test-{os.getpid()}-{tmp_path.name}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(name if is_path else "\0" + name[1:])
        manager.settimeout(5)
        yield manager, name


def test_the_manager_hears_of_the_life_of_a_process(listening: tuple[socket.socket, str]) -> None:
    """Ready, alive, and the end arrive as sd_notify(3) spells them."""
    manager, name = listening
    notices = Notices({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "2500000"}, US)
    notices.ready()
    notices.alive()
    notices.stopping()

    assert [manager.recv(99) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"STOPPING=1"]
    assert notices.alive_within == 2.5


def test_nobody_else_speaks_for_us() -> None:
    """A program started from here does not find the manager's socket."""
    environment = {"NOTIFY_SOCKET": "/n", "WATCHDOG_USEC": "1", "WATCHDOG_PID": "1", "HOME": "/"}
    Notices(environment, US)

    assert environment == {"HOME": "/"}


@pytest.mark.parametrize("path", ["", "/nowhere/at/all", "@nobody-listens-here"])
def test_what_cannot_be_delivered_stops_nothing(path: str) -> None:
    """By hand, or without anybody who listens, the work goes on."""
    notices = Notices({"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "1000000"}, US)
    notices.ready()
    notices.alive()
    notices.stopping()

    assert notices.alive_within == 1


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"WATCHDOG_USEC": ""},
        {"WATCHDOG_USEC": "soon"},
        {"WATCHDOG_USEC": "1000000", "WATCHDOG_PID": "1"},
    ],
    ids=["nothing", "empty", "no number", "another's"],
)
def test_where_no_sign_of_life_is_wanted_none_is_given(
    said: dict[str, str], listening: tuple[socket.socket, str]
) -> None:
    """Without a watchdog of ours the manager hears of nothing but the beginning and the end."""
    manager, name = listening
    notices = Notices({"NOTIFY_SOCKET": name, **said}, US)
    notices.alive()
    notices.stopping()

    assert manager.recv(99) == b"STOPPING=1"
    assert notices.alive_within is None


def test_a_manager_that_does_not_read_holds_nobody_up(tmp_path: Path) -> None:
    """However full its queue is, each notice returns at once."""
    path = tmp_path / "n"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(path))
        notices = Notices({"NOTIFY_SOCKET": str(path), "WATCHDOG_USEC": "1000000"}, US)
        for _ in range(10_000):
            notices.alive()
