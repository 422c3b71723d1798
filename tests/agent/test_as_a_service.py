"""The real agent as systemd starts it; what it does besides is in `test_main.py`."""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path

import dns.message
import dns.query
import dns.rcode
import pytest

from tests.agent.dns import upstreams
from tests.systemd.starting import PATIENCE_SECONDS, started

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


def bound(kind: socket.SocketKind, port: int = 0, family: int = socket.AF_INET) -> socket.socket:
    """Return a socket as a socket unit leaves it: bound, and listening where it can."""
    one = socket.socket(family, kind)
    one.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", port))
    if kind is socket.SOCK_STREAM:
        one.listen()
    return one


def test_the_agent_serves_what_was_opened_for_it(tmp_path: Path) -> None:
    """It needs no right to a port: both families, UDP and TCP, come open, and it says ready."""
    sockets = []
    for family in (socket.AF_INET, socket.AF_INET6):
        tcp = bound(socket.SOCK_STREAM, family=family)
        sockets += [tcp, bound(socket.SOCK_DGRAM, tcp.getsockname()[1], family)]
    with (
        upstreams.dnsmasq("--address=/#/192.0.2.9") as upstream,
        started(
            [sys.executable, "-m", "agent", "--upstream", f"127.0.0.1:{upstream.port}"],
            tmp_path,
            name="dns",
            sockets=sockets,
            environment=ENVIRONMENT,
            alive_within_seconds=30,
        ) as agent,
    ):
        assert agent.hears("READY=1"), agent.process.communicate()
        query = dns.message.make_query("example.org", "A")
        for one in sockets:
            ask = dns.query.tcp if one.type is socket.SOCK_STREAM else dns.query.udp
            host, port = one.getsockname()[:2]
            assert ask(query, host, PATIENCE_SECONDS, port).answer
        assert agent.hears("WATCHDOG=1")
        agent.process.send_signal(signal.SIGTERM)
        assert agent.hears("STOPPING=1")
        assert agent.process.wait(PATIENCE_SECONDS) == 0
    for one in sockets:
        one.close()


def test_a_question_that_came_before_the_agent_is_answered(tmp_path: Path) -> None:
    """While it is started again the sockets stay open, so a question waits and is not lost."""
    udp = bound(socket.SOCK_DGRAM)
    with (
        socket.socket(type=socket.SOCK_DGRAM) as asker,
        upstreams.dnsmasq("--address=/#/192.0.2.9") as upstream,
    ):
        asker.settimeout(PATIENCE_SECONDS)
        query = dns.message.make_query("example.org", "A")
        asker.sendto(query.to_wire(), udp.getsockname())
        command = [sys.executable, "-m", "agent", "--upstream", f"127.0.0.1:{upstream.port}"]
        with started(command, tmp_path, name="dns", sockets=[udp], environment=ENVIRONMENT):
            reply = dns.message.from_wire(asker.recv(4_096))

        assert reply.rcode() is dns.rcode.NOERROR
        assert query.is_response(reply)
    udp.close()


@pytest.mark.parametrize("option", ["--upstream", "--zone", "--bootstrap"])
def test_a_box_that_would_ask_itself_does_not_start(option: str, tmp_path: Path) -> None:
    """Where it listens is known from the sockets that were opened for it, too."""
    with bound(socket.SOCK_DGRAM) as udp:
        itself = f"127.0.0.1:{udp.getsockname()[1]}"
        asked = {"--upstream": "127.0.0.1:9", option: itself}
        if option == "--zone":
            asked[option] = f"lan={itself}"
        command = [sys.executable, "-m", "agent", *(part for one in asked.items() for part in one)]
        with started(
            command, tmp_path, name="dns", sockets=[udp], environment=ENVIRONMENT
        ) as agent:
            _, said = agent.process.communicate(timeout=PATIENCE_SECONDS)

    assert agent.process.returncode == 2
    assert f"{itself} is to be asked, and is where this program itself listens" in said


@pytest.mark.parametrize("name", ["", "web"], ids=["none", "another's"])
def test_without_a_socket_of_its_name_it_says_what_is_missing(tmp_path: Path, name: str) -> None:
    """An agent that could serve nobody does not start, and says what to do."""
    with bound(socket.SOCK_DGRAM) as udp:
        command = [sys.executable, "-m", "agent", "--upstream", "127.0.0.1:9"]
        sockets = [udp] if name else []
        with started(
            command, tmp_path, name=name, sockets=sockets, environment=ENVIRONMENT
        ) as agent:
            _, said = agent.process.communicate(timeout=PATIENCE_SECONDS)

    assert agent.process.returncode == 2
    assert "give --listen, or start it by a socket unit that names them dns" in said
