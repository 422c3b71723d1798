from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from agent.install import machine
from agent.install.machine import (
    Release,
    has_package,
    programs_at_port,
    release_in,
    run,
    what_is_wrong,
)
from agent.install.steps import StepFailed

DEBIAN = Release("debian", "12")


def test_a_program_gives_what_it_printed() -> None:
    """What is asked of the machine is the program's own word."""
    assert run("echo", "well") == "well\n"


FAILING = {
    "last words": (("sh", "-c", "echo why >&2; exit 3"), "failed: why"),
    "no words": (("false",), "it said nothing"),
    "no such program": (("no-such-program",), "There is no no-such-program"),
}


@pytest.mark.parametrize(("command", "words"), FAILING.values(), ids=FAILING)
def test_a_program_that_fails_is_told_in_its_words(command: tuple[str, ...], words: str) -> None:
    """Whoever installs reads why, and not a number."""
    with pytest.raises(StepFailed, match=words):
        run(*command)
    assert not machine.succeeds(*command)


def test_a_program_that_does_not_end_is_given_up() -> None:
    """An installation does not wait without end."""
    with pytest.raises(StepFailed, match="did not end within"):
        run("sleep", "60", timeout=0.05)


def test_the_system_says_which_it_is(tmp_path: Path) -> None:
    """Quoted or not, the two words are read from the system's own file."""
    path = tmp_path / "os-release"
    path.write_text('NAME="Debian GNU/Linux"\nID=debian\nVERSION_ID="13"\n', encoding="utf-8")

    assert release_in(path) == Release("debian", "13")


WRONG = {
    "not root": ({"is_root": False}, "sudo"),
    "another system": ({"release": Release("ubuntu", "24.04")}, "ubuntu 24.04"),
    "an older one": ({"release": Release("debian", "11")}, "Debian, 12 or 13"),
    "a 32-bit one": ({"processor": "armv7l"}, "64-bit image"),
    "no systemd": ({"has_systemd": False}, "systemd"),
}


@pytest.mark.parametrize(("facts", "words"), WRONG.values(), ids=WRONG)
def test_a_machine_that_will_not_do_is_told_why(facts: dict[str, object], words: str) -> None:
    """Before anything is touched, whoever installs reads what is wrong and what to do."""
    well: dict[str, object] = {
        "release": DEBIAN,
        "processor": "aarch64",
        "is_root": True,
        "has_systemd": True,
    }

    assert what_is_wrong(**well) is None  # type: ignore[arg-type]  # a table of odd facts
    assert words in str(what_is_wrong(**(well | facts)))  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize("kind", [socket.SOCK_DGRAM, socket.SOCK_STREAM], ids=["UDP", "TCP"])
@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6], ids=["IPv4", "IPv6"])
def test_who_holds_a_port_is_seen(kind: socket.SocketKind, family: socket.AddressFamily) -> None:
    """A program that answers at a port is named, whatever it speaks."""
    with socket.socket(family, kind) as held:
        held.bind(("::1" if family is socket.AF_INET6 else "127.0.0.1", 0))
        if kind is socket.SOCK_STREAM:
            held.listen()
        port = held.getsockname()[1]
        own = Path("/proc/self/comm").read_text(encoding="utf-8").strip()

        assert programs_at_port(port) == {own}
    assert programs_at_port(port) == set()


def test_a_connection_to_somebody_s_port_holds_nothing() -> None:
    """Whoever only asks at a port is not taken for who answers there."""
    assert sys.platform == "linux"
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            found = machine.holders_of_port(port)
            inode = os.fstat(server.fileno()).st_ino

    assert found == {str(inode)}


def test_a_package_that_was_removed_is_not_taken_for_one_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian remembers the settings of what was taken off; only what is installed is there."""
    said = {"chrony": "config-files", "python3-venv": "installed"}
    program = tmp_path / "dpkg-query"
    lines = "".join(f"{name}) printf {state} ;;\n" for name, state in said.items())
    program.write_text(
        f'#!/bin/sh\nfor last; do :; done\ncase "$last" in\n{lines}*) exit 1 ;; esac\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    names = ("chrony", "python3-venv", "unheard-of")
    assert [name for name in names if has_package(name)] == ["python3-venv"]
