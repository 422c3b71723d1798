"""What answers names on this machine already, and how it is asked to step aside.

Rules kept here:
- Nothing that exists is removed, and none of its settings is changed: it is stopped, and not
  started at boot. `uninstall` puts it back as it was.
- systemd-resolved goes on for the machine itself; only the stub that holds port 53 is switched off,
  by one file of ours beside its settings.
- A program that nobody here knows is named and left alone; then nothing is installed.
- What stepped aside is written down before it does, so that nothing is forgotten by a power cut.
  What one cut off half-way is done to its end by the next installation.
- The machine's own way to names is never gone in between: the link that leads there is replaced in
  one step.
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


def steps_aside(root: Path, *, is_ours: bool = False) -> list[Step]:
    """Return what has to be done so that port 53 is free. Raises StepFailed for a stranger.

    `is_ours` is that our own sockets hold it; then only what was cut off before is left to do.
    """
    names = dict(SERVICES.values())
    stopped = {one: _stopped(root, one, names.get(one, one)) for one in _remembered(root)}
    has_stub = (root / STUB_OFF).exists()
    for program in sorted(() if is_ours else programs_at_port(DNS_PORT)):
        if program.startswith(RESOLVED):
            has_stub = True
        elif program in SERVICES:
            stopped[SERVICES[program][0]] = _stopped(root, *SERVICES[program])
        else:
            raise StepFailed(
                f"Port {DNS_PORT} is in use by {program}, which Lamplight does not know."
                " Stop it first, and run this again."
            )
    return [*([_stub_off(root)] if has_stub else []), *stopped.values()]


def noted(root: Path, *, is_ours: bool = False) -> list[Step]:
    """Return what writes down who is going to step aside; it comes before we are started at boot.

    Else a power cut in between would find two that are started at boot, of which one is forgotten.
    """
    found = () if is_ours else programs_at_port(DNS_PORT)
    held = {SERVICES[program][0] for program in found if program in SERVICES}
    fresh = held - set(_remembered(root))
    if not fresh:
        return []
    return [
        Step(
            says="What answers names on this machine now is written down.",
            is_done=lambda: fresh <= set(_remembered(root)),
            do=lambda: _remember(root, sorted({*_remembered(root), *fresh})),
            undo=lambda: _remember(root, [one for one in _remembered(root) if one not in fresh]),
        )
    ]


def _stub_off(root: Path) -> Step:
    path = root / STUB_OFF
    resolv = root / "etc/resolv.conf"
    real, stub = Path("/run/systemd/resolve/resolv.conf"), "stub-resolv.conf"

    def leads_to_stub() -> bool:
        return resolv.is_symlink() and resolv.readlink().name == stub

    def is_done() -> bool:
        is_off = path.exists() and path.read_text(encoding="utf-8") == STUB_OFF_TEXT
        return is_off and not leads_to_stub()

    def do() -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, [STUB_OFF_TEXT.encode()], mode=0o644)
        if leads_to_stub():
            # As it was written: Debian's is relative.
            _lead(resolv, resolv.readlink().with_name(real.name))
        run("systemctl", "restart", "systemd-resolved")

    def undo() -> None:
        path.unlink(missing_ok=True)
        with suppress(OSError):  # somebody else has settings there
            path.parent.rmdir()
        if resolv.is_symlink() and str(leads := resolv.readlink()).endswith(str(real)):
            _lead(resolv, leads.with_name(stub))
        run("systemctl", "restart", "systemd-resolved")

    return Step(
        says="systemd-resolved holds port 53 for this machine alone. Its stub is switched off.",
        asks="May systemd-resolved give up port 53? The machine itself goes on as before.",
        is_done=is_done,
        do=do,
        undo=undo,
    )


def _lead(link: Path, to: Path) -> None:
    """Let a link lead elsewhere, in one step."""
    new = link.with_name(f".{link.name}.lamplight")
    new.unlink(missing_ok=True)
    new.symlink_to(to)
    new.replace(link)


def enable_again(root: Path) -> None:
    """Have who stepped aside started at boot again; from then on a power cut finds them."""
    for service in _remembered(root):
        succeeds("systemctl", "enable", service)  # one that is gone is told where it is started


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
        is_done=lambda: (
            not any(
                succeeds("systemctl", how, "--quiet", service)
                for how in ("is-active", "is-enabled")
            )
        ),
        do=do,
        undo=undo,
    )
