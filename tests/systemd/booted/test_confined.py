"""What each service can really do on the box: a probe in its place, in the very same sandbox.

The probe's unit is the service's own, with another program in it and nothing that starts it again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from tests.systemd.booted import probe
from tests.systemd.booted.box import Box
from tests.systemd.booted.in_place import in_place_of
from tests.systemd.booted.probe import ALLOWED

KEPT, RUN = "/var/lib/lamplight", "/run/lamplight"

MAY_WRITE: Final[dict[str, set[str]]] = {
    "agent": {f"{KEPT}/agent", f"{RUN}/agent"},
    "recorder": {f"{KEPT}/recorder", f"{RUN}/recorder", f"{RUN}/lend"},
    "time": {f"{RUN}/time"},
    "console": {f"{KEPT}/console"},
    "discovery": {f"{RUN}/discovery"},
    "lists": {f"{KEPT}/lists"},
    "fetch": set(),
}

PASSING: Final = {"/tmp", "/var/tmp", "/dev/shm", "/run/lock"}  # noqa: S108 - these places
"""Where a machine lets everybody write what need not last."""

HOLDS_NAMES: Final = {"agent", "recorder"}
NOWHERE_PASSING: Final = {*HOLDS_NAMES, "fetch"}

FOLDERS: Final = sorted(
    {
        "/", "/etc", "/etc/lamplight", "/home", "/root", "/opt", "/opt/lamplight/current/house",
        "/usr/local/bin", "/var/lib", KEPT, RUN, "/run", "/var/log", "/sys/class", f"{RUN}/fetch",
        *PASSING,
        *(folder for folders in MAY_WRITE.values() for folder in folders),
    }
)  # fmt: skip

SECRETS: Final = {
    f"{KEPT}/console/household.db": {"console"},
    f"{KEPT}/console/snapshot.json": {"console", "agent"},
    f"{KEPT}/console/tls/box.pem": {"console"},
    f"{KEPT}/agent/status.json": {"agent", "console"},
    "/etc/shadow": set(),
}
"""Who may read what on the box."""

FAMILIES: Final = {
    "agent": {"unix", "ipv4", "ipv6", "netlink"},
    "recorder": {"unix"},
    "time": {"unix"},
    "console": {"unix", "ipv4", "ipv6"},
    "discovery": {"unix", "ipv4", "ipv6", "netlink", "packet", "raw ipv4"},
    "lists": {"unix"},
    "fetch": {"ipv4", "ipv6"},
}

NO_NETWORK: Final = {"recorder", "time", "lists"}
RAW: Final = f"{1 << 13:016x}"
"""CAP_NET_RAW alone, as the kernel writes it."""
NONE: Final = f"{0:016x}"

Look = Callable[[str], Mapping[str, Any]]


@pytest.fixture(scope="module")
def probed(box: Box) -> Look:
    """Return what a probe finds in the place of a service; each is probed once."""
    found: dict[str, Mapping[str, Any]] = {}

    def look(name: str) -> Mapping[str, Any]:
        if name not in found:
            found[name] = _probe(box, name)
        return found[name]

    return look


def _probe(box: Box, name: str) -> Mapping[str, Any]:
    return dict(json.loads(in_place_of(box, name, *_probe_on(box))))


def _probe_on(box: Box) -> list[str]:
    """Put the probe on a box, and return the command that runs it."""
    at = "/run/probe.py"
    box.run("tee", at, given=Path(probe.__file__).read_text(encoding="utf-8"))
    box.run("chmod", "0644", at)
    python = "/opt/lamplight/current/venv/bin/python"
    return [python, "-I", at, *FOLDERS, "--", *SECRETS]


def allowed(told: Mapping[str, str]) -> set[str]:
    """Return what was allowed of all that was tried."""
    return {what for what, came in told.items() if came == ALLOWED}


def test_the_probe_is_not_blind(box: Box) -> None:
    """Root, who stands in no sandbox, can do nearly all of what the probe tries."""
    found = json.loads(box.run(*_probe_on(box)))

    # Of a machine in a container the kernel tells nothing, and root's parent is outside.
    refused = {"reads the kernel's journal", "traces another"}
    assert allowed(found["calls"]) >= found["calls"].keys() - refused
    assert allowed(found["reads"]) == SECRETS.keys()
    assert allowed(found["writes"]) >= {folder for folder in FOLDERS if folder != "/sys/class"}
    assert allowed(found["families"]) >= {"unix", "ipv4", "ipv6", "netlink", "packet", "raw ipv4"}


@pytest.mark.parametrize("name", MAY_WRITE)
def test_a_service_writes_where_it_owns_and_nowhere_else(probed: Look, name: str) -> None:
    """Of all folders that matter it can write in its own alone."""
    assert allowed(probed(name)["writes"]) - PASSING == MAY_WRITE[name]


@pytest.mark.parametrize("name", MAY_WRITE)
def test_who_holds_names_has_not_even_a_passing_place_to_write(probed: Look, name: str) -> None:
    """It really tries to write where everybody may; others can, so the trial is not blind."""
    passing = allowed(probed(name)["writes"]) & PASSING
    if name in NOWHERE_PASSING:
        assert passing == set()
    else:
        assert passing >= {"/tmp", "/var/tmp", "/dev/shm"}  # noqa: S108 - these places


FINDS: Final = "'find / -path /proc -prune -o -type d,f -writable -print 2>/dev/null; true'"


@pytest.mark.parametrize("name", sorted(NOWHERE_PASSING))
def test_of_all_that_is_on_the_box_only_its_own_can_be_written(box: Box, name: str) -> None:
    """Of every folder and file, also those in memory, none can be written that is not its own."""
    found, time = (
        in_place_of(box, one, "/bin/sh", "-c", FINDS).splitlines() for one in (name, "time")
    )

    assert [
        path for path in found if not any(Path(path).is_relative_to(at) for at in MAY_WRITE[name])
    ] == []
    assert set(found) >= MAY_WRITE[name]
    # Another service is looked at too, or what finds nothing could be a search that fails.
    assert {"/tmp", "/var/tmp", "/dev/shm", f"{RUN}/time"} <= set(time)  # noqa: S108 - these places


@pytest.mark.parametrize("name", MAY_WRITE)
def test_a_service_opens_the_sockets_it_needs_and_no_others(probed: Look, name: str) -> None:
    """Every family of sockets that it has no use for is refused."""
    assert allowed(probed(name)["families"]) == FAMILIES[name]


@pytest.mark.parametrize("name", MAY_WRITE)
def test_a_service_can_do_nothing_that_only_root_may(probed: Look, name: str) -> None:
    """It can neither mount, nor rise, nor make code, nor look at other processes."""
    assert allowed(probed(name)["calls"]) == set()


@pytest.mark.parametrize("name", MAY_WRITE)
def test_a_service_has_no_privilege_but_one(probed: Look, name: str) -> None:
    """No service holds a capability or could get one, save discovery its raw socket."""
    status = probed(name)["status"]
    held = {status[key] for key in ("CapEff", "CapPrm", "CapBnd", "CapAmb")}

    assert held == {RAW if name == "discovery" else NONE}
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")


@pytest.mark.parametrize("name", MAY_WRITE)
def test_a_service_reads_what_it_is_told_and_no_more(probed: Look, name: str) -> None:
    """The home's settings are the pages' alone, and the filter sees what is published."""
    may_read = {path for path, who in SECRETS.items() if name in who}

    assert allowed(probed(name)["reads"]) == may_read


@pytest.mark.parametrize("name", MAY_WRITE)
def test_who_writes_things_down_has_no_network(probed: Look, name: str) -> None:
    """The recorder, the time and the lists see no link of the home; the others see it."""
    assert ("eth0" in probed(name)["links"]) is (name not in NO_NETWORK)
