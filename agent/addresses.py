"""Reading `ADDR:PORT` as people write it on a command line.

Rules kept here:
- IPv6 stands in brackets when a port follows: `[::1]:5300`.
- A name is not an address: looking one up needs the DNS that we are about to be.
"""

from __future__ import annotations

import argparse
import ipaddress
import re

from agent.dns.upstream import Address

_FORM = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<four>[0-9.]+))(?::(?P<port>[0-9]{1,5}))?")
DNS_PORT = 53


def read_address(text: str) -> Address:
    """Return the address and port (53 if none is written).

    Raises argparse.ArgumentTypeError, which argparse shows with the option's name.
    """
    found = _FORM.fullmatch(text)
    host = (found["six"] or found["four"]) if found else ""
    port = int(found["port"] or DNS_PORT) if found else 0
    try:
        ipaddress.ip_address(host)
    except ValueError:
        host = ""
    if not host or port > 65_535:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not an address; write it as 127.0.0.1:5301 or [::1]:5301"
        )
    return Address(host, port)


def show_address(address: Address) -> str:
    """Return `ADDR:PORT` as `read_address` takes it."""
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f"{host}:{address.port}"
