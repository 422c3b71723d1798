"""Taking Lamplight off a machine: who answered names before comes back, and all that is ours goes.

Rules kept here:
- Who answered before is started at boot again before we are not: a power cut in between finds one
  of the two who answers.
- One who cannot come back, since somebody took it off the machine meanwhile, is told, and keeps
  nothing else from being taken away.
- A first start that waits for the home to be set up goes too: it would install all of it again.
- The home's settings and records stay, unless somebody said in words that they go.
"""

from __future__ import annotations

import shutil
import signal
from contextlib import suppress
from pathlib import Path
from typing import Final

from agent.install import existing, journal, services, settings
from agent.install.going_back import Places
from agent.install.machine import succeeds
from agent.install.steps import StepFailed, Terminal, undisturbed

FIRST_BOOT: Final = "first-boot-of-lamplight.service"
"""What `systemd/first-boot.sh` makes on a card that is made for a first start without a screen."""

BEGUN: Final = "var/lib/lamplight-first-boot"
STAMPS: Final = "var/lib/systemd/timers"
"""Where systemd keeps when each timer ran last."""


def take_off(places: Places, etc: Path, screen: Terminal, *, and_records: bool) -> int:
    """Take it off; return 0, or 1 where somebody who answered before did not come back.

    `etc` holds the home's options. Raises StepFailed, OSError.
    """
    with undisturbed(signal.SIGHUP, signal.SIGINT):  # half-way nobody would answer names
        return _taken_off(places, etc, screen, and_records=and_records)


def _taken_off(places: Places, etc: Path, screen: Terminal, *, and_records: bool) -> int:
    root = places.root
    screen.say("Lamplight is taken off this machine.")
    _forget_first_boot(root)
    existing.enable_again(root)
    services.remove(root)
    settings.forget_time(root)
    journal.remove(root)
    away = 0
    for step in existing.put_back(root):
        screen.say(step.says)
        try:
            step.do()
        except (StepFailed, OSError) as error:
            screen.say(f"That did not go: {error}")
            away = 1
    existing.forget(root)
    for folder in (places.opt, etc):
        shutil.rmtree(folder, ignore_errors=True)
    if and_records:
        shutil.rmtree(places.state, ignore_errors=True)
        services.remove_accounts()
        for stamp in (root / STAMPS).glob("stamp-lamplight-*.timer"):
            stamp.unlink()
    elif places.state.exists():
        screen.say(
            f"The home's settings and records stay in {places.state}. A new installation finds"
            " them."
        )
    screen.say("It is gone. Devices need another resolver now: see the router's settings.")
    return away


def _forget_first_boot(root: Path) -> None:
    unit = root / services.UNIT_FOLDER / FIRST_BOOT
    if unit.exists():
        succeeds("systemctl", "disable", "--now", FIRST_BOOT)
        unit.unlink()
    (root / BEGUN).unlink(missing_ok=True)
    with suppress(OSError):
        (root / services.UNIT_FOLDER / "multi-user.target.wants" / FIRST_BOOT).unlink()
