"""A box as files only: two slots, a home, programs that stand in for systemd's, and who answers.

What systemd really does with these words is tried on a booted Debian (tests/systemd/booted).
"""

from __future__ import annotations

import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Final

from agent.install.going_back import Places
from agent.install.healthy import Asked
from agent.install.slots import WHOLE, Slots

_SYSTEMCTL: Final = """#!/bin/sh
echo "systemctl $*" >> {calls}
case "$*" in
*InvocationID*)
    echo "InvocationID=$(cat {folder}/start 2>/dev/null || grep -c 'restart .*-agent' {calls})"
    echo "MainPID=$(cat {folder}/process 2>/dev/null || echo $PPID)"
    echo "SubState=$(cat {folder}/substate 2>/dev/null || echo running)" ;;
*ActiveState*) cat {folder}/active 2>/dev/null || echo active ;;
*NRestarts*) cat {folder}/restarts 2>/dev/null || echo 0 ;;
is-system-running) cat {folder}/running 2>/dev/null || echo running ;;
is-active*) exit 3 ;;
enable*) (shift; mkdir -p {wants}; cd {wants} && touch -- "$@") ;;
disable*--now*) rm -f {wants}/"$3" ;;
esac
test ! -e {folder}/refuses || ! grep -qxF "$*" {folder}/refuses
"""
_OTHER: Final = """#!/bin/sh
echo "$(basename "$0") $*" >> {calls}
test ! -e {folder}/refuses || ! grep -qxF "$(basename "$0")" {folder}/refuses
"""
_ANSWER: Final = b"\x81\x80"
WANTS: Final = "root/etc/systemd/system/multi-user.target.wants"


@dataclass(slots=True)
class Heard:
    """What somebody is told, and what they say."""

    yes: bool = True
    decided: bool = False
    said: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Keep it."""
        self.said.append(text)

    def agrees(self, question: str) -> bool:
        """Say what was settled before."""
        self.said.append(question)
        return self.yes

    def decides(self, question: str) -> bool:
        """Say what was settled before."""
        self.said.append(question)
        return self.decided


@dataclass(frozen=True, slots=True)
class StandingBox:
    """The box, and the folder in which its stand-ins are steered."""

    folder: Path
    places: Places

    @property
    def calls(self) -> list[str]:
        """What systemd was told, in order."""
        path = self.folder / "calls"
        return path.read_text().splitlines() if path.exists() else []

    def steer(self, name: str, text: str) -> None:
        """Let a stand-in say or refuse something."""
        (self.folder / name).write_text(f"{text}\n")

    def slot(self, name: str, release: str, number: int, units: tuple[str, ...]) -> None:
        """Put a whole release into a slot."""
        room = self.places.opt / name / "house" / "systemd"
        (room.parent / "agent").mkdir(parents=True)
        room.mkdir()
        told = f'RELEASE: Final = "{release}"\nNUMBER: Final = {number}\n'
        (room.parent / "agent" / "release.py").write_text(told)
        for unit in (*units, "lamplight.sysusers", "lamplight.tmpfiles"):
            body = "" if unit.startswith("lamplight.") else "[Service]\nType=notify\n\n[Install]\n"
            (room / unit).write_text(f"# {release}\n{body}")
        (self.places.opt / name / WHOLE).write_text(release)

    def home(self, step: str, changes: int) -> None:
        """Write a home's database, at a step, with so many changes."""
        path = self.places.console / "household.db"
        path.unlink(missing_ok=True)
        database_at(path, step, changes)


def database_at(path: Path, step: str, changes: int) -> Path:
    """Write a database as the pages keep one, as far as the way back looks into it."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE alembic_version (version_num)")
        database.execute("INSERT INTO alembic_version VALUES (?)", (step,))
        database.execute('CREATE TABLE "change" (id)')
        database.executemany('INSERT INTO "change" VALUES (?)', [(n,) for n in range(changes)])
    return path


UNITS: Final = (
    *("lamplight-agent.service", "lamplight-agent.socket"),
    *("lamplight-console.service", "lamplight-recorder.service"),
)


def standing_box(folder: Path, *, names_port: int = 1, pages_port: int = 1) -> StandingBox:
    """Return a box with two releases, the first in use. PATH has to begin with its `bin`."""
    for name in ("bin", "opt", "state/console", "state/upgrade", "run", "root/etc/systemd/system"):
        (folder / name).mkdir(parents=True)
    for name in ("systemctl", "systemd-sysusers", "systemd-tmpfiles", "systemd-run"):
        text = _SYSTEMCTL if name == "systemctl" else _OTHER
        program = folder / "bin" / name
        program.write_text(text.format(calls=folder / "calls", folder=folder, wants=folder / WANTS))
        program.chmod(0o755)
    asks = Asked(
        recorder=folder / "no.sock",
        names_port=names_port,
        pages_port=pages_port,
        patience=2,
        steady=0,
    )
    box = StandingBox(
        folder,
        Places(
            root=folder / "root",
            opt=folder / "opt",
            state=folder / "state",
            run=folder / "run",
            account=None,
            asks=asks,
        ),
    )
    box.slot("a", "0.1.0", 0, UNITS)
    box.slot("b", "0.2.0", 2, (*UNITS, "lamplight-more.service"))
    Slots(folder / "opt").use("a")
    return box


class _Page(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def answering(*, status: int = 200) -> Iterator[tuple[int, int]]:
    """Answer whatever is asked over UDP and TCP, and a page; return the two ports."""
    page = type("_StatusPage", (_Page,), {"status": status})
    with (
        closing(socket.socket(type=socket.SOCK_DGRAM)) as udp,
        closing(socket.create_server(("127.0.0.1", 0))) as tcp,
        HTTPServer(("127.0.0.1", 0), page) as pages,
    ):
        udp.bind(tcp.getsockname())
        jobs = [
            threading.Thread(target=_answer_udp, args=(udp,)),
            threading.Thread(target=_answer_tcp, args=(tcp,)),
            threading.Thread(target=pages.serve_forever, kwargs={"poll_interval": 0.01}),
        ]
        for job in jobs:
            job.start()
        try:
            yield tcp.getsockname()[1], pages.server_address[1]
        finally:
            pages.shutdown()
            for one in (udp, tcp):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            # A socket of datagrams that nobody is connected to wakes up for a datagram alone.
            with closing(socket.socket(type=socket.SOCK_DGRAM)) as last:
                last.sendto(b"", udp.getsockname())
            for job in jobs:
                job.join()


def _reply(query: bytes) -> bytes:
    return query[:2] + _ANSWER + query[4:]


def _answer_udp(udp: socket.socket) -> None:
    with suppress(OSError):
        while True:
            query, whom = udp.recvfrom(4_096)
            if not query:
                return
            udp.sendto(_reply(query), whom)


def _answer_tcp(tcp: socket.socket) -> None:
    with suppress(OSError):
        while True:
            asker, _ = tcp.accept()
            with asker:
                query = asker.recv(4_096)[2:]
                reply = _reply(query)
                asker.sendall(len(reply).to_bytes(2, "big") + reply)
