"""The servers that are compared: how each is told the same, started, and ended.

Rules kept here:
- Each blocks the same names and all below them, asks the same upstream, and keeps 20,000 answers or
  more; each is bound to one port of this machine alone.
- A server counts as started at its first answer, for ours as for others.
- Whatever happens, every server is ended and waited for.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

from agent.bench.process import HOST

OURS, FLOOR, UNBOUND, DNSMASQ = "lamplight", "floor", "unbound", "dnsmasq"
PEERS: Final = (UNBOUND, DNSMASQ)

FLOOR_SOURCE: Final = Path(__file__).with_name("floor.c")

START_SECONDS: Final = 120.0
STOP_SECONDS: Final = 10.0

# first.example.com, type A, which is on no list.
_FIRST: Final = b"\0\1\1\0\0\1\0\0\0\0\0\0\5first\7example\3com\0\0\1\0\1"


class BenchRefused(Exception):
    """It cannot be measured here; the message says why, and what to do."""


class Server(NamedTuple):
    """A running server. `started` is how many seconds its first answer took."""

    name: str
    pid: int
    port: int
    started: float


def program(name: str) -> str | None:
    """Return where a program is, also where only root looks for it."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def compiled_floor(folder: Path) -> Path | None:
    """Return the floor as a program, None where this machine has no C compiler. May refuse."""
    if (compiler := program("cc") or program("gcc")) is None:
        return None
    made = folder / FLOOR
    done = subprocess.run(  # noqa: S603 - a list of our own making
        [compiler, "-O2", "-o", str(made), str(FLOOR_SOURCE)],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise BenchRefused(f"{compiler} could not compile the floor: {done.stderr.strip()[-300:]}")
    return made


def floor_command(made: Path, port: int) -> list[str]:
    """Return how the floor is started."""
    return [str(made), str(port)]


def our_command(port: int, upstream: int, *options: str) -> list[str]:
    """Return how our agent is started."""
    ours = [sys.executable, "-m", "agent", "--listen", f"{HOST}:{port}"]
    return [*ours, "--upstream", f"{HOST}:{upstream}", *options]


def upstream_command(port: int) -> list[str]:
    """Return how the upstream of all is started: a dnsmasq that knows an address of every name."""
    return [
        *_dnsmasq(port),
        *("--address=/#/192.0.2.1", "--address=/#/2001:db8::1", "--local-ttl=3600"),
    ]


def dnsmasq_command(folder: Path, listed: Sequence[str], port: int, upstream: int) -> list[str]:
    """Write what dnsmasq blocks; return how it is started."""
    blocked = folder / "dnsmasq.conf"
    blocked.write_text("".join(f"local=/{name}/\n" for name in listed), encoding="utf-8")
    return [
        *(*_dnsmasq(port, str(blocked)), f"--server={HOST}#{upstream}"),
        *("--cache-size=20000", "--dns-forward-max=1000"),
    ]


def _dnsmasq(port: int, settings: str = "/dev/null") -> list[str]:
    found = program("dnsmasq") or "dnsmasq"
    return [
        *(
            found,
            f"--conf-file={settings}",
            "--keep-in-foreground",
            "--no-resolv",
            "--no-hosts",
            "--bind-interfaces",
        ),
        *(f"--listen-address={HOST}", f"--port={port}", "--pid-file=", "--log-facility=-"),
        *("--user=", "--group="),
    ]


def unbound_command(folder: Path, listed: Sequence[str], port: int, upstream: int) -> list[str]:
    """Write what unbound blocks, as a response policy zone; return how it is started."""
    zone = folder / "listed.rpz"
    soa = "$ORIGIN listed.\n$TTL 300\n@ SOA localhost. nobody.localhost. 1 3600 600 86400 5\n"
    rules = (f"{name} CNAME .\n*.{name} CNAME .\n" for name in listed)
    zone.write_text(soa + "@ NS localhost.\n" + "".join(rules), encoding="utf-8")
    settings = folder / "unbound.conf"
    settings.write_text(
        f"""server:
  interface: {HOST}@{port}
  module-config: "respip iterator"
  num-threads: 1
  do-daemonize: no
  do-not-query-localhost: no
  chroot: ""
  username: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  verbosity: 0
  msg-cache-size: 16m
  rrset-cache-size: 32m
rpz:
  name: listed
  zonefile: "{zone}"
forward-zone:
  name: "."
  forward-addr: {HOST}@{upstream}
""",
        encoding="utf-8",
    )
    return [program("unbound") or "unbound", "-d", "-c", str(settings)]


@contextmanager
def running(name: str, command: Sequence[str], port: int) -> Iterator[Server]:
    """Start a server and wait for its first answer; end it afterwards. Raises BenchRefused."""
    began = time.monotonic()
    with subprocess.Popen(  # noqa: S603 - a list of our own making
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait_for_an_answer(name, process, port, began)
            yield Server(name, process.pid, port, time.monotonic() - began)
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for_an_answer(
    name: str, process: subprocess.Popen[bytes], port: int, began: float
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(0.02)
        sock.connect((HOST, port))
        while time.monotonic() - began < START_SECONDS:
            if process.poll() is not None:
                raise BenchRefused(f"{name} ended at once, with status {process.returncode}")
            # A closed port is told at once, an open one that is not ready is silent.
            with suppress(OSError):
                sock.send(_FIRST)
                sock.recv(512)
                return
            time.sleep(0.002)
    raise BenchRefused(f"{name} did not answer within {START_SECONDS:.0f} s")
