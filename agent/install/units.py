"""The services of one release in place of another's, and started again without closing port 53.

Rules kept here:
- Which services there are is what lies in the release's own room, since another release may have
  others. One that it has not is stopped and taken away.
- A socket that is open stays open: what comes meanwhile waits in it. So names are answered by one
  release or by the other, and only the moments between are slow.
- What goes back at the next start is changed last, once there is nothing to go back from.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.files import replace_file
from agent.install.machine import run, succeeds
from agent.install.services import (
    ACCOUNTS_FILE,
    CHRONY,
    CHRONY_FILE,
    FOLDERS_FILE,
    UNIT_FOLDER,
)
from agent.install.steps import StepFailed

WAY_BACK: Final = "lamplight-way-back.service"
FILTER: Final = "lamplight-agent.service"
PAGES: Final = "lamplight-console.service"
FIRST: Final = ("lamplight-time.service", "lamplight-discovery.service")
"""Started again in this order once names are answered; then the rest, the pages last."""

FILTER_SECONDS: Final = 20.0
"""How long the filter may take to answer. Longer, and the home has no names: it goes back."""


def units_in(room: Path) -> tuple[str, ...]:
    """Return the names of the unit files that lie in a folder."""
    kinds = ("service", "socket", "timer")
    return tuple(sorted(path.name for kind in kinds for path in room.glob(f"lamplight-*.{kind}")))


def is_started_by_itself(unit: Path) -> bool:
    """Say whether a unit is started at boot, as its own file says."""
    return "\n[Install]\n" in f"\n{unit.read_text(encoding='utf-8')}"


def take(root: Path, room: Path) -> list[str]:
    """Make a release's users, folders and services known to the system. Raises StepFailed.

    Returns what is started at boot by now and was not before.
    """
    there = root / UNIT_FOLDER
    units = [unit for unit in units_in(room) if unit != WAY_BACK]
    for unit in set(units_in(there)) - {*units, WAY_BACK}:
        run("systemctl", "disable", "--now", unit)
        (there / unit).unlink(missing_ok=True)
    for unit in units:
        _put(room / unit, there / unit)
    _put(room / "lamplight.sysusers", root / ACCOUNTS_FILE)
    _put(room / "lamplight.tmpfiles", root / FOLDERS_FILE)
    chrony_knows = (root / CHRONY_FILE).exists()
    if (room / "lamplight.chrony").exists():
        _put(room / "lamplight.chrony", root / CHRONY_FILE)
    run("systemd-sysusers", root / ACCOUNTS_FILE)
    run("systemd-tmpfiles", "--create", root / FOLDERS_FILE)
    run("systemctl", "daemon-reload")
    if not chrony_knows and (root / CHRONY_FILE).exists():
        run("systemctl", "try-restart", CHRONY)
    # Not by whether its file was there: a power cut can come between the file and this.
    fresh = [
        unit
        for unit in units
        if is_started_by_itself(there / unit) and not any(there.glob(f"*.wants/{unit}"))
    ]
    if fresh:
        run("systemctl", "enable", *fresh)
    return fresh


def take_way_back(root: Path, room: Path) -> None:
    """Make a release's own way back known to the system. Raises StepFailed."""
    if (room / WAY_BACK).exists():
        _put(room / WAY_BACK, root / UNIT_FOLDER / WAY_BACK)
        run("systemctl", "daemon-reload")
        run("systemctl", "enable", WAY_BACK)


def starts_alike(root: Path, room: Path) -> bool:
    """Say whether the system starts the filter by the very file that a release has for it."""
    try:
        return (root / UNIT_FOLDER / FILTER).read_bytes() == (room / FILTER).read_bytes()
    except FileNotFoundError:
        return False


@dataclass(frozen=True, slots=True)
class _Life:
    """One start of the filter, as systemd tells it: which one, by which process, and how it is."""

    start: str
    process: int
    state: str

    @property
    def has_fallen(self) -> bool:
        """Whether it fell, and systemd waits a moment before it starts it again."""
        return self.state.startswith(("auto-restart", "failed"))


def start_filter(
    answers: Callable[[int], bool],
    *,
    clock: Callable[[], float] = time.monotonic,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Start the filter again. Raises StepFailed where names stay away.

    `answers` says whether the process of this number answers, and no as soon as it has ended.
    """
    before = _life()
    if before.state.startswith("failed"):  # else it is a moment more without names for nothing
        run("systemctl", "reset-failed", FILTER)
    # Not waited for by systemd, which would for as long as a minute and a half.
    run("systemctl", "restart", "--no-block", FILTER)
    until, fresh = clock() + FILTER_SECONDS, ""
    while True:
        life = _life()
        if life.start != before.start and life.process:
            fresh = fresh or life.start
            if life.start == fresh and answers(life.process):
                return
        # One that falls at once will fall again, and each moment counts.
        if fresh not in ("", life.start) or (life.start != before.start and life.has_fallen):
            raise StepFailed("The filter fell as soon as it was started.")
        if clock() >= until:
            raise StepFailed("Names were not answered any more.")
        wait(_EACH)


_EACH: Final = 0.02
"""Between two looks, in seconds. Whether it answers or ends is waited for, and not looked for."""


def start_others(room: Path) -> None:
    """Start the rest of a release's services again, one by one. Raises StepFailed for the first."""
    for words in _starts(room):
        run("systemctl", *words)


def start_what_starts(room: Path) -> list[str]:
    """Start the rest of a release's services again; return what is wrong with those that fall.

    One that does not start, and perhaps did not before, must not keep the pages away.
    """
    wrong = []
    for words in _starts(room):
        try:
            run("systemctl", *words)
        except StepFailed as error:
            wrong.append(str(error))
    return wrong


def _starts(room: Path) -> Iterator[tuple[str, ...]]:
    services = [unit for unit in units_in(room) if is_long_running(room / unit)]
    for unit in sorted(services, key=_turn):
        if unit != FILTER:
            yield "reset-failed", unit
            yield "restart", unit
    yield "start", *(unit for unit in units_in(room) if not unit.endswith(".service"))


def _life() -> _Life:
    keys = ("InvocationID", "MainPID", "SubState")
    said = run("systemctl", "show", f"--property={','.join(keys)}", FILTER)
    told = dict(line.partition("=")[::2] for line in said.splitlines())
    process = told.get("MainPID", "")
    return _Life(
        start=told.get("InvocationID", ""),
        process=int(process) if process.isdigit() else 0,
        state=told.get("SubState", ""),
    )


def is_long_running(unit: Path) -> bool:
    """Say whether a unit is a service that runs from boot on."""
    return (
        unit.suffix == ".service"
        and is_started_by_itself(unit)
        and "\nType=oneshot\n" not in unit.read_text(encoding="utf-8")
    )


def is_starting() -> bool:
    """Say whether the system itself is being started."""
    # It ends with another status than 0 for whatever it says but "running".
    said = run("sh", "-c", "systemctl is-system-running || true").strip()
    return said in {"initializing", "starting"}


def stop_pages() -> None:
    """Stop the pages, and keep whoever opens one from starting them."""
    for unit in ("lamplight-console.socket", "lamplight-console-tls.socket", PAGES):
        if succeeds("systemctl", "cat", unit):
            run("systemctl", "stop", unit)


def services_of(room: Path) -> tuple[str, ...]:
    """Return the services of a release that run from boot on, and its sockets."""
    return tuple(
        unit
        for unit in units_in(room)
        if is_long_running(room / unit) or unit.endswith((".socket", ".timer"))
    )


def _turn(unit: str) -> tuple[int, str]:
    if unit in FIRST:
        return FIRST.index(unit), unit
    return len(FIRST) + (unit == PAGES), unit


def _put(here: Path, there: Path) -> None:
    there.parent.mkdir(parents=True, exist_ok=True)
    replace_file(there, [here.read_bytes()], mode=0o644)
