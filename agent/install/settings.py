"""What is written for one home at its installation: addresses, upstreams, the clock's sources.

Rules kept here:
- One file, in /etc, of options as the programs take them. Whoever changes it by hand is left alone:
  a second installation does not write it again.
- The clock is set by servers that prove themselves (NTS, RFC 8915), of different operators, and two
  have to agree (`agent/recorder/decisions/0001-clock.md` says why).
"""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass
from typing import Final

from agent.install.machine import run
from agent.install.steps import StepFailed

UPSTREAMS: Final = ("tls://9.9.9.9#dns.quad9.net", "tls://149.112.112.112#dns.quad9.net")
"""Asked where nobody chose: over TLS, both of one foundation. The helper may choose others."""

TIME: Final = """# Lamplight writes nothing down unless it is sure of the time.
server time.cloudflare.com iburst nts
server nts.netnod.se iburst nts
server ptbtime1.ptb.de iburst nts
server ntppool1.time.nl iburst nts
authselectmode require
minsources 2
makestep 1 3
maxchange 1000 1 2
rtcsync
"""

LAMP: Final = "/sys/class/leds/ACT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """The box's place in the home: its interface and the address that the pages are opened at."""

    interface: str
    address: str


def network_now(said: str | None = None) -> Network:
    """Return where the way out of the home leads. Raises StepFailed where there is none.

    `said` is what `ip -j route get` prints, for whoever has asked already.
    """
    # A documentation address (RFC 5737): nothing is sent, the kernel only says which way it would.
    said = said if said is not None else run("ip", "-j", "route", "get", "192.0.2.1")
    try:
        [way] = json.loads(said)
        address = ipaddress.IPv4Address(way["prefsrc"])
        return Network(interface=str(way["dev"]), address=str(address))
    except (ValueError, KeyError, TypeError) as error:
        raise StepFailed(
            "This machine has no way out of the home yet. Plug in its cable, and run this again."
        ) from error


def environment_file(network: Network, *, has_lamp: bool) -> str:
    """Return the text of /etc/lamplight/lamplight.env."""
    upstreams = " ".join(f"--upstream {upstream}" for upstream in UPSTREAMS)
    pages = f"--listen {network.address}:80 --tls-listen {network.address}:443"
    return (
        "# How Lamplight's services are started in this home. After a change here:\n"
        "#   sudo systemctl restart 'lamplight-*.service'\n"
        "# The home's network. The address has to stay: the router can keep it for the box.\n"
        f"LAMPLIGHT_INTERFACE={network.interface}\n"
        f"LAMPLIGHT_PAGES={pages}\n"
        "# Who is asked for what the box does not know; several are tried in turn.\n"
        f"LAMPLIGHT_UPSTREAMS={upstreams}\n"
        "# Who knows the names of this home, such as --zone lan=192.168.1.1:53\n"
        "LAMPLIGHT_ZONES=\n"
        "# The light that is on while something is written down.\n"
        f"LAMPLIGHT_LAMP={f'--led {LAMP}' if has_lamp else ''}\n"
        "# Where the sealed backup is carried each night, such as --to /mnt/stick; below /mnt or\n"
        "# /media, and the user lamplight-backup may write there. Empty: nowhere.\n"
        "LAMPLIGHT_BACKUP=\n"
    )
