"""What is written for one home at its installation: addresses, upstreams, the clock's sources.

Rules kept here:
- One file, in /etc, of options as the programs take them. Whoever changes it by hand is left alone:
  a second installation does not write it again.
- What failed is undone to what was there before: a key that a helper put there is not ours to take.
- A chrony that keeps the time here already is somebody's, so it is asked for.
- The clock is set by servers that prove themselves (NTS, RFC 8915), of different operators, and two
  have to agree (`agent/recorder/decisions/0001-clock.md` says why).
"""

from __future__ import annotations

import ipaddress
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.files import replace_file
from agent.install.machine import octets_in, run, succeeds
from agent.install.steps import Step, StepFailed

OPTIONS: Final = "lamplight.env"
KEYS: Final = "release.keys"
TIME_FILE: Final = "etc/chrony/conf.d/lamplight.conf"
CHRONY: Final = "chrony.service"

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


def steps(folder: Path, root: Path, keys: Path | None) -> list[Step]:
    """Return what writes the home's settings, who may sign its releases, and the clock's sources.

    `folder` is such as /etc/lamplight; `keys` is None where the release's own are believed.
    """
    options, own_keys, clock = folder / OPTIONS, folder / KEYS, root / TIME_FILE
    was = {path: octets_in(path) for path in (options, own_keys, clock)}

    def write(path: Path, octets: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, [octets], mode=0o644)

    def bring_back(path: Path) -> None:
        if (octets := was[path]) is not None:
            write(path, octets)
            return
        path.unlink(missing_ok=True)
        if path.parent == folder:
            with suppress(OSError):  # others stand there too
                folder.rmdir()

    def write_options() -> None:
        has_lamp = Path(LAMP).exists()
        write(options, environment_file(network_now(), has_lamp=has_lamp).encode())

    def state_keys() -> None:
        assert keys is not None
        write(own_keys, keys.read_bytes())

    def set_time() -> None:
        write(clock, TIME.encode())
        run("systemctl", "try-restart", CHRONY)

    def old_time() -> None:
        bring_back(clock)
        run("systemctl", "try-restart", CHRONY)

    return [
        Step(
            says="The settings of this home are written to /etc/lamplight/lamplight.env.",
            is_done=options.exists,
            do=write_options,
            undo=lambda: bring_back(options),
        ),
        Step(
            says="Who may sign new releases is written to /etc/lamplight/release.keys.",
            is_done=lambda: keys is None or octets_in(own_keys) == keys.read_bytes(),
            do=state_keys,
            undo=lambda: bring_back(own_keys),
        ),
        Step(
            says="The clock is set by four servers that prove who they are.",
            asks=_asks_for_the_clock(was[clock]),
            is_done=lambda: octets_in(clock) == TIME.encode(),
            do=set_time,
            undo=old_time,
        ),
    ]


def _asks_for_the_clock(ours: bytes | None) -> str | None:
    """Return the question where somebody uses chrony already; one that we install we asked for."""
    if ours is not None or not succeeds("systemctl", "is-active", "--quiet", CHRONY):
        return None
    return (
        "chrony keeps the time of this machine already. May it ask four servers more, and follow"
        " only those that prove who they are?"
    )


def forget_time(root: Path) -> None:
    """Take the clock's sources away, and have chrony go on without them. Raises OSError."""
    if (root / TIME_FILE).exists():
        (root / TIME_FILE).unlink()
        succeeds("systemctl", "try-restart", CHRONY)
