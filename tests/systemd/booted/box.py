"""A box at home: the machine, a laptop that asks it for names, and a carer's phone.

Rules kept here:
- What is asked is asked from the laptop, over the network, as a device would.
- The upstream is a real dnsmasq on the router; no question leaves the lab.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import dns.exception
import dns.message
import dns.query
import dns.rcode
from dns.rdatatype import RdataType

from agent.lab.home import BOX, FOUR, ROUTER
from tests.agent.lab_home import Lab
from tests.promises.programs import ROOT
from tests.systemd.booted.container import Container
from tests.systemd.booted.phone import Phone
from tests.systemd.booted.place import standing_in

LAPTOP: Final = "laptop"
BOX_AT: Final = f"{FOUR}.2"
UPSTREAM: Final = f"{FOUR}.1:53"
ANSWER: Final = "203.0.113.80"
"""What every name below .example leads to, at the upstream."""

KNOWN: Final = "plain.example"
"""A name that no rule is about."""

BLOCKED: Final = "blocked.example"
"""A name that the home which is set up blocks for everyone."""

CLONE: Final = "/srv/lamplight"
WHEELS: Final = "/srv/wheels"
SETTINGS: Final = "/etc/lamplight/lamplight.env"

PATIENCE_SECONDS: Final = 120.0
ASK_SECONDS: Final = 10.0
"""How long a device waits for one answer; a service that starts again is waited for so long."""

SERVICES: Final = tuple(
    f"lamplight-{name}.service" for name in ("agent", "recorder", "time", "console", "discovery")
)
"""What always runs."""


@dataclass(slots=True, kw_only=True, eq=False)
class Box(Container):
    """One box. `clone` and `wheels` are folders on it, of a fresh clone and of its packages."""

    lab: Lab
    jar: dict[str, str]
    clone: str = CLONE
    wheels: str = WHEELS

    @property
    def phone(self) -> Phone:
        """The phone of whoever set the home up; each time with what it kept."""
        pem = self.path("/var/lib/lamplight/console/tls/box.pem")
        return Phone(self.place(LAPTOP), BOX_AT, pem, self.jar)

    def place(self, machine: str) -> Path:
        """Return the file that names the network of a machine of the home."""
        holder = next(word for word in self.enter if word.startswith("--target="))
        root = Path(f"/proc/{holder.removeprefix('--target=')}/root")
        return root / "run/netns" / self.lab.home.space(machine)

    def dig(self, name: str, kind: str = "A", *, over_tcp: bool = False) -> dns.message.Message:
        """Ask the box for a name from the laptop. Raises dns.exception.Timeout."""
        question = dns.message.make_query(name, RdataType.from_text(kind))
        ask = dns.query.tcp if over_tcp else dns.query.udp
        with standing_in(self.place(LAPTOP)):
            return ask(question, BOX_AT, timeout=ASK_SECONDS)

    def says_no(self, name: str) -> bool:
        """Say whether a name is blocked; whatever is not answered at all is an error."""
        reply = self.dig(name)
        assert reply.rcode() in (dns.rcode.NXDOMAIN, dns.rcode.NOERROR), reply
        return not reply.answer

    def install(self, unpacked: str | None = None) -> tuple[str, float]:
        """Install from the clone, or from an unpacked release, which has its packages with it.

        Returns what was said, and the seconds to a filtered answer.
        """
        begin, packages = time.monotonic(), () if unpacked else ("--wheels", self.wheels)
        said = self.run(f"{unpacked or self.clone}/lamplight", "install", "--yes", *packages)
        assert self.says_no("use-application-dns.net")
        return said, time.monotonic() - begin

    def asks_the_router(self) -> None:
        """Let it ask the router's resolver, as a helper would who edits the settings."""
        path = self.path(SETTINGS)
        lines = path.read_text().splitlines()
        kept = [line for line in lines if not line.startswith("LAMPLIGHT_UPSTREAMS=")]
        text = "\n".join((*kept, f"LAMPLIGHT_UPSTREAMS=--upstream {UPSTREAM}", ""))
        path.write_text(text)
        self.run("systemctl", "restart", "lamplight-agent.service")

    def block(self, *names: str) -> bool:
        """Block these names for everyone, and no others, on the pages; say if it was acknowledged.

        Raises OSError, HTTPException.
        """
        phone, at = self.phone, "/rules/everyone/names"
        fields = {"block": "\n".join(names), "allow": ""}
        compared = phone.ask(at, **fields)
        return phone.ask(at, **fields, check=compared.check).status == 303

    def states(self, units: Sequence[str], *keys: str) -> Mapping[str, Mapping[str, str]]:
        """Return what systemd says of units, by unit and key."""
        said = self.run("systemctl", "show", f"--property={','.join(('Id', *keys))}", *units)
        blocks = (block.splitlines() for block in said.strip().split("\n\n"))
        found = [dict(line.split("=", 1) for line in block) for block in blocks]
        return {one["Id"]: {key: one[key] for key in keys} for one in found}

    def state(self, unit: str, key: str) -> str:
        """Return one thing that systemd says of a unit."""
        return self.states([unit], key)[unit][key]

    def runs_anew(self, unit: str, before: str) -> bool:
        """Say whether a unit runs, and by another process than before."""
        said = self.states([unit], "ActiveState", "MainPID")[unit]
        return said["ActiveState"] == "active" and said["MainPID"] not in ("0", before)


def until(happened: Callable[[], object]) -> None:
    """Look until something has happened. Each look starts a program, so nothing spins."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        subprocess.run(["sleep", "0.2"], check=True)


def start_upstream(lab: Lab) -> None:
    """Start a resolver on the router, which knows every name below .example."""
    started = lab.start(
        ROUTER, "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts",
        "--port=53", f"--listen-address={FOUR}.1", "--bind-interfaces", "--log-queries",
        f"--address=/example/{ANSWER}", "--local-ttl=300", "--pid-file",
    )  # fmt: skip
    started.complaint_with("started")


def copy_of_the_tree(to: Path) -> Path:
    """Make a folder of what a fresh clone of this tree would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        here, there = ROOT / name, to / name
        if here.is_file() and not name.startswith("tests/"):
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(here, there)
    return to


def box_at(
    lab: Lab, folder: Path, layers: Sequence[Path], shows: dict[str, Path], jar: dict[str, str]
) -> Box:
    """Return a box of the lab that is off yet."""
    return Box(
        enter=lab.home.enter,
        network=lab.home.space(BOX),
        layers=layers,
        folder=folder,
        shows=shows,
        lab=lab,
        jar=jar,
    )


def set_up_code(box: Box) -> str:
    """Return the code by which a phone sets up a box that nobody has set up."""
    house = "/opt/lamplight/current"
    python = ("env", f"PYTHONPATH={house}/house", f"{house}/venv/bin/python")
    return box.run(*python, "-m", "console.set_up").strip()


def set_up(box: Box) -> None:
    """Set a home up on a box from the phone, as its first carer does, and block a name."""
    code, phone = set_up_code(box), box.phone
    numbers = {f"{part}-{place}": "" for place in range(1, 5) for part in ("name", "number")}
    steps = [
        phone.ask("/set-up", code=code),
        phone.ask("/first-run/home", kind="family"),
        phone.ask("/first-run/carer", name="Sam", password="four words in a row", **numbers),  # noqa: S106 - nobody's
        phone.ask("/first-run/person", name="Maya", age="10-12"),
        phone.ask("/first-run/next", way="bt"),
        phone.press("/first-run/together"),
    ]
    assert {step.status for step in steps} == {303}, steps
    assert box.block(BLOCKED)


def jar_in(folder: Path) -> dict[str, str]:
    """Return what the phone kept of the box in a folder."""
    return dict(json.loads((folder / "jar.json").read_text(encoding="utf-8")))
