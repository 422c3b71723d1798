"""Sockets that the service manager opened for a process, so that it needs no right to do so.

Rules kept here:
- As sd_listen_fds(3) says: the first is descriptor 3, how many they are stands in LISTEN_FDS,
  whose they are in LISTEN_PID, and their names in LISTEN_FDNAMES, with colons between them.
- They are taken once. No process that is started from here inherits them or takes them for its
  own.
- Whoever was started by hand is given none, and that is no error.
"""

from __future__ import annotations

import os
import socket
from collections.abc import MutableMapping
from typing import Final

FIRST: Final = 3
"""SD_LISTEN_FDS_START."""

_SAID_IN: Final = ("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES")


class SocketsMalformed(ValueError):
    """What the environment says of sockets cannot be read."""


def given_sockets(
    environment: MutableMapping[str, str], pid: int, first: int = FIRST
) -> dict[str, list[socket.socket]]:
    """Return the sockets that were opened for this process, by the name that the unit gives them.

    What says so is taken out of the environment. Raises SocketsMalformed, OSError.
    """
    said = {key: environment.pop(key) for key in _SAID_IN if key in environment}
    if not said:
        return {}
    try:
        whose, count = int(said["LISTEN_PID"]), int(said["LISTEN_FDS"])
    except (KeyError, ValueError) as error:
        raise SocketsMalformed(
            "LISTEN_PID and LISTEN_FDS must be two numbers; they are set by systemd and by nobody"
            " else"
        ) from error
    if whose != pid:
        return {}
    names = said.get("LISTEN_FDNAMES", "").split(":")
    if len(names) != count:
        raise SocketsMalformed(f"LISTEN_FDS says {count}, but LISTEN_FDNAMES names {len(names)}")
    given: dict[str, list[socket.socket]] = {}
    for number, name in enumerate(names, first):
        os.set_inheritable(number, False)
        given.setdefault(name, []).append(socket.socket(fileno=number))
    return given
