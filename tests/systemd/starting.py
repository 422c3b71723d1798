"""A program started as systemd starts it: with sockets that are open, and somebody who listens."""

from __future__ import annotations

import contextlib
import shlex
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

PATIENCE_SECONDS = 20.0


class Started(NamedTuple):
    """A running program and where what it tells arrives."""

    process: subprocess.Popen[str]
    told: socket.socket

    def hears(self, notice: str) -> bool:
        """Wait until a notice comes; False when patience ends or the program does."""
        with contextlib.suppress(TimeoutError):
            while self.told.recv(4_096) != notice.encode():
                pass
            return True
        return False


@contextlib.contextmanager
def started(
    command: Sequence[str],
    folder: Path,
    *,
    name: str = "",
    sockets: Sequence[socket.socket] = (),
    environment: Mapping[str, str],
    alive_within_seconds: float = 0,
) -> Iterator[Started]:
    """Run a command with sockets of that name; `folder` gets the socket that listens.

    With `alive_within_seconds` signs of life are asked for.
    """
    notify = folder / "notify"
    said = dict(environment) | {"NOTIFY_SOCKET": str(notify)}
    if alive_within_seconds:
        said["WATCHDOG_USEC"] = str(int(alive_within_seconds * 1_000_000))
    # A shell puts each socket where systemd would, and then becomes the program: so the number in
    # LISTEN_PID is the program's own. Beyond all first, lest one lie where another has to go.
    beyond = 1 + max((one.fileno() for one in sockets), default=0) + len(sockets)
    places = [f"{beyond + place}<&{one.fileno()}" for place, one in enumerate(sockets)]
    places += [f"{3 + place}<&{beyond + place}" for place in range(len(sockets))]
    names = ":".join([name] * len(sockets))
    listens = f"LISTEN_PID=$$ LISTEN_FDS={len(sockets)} LISTEN_FDNAMES={names}"
    moves = "".join(f"exec {place}; " for place in places)
    script = f"{moves}{f'export {listens};' if sockets else ''} exec {shlex.join(command)}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(notify))
        told.settimeout(PATIENCE_SECONDS)
        with subprocess.Popen(
            ["bash", "-c", script],
            cwd="/",
            env=said,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            pass_fds=[one.fileno() for one in sockets],
        ) as process:
            try:
                yield Started(process, told)
            finally:
                process.kill()
                notify.unlink()
