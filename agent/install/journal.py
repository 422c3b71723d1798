"""The machine's own log in memory, which spares the card.

Rules kept here:
- It is the machine's log and not ours, so it is asked for, and a no leaves it as it is.
- What the log held on the card stays there until the machine itself takes it away.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from agent.files import replace_file
from agent.install.machine import octets_in, run
from agent.install.steps import Step

FILE: Final = "etc/systemd/journald.conf.d/lamplight.conf"

SAYS: Final = """\
# By Lamplight: a memory card wears out by being written to, and the log writes all day.
[Journal]
Storage=volatile
RuntimeMaxUse=32M
"""


def step(root: Path) -> Step:
    """Return what keeps the log in memory, of so much at most."""
    there = root / FILE
    was = octets_in(there)

    def say(octets: bytes) -> None:
        there.parent.mkdir(parents=True, exist_ok=True)
        replace_file(there, [octets], mode=0o644)
        run("systemctl", "restart", "systemd-journald.service")

    return Step(
        says="The machine's own log is kept in memory, and not on the card.",
        asks="May this machine's own log be kept in memory? Then the card lasts longer, and the"
        " log begins anew at each start.",
        may_be_left=True,
        is_done=lambda: octets_in(there) == SAYS.encode(),
        do=lambda: say(SAYS.encode()),
        undo=lambda: remove(root) if was is None else say(was),
    )


def remove(root: Path) -> None:
    """Have the machine keep its log as before. Raises StepFailed."""
    there = root / FILE
    if there.exists():
        there.unlink()
        with suppress(OSError):  # somebody else's settings stand there too
            there.parent.rmdir()
        run("systemctl", "restart", "systemd-journald.service")
