from __future__ import annotations

import signal
import socket
from pathlib import Path

from agent.lab.home import BOX
from policy.neighbours_document import neighbours_from_bytes
from tests.agent.lab_home import lab_at
from tests.promises.programs import our_python, run


def test_it_says_what_it_watches_and_ends_when_told(tmp_path: Path) -> None:
    """It prints the interface and nothing that it saw, leaves its last word, and ends with 0."""
    with lab_at(tmp_path) as lab:
        discovery = lab.watch()
        lab.until(lambda: lab.seen().routers)
        discovery.tell(signal.SIGTERM)
        status = discovery.end()

    assert (status, discovery.printed, discovery.complained) == (0, "ready: watching eth0\n", "")
    assert neighbours_from_bytes(lab.published.read_bytes()).own_addresses


def test_the_service_manager_is_told_of_its_life(tmp_path: Path) -> None:
    """It says that it is ready once it watches, that it lives, and that it ends."""
    with (
        lab_at(tmp_path) as lab,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager,
    ):
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(20)
        said = (f"NOTIFY_SOCKET={tmp_path / 'notify'}", "WATCHDOG_USEC=60000000")
        words = ("--interface", "eth0", "--publish", str(lab.published))
        discovery = lab.start(BOX, "env", *said, *our_python("agent.discovery", *words))
        told = [manager.recv(99), manager.recv(99)]
        discovery.tell(signal.SIGTERM)
        while (last := manager.recv(99)) == b"WATCHDOG=1":
            pass
        status = discovery.end()

    assert told == [b"READY=1", b"WATCHDOG=1"]
    assert (status, last) == (0, b"STOPPING=1")


def test_an_interface_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """A wrong name is told in a sentence, with status 2."""
    with lab_at(tmp_path) as lab:
        command = our_python("agent.discovery", "--interface", "eth9")
        discovery = lab.start(BOX, *command)
        status = discovery.end()

    assert status == 2
    assert "there is no Ethernet or Wi-Fi interface 'eth9'" in discovery.complained
    assert "Traceback" not in discovery.complained


def test_the_interface_has_to_be_named() -> None:
    """Which network is the home's is not guessed."""
    done = run(our_python("agent.discovery"))

    assert done.returncode == 2
    assert "--interface" in done.stderr
