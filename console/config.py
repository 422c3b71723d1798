"""What the console is started with, checked before anything else happens.

Rules kept here:
- There is no sign-in yet, so only an address of this machine itself is accepted: on any other,
  everyone in reach could read the home's rules.
- A refused address says which option to change and to what.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from console.errors import ListenRefused

DEFAULT_LISTEN = "127.0.0.1:8080"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenAddress:
    """An address of this machine and a port; port 0 lets the system choose one."""

    host: ipaddress.IPv4Address | ipaddress.IPv6Address
    port: int

    @property
    def authority(self) -> str:
        """The host as it stands in a URL and in a Host header."""
        return f"[{self.host}]" if self.host.version == 6 else str(self.host)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleConfig:
    """Everything that can be chosen at the start.

    `lists` is the folder of the lists job, `recorder` the socket on which the recorder is asked.
    """

    household: Path
    state: Path
    listen: ListenAddress
    lists: Path | None = None
    recorder: Path | None = None


def listen_address(text: str) -> ListenAddress:
    """Return the address that `text` names, such as `127.0.0.1:8080` or `[::1]:8080`.

    Raises ListenRefused for anything but an address of this machine itself.
    """
    host, colon, port = text.rpartition(":")
    if not colon or not port.isascii() or not port.isdigit() or int(port) > 65_535:
        raise ListenRefused(
            f"--listen {text}: expected an address and a port, such as {DEFAULT_LISTEN}"
        )
    try:
        address = ipaddress.ip_address(
            "127.0.0.1" if host == "localhost" else host.removeprefix("[").removesuffix("]")
        )
    except ValueError as error:
        raise ListenRefused(
            f"--listen {text}: {host!r} is not an address; write one such as {DEFAULT_LISTEN}"
        ) from error
    if not address.is_loopback:
        raise ListenRefused(
            f"--listen {text}: refused, because there is no sign-in yet and anyone in reach of"
            f" {host} could read this home's rules. Use {DEFAULT_LISTEN} and open the page on this"
            " machine itself."
        )
    return ListenAddress(host=address, port=int(port))
