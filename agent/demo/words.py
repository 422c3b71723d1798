"""What the demonstration says on the terminal.

Rules kept here:
- Every sentence of the demonstration stands here, ready for translation.
- What to try is printed with the answer to expect, so that a reader can tell whether it works.
"""

from __future__ import annotations

from pathlib import Path
from shlex import quote

from agent.addresses import show_address
from agent.demo.devices import ANSWERED, BLOCKED, TOUR, Visit
from agent.dns.upstream import Address

WELCOME = """\
Lamplight is running: a household of {devices} devices, offline, without root.

These devices have just asked the box, each from its own address:
"""

TRY = """
Try it in another terminal (dig comes with the Debian package bind9-dnsutils):
"""

SEE = """
See what is in force in this home:
  {console}

Ask why, in words:
  {explain}

Nothing that was asked is written down. Press Ctrl-C to stop.
"""

STOPPED = "\nStopped. Nothing is left behind."
STOPPED_KEPT = "\nStopped. What was in force is still in {state}"


def welcome(
    box: Address, console: Address, household: Path, index: Path, outcomes: list[tuple[Visit, str]]
) -> str:
    """Return all that is said when the household is up."""
    return (
        WELCOME.format(devices=len({visit.device for visit, _ in outcomes}))
        + tour_table(outcomes)
        + "\n"
        + TRY
        + things_to_try(box)
        + "\n"
        + SEE.format(
            console=f"http://{show_address(console)}",
            explain=explain_command(household, index),
        )
    )


def tour_table(outcomes: list[tuple[Visit, str]]) -> str:
    """Return a line for each visit, with what happened and why."""
    lines = []
    for visit, outcome in outcomes:
        wrong = "" if outcome == visit.outcome else f"   (expected: {visit.outcome})"
        lines.append(f"  {visit.device:<13} {visit.name:<22} {outcome:<9} {visit.because}{wrong}")
    return "\n".join(lines)


def things_to_try(box: Address) -> str:
    """Return a dig for each device, with the answer to expect."""
    shown = {visit.device: visit for visit in reversed(TOUR)}
    lifeline = next(visit for visit in TOUR if visit.name == "childline.org.uk")
    lines = []
    for visit in [*(shown[name] for name in dict.fromkeys(v.device for v in TOUR)), lifeline]:
        lines.append(f"  dig @{box.host} -p {box.port} -b {visit.address} {visit.name}")
        lines.append(f"      {visit.device}: {_expected(visit)}")
    return "\n".join(lines)


def explain_command(household: Path, index: Path) -> str:
    """Return the command that explains a block of the tour."""
    visit = next(visit for visit in TOUR if visit.outcome == BLOCKED)
    where = f"--household {quote(str(household))} --lists {quote(str(index.parent))}"
    return f'./lamplight explain {where} --device "{visit.device}" --name {visit.name}'


def _expected(visit: Visit) -> str:
    if visit.outcome == ANSWERED:
        return f"status NOERROR, with an address ({visit.because})"
    return f"status NXDOMAIN, and EDE 15 says why ({visit.because})"
