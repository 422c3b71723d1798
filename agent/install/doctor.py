"""`sudo ./lamplight doctor`: Health's own checks, and those of the machine that only root can make.

Rules kept here:
- What Health says is said by Health: the console's own checks are run as the console's own user, by
  the installed programs, also while the console is down. Here only the machine is looked at.
- It changes nothing, and whatever it cannot look at it says so.
- Exit status: 0 all is well, 1 something is to be done, 2 it could not be looked.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.install import doctor_words as words
from agent.install import looking
from agent.install.checking import answers, standing
from agent.install.existing import DNS_PORT
from agent.install.looking import Check
from agent.install.machine import programs_at_port, run
from agent.install.services import STARTED
from agent.install.settings import network_now
from agent.install.steps import StepFailed

WELL, TO_DO, NOT_LOOKED = 0, 1, 2

CONSOLE: Final = "lamplight-console"
JOBS: Final = ("lamplight-lists.service", "lamplight-fetch.service", "lamplight-backup.service")
PATIENCE_SECONDS: Final = 120


class NotLooked(Exception):
    """Health's checks could not be made; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where all of an installed box is. `user` makes the checks of Health; None is who asks."""

    programs: Path = Path("/opt/lamplight/current")
    settings: Path = Path("/etc/lamplight/lamplight.env")
    state: Path = Path("/var/lib/lamplight")
    run: Path = Path("/run/lamplight")
    journal: Path = Path("/var/log/journal")
    sys: Path = Path("/sys")
    user: str | None = CONSOLE


INSTALLED: Final = Places()


def doctor(places: Places = INSTALLED, say: Callable[[str], object] = print) -> int:
    """Make every check, say each, and return the exit status."""
    if places.user is not None and os.geteuid() != 0:
        say(f"lamplight doctor: {words.NOT_ROOT}")
        return NOT_LOOKED
    if not places.programs.exists():
        say(f"lamplight doctor: {words.NOT_HERE.format(folder=places.programs)}")
        return NOT_LOOKED
    unlooked = None
    checks = list(of_the_machine(places))
    try:
        checks = [*of_health(places), *checks]
    except NotLooked as error:
        unlooked = str(error)
    for number, one in enumerate(checks, 1):
        say(_line(number, one))
    wrong = sum(not one.is_well for one in checks)
    if unlooked is not None:
        say(f"lamplight doctor: {words.NOT_LOOKED.format(why=unlooked)}")
        return NOT_LOOKED
    say(words.TO_DO.format(count=wrong) if wrong else words.ALL_WELL)
    return TO_DO if wrong else WELL


def of_health(places: Places) -> list[Check]:
    """Return what Health says, by the installed console's own word. Raises NotLooked."""
    words_of = [
        *(() if places.user is None else ("runuser", "-u", places.user, "--")),
        *("env", f"PYTHONPATH={places.programs / 'house'}", "PYTHONSAFEPATH=1"),
        "PYTHONDONTWRITEBYTECODE=1",
        *(str(places.programs / "venv" / "bin" / "python"), "-m", "console.doctor", "--json"),
        *("--state", str(places.state), "--run", str(places.run)),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - words of ours, never of a page
            words_of,
            cwd="/",
            check=False,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            timeout=PATIENCE_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotLooked(str(error)) from error
    if done.returncode not in (WELL, TO_DO):
        raise NotLooked((done.stderr.strip() or "it said nothing").splitlines()[-1])
    return [Check(**json.loads(line)) for line in done.stdout.splitlines()]


def of_the_machine(places: Places) -> Iterable[Check]:
    """Yield what the machine says."""
    yield from looking.services(states())
    yield looking.names(are_answered=answers())
    yield looking.port(programs_at_port(DNS_PORT))
    yield from _network(places)
    yield looking.time_servers(*(_said("chronyc", "-c", "-N", what) for what in _CHRONY))
    yield looking.card(Path("/"), os.statvfs("/"))
    yield looking.journal(places.journal)
    if (power := looking.power(places.sys)) is not None:
        yield power
    yield from looking.put_aside(places.state)


_CHRONY: Final = ("tracking", "authdata")


def _network(places: Places) -> Iterable[Check]:
    try:
        settings: str | None = places.settings.read_text(encoding="utf-8")
    except OSError:
        settings = None
    try:
        now = network_now()
    except StepFailed:
        yield looking.address(settings, None, places.settings)
        return
    yield looking.address(settings, now.address, places.settings)
    said = _said("ip", "-j", "address", "show", "dev", now.interface)
    for check in (
        looking.fixed(said or "", now.address),
        looking.cable(now.interface, places.sys / "class" / "net"),
    ):
        if check is not None:
            yield check


def states() -> dict[str, str]:
    """Return how each unit stands by systemd's word; unknown where systemd says nothing."""
    try:
        # A job is down between its times, so it is told only where its last time went wrong.
        jobs = {unit: state for unit, state in standing(JOBS).items() if state == "failed"}
        return standing(STARTED) | jobs
    except StepFailed:
        return dict.fromkeys(STARTED, "unknown")


def _said(*command: str) -> str | None:
    try:
        return run(*command, timeout=PATIENCE_SECONDS)
    except StepFailed:
        return None


def _line(number: int, check: Check) -> str:
    todo = f"\n           {check.todo}" if check.todo else ""
    return f"{number:2}. {'well' if check.is_well else 'LOOK'}  {check.about}: {check.says}{todo}"
