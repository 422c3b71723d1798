"""Users, folders and services, as the files of the room `systemd` say.

Rules kept here:
- The files are copied as they are, so what was tested is what runs.
- A removal takes away what an installation made. Whose the home's records are stays, too, as long
  as they do: under other numbers no service could read them again.
- They are started at each boot from then on before whoever answers now steps aside. So a power cut
  in between leaves one of the two who answers.
- A file is replaced in one step: a unit that was half written would be none at the next boot.
- Undoing brings back what was there before, so that a release that cannot be installed leaves the
  one before it as it was.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from agent.files import replace_file
from agent.install.machine import octets_in, run, succeeds
from agent.install.steps import Step

UNITS: Final = (
    *("lamplight-agent.socket", "lamplight-agent.service"),
    *("lamplight-recorder.service", "lamplight-time.service"),
    *("lamplight-console.socket", "lamplight-console-tls.socket", "lamplight-console.service"),
    *("lamplight-discovery.service", "lamplight-lists.service", "lamplight-lists.timer"),
    *("lamplight-fetch.socket", "lamplight-fetch.service"),
    *("lamplight-backup.service", "lamplight-backup.timer"),
    "lamplight-way-back.service",
)
NOT_STARTED: Final = (
    *("lamplight-lists.service", "lamplight-backup.service"),
    *("lamplight-fetch.service", "lamplight-way-back.service"),
)
"""The first two are started by their timers, the third by whoever asks at its socket, the last by a
boot in the middle of an upgrade."""

STARTED: Final = tuple(unit for unit in UNITS if unit not in NOT_STARTED)
ACCOUNTS: Final = (
    *("agent", "recorder", "console", "discovery"),
    *("lists", "fetch", "time", "backup"),
)

UNIT_FOLDER: Final = "etc/systemd/system"
ACCOUNTS_FILE: Final = "etc/sysusers.d/lamplight.conf"
FOLDERS_FILE: Final = "etc/tmpfiles.d/lamplight.conf"
CHRONY_FILE: Final = f"{UNIT_FOLDER}/chrony.service.d/lamplight.conf"
CHRONY: Final = "chrony.service"


def steps(root: Path, from_room: Path) -> list[Step]:
    """Return what makes the users, the folders and the services, in this order."""
    copied = {from_room / name: root / UNIT_FOLDER / name for name in UNITS}
    copied[from_room / "lamplight.chrony"] = root / CHRONY_FILE
    users = from_room / "lamplight.sysusers", root / ACCOUNTS_FILE
    folders = from_room / "lamplight.tmpfiles", root / FOLDERS_FILE

    was = {path: octets_in(path) for path in (*copied.values(), users[1], folders[1])}
    had = _accounts()
    ran = [unit for unit in STARTED if is_active(unit)]
    at_boot = ("lamplight-way-back.service", *STARTED)

    def old_units() -> None:
        for path in copied.values():
            _put(path, was[path])
        _leave_no_empty_folder(root)
        run("systemctl", "daemon-reload")

    def units() -> None:
        chrony_knows = (root / CHRONY_FILE).exists()
        for here, there in copied.items():
            _copy(here, there)
        run("systemctl", "daemon-reload")
        if not chrony_knows:
            run("systemctl", "try-restart", CHRONY)

    def make_accounts() -> None:
        _copy(*users)
        run("systemd-sysusers", users[1])

    def old_accounts() -> None:
        remove_accounts(besides=had)
        _put(users[1], was[users[1]])

    def make_folders() -> None:
        _copy(*folders)
        run("systemd-tmpfiles", "--create", folders[1])

    return [
        Step(
            says="Each service gets a user of its own, who can do nothing else.",
            is_done=lambda: _is_copy(*users) and succeeds("id", "lamplight-agent"),
            do=make_accounts,
            undo=old_accounts,
        ),
        Step(
            says="Folders are made below /var/lib/lamplight, each for one service alone.",
            is_done=lambda: _is_copy(*folders) and Path("/run/lamplight").is_dir(),
            do=make_folders,
            undo=lambda: _put(folders[1], was[folders[1]]),
        ),
        Step(
            says="The services are made known to systemd.",
            is_done=lambda: all(_is_copy(*pair) for pair in copied.items()),
            do=units,
            undo=old_units,
        ),
        Step(
            says="They are started at each boot from now on.",
            is_done=lambda: all(
                succeeds("systemctl", "is-enabled", "--quiet", unit) for unit in at_boot
            ),
            do=lambda: run("systemctl", "enable", *at_boot),
            undo=lambda: stop(besides=ran),
        ),
    ]


def start() -> Step:
    """Return what starts them now; whoever answered names before has stepped aside."""
    ran = [unit for unit in STARTED if is_active(unit)]
    return Step(
        says="They are started.",
        is_done=lambda: all(is_active(unit) for unit in STARTED),
        do=lambda: run("systemctl", "start", *STARTED),
        undo=lambda: stop(besides=ran),
    )


def restart() -> None:
    """Start again what runs; the sockets stay open meanwhile, and what comes then waits."""
    running = [unit for unit in UNITS if unit.endswith(".service") and is_active(unit)]
    if running:
        run("systemctl", "restart", *running)


def is_active(unit: str) -> bool:
    """Say whether a unit runs."""
    return succeeds("systemctl", "is-active", "--quiet", unit)


def stop(besides: Sequence[str] = ()) -> None:
    """Stop all of it `besides` some, and start none of that at boot."""
    _stop([unit for unit in UNITS if unit not in besides])


def _stop(units: Sequence[str]) -> None:
    known = [unit for unit in units if succeeds("systemctl", "cat", unit)]
    if known:
        run("systemctl", "disable", "--now", *known)


def remove(root: Path) -> None:
    """Take services and folders of the running system away; what was kept and whose it is stays."""
    # Another release may have others than this one.
    there = {path.name for path in (root / UNIT_FOLDER).glob("lamplight-*.*") if path.is_file()}
    _stop(sorted(there | set(UNITS)))
    for name in there:
        (root / UNIT_FOLDER / name).unlink(missing_ok=True)
    (root / CHRONY_FILE).unlink(missing_ok=True)
    _leave_no_empty_folder(root)
    run("systemctl", "daemon-reload")
    for name in (ACCOUNTS_FILE, FOLDERS_FILE):
        (root / name).unlink(missing_ok=True)
    with suppress(OSError):  # somebody else's accounts stand there; Debian has no such folder
        (root / ACCOUNTS_FILE).parent.rmdir()
    shutil.rmtree(root / "run/lamplight", ignore_errors=True)


def remove_accounts(besides: Sequence[str] = ()) -> None:
    """Take the users of the services away, `besides` some; nothing that is theirs may be left."""
    for name in _accounts():
        if name not in besides:
            run("userdel", name)
    if not besides and succeeds("getent", "group", "lamplight"):
        run("groupdel", "lamplight")


def _accounts() -> list[str]:
    """Return the users of the services that this machine has."""
    ours = (f"lamplight-{name}" for name in ACCOUNTS)
    return [name for name in ours if succeeds("id", name)]


def _leave_no_empty_folder(root: Path) -> None:
    """Take away the folder in which chrony was told something, where nobody else uses it."""
    with suppress(OSError):
        (root / CHRONY_FILE).parent.rmdir()


def _put(path: Path, octets: bytes | None) -> None:
    if octets is None:
        path.unlink(missing_ok=True)
    else:
        replace_file(path, [octets], mode=0o644)


def _is_copy(here: Path, there: Path) -> bool:
    return here.read_bytes() == octets_in(there)


def _copy(here: Path, there: Path) -> None:
    there.parent.mkdir(parents=True, exist_ok=True)
    replace_file(there, [here.read_bytes()], mode=0o644)
