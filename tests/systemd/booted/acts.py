"""What goes on in a home at the moment its plug is pulled, and what has to hold after the boot.

Rules kept here:
- What was acknowledged is kept here before anything else is done, and held to at each boot.
- An act ends with the box cut off. Where in the act that comes is drawn by the run's seed.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from typing import Final

import dns.rcode

from agent.install.unconfirmed import FOLDER, NOTE
from agent.release import NUMBER
from console.routes.backup import NIGHTLY_AT
from console.security.backup import BackupRefused
from console.services.backup import DUE_SECONDS, Saved, opened
from tests.agent.install.releases import MAKER, line_of
from tests.systemd.booted.box import ANSWER, BLOCKED, KNOWN, SERVICES, SETTINGS, Box
from tests.systemd.booted.recording import RecordingBox, audited, recording_at, withdrawn
from tests.systemd.booted.releases import next_release

NEXT: Final = "/srv/next"
SEALED: Final = "/var/lib/lamplight/sealed/lamplight-backup.txt"
STICK: Final = "/mnt/stick"
OPEN_UPGRADE: Final = f"/var/lib/lamplight/{FOLDER}/{NOTE}"


class Home:
    """The home whose box is cut off, and what was acknowledged to its carer.

    `phrases` are all passphrases that its backups may open with; the sealed one only with those
    from `since` on. `folder` is one of the test's own.
    """

    def __init__(self, box: Box, folder: Path) -> None:
        """Begin with the home that is set up."""
        self.box, self.folder = box, folder
        self.acknowledged = {BLOCKED}
        self.phrases: list[str] = []
        self.since = 0
        self.is_carried = False
        self.recording: RecordingBox | None = None
        self.number = NUMBER

    def boot(self) -> None:
        """Switch it on again; the clock of a recorder is proven by nobody then."""
        if self.recording is not None:
            self.recording.time.reboot()
        self.box.boot()

    def holds(self, where: str) -> None:
        """Hold that names are answered, and that whatever anybody was told is so."""
        known = self.box.dig(KNOWN)
        assert known.rcode() == dns.rcode.NOERROR, where
        assert [record.to_text() for record in known.answer[0]] == [ANSWER], where
        for name in self.acknowledged:
            assert self.box.says_no(name), f"{where}: {name} is open"
        assert self.box.phone.ask("/rules").status == 200, where
        assert not self.box.path(OPEN_UPGRADE).exists(), f"{where}: an upgrade is open"
        if self.recording is not None:
            self.recording.holds(where)
        if self.phrases:
            assert self._opens(self.box.path(SEALED), self.phrases[self.since :]), where
        if self.is_carried:
            *_, last = sorted(self.box.path(STICK).glob("lamplight-backup-*.txt"))
            assert self._opens(last, self.phrases), where

    def recorded(self) -> RecordingBox:
        """Have an agreement in force, and the laptop recorded by it at this moment."""
        if self.recording is None or self.recording.is_over:
            self.recording = recording_at(self.box)
        else:
            self.recording.goes_on()
        return self.recording

    def backed_up(self) -> None:
        """Have a backup sealed each night."""
        if not self.phrases:
            self.phrases.append("seven quiet herons")
            assert self.begins(self.phrases[0])

    def begins(self, phrase: str) -> bool:
        """Begin the nightly backup with a passphrase, on the page; say if it was acknowledged."""
        return self.box.phone.ask(NIGHTLY_AT, passphrase=phrase).status == 303

    def _opens(self, backup: Path, phrases: list[str]) -> Saved | None:
        for phrase in reversed(phrases):
            with suppress(BackupRefused):
                return opened(backup.read_bytes(), phrase)
        return None


@contextmanager
def going_on(act: Callable[[], object]) -> Iterator[None]:
    """Do something beside what the context does; how it ends is nobody's concern."""
    doing = threading.Thread(target=act)
    doing.start()
    try:
        yield
    finally:
        doing.join()


def told(home: Home, dice: random.Random) -> None:
    """Cut it off the very moment that a change was acknowledged."""
    wanted = {*home.acknowledged, f"n{dice.randrange(10**9)}.example"}
    assert home.box.block(*sorted(wanted))
    home.box.cut()
    home.acknowledged = wanted


def publish(home: Home, dice: random.Random) -> None:
    """Cut it off in a change on the pages."""
    name = f"n{dice.randrange(10**9)}.example"
    wanted = {*home.acknowledged, name}

    def change() -> None:
        with suppress(OSError, HTTPException, AssertionError, IndexError):
            if home.box.block(*sorted(wanted)):
                home.acknowledged = wanted

    with going_on(change):
        time.sleep(dice.uniform(0, 1))
        home.box.cut()


def restart(home: Home, dice: random.Random) -> None:
    """Cut it off while every service is started again."""
    with going_on(lambda: home.box.tries("systemctl", "restart", *SERVICES)):
        time.sleep(dice.uniform(0, 2))
        home.box.cut()


def boot(home: Home, dice: random.Random) -> None:
    """Cut it off on its way up."""
    home.box.cut()
    home.box.switch_on()
    time.sleep(dice.uniform(0, 3))
    home.box.cut()


def look(home: Home, dice: random.Random) -> None:
    """Cut it off while somebody reads who looked."""

    def read() -> None:
        for _ in range(20):
            python = ("env", "PYTHONPATH=/opt/lamplight/current/house")
            done = home.box.tries(
                *(*python, "/opt/lamplight/current/venv/bin/python", "-m", "agent.recorder"),
                *("audit", "--run", "/run/lamplight/recorder"),
            )
            if done.returncode:
                return

    with going_on(read):
        time.sleep(dice.uniform(0, 1))
        home.box.cut()


def record(home: Home, dice: random.Random) -> None:
    """Cut it off while something is written down and an act comes to stand in the journal."""
    recording = home.recorded()
    recording.cut_in(audited(recording, dice), after=dice.uniform(0, 0.3))


def withdraw(home: Home, dice: random.Random) -> None:
    """Cut it off in a withdrawal."""
    recording = home.recorded()
    request, attached = withdrawn(recording, dice)
    recording.cut_in(request, *attached, after=dice.uniform(0, 0.3))


def seal(home: Home, dice: random.Random) -> None:
    """Cut it off while the home is sealed, for the night or with another passphrase."""
    home.backed_up()
    box, phrase = home.box, f"{dice.randrange(10**9)} herons"
    is_night = dice.random() < 1 / 2

    def change() -> None:
        home.phrases.append(phrase)
        with suppress(OSError, HTTPException):
            if home.begins(phrase):
                home.since = len(home.phrases) - 1

    def night() -> None:
        box.tries("touch", "--date", f"@{time.time() - DUE_SECONDS - 60:.0f}", SEALED)
        box.tries("systemctl", "restart", "lamplight-console.service")

    with going_on(night if is_night else change):
        time.sleep(dice.uniform(0, 2 if is_night else 1))
        box.cut()


def carry(home: Home, dice: random.Random) -> None:
    """Cut it off while the sealed backup is carried to a stick."""
    home.backed_up()
    box, start = home.box, ("systemctl", "start", "lamplight-backup.service")
    if not home.is_carried:
        box.run("mkdir", "-p", STICK)
        box.run("chown", "lamplight-backup", STICK)
        settings = box.path(SETTINGS)
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("BACKUP=", f"BACKUP=--to {STICK}"), encoding="utf-8")
        box.run(*start)
        home.is_carried = True

    # Without the second systemd would find that it is started too often.
    again = f"while {' '.join(start)}; do systemctl reset-failed {start[-1]}; done"
    with going_on(lambda: box.tries("sh", "-c", again)):
        time.sleep(dice.uniform(0, 1))
        box.cut()


def install(home: Home, dice: random.Random) -> None:
    """Cut off an installation of another release over the one that runs."""
    box = home.box
    box.run("rm", "-rf", NEXT)
    box.run("cp", "-r", box.clone, NEXT)
    box.run("tee", "-a", f"{NEXT}/agent/__init__.py", given=f"# {dice.random()}\n")
    with going_on(
        lambda: box.tries(f"{NEXT}/lamplight", "install", "--yes", "--wheels", box.wheels)
    ):
        time.sleep(dice.uniform(0, 30))
        box.cut()


def upgrade(home: Home, dice: random.Random) -> None:
    """Cut off an upgrade, wherever it is: half of them fall, and are on their way back."""
    box = home.box
    home.number += 1
    box.path("/etc/lamplight/release.keys").write_text(f"needs 1\n{line_of(MAKER)}")
    release = next_release(box, home.folder, home.number, falls=dice.random() < 1 / 2)
    with going_on(lambda: box.tries(f"{box.clone}/lamplight", "upgrade", release, "--yes")):
        time.sleep(dice.uniform(0, 45))
        box.cut()
    box.path(release).unlink()
