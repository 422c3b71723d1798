"""What the lab says on the terminal.

Rules kept here:
- Every command that is printed works as it stands, in another terminal, as root.
"""

from __future__ import annotations

import shlex
from pathlib import Path

from agent.lab.home import DEVICES, FOUR, LIAR, Home

NEEDS_ROOT = """\
it makes network namespaces, and for that it has to be root. Please run:
  sudo ./lamplight lab"""

NOT_ALLOWED = """\
this machine allows no network namespace: {why}
In a container, start it so that it may make namespaces (with CAP_SYS_ADMIN, say)."""

WELCOME = """\
A home is up, in network namespaces of this machine; no link leads out of it.

{machines}

What discovery sees on the box is here, and changes as you try things:
  cat {published}

Try, in another terminal as root:
{commands}

Press Ctrl-C to take it all down."""

STOPPED = "\nTaken down. Nothing is left behind."


ROOT = Path(__file__).resolve().parents[2]


def welcome(home: Home, published: Path, python: str) -> str:
    """Return what is said when the home is up; `python` is the one to start our modules with."""
    ours = ("env", f"PYTHONPATH={ROOT}", python, "-P", "-m")
    machines = "\n".join(
        f"  {home.space(one)}: {', '.join(sorted(home.addresses(one))) or 'no address'}"
        for one in ("box", "router", *DEVICES, LIAR)
    )
    tries = {
        "the phone's addresses; it draws others now and then": home.inside(
            "phone", "ip", "-brief", "address"
        ),
        "the laptop asks the box for its link address": home.inside(
            "laptop", "busybox", "ping", "-c", "1", f"{FOUR}.2"
        ),
        "the liar says that it is the router": home.inside(
            LIAR, *ours, "agent.lab.liar", "arp", f"{FOUR}.1"
        ),
        "every DHCP server and router that answers": home.inside(
            "box", *ours, "agent.discovery.probe", "--interface", "eth0",
            "--servers", "--routers", "--seconds", "1",
        ),
    }  # fmt: skip
    commands = "\n".join(f"  {shlex.join(line)}\n      {what}" for what, line in tries.items())
    return WELCOME.format(machines=machines, published=published, commands=commands)
