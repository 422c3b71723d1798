from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import dns.message
import dns.query
import dns.rcode
import pytest

from agent.bench import servers
from agent.bench.process import HOST, free_port
from agent.bench.servers import BenchRefused, running

LISTED = ("bad.example.com", "worse.example.com")

PEERS: dict[str, Callable[[Path, tuple[str, ...], int, int], list[str]]] = {
    servers.UNBOUND: servers.unbound_command,
    servers.DNSMASQ: servers.dnsmasq_command,
    servers.OURS: lambda folder, _, port, above: servers.our_command(
        port, above, "--block", f"malware={_written(folder)}"
    ),
}


def _written(folder: Path) -> Path:
    (folder / "names.txt").write_text("\n".join(LISTED), encoding="utf-8")
    return folder / "names.txt"


def answer(port: int, name: str) -> dns.message.Message:
    """Return what a server says of a name."""
    return dns.query.udp(dns.message.make_query(name, "A"), HOST, 20, port)


@pytest.mark.parametrize("name", PEERS)
def test_every_server_blocks_the_same_and_asks_the_same(name: str, tmp_path: Path) -> None:
    """A listed name and one below it are denied, and any other has the upstream's address."""
    assert servers.program("unbound"), "these tests need unbound"
    above, port = free_port(), free_port()
    command = PEERS[name](tmp_path, LISTED, port, above)
    with (
        running("above", servers.upstream_command(above), above),
        running(name, command, port) as server,
    ):
        blocked = [answer(server.port, one) for one in ("bad.example.com", "w.worse.example.com")]
        allowed = answer(server.port, "good.example.com")

    assert [one.rcode() for one in blocked] == [dns.rcode.NXDOMAIN] * 2
    assert [str(one[0]) for one in allowed.answer] == ["192.0.2.1"]
    assert server.started > 0
    assert not Path(f"/proc/{server.pid}").exists()


def test_the_floor_sends_back_what_it_gets(tmp_path: Path) -> None:
    """The loop in C answers with the question itself."""
    made = servers.compiled_floor(tmp_path)
    assert made, "these tests need a C compiler: install the Debian package gcc"
    port = free_port()
    with running(servers.FLOOR, servers.floor_command(made, port), port):
        said = answer(port, "any.example.com")

    assert str(said.question[0].name) == "any.example.com."
    assert said.answer == []


def test_without_a_compiler_there_is_no_floor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine without a compiler is measured without the floor."""
    monkeypatch.setattr(servers, "program", lambda _: None)

    assert servers.compiled_floor(tmp_path) is None


def test_a_compiler_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiler that cannot compile is not the same as none."""
    monkeypatch.setattr(servers, "FLOOR_SOURCE", tmp_path / "not-there.c")

    with pytest.raises(BenchRefused, match="could not compile the floor"):
        servers.compiled_floor(tmp_path)


def test_a_server_that_ends_at_once_is_told() -> None:
    """Nobody waits for a server that is gone."""
    with (
        pytest.raises(BenchRefused, match="x ended at once, with status 1"),
        running("x", [shutil.which("false") or "false"], free_port()),
    ):
        pass


def test_a_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for a first answer is bounded, and what was started is ended."""
    monkeypatch.setattr(servers, "START_SECONDS", 0.1)

    with (
        pytest.raises(BenchRefused, match="x did not answer"),
        running("x", [shutil.which("sleep") or "sleep", "1000"], free_port()),
    ):
        pass


def test_programs_are_found_where_only_root_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server in /usr/sbin is found by an ordinary person too."""
    monkeypatch.setenv("PATH", os.devnull)

    assert (servers.program("ls") is None) == (not Path("/sbin/ls").exists())
    assert servers.program("dnsmasq") == "/usr/sbin/dnsmasq"
