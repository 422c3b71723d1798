"""A home's network in a namespace of its own: the box and its devices, each with its addresses.

It runs as `unshare --net python -m tests.namespaces.inside`, brings the network up, starts the real
agent, lets every device ask over UDP and TCP, over IPv4 and IPv6, and prints what each was told
as JSON. What is right is judged by `test_devices.py`, outside.

Rules kept here:
- It stops unless the namespace is new and empty, so that no machine's own network is touched.
- The agent serves port 53, as at home.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

import dns.message
import dns.query
import dns.rcode
import dns.rdatatype

from tests.house import Script
from tests.promises.programs import PATIENCE_SECONDS, Program, our_python
from tests.promises.sockets import SocketUpstream

BOX: Final = {"IPv4": "192.0.2.1", "IPv6": "fd00:1a3b::1"}

DEVICES: Final = {
    "Sam's phone": {"IPv4": "192.0.2.11", "IPv6": "fd00:1a3b::11"},
    "Leo's tablet": {"IPv4": "192.0.2.12", "IPv6": "fd00:1a3b::12"},
    "a visitor": {"IPv4": "192.0.2.99", "IPv6": "fd00:1a3b::99"},
}

ROTATED: Final = "fd00:1a3b::5eed"
"""The address that Sam's phone takes later; it has told nobody."""

NAMES: Final = ("social.example", "games.example", "childline.org.uk")

HOUSEHOLD: Final = """\
format = "lamplight-household/v1"

[visitors]
block_categories = ["games"]

[[carers]]
name = "Sam"

[[young_people]]
name = "Leo"
block_categories = ["social-media", "games"]

[[devices]]
name = "Sam's phone"
belongs_to = "Sam"
addresses = ["192.0.2.11", "fd00:1a3b::11"]

[[devices]]
name = "Leo's tablet"
belongs_to = "Leo"
addresses = ["192.0.2.12", "fd00:1a3b::12"]
"""

LISTS: Final = {
    "social-media": "social.example\nchildline.org.uk\n",
    "games": "games.example\nchildline.org.uk\n",
}

ANSWER: Final = "203.0.113.80"


class Told(NamedTuple):
    """What one device was told about one name."""

    device: str
    source: str
    family: str
    transport: str
    name: str
    status: str
    addresses: list[str]


def main() -> int:
    """Bring the home up, ask everything, and print it."""
    if links := _links_that_are_up():
        sys.exit(f"this is no new namespace, for {', '.join(links)} is up")
    _ip("link", "set", "lo", "up")
    for addresses in (BOX, *DEVICES.values()):
        _add(*addresses.values())
    with tempfile.TemporaryDirectory() as folder:
        told = _ask_all(Path(folder))
    sys.stdout.write(json.dumps(told))
    return 0


def _links_that_are_up() -> list[str]:
    links = json.loads(_ip("-json", "link", "show"))
    return [link["ifname"] for link in links if "UP" in link["flags"]]


def _add(*addresses: str) -> None:
    for address in addresses:
        # No duplicate address detection: an address has to be there at once.
        option = ("nodad",) if ":" in address else ()
        _ip("address", "add", address, "dev", "lo", *option)


def _ask_all(folder: Path) -> list[Told]:
    household = folder / "household.toml"
    household.write_text(HOUSEHOLD, encoding="utf-8")
    lists = []
    for category, text in LISTS.items():
        (folder / category).write_text(text, encoding="utf-8")
        lists += ["--block", f"{category}={folder / category}"]
    with SocketUpstream(Script(otherwise=ANSWER), BOX["IPv4"]) as upstream:
        command = our_python(
            "agent", "--listen", f"{BOX['IPv4']}:53", "--listen", f"[{BOX['IPv6']}]:53",
            "--upstream", f"{BOX['IPv4']}:{upstream.port}", "--household", str(household), *lists,
        )  # fmt: skip
        with Program(command) as agent:
            agent.line_with("ready")
            told = [
                _ask(device, addresses[family], transport, name)
                for name, transport, family in itertools.product(NAMES, ("UDP", "TCP"), BOX)
                for device, addresses in DEVICES.items()
            ]
            _add(ROTATED)
            told += [
                _ask("Sam's phone", ROTATED, transport, name)
                for name, transport in itertools.product(NAMES, ("UDP", "TCP"))
            ]
    return told


def _ask(device: str, source: str, transport: str, name: str) -> Told:
    family = "IPv6" if ":" in source else "IPv4"
    ask = dns.query.udp if transport == "UDP" else dns.query.tcp
    query = dns.message.make_query(name, dns.rdatatype.A, use_edns=0)
    response = ask(query, BOX[family], timeout=PATIENCE_SECONDS, source=source)
    return Told(
        device=device,
        source=source,
        family=family,
        transport=transport,
        name=name,
        status=dns.rcode.to_text(response.rcode()),
        addresses=[rdata.to_text() for rrset in response.answer for rdata in rrset],
    )


def _ip(*arguments: str) -> str:
    return subprocess.run(
        ["ip", *arguments], check=True, stdout=subprocess.PIPE, text=True, timeout=PATIENCE_SECONDS
    ).stdout


if __name__ == "__main__":
    sys.exit(main())
