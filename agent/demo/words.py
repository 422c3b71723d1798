"""What the demonstration says on the terminal.

Rules kept here:
- Every sentence of the demonstration stands here, ready for translation.
- What to try is printed with the answer to expect, so that a reader can tell whether it works.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from agent.addresses import show_address
from agent.demo.devices import (
    ANSWERED,
    BLOCKED,
    NOT_RECORDED_AT,
    RECORDED_AT,
    THIS_MACHINE,
    TOUR,
    Visit,
)
from agent.demo.sign_ins import SignIn
from agent.dns.upstream import Address

LABEL = "Phone"
"""What the device is called in the agreement: records name no one."""

WELCOME = """\
Lamplight is running: a household of {devices} devices, offline, without root.

These devices have just asked the box, each from its own address:
"""

TRY = """
Try it in another terminal (dig comes with the Debian package bind9-dnsutils):
"""

SEE = """
Ask why, in words:
  {explain}
"""

DOORS = """\
See this home in a browser on this machine. A carer signs in, and so does who helps with the box:
  {console}/sign-in
{people}
      No code is asked for on this machine until a phone was paired at {console}/pair;
      there the box shows a secret for an app, and codes to write down.
  {console}/mine
      what Maya's phone shows without signing in: this browser stands for it, at {phone}
  curl --interface {tablet} {console}/mine/rules
      what Leo's tablet shows: his rules, in full
  {console}/visit
      what a social worker is shown at a visit, on Maya's phone or by a carer

Nothing that was asked is written down, but for one device, and of that one only what was agreed.
"""

ONCE = "(its password was shown once)"

RECORDED = """
About Maya's phone there is an agreement, made up for this demonstration. Of gambling sites and
sites to meet strangers that it asks for and that are blocked, the main name and the hour are kept
for 7 days, sealed. About every other device there is no agreement.

  ./lamplight recorder how --run {run}
      what is on, on which device, until when, and why not on the others
  dig @{host} -p {port} -b {device} www.bet365.com
      Maya's phone: status NXDOMAIN, and EDE 15 says why; there is now something to read
  {console}/recorded
      what Maya's phone shows, for which this browser stands: what is on, who looked, and Stop
  ./lamplight recorder look {label} --run {run}
      what Maya can read of it, with the words of her card{card}
  ./lamplight audit show --run {run}
      who looked; your look is the last line
  ./lamplight recorder stop --code --run {run}
      anyone can stop it{code}

Press Ctrl-C to stop."""

STOPPED = "\nStopped. Nothing is left behind."
STOPPED_KEPT = "\nStopped. What was in force is still in {state}"


def welcome(box: Address, household: Path, index: Path, outcomes: list[tuple[Visit, str]]) -> str:
    """Return all that is said when the household is up."""
    return (
        WELCOME.format(devices=len({visit.device for visit, _ in outcomes}))
        + tour_table(outcomes)
        + "\n"
        + TRY
        + things_to_try(box)
        + "\n"
        + SEE.format(explain=explain_command(household, index))
    )


def doors(console: Address, people: Sequence[SignIn]) -> str:
    """Return where each page of the console is, and with what one signs in."""
    return DOORS.format(
        console=f"http://{show_address(console)}",
        phone=THIS_MACHINE,
        tablet=NOT_RECORDED_AT,
        people="\n".join(_sign_in(one) for one in people),
    )


def recorded(box: Address, console: Address, run: Path, said: tuple[str, ...]) -> str:
    """Return what is said of the agreement; `said` is what the recorder printed at its start.

    In a folder that was kept, the words of the card were shown the first time, and never again.
    """
    told = dict(line.split(": ", 1) for line in said if ": " in line)
    card, code = told.get("card"), told.get("stop code")
    return RECORDED.format(
        host=box.host,
        port=box.port,
        device=RECORDED_AT,
        console=f"http://{show_address(console)}",
        run=quote(str(run)),
        label=LABEL,
        card=f": {card}" if card else "; they were shown once",
        code=f", with this code: {code}" if code else ", with its code, which was shown once",
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


def _sign_in(one: SignIn) -> str:
    return f"      {one.role:<7} {one.name:<5} {one.password or ONCE}"


def _expected(visit: Visit) -> str:
    if visit.outcome == ANSWERED:
        return f"status NOERROR, with an address ({visit.because})"
    return f"status NXDOMAIN, and EDE 15 says why ({visit.because})"
