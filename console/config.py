"""What the console is started with, checked before anything else happens.

Rules kept here:
- Plain http alone stays on this machine itself: what is typed there could be read along. An address
  that others reach is accepted only where TLS is spoken too.
- It is one address and never all of them: the box's certificate is for the address it listens on.
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

    `household` is the file that the home is read from, None where the database alone has it.
    `lists` is the folder of the lists job, `recorder` and `agent` the sockets on which these two
    are asked, `neighbours` the file in which discovery says what it saw. `tls_listen` is where TLS
    is spoken, None where it is not. `pseudo_languages` offers languages made up for tests.
    """

    household: Path | None
    state: Path
    listen: ListenAddress
    lists: Path | None = None
    recorder: Path | None = None
    agent: Path | None = None
    neighbours: Path | None = None
    tls_listen: ListenAddress | None = None
    pseudo_languages: bool = False


def listen_address(text: str, option: str = "--listen", *, in_reach: bool = False) -> ListenAddress:
    """Return the address that `text` names, such as `127.0.0.1:8080` or `[::1]:8080`.

    Raises ListenRefused for anything but an address of this machine itself, or with `in_reach`
    one that others reach.
    """
    host, colon, port = text.rpartition(":")
    if not colon or not port.isascii() or not port.isdigit() or int(port) > 65_535:
        raise ListenRefused(
            f"{option} {text}: expected an address and a port, such as {DEFAULT_LISTEN}"
        )
    try:
        address = ipaddress.ip_address(
            "127.0.0.1" if host == "localhost" else host.removeprefix("[").removesuffix("]")
        )
    except ValueError as error:
        raise ListenRefused(
            f"{option} {text}: {host!r} is not an address; write one such as {DEFAULT_LISTEN}"
        ) from error
    if address.is_unspecified or address.is_multicast:
        raise ListenRefused(
            f"{option} {text}: refused, because this is no single address, and the box's"
            f" certificate is for one. Use {DEFAULT_LISTEN}, or the address of this box at home."
        )
    if not address.is_loopback and not in_reach:
        raise ListenRefused(
            f"{option} {text}: refused, because anyone in reach of {host} could read along what is"
            f" typed. Use {DEFAULT_LISTEN} and open the page on this machine itself, or say with"
            " --tls-listen where TLS is spoken."
        )
    return ListenAddress(host=address, port=int(port))
