"""One whole machine: a card made of a box's files, and qemu that starts it.

Rules kept here:
- It starts in a year long gone, and its clock counts on from there.
- Its only cable ends at qemu, which asks in its name from the network that qemu itself stands in;
  there it has the home's own addresses.
- It ends by itself. One that does not is ended, and what it said on its screen is the error.
"""

from __future__ import annotations

import json
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.systemd.booted.roots import run
from tests.systemd.whole_machine import guest
from tests.systemd.whole_machine.kernel import Kernel

FOUR: Final = "192.0.2"
CABLE: Final = f"net={FOUR}.0/24,host={FOUR}.1,dns={FOUR}.250,dhcpstart={FOUR}.200"
"""The box has its own address there, and the router's leads to whoever started the machine."""

YEAR: Final = 2019
CARD_MIB: Final = 900
MEMORY_MIB: Final = 1_536
END_SECONDS: Final = 900
"""A start with all that is asked takes a ninth of it on two processors that nobody else uses."""

PROGRAM: Final = "/usr/local/lib/lamplight-guest.py"

UNITS: Final = {
    "lab-cable.service": f"""\
[Unit]
DefaultDependencies=no
Before=network-pre.target sysinit.target
Wants=network-pre.target
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -ec 'ip link set lo up; ip addr add {FOUR}.2/24 dev eth0; ip link set eth0 up; \
ip route add default via {FOUR}.1'
[Install]
WantedBy=sysinit.target
""",
    "lab-guest.service": f"""\
[Unit]
After=multi-user.target
[Service]
Type=oneshot
TimeoutStartSec=infinity
ExecStart=/usr/bin/python3 -I {PROGRAM}
StandardOutput=file:/dev/ttyS1
StandardError=file:/dev/ttyS0
[Install]
WantedBy=default.target
""",
}

Found = Mapping[str, Any]


class MachineFailed(AssertionError):
    """It did not come to its end, or not to all that was asked of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one start found, by name, and what it cost in seconds: of wall, and of processors."""

    found: Found
    screen: str
    wall: float
    processor: float


def prepare(root: Path) -> None:
    """Put onto a box's card what asks from inside, and a cable that is plugged in."""
    program = root / PROGRAM.lstrip("/")
    program.write_bytes(Path(guest.__file__).read_bytes())
    for name, text in UNITS.items():
        at = root / "etc/systemd/system" / name
        at.write_text(text, encoding="ascii")
        wanted = at.parent / f"{text.split('WantedBy=')[1].strip()}.wants" / name
        wanted.parent.mkdir(exist_ok=True)
        wanted.symlink_to(f"/etc/systemd/system/{name}")


def card_of(root: Path, card: Path) -> Path:
    """Make a card of all that is below a folder."""
    card.touch()
    run("truncate", f"--size={CARD_MIB}M", str(card))
    run("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=1", "-d", str(root), str(card))
    return card


def start(enter: Sequence[str], kernel: Kernel, card: Path, folder: Path, which: str) -> Said:
    """Start a machine in a network, and return what it found when it has switched itself off."""
    folder.mkdir()
    screen, said = folder / "screen", folder / "said"
    words = (
        "console=ttyS0 net.ifnames=0 quiet panic=-1 systemd.mask=serial-getty@ttyS0.service "
        f"lamplight.start={which} lamplight.right={time.time():.0f}"
    )
    command = [
        *enter, "timeout", "--kill-after=10", str(END_SECONDS),
        "qemu-system-x86_64", "-M", "pc", "-accel", "tcg,thread=multi", "-cpu", "max",
        "-smp", "2", "-m", str(MEMORY_MIB), "-nodefaults", "-display", "none", "-no-reboot",
        "-rtc", f"base={YEAR}-01-01,clock=vm",
        "-kernel", str(kernel.image), "-initrd", str(kernel.first), "-append", words,
        "-drive", f"file={card},if=virtio,format=raw,cache=unsafe",
        "-netdev", f"user,id=cable,{CABLE}",
        "-device", "virtio-net-pci,netdev=cable,romfile=",
        "-serial", f"file:{screen}", "-serial", f"file:{said}",
    ]  # fmt: skip
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    shown = screen.read_text(errors="replace") if screen.exists() else ""
    lines = said.read_text(errors="replace").splitlines() if said.exists() else []
    found = {one["name"]: one["found"] for one in map(json.loads, filter(None, lines))}
    if done.returncode or "ended" not in found or "failed" in found:
        raise MachineFailed(f"{done.stderr}{found.get('failed', '')}{list(found)}{shown[-3_000:]}")
    return Said(
        found=found,
        screen=shown,
        wall=time.monotonic() - began,
        processor=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
    )
