"""One machine under systemd-nspawn: a layer over a root, booted in a network, and cut off at will.

Rules kept here:
- All of it lies in the mount namespace of the lab, so nothing is left when a run is killed.
- It is up when its own systemd says so (`--notify-ready`); nobody looks again and again.
- A cut kills every process at once, as an empty socket in the wall does. What was not written to
  the layer is lost with the memory of the machine's processes.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

BOOT_SECONDS: Final = 120.0
RUN_SECONDS: Final = 600.0

CANNOT_BOOT: Final = """\
A Debian could not be booted here, which these tests need: {why}
They need root, systemd-nspawn and overlay mounts. Where a machine does not allow that, leave them
out, and the run will say so:
    ./lamplight test --without-namespaces
"""

_ENVIRONMENT: Final = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LANG": "C.UTF-8",
    "TERM": "dumb",
}


class CannotBoot(AssertionError):
    """The machine did not come up."""

    def __init__(self, why: str) -> None:
        super().__init__(CANNOT_BOOT.format(why=why))


class Failed(AssertionError):
    """A program on the machine ended with another status than 0."""


@dataclass(slots=True, eq=False)
class Container:
    """A machine that is off until `boot`.

    `enter` leads into the lab's namespaces, `network` is the name of its network there; `layers`
    are folders that it reads, the uppermost first, and `folder` takes what it writes.
    """

    enter: tuple[str, ...]
    network: str
    layers: Sequence[Path]
    folder: Path
    shows: dict[str, Path]
    """Folders of this machine that it may read, by where they appear."""
    leader: int = 0
    """The process id of its systemd, as seen from here; 0 while it is off."""
    _nspawn: subprocess.Popen[bytes] | None = None
    _said: IO[bytes] | None = None
    _mounted: bool = field(default=False)

    @property
    def card(self) -> Path:
        """Where its files are in the lab's mount namespace."""
        return self.folder / "card"

    @property
    def written(self) -> Path:
        """The layer of what it wrote."""
        return self.folder / "written"

    def boot(self) -> None:
        """Switch it on, and wait until it is up. Raises CannotBoot."""
        assert not self.leader, "it is on already"
        self.mount()
        told = self.folder / "told"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
            told.unlink(missing_ok=True)
            ear.bind(str(told))
            ear.settimeout(BOOT_SECONDS)
            self._start(told)
            try:
                while b"READY=1" not in ear.recv(4_096).split(b"\n"):
                    pass
            except TimeoutError as error:
                self.cut()
                raise CannotBoot(self.console[-2_000:]) from error
        self.leader = self._systemd()

    def switch_on(self) -> None:
        """Switch it on and wait for nothing: it is somewhere on its way up, to be cut off there."""
        self.mount()
        self._start(self.folder / "told")

    def run(self, *words: str | Path, given: str | None = None) -> str:
        """Run a program as root; return what it printed. Raises Failed with what it said."""
        done = self.tries(*words, given=given)
        if done.returncode:
            said = f"{done.stdout}{done.stderr}"
            raise Failed(f"{words} ended with {done.returncode}: {said}")
        return done.stdout

    def tries(
        self, *words: str | Path, given: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as root to its end, whatever that is."""
        return subprocess.run(
            self.command(*words),
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            env=_ENVIRONMENT,
            timeout=RUN_SECONDS,
            **({"input": given} if given is not None else {"stdin": subprocess.DEVNULL}),
        )

    def command(self, *words: str | Path) -> list[str]:
        """Return what runs a program there as root, from here."""
        entering = ("--mount", "--uts", "--ipc", "--net", "--pid")
        return ["nsenter", f"--target={self.leader}", *entering, *map(str, words)]

    def path(self, at: str) -> Path:
        """Return where one of its files is for us, whether it is on or off."""
        holder = next(word for word in self.enter if word.startswith("--target="))
        root = Path(f"/proc/{holder.removeprefix('--target=')}/root")
        return root / str(self.card).lstrip("/") / at.lstrip("/")

    @property
    def console(self) -> str:
        """What it said on its screen since it was switched on."""
        file = self.folder / "screen"
        return file.read_text(errors="replace") if file.exists() else ""

    def reboot(self) -> None:
        """Let it go down in order, and switch it on again."""
        self.off()
        self.boot()

    def off(self) -> None:
        """Let it go down in order."""
        os.kill(self.leader, signal.SIGRTMIN + 4)  # poweroff.target, by systemd(1)
        self._ended()

    def cut(self) -> None:
        """Kill every process of it at once, wherever each of them was."""
        assert self._nspawn is not None
        # What it starts ends with it; its systemd first, so that nobody is left to tidy up.
        with suppress(ProcessLookupError):
            os.kill(self.leader or self._systemd(), signal.SIGKILL)
        self._nspawn.kill()
        self._ended()

    def close(self) -> None:
        """Switch it off, however it stands, and let go of its files."""
        if self._nspawn is not None:
            self.cut()
        if self._mounted:
            self._here("umount", "--lazy", str(self.card))
            self._mounted = False

    def _ended(self) -> None:
        assert self._nspawn is not None
        self._nspawn.wait(BOOT_SECONDS)
        assert self._said is not None
        self._said.close()
        self._nspawn, self._said, self.leader = None, None, 0

    def _start(self, told: Path) -> None:
        self._said = (self.folder / "screen").open("wb")
        self._nspawn = subprocess.Popen(
            [
                *self.enter,
                *("systemd-nspawn", "--quiet", "--boot", f"--directory={self.card}"),
                *("--register=no", "--keep-unit", "--console=pipe", "--notify-ready=yes"),
                *("--machine=lamplight-box", "--resolv-conf=off", "--timezone=off"),
                # Without it Debian 13 starts a service with `PrivateNetwork` in the network of all,
                # and says so only in the journal. The clock, which is everybody's, it may not set.
                "--capability=CAP_NET_ADMIN",
                *("--link-journal=no", f"--network-namespace-path=/run/netns/{self.network}"),
                *(f"--bind-ro={here}:{there}" for there, here in self.shows.items()),
            ],
            stdin=subprocess.DEVNULL,
            stdout=self._said,
            stderr=subprocess.STDOUT,
            env=_ENVIRONMENT | {"NOTIFY_SOCKET": str(told)},
            start_new_session=True,
        )

    def _systemd(self) -> int:
        """Return the id of the first process of the container. Raises ProcessLookupError."""
        assert self._nspawn is not None
        pid = self._nspawn.pid  # nsenter becomes what it starts
        try:
            found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        except FileNotFoundError as error:
            raise ProcessLookupError from error
        if not found:
            raise ProcessLookupError
        return int(found[-1])

    def mount(self) -> None:
        """Put its card together of its layers, if that was not done yet."""
        if self._mounted:
            return
        for name in ("card", "written", "work"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        lower = ":".join(map(str, self.layers))
        options = f"lowerdir={lower},upperdir={self.written},workdir={self.folder / 'work'}"
        self._here("mount", "-t", "overlay", "overlay", "-o", options, str(self.card))
        self._mounted = True

    def _here(self, *command: str) -> None:
        done = subprocess.run(
            [*self.enter, *command], check=False, capture_output=True, text=True, env=_ENVIRONMENT
        )
        if done.returncode:
            raise CannotBoot(done.stderr)
