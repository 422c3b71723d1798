"""What the box finds of itself from inside: run once at each start, by its system's own Python.

The kernel's command line says which start it is (`limits` tries those alone, `first` and `second`
the clock too), and the true time when the machine was switched on. It prints one line of JSON for
each thing that it found, `{"name": …, "found": …}`; at the end the current fails.

Rules kept here:
- Nothing is judged: what was found is said, also that something could not be asked.
- What it waits for it looks at each second, at most so many times; then it says what there is.
"""

from __future__ import annotations

import json
import os
import re
import socket
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

UNITS = Path("/etc/systemd/system")
TRIED = Path("/run/systemd/system")
PYTHON = "/opt/lamplight/current/venv/bin/python"
SERVICES = ("agent", "recorder", "time", "console", "discovery")
HELD = (*SERVICES, "lists", "fetch", "backup")
"""Whose limits are tried: all that run, and those that a timer or a question starts."""
NO_ADDRESSES = ("recorder", "time", "lists", "backup")
"""Whose units deny every address."""

STARTS_IT = re.compile(
    r"^(Exec\w+|Restart\w*|WatchdogSec|Type|Requires|After|Wants)=.*\n", re.MULTILINE
)
REPORT = Path("/run/lamplight/time/clock.json")
RUN = "/run/lamplight/recorder"
PATIENCE = 150

EATS = """
import sys
kept = []
for taken in range(1, 2 * {limit} + 1):
    kept.append(bytearray(b"x") * 2**20)
    if taken % 8 == 0:
        print(taken, flush=True)
"""
"""Takes twice what is allowed, a MiB at a time, and says how far it came."""

CONNECTS = """
import errno, socket
for address, family in (("192.0.2.1", socket.AF_INET), ("127.0.0.1", socket.AF_INET)):
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as one:
            one.settimeout(3)
            one.sendto(b"x", (address, 9))
            print(address, "sent")
    except OSError as error:
        print(address, errno.errorcode.get(error.errno, str(error)))
"""


def say(name: str, found: object) -> None:
    """Say one thing that was found."""
    sys.stdout.write(f"{json.dumps({'name': name, 'found': found})}\n")
    sys.stdout.flush()


def said(*command: str) -> str:
    """Run a program; return all that it printed."""
    done = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.stdout.strip()


def shown(unit: str, *keys: str) -> dict[str, str]:
    """Return what systemd says of a unit."""
    lines = said("systemctl", "show", f"--property={','.join(keys)}", unit).splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def until(happened: Callable[[], object], seconds: int = PATIENCE) -> bool:
    """Look each second until something has happened; say whether it has."""
    for _ in range(seconds):
        if happened():
            return True
        time.sleep(1)
    return False


def answer(name: str) -> str:
    """Ask the box for an address of a name; return it, or why there is none."""
    question = b"".join(bytes([len(part)]) + part.encode() for part in name.split(".")) + b"\0"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(20)
        try:
            asking.sendto(
                struct.pack("!6H", 7, 0x100, 1, 0, 0, 0) + question + b"\0\1\0\1", ("192.0.2.2", 53)
            )
            reply = asking.recv(4_096)
        except OSError as error:
            return f"nothing: {error}"
    code, answers = reply[3] & 15, struct.unpack("!H", reply[6:8])[0]
    return socket.inet_ntoa(reply[-4:]) if answers and not code else f"code {code}"


def clock_as_the_recorder_has_it() -> str:
    """Return what the recorder says of the time, over its own socket."""
    house = "PYTHONPATH=/opt/lamplight/current/house"
    told = said("env", house, PYTHON, "-P", "-m", "agent.recorder", "how", "--run", RUN)
    return next((line for line in told.splitlines() if "Its time is" in line), told)


def chrony(what: str) -> str:
    """Return what chrony answers over its own socket."""
    return said("chronyc", "-h", "/run/chrony/chronyd.sock", "-n", what)


def report() -> dict[str, object]:
    """Return what lamplight-time leaves for the recorder."""
    try:
        return dict(json.loads(REPORT.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        return {"none": str(error)}


def running() -> dict[str, str]:
    """Return how each service stands."""
    return {one: said("systemctl", "is-active", f"lamplight-{one}") for one in SERVICES}


def has_tried_all() -> bool:
    """Say whether chrony has asked each server for a proof: by the count of its attempts."""
    rows = [line.split() for line in chrony("authdata").splitlines()]
    tried = [row[6] for row in rows if len(row) == 10 and row[1] == "NTS"]
    return len(tried) > 2 and "0" not in tried


def how_it_stands(when: str) -> None:
    """Say what the box does at a moment: who runs, what is answered, and what time it has."""
    say(
        when,
        {
            "year": time.gmtime().tm_year,
            "at": time.time(),
            "running": running(),
            "plain": answer("plain.example"),
            "blocked": answer("blocked.example"),
            "recorder": clock_as_the_recorder_has_it(),
            "report": report(),
            "tracking": chrony("tracking"),
            "sources": chrony("sources"),
            "authdata": chrony("authdata"),
            "kept": sorted(str(one) for one in Path("/var/lib/lamplight/recorder").rglob("*")),
        },
    )


def in_place_of(name: str, code: str, *left_out: str) -> dict[str, str]:
    """Run code once as a service would run, without some lines of its unit; return its end."""
    unit = f"tried-{name}.service"
    text = (UNITS / f"lamplight-{name}.service").read_text(encoding="utf-8").replace("\\\n", " ")
    text = STARTS_IT.sub("", text)
    for key in left_out:
        text = re.sub(rf"^{key}=.*\n", "", text, flags=re.MULTILINE)
    program = Path("/run/tried.py")
    program.write_text(code, encoding="utf-8")
    program.chmod(0o644)
    begins = (
        "[Service]",
        "Type=oneshot",
        "StandardOutput=truncate:/run/tried.said",
        "StandardError=inherit",
        f"ExecStart=/usr/bin/python3 -I {program}",
    )
    (TRIED / unit).write_text(text.replace("[Service]", "\n".join(begins)), encoding="utf-8")
    said("systemctl", "daemon-reload")
    said("systemctl", "start", unit)
    keys = ("Result", "ExecMainStatus", "MemoryMax", "IPAddressDeny", "RestrictAddressFamilies")
    found = shown(unit, *keys)
    (TRIED / unit).unlink()
    return {**found, "said": Path("/run/tried.said").read_text(encoding="utf-8")}


def memory() -> None:
    """Say what becomes of a service that takes twice the memory that it may."""
    for name in HELD:
        limit = int(shown(f"lamplight-{name}.service", "MemoryMax")["MemoryMax"]) // 2**20
        say(f"memory of {name}", {"limit": limit, **in_place_of(name, EATS.format(limit=limit))})


def addresses() -> None:
    """Say what a service can send where: as its unit is, and with lines of it left out."""
    for name in HELD:
        say(f"sends as {name}", in_place_of(name, CONNECTS))
    for name in NO_ADDRESSES:
        # PrivateNetwork and the families refuse the same thing sooner, so they hide this one.
        others = ("PrivateNetwork", "RestrictAddressFamilies")
        say(f"denied to {name}", in_place_of(name, CONNECTS, *others))
        say(f"not denied to {name}", in_place_of(name, CONNECTS, *others, "IPAddressDeny"))


def cut() -> None:
    """Fail as the current does: at once, and nothing more comes onto the card."""
    sys.stdout.flush()
    termios.tcdrain(sys.stdout.fileno())
    Path("/proc/sysrq-trigger").write_text("b", encoding="ascii")


def as_after_hours() -> None:
    """Leave of chrony what hours leave: the drift that it measured. Its cookies may be lost."""
    said("systemctl", "restart", "chrony.service")
    for cookies in Path("/var/lib/chrony").glob("*.nts"):
        cookies.unlink()
    os.sync()
    say("drift", [str(one) for one in Path("/var/lib/chrony").iterdir()])


def main() -> None:
    """Find out what there is to find out at this start."""
    words = Path("/proc/cmdline").read_text(encoding="ascii").split()
    known = dict(word.split("=", 1) for word in words if "=" in word)
    started = time.clock_gettime(time.CLOCK_BOOTTIME)
    say("started", {"year": time.gmtime().tm_year, "at": time.time(), "boot": started})
    until(lambda: answer("plain.example").count(".") == 3, 60)
    if known["lamplight.start"] == "limits":
        memory()
        addresses()
    else:
        clock(known)
    say("ended", time.clock_gettime(time.CLOCK_BOOTTIME))


def clock(known: dict[str, str]) -> None:
    """Say how the box stands in the wrong time, and once it is proven; in between, its limits."""
    if known["lamplight.start"] == "first":
        until(has_tried_all)
        heard = report().get("asked_ms")
        until(lambda: report().get("asked_ms") != heard)
        until(lambda: all(state == "active" for state in running().values()))
        how_it_stands("in the wrong time")
        say("doctor", said("/opt/lamplight/current/house/lamplight", "doctor"))
        memory()
        addresses()
        boot = time.clock_gettime(time.CLOCK_BOOTTIME)
        said("date", "--utc", "--set", f"@{float(known['lamplight.right']) + boot:.0f}")
        said("systemctl", "restart", "chrony.service")
    said("systemctl", "start", "chrony.service")
    proven = until(lambda: str(report().get("agreeing", "0")) >= "2")
    until(lambda: "It is sure" in clock_as_the_recorder_has_it(), 40)
    say("journal", said("journalctl", "--boot", "--quiet", "--priority=warning", "--no-hostname"))
    say("proven", [proven, time.clock_gettime(time.CLOCK_BOOTTIME)])
    how_it_stands("once the time is proven")
    as_after_hours()


if __name__ == "__main__":
    try:
        main()
    except Exception as error:  # noqa: BLE001 - whatever it is, the tests are to see it
        say("failed", f"{type(error).__name__}: {error}")
    cut()
