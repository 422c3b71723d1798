"""What a process tells the service manager: that it is ready, that it lives, that it ends.

Rules kept here:
- As sd_notify(3) says: one datagram to the socket that NOTIFY_SOCKET names; a leading @ stands for
  an abstract one.
- Whoever was started by hand tells nobody. A notice that cannot be delivered stops nothing.
- A notice holds words of ours and no fact about anybody: it is shown by `systemctl status`.
- That it lives is told from the very loop that does the work, so one that hangs is started again.
"""

from __future__ import annotations

import socket
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Final

_SAID_IN: Final = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")


class Notices:
    """The way to the service manager, or to nobody."""

    def __init__(self, environment: MutableMapping[str, str], pid: int) -> None:
        """Take what the manager said out of the environment, so that nobody else speaks for us."""
        said = {key: environment.pop(key, "") for key in _SAID_IN}
        path = said["NOTIFY_SOCKET"]
        self._to = "\0" + path[1:] if path.startswith("@") else path
        microseconds, whose = said["WATCHDOG_USEC"], said["WATCHDOG_PID"]
        is_ours = microseconds.isdecimal() and whose in {"", str(pid)}
        self.alive_within: float | None = int(microseconds) / 1_000_000 if is_ours else None
        """Within how many seconds the manager wants to hear of us; None where it does not."""

    def ready(self) -> None:
        """Tell that the work can begin."""
        self._tell("READY=1")

    def alive(self) -> None:
        """Tell that the loop goes round."""
        if self.alive_within is not None:
            self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """Tell that the end has begun."""
        self._tell("STOPPING=1")

    def _tell(self, notice: str) -> None:
        if not self._to:
            return
        with (
            suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as way,
        ):
            # A manager that does not read must not hold up a look-up.
            way.setblocking(False)
            way.sendto(notice.encode(), self._to)
