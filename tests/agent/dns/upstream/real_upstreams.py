"""Real resolvers on every transport, the agent below them, and unbound as we ship it.

Rules kept here:
- Each listens on free ports of a loopback address and is gone when its block ends.
- What they answer is written in the test: nobody asks the internet.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import dns.exception
import dns.message
import dns.query

from agent.dns.upstream import Address
from tests.agent.dns.upstream.tls_upstreams import UNBOUND, Certified
from tests.agent.dns.upstreams import free_port
from tests.architecture.tree import ROOT

DNSDIST = shutil.which("dnsdist")
SHIPPED = ROOT / "agent" / "upstreams" / "unbound.conf"
HOST = "127.0.0.1"


class Everywhere(NamedTuple):
    """The ports of one resolver: plain, over TLS, over HTTPS."""

    plain: int
    tls: int
    https: int


def ports() -> Everywhere:
    """Return three ports that nobody listens on now."""
    return Everywhere(free_port(), free_port(), free_port())


@contextlib.contextmanager
def started(command: Sequence[str], folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run a resolver, from when it answers over UDP until the block ends."""
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            _wait_for_answers(port, process)
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=10)


@contextlib.contextmanager
def unbound_everywhere(folder: Path, tls: Certified, *local: str) -> Iterator[Everywhere]:
    """Run unbound with these local data, over UDP, TCP, TLS and HTTPS."""
    assert UNBOUND, "these tests need unbound: install the Debian package unbound"
    at = ports()
    file = folder / "everywhere.conf"
    settings = [
        *("server:", 'chroot: ""', 'username: ""', 'pidfile: ""', "use-syslog: no"),
        *("verbosity: 0", "do-daemonize: no", 'directory: "."', "num-threads: 1"),
        *(f"interface: {HOST}@{port}" for port in at),
        *(f"tls-port: {at.tls}", f"https-port: {at.https}", 'http-endpoint: "/dns-query"'),
        *(f'tls-service-key: "{tls.key}"', f'tls-service-pem: "{tls.certificate}"'),
        *('module-config: "iterator"', 'local-zone: "." static', "pad-responses: yes"),
        *(f"local-data: '{record}'" for record in local),
        *("remote-control:", "control-enable: no"),
    ]
    file.write_text("\n".join(settings) + "\n", encoding="ascii")
    with started([UNBOUND, "-d", "-c", str(file)], folder, at.plain):
        yield at


@contextlib.contextmanager
def dnsdist_everywhere(folder: Path, tls: Certified, *local: str) -> Iterator[Everywhere]:
    """Run dnsdist before an unbound with these local data, over UDP, TCP, TLS and HTTPS."""
    assert DNSDIST, "these tests need dnsdist: unpack the Debian package dnsdist"
    at = ports()
    file = folder / "dnsdist.conf"
    keys = f'"{tls.certificate}", "{tls.key}"'
    with unbound_everywhere(folder, tls, *local) as above:
        settings = [
            'setSecurityPollSuffix("")',
            f'setLocal("{HOST}:{at.plain}")',
            f'addTLSLocal("{HOST}:{at.tls}", {keys})',
            f'addDOHLocal("{HOST}:{at.https}", {keys}, "/dns-query")',
            f'newServer("{HOST}:{above.plain}")',
            "getServer(0):setUp()",
        ]
        file.write_text("\n".join(settings) + "\n", encoding="ascii")
        command = [DNSDIST, "--supervised", "--disable-syslog", "-C", str(file)]
        with started(command, folder, at.plain):
            yield at


@contextlib.contextmanager
def unbound_as_shipped(folder: Path, *more: str) -> Iterator[Address]:
    """Run unbound by the file we ship, on a free port, with what a test adds to it."""
    assert UNBOUND, "these tests need unbound: install the Debian package unbound"
    port = free_port()
    file = folder / "unbound.conf"
    settings = [
        *("server:", 'chroot: ""', 'username: ""', 'pidfile: ""', "use-syslog: no"),
        *("do-daemonize: no", 'directory: "."', f'include: "{SHIPPED}"'),
        *("server:", f"port: {port}", *more),
    ]
    file.write_text("\n".join(settings) + "\n", encoding="ascii")
    with started([UNBOUND, "-d", "-c", str(file)], folder, port):
        yield Address(HOST, port)


@contextlib.contextmanager
def agent_below(*options: str, authorities: Path | None = None) -> Iterator[int]:
    """Run the real agent with these options, who believes these authorities; yield its port."""
    command = [sys.executable, "-m", "agent", "--listen", f"{HOST}:0", *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    if authorities is not None:
        environment["SSL_CERT_FILE"] = str(authorities)
    with subprocess.Popen(
        command, cwd="/", env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            listening = re.match(r"listening on 127\.0\.0\.1:([0-9]+) ", process.stdout.readline())
            assert listening
            assert process.stdout.readline().startswith("ready")
            yield int(listening[1])
        finally:
            process.terminate()
            process.communicate(timeout=10)


def _wait_for_answers(port: int, process: subprocess.Popen[str]) -> None:
    query = dns.message.make_query("is-it-there.invalid.", "A")
    for _ in range(200):
        assert process.poll() is None, process.stderr and process.stderr.read()
        try:
            dns.query.udp(query, HOST, timeout=0.1, port=port)
        except (dns.exception.Timeout, OSError):
            continue
        return
    raise AssertionError(f"{process.args!r} does not answer")
