"""The lab's home: a switch and six machines, each in a network namespace of its own.

Rules kept here:
- No link leads out of the home: nothing in it can reach this machine's own network.
- All addresses are set aside for documentation or for private use (RFC 5737, RFC 3849, RFC 4193),
  and so are the link addresses (RFC 7042 section 2.1.2, with the bit for local use).
- What brings the home up takes it down; what a dead lab left behind is taken down before.
- Every program is started by the name of what it is in, so that a person can do the same by hand.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SWITCH: Final = "switch"
BOX, ROUTER, LIAR = "box", "router", "liar"
DEVICES: Final = ("tablet", "laptop", "phone")
MACHINES: Final = (BOX, ROUTER, *DEVICES, LIAR)

INTERFACE: Final = "eth0"
LINKS: Final = {one: f"02:00:5e:00:53:{at:02x}" for at, one in enumerate(MACHINES, 1)}

FOUR: Final = "192.0.2"
PREFIXES: Final = ("fd00:1a3b:0:1::", "2001:db8:1a3b:1::")
"""Private and documentation's: what a home has from itself and from its provider."""

STATIC: Final = {
    ROUTER: (f"{FOUR}.1/24", *(f"{prefix}1/64" for prefix in PREFIXES)),
    BOX: (f"{FOUR}.2/24", *(f"{prefix}2/64" for prefix in PREFIXES)),
    "laptop": (f"{FOUR}.20/24",),
    LIAR: (f"{FOUR}.66/24",),
}
BY_DHCP: Final = {"tablet": "lab-tablet", "phone": "lab-phone"}
"""Who asks for an address, and as what."""

LEASE_SCRIPT: Final = Path(__file__).with_name("lease.sh")

PACKAGES: Final = {
    "ip": "iproute2",
    "dnsmasq": "dnsmasq-base",
    "busybox": "busybox",
    "unshare": "util-linux",
}
"""The programs that the lab starts, and the Debian packages that they come from."""

PATIENCE_SECONDS: Final = 30.0


class LabRefused(Exception):
    """The lab cannot be brought up here; the message says what to do."""


def check_programs() -> None:
    """Raise LabRefused where a program is missing, with the package to install."""
    for program, package in PACKAGES.items():
        if not shutil.which(program):
            raise LabRefused(f"{program} is missing; install the Debian package {package}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """One home. `enter` is put before every command, for a home inside another namespace."""

    name: str = "lamplight"
    enter: tuple[str, ...] = ()

    def inside(self, machine: str, *command: str) -> list[str]:
        """Return a command as it is run on a machine of the home."""
        return [*self.enter, "ip", "netns", "exec", self.space(machine), *command]

    def up(self) -> None:
        """Raise the home with its cables, no device plugged in yet. Raises LabRefused."""
        self.down()
        self._ip("", *(f"netns add {self.space(one)}" for one in (SWITCH, *MACHINES)))
        # A switch has no address of its own, at any port.
        self._set(SWITCH, {"ipv6/conf/default/disable_ipv6": 1})
        # Without snooping it forwards every group to all, as a simple switch does.
        self._ip(SWITCH, "link add home type bridge mcast_snooping 0", "link set home up")
        for one in MACHINES:
            self.lay_cable(one)
        for one in (ROUTER, BOX):
            self.plug_in(one)
        self._ip(BOX, f"route add default via {FOUR}.1", f"route add default via {PREFIXES[0]}1")

    def down(self) -> None:
        """Take down what stands, also what an earlier lab left behind."""
        for name in self._standing():
            self._ip("", f"netns delete {name}")

    def lay_cable(self, machine: str) -> None:
        """Give a machine its interface and the switch one for it, with all that is set by hand."""
        self._ip(
            SWITCH,
            f"link add to-{machine} type veth peer name {INTERFACE} netns {self.space(machine)}",
            f"link set to-{machine} master home",
            f"link set to-{machine} up",
        )
        self._set(machine, _settings(machine))
        self._ip(
            machine,
            "link set lo up",
            f"link set {INTERFACE} address {LINKS[machine]}",
            *(f"address add {text} dev {INTERFACE} nodad" for text in STATIC.get(machine, ())),
        )

    def cut_cable(self, machine: str) -> None:
        """Take a machine's interface away, as a USB adapter that is pulled out."""
        self._ip(SWITCH, f"link delete to-{machine}")

    def plug_in(self, machine: str) -> None:
        """Connect a machine; its kernel makes its IPv6 addresses by itself, if it is a device."""
        self._ip(machine, f"link set {INTERFACE} up")

    def router_command(self) -> list[str]:
        """Return the command that serves DHCP and router advertisements, as a home's router."""
        return self.inside(
            ROUTER, "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--port=0", "--log-dhcp",
            f"--interface={INTERFACE}", "--bind-interfaces", "--dhcp-authoritative", "--enable-ra",
            "--dhcp-leasefile=/dev/null", "--no-ping",
            f"--dhcp-range={FOUR}.100,{FOUR}.199,255.255.255.0,1h",
            f"--dhcp-option=option:router,{FOUR}.1",
            f"--dhcp-option=option:dns-server,{FOUR}.2",
            *(f"--dhcp-range={prefix},ra-only,64,10m" for prefix in PREFIXES),
            f"--dhcp-option=option6:dns-server,[{PREFIXES[0]}2]",
        )  # fmt: skip

    def dhcp_command(self, device: str, *more: str) -> list[str]:
        """Return the command by which a device asks for an IPv4 address, and keeps it."""
        return self.inside(
            device, "busybox", "udhcpc", "-f", "-i", INTERFACE, "-s", str(LEASE_SCRIPT),
            "-x", f"hostname:{BY_DHCP[device]}", "-V", f"{device}-dhcp", "-t", "10", "-T", "1",
            *more,
        )  # fmt: skip

    def addresses(self, machine: str) -> frozenset[str]:
        """Return the addresses that a machine has and may use at this moment."""
        printed = self._run([*self._at(machine), "-json", "address", "show", "dev", INTERFACE])
        return frozenset(
            one["local"]
            for link in json.loads(printed)
            for one in link["addr_info"]
            if not one.get("tentative")
        )

    def forget_temporary(self, machine: str) -> None:
        """Let a machine lose its temporary addresses; the next advertisement gives it others."""
        lose = ("-6", "address", "flush", "dev", INTERFACE, "temporary")
        self._run([*self._at(machine), *lose])

    def _at(self, machine: str) -> list[str]:
        return [*self.enter, "ip", *(["-n", self.space(machine)] if machine else [])]

    def _ip(self, machine: str, *lines: str) -> None:
        """Run several commands of ip(8) in one go."""
        self._run([*self._at(machine), "-batch", "-"], "\n".join(lines) + "\n")

    def _set(self, machine: str, settings: dict[str, int]) -> None:
        lines = [f"echo {value} >/proc/sys/net/{path}" for path, value in settings.items()]
        if lines:
            self._run(self.inside(machine, "sh", "-ec", "\n".join(lines)))

    def space(self, machine: str) -> str:
        """Return the name of a machine's namespace, as `ip netns list` shows it."""
        return f"{self.name}-{machine}"

    def _standing(self) -> Iterator[str]:
        for line in self._run([*self.enter, "ip", "netns", "list"]).splitlines():
            name = line.split()[0]
            if name in {self.space(one) for one in (SWITCH, *MACHINES)}:
                yield name

    def _run(self, command: Sequence[str], given: str = "") -> str:
        done = subprocess.run(  # noqa: S603 - a list of our own making
            command,
            check=False,
            input=given,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )
        if done.returncode:
            raise LabRefused(
                f"{' '.join(command[len(self.enter) :])} was refused: {done.stderr.strip()}"
            )
        return done.stdout


def _settings(machine: str) -> dict[str, int]:
    """Return what the kernel of a machine is set to, below /proc/sys/net."""
    here = f"ipv6/conf/{INTERFACE}"
    if machine not in DEVICES:
        # Their addresses are set by hand, and are not asked for before use: they are there at once.
        fixed = {f"{here}/accept_ra": 0, f"{here}/accept_dad": 0}
        forwards = {"ipv4/ip_forward": 1, "ipv6/conf/all/forwarding": 1}
        return fixed | (forwards if machine == ROUTER else {})
    # Temporary addresses on the phone only (RFC 8981).
    return {f"{here}/accept_ra": 1, f"{here}/use_tempaddr": 2 if machine == "phone" else 0}
