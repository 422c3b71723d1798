"""What answers names on this machine already, and how it is asked to step aside.

Rules kept here:
- Nothing that exists is removed, and none of its settings is changed: it is stopped, and not
  started at boot. `uninstall` puts it back as it was.
- systemd-resolved goes on for the machine itself; only the stub that holds port 53 is switched off,
  by one file of ours beside its settings.
- A program that nobody here knows is named and left alone; then nothing is installed.
- What stepped aside is written down before it does, so that nothing is forgotten by a power cut.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Final

from agent.files import replace_file
from agent.install.machine import programs_at_port, run, succeeds
from agent.install.steps import Step, StepFailed

DNS_PORT: Final = 53
RESOLVED: Final = "systemd-resolve"
"""What the kernel calls systemd-resolved: a name has fifteen letters at most."""

SERVICES: Final = {
    "dnsmasq": ("dnsmasq.service", "dnsmasq"),
    "pihole-FTL": ("pihole-FTL.service", "Pi-hole"),
    "AdGuardHome": ("AdGuardHome.service", "AdGuard Home"),
    "unbound": ("unbound.service", "unbound"),
    "named": ("named.service", "BIND"),
    "connmand": ("connman.service", "ConnMan"),
}
"""By the name of the program: its service, and what people call it."""

STEPPED_ASIDE: Final = "var/lib/lamplight/stepped-aside"
"""The services that were stopped, one on each line."""

STUB_OFF: Final = "etc/systemd/resolved.conf.d/lamplight.conf"
STUB_OFF_TEXT: Final = """# Lamplight answers at port 53. The machine itself goes on as before.
[Resolve]
DNSStubListener=no
"""


def steps_aside(root: Path) -> list[Step]:
    """Return what has to be done so that port 53 is free. Raises StepFailed for a stranger."""
    steps = []
    for program in sorted(programs_at_port(DNS_PORT)):
        if program.startswith(RESOLVED):
            steps.append(_stub_off(root))
        elif program in SERVICES:
            steps.append(_stopped(root, *SERVICES[program]))
        else:
            raise StepFailed(
                f"Port {DNS_PORT} is in use by {program}, which Lamplight does not know."
                " Stop it first, and run this again."
            )
    return steps


def _stub_off(root: Path) -> Step:
    path = root / STUB_OFF
    resolv = root / "etc/resolv.conf"
    real, stub = Path("/run/systemd/resolve/resolv.conf"), "stub-resolv.conf"

    def do() -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(STUB_OFF_TEXT, encoding="utf-8")
        if resolv.is_symlink() and (leads := resolv.readlink()).name == stub:
            resolv.unlink()
            resolv.symlink_to(leads.with_name(real.name))  # as it was written: Debian's is relative
        run("systemctl", "restart", "systemd-resolved")

    def undo() -> None:
        path.unlink(missing_ok=True)
        with suppress(OSError):  # somebody else has settings there
            path.parent.rmdir()
        if resolv.is_symlink() and str(leads := resolv.readlink()).endswith(str(real)):
            resolv.unlink()
            resolv.symlink_to(leads.with_name(stub))
        run("systemctl", "restart", "systemd-resolved")

    return Step(
        says="systemd-resolved holds port 53 for this machine alone. Its stub is switched off.",
        asks="May systemd-resolved give up port 53? The machine itself goes on as before.",
        is_done=path.exists,
        do=do,
        undo=undo,
    )


def put_back(root: Path) -> list[Step]:
    """Return what brings back all that stepped aside."""
    names = dict(SERVICES.values())
    back = [_started(service, names.get(service, service)) for service in _remembered(root)]
    if (root / STUB_OFF).exists():
        again = "systemd-resolved answers this machine at port 53 again."
        back.append(Step(says=again, is_done=lambda: False, do=_stub_off(root).undo))
    return back


def _started(service: str, name: str) -> Step:
    return Step(
        says=f"{name} is started again, now and at each boot.",
        is_done=lambda: False,
        do=lambda: run("systemctl", "enable", "--now", service),
    )


def forget(root: Path) -> None:
    """Forget who stepped aside: all are back."""
    (root / STEPPED_ASIDE).unlink(missing_ok=True)


def _remembered(root: Path) -> list[str]:
    try:
        return (root / STEPPED_ASIDE).read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return []


def _remember(root: Path, services: list[str]) -> None:
    (root / STEPPED_ASIDE).parent.mkdir(parents=True, exist_ok=True)
    replace_file(root / STEPPED_ASIDE, [f"{service}\n".encode() for service in services])


def _stopped(root: Path, service: str, name: str) -> Step:
    def do() -> None:
        _remember(root, sorted({*_remembered(root), service}))
        run("systemctl", "disable", "--now", service)

    def undo() -> None:
        run("systemctl", "enable", "--now", service)
        _remember(root, [one for one in _remembered(root) if one != service])

    return Step(
        says=f"{name} answers names on this machine. It is stopped, and not started at boot.",
        asks=f"May {name} be stopped? Nothing of it is removed; `lamplight uninstall` starts it.",
        is_done=lambda: not succeeds("systemctl", "is-active", "--quiet", service),
        do=do,
        undo=undo,
    )
