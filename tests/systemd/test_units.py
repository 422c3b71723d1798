"""What the unit files promise, read by systemd itself and against the options of our programs."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from agent.dns.load import MOST_IN_ALL
from agent.dns.resolving import MOST_LATE
from agent.dns.server import MAX_CONNECTIONS
from agent.recorder.commands.options import RUN

ROOT = Path(__file__).resolve().parents[2]
UNITS = ROOT / "systemd"
WAY_BACK = "lamplight-way-back.service"
"""The one that is root, as an installation is; it runs only where an upgrade was cut off."""

SERVICES = sorted(path.name for path in UNITS.glob("*.service") if path.name != WAY_BACK)
ALL = sorted(
    path.name for kind in ("service", "socket", "timer") for path in UNITS.glob(f"*.{kind}")
)

AT_MOST = {
    "lamplight-agent.service": 13,
    "lamplight-console.service": 13,
    "lamplight-recorder.service": 8,
    "lamplight-time.service": 8,
    "lamplight-backup.service": 8,
    "lamplight-discovery.service": 16,
    "lamplight-lists.service": 8,
    # It has the network, which alone is 0.8 of systemd's measure.
    "lamplight-fetch.service": 11,
}
"""systemd's measure of what a service could do to the machine, in tenths."""


def settings(name: str) -> dict[str, list[str]]:
    """Return what each key of a unit is set to, in order, with continued lines joined."""
    found: dict[str, list[str]] = {}
    text = (UNITS / name).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value.strip())
    return found


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of the units in which each program exists, as on an installed box."""
    folder = tmp_path_factory.mktemp("units")
    for name in ALL:
        text = (UNITS / name).read_text(encoding="utf-8")
        python = "/opt/lamplight/current/venv/bin/python"
        page = "/opt/lamplight/current/house/systemd/README.md"
        folder.joinpath(name).write_text(
            text.replace(python, sys.executable).replace(page, str(UNITS / "README.md")),
            encoding="utf-8",
        )
    return folder


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    """Run systemd-analyze, which needs no running systemd for this."""
    program = shutil.which("systemd-analyze")
    assert program, "systemd-analyze is missing; `./lamplight test` installs it"
    return subprocess.run([program, *words], capture_output=True, text=True, check=False)


def test_systemd_has_nothing_to_say(installed: Path) -> None:
    """Every key is known and every value can be read: not a word is printed."""
    done = analyze("verify", "--man=no", *(str(installed / name) for name in ALL))

    assert (done.stdout, done.stderr) == ("", "")


def test_a_key_that_nobody_knows_would_be_noticed(installed: Path) -> None:
    """A misspelt promise is no promise; systemd says so, though it ends with 0."""
    bad = installed / "lamplight-bad.service"
    bad.write_text(
        (installed / SERVICES[0]).read_text(encoding="utf-8").replace("ProtectHome=", "ProtectHom=")
    )

    assert "ProtectHom" in analyze("verify", "--man=no", str(bad)).stderr


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_confined(name: str, installed: Path) -> None:
    """What a service could do, by systemd's own measure, is no more than was decided."""
    done = analyze(
        "security", "--offline=true", f"--threshold={AT_MOST[name]}", str(installed / name)
    )

    assert done.returncode == 0, done.stdout[-200:]


ALL_SERVICES = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "MemoryDenyWriteExecute": "yes",
    # What a process holds in memory must not come to lie on the card.
    "LimitCORE": "0",
    "MemorySwapMax": "0",
}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_gives_up_what_none_needs(name: str) -> None:
    """Each runs as a user of its own, cannot rise, and leaves no memory on the card."""
    said = settings(name)

    assert {key: said.get(key) for key in ALL_SERVICES} == {
        key: [value] for key, value in ALL_SERVICES.items()
    }
    assert said["User"] == [name.removesuffix(".service")] == said["Group"]


def test_only_discovery_has_a_capability() -> None:
    """One privilege in the whole house: to hear the network."""
    held = {name: settings(name)["CapabilityBoundingSet"] for name in SERVICES}

    assert held.pop("lamplight-discovery.service") == ["CAP_NET_RAW"]
    assert set(map(tuple, held.values())) == {("",)}


MOST_UPSTREAMS = 4
"""Two resolvers, each at its addresses of both families."""


def test_the_filter_has_sockets_for_all_that_may_wait() -> None:
    """As much as may wait for silent resolvers fits, and all connections, and its files."""
    (most,) = settings("lamplight-agent.service")["LimitNOFILE"]
    waiting = (MOST_IN_ALL + MOST_LATE) * MOST_UPSTREAMS

    assert int(most) >= waiting + MAX_CONNECTIONS + 100


def test_the_recorder_has_no_network_and_the_filter_nowhere_to_write() -> None:
    """What is written down cannot leave, and what answers cannot write it down."""
    recorder, agent = settings("lamplight-recorder.service"), settings("lamplight-agent.service")

    assert (recorder["PrivateNetwork"], recorder["RestrictAddressFamilies"]) == (
        ["yes"],
        ["AF_UNIX"],
    )
    assert agent["ReadWritePaths"] == ["/var/lib/lamplight/agent /run/lamplight/agent"]
    for said in (recorder, agent):
        assert set(said["InaccessiblePaths"][0].split()) >= {"/tmp", "/var/tmp", "/dev/shm"}  # noqa: S108 - it has none
        assert not {key for key in said if key.endswith("Directory")}


def test_who_reads_foreign_lists_has_no_network_and_who_fetches_them_nowhere_to_write() -> None:
    """Whoever is taken over by a list can send nothing, and by an answer can keep nothing."""
    lists, fetch = settings("lamplight-lists.service"), settings("lamplight-fetch.service")

    assert (lists["PrivateNetwork"], lists["IPAddressDeny"]) == (["yes"], ["any"])
    assert lists["RestrictAddressFamilies"] == ["AF_UNIX"]
    assert "ReadWritePaths" not in fetch
    assert not {key for key in fetch if key.endswith("Directory")}
    assert {"/tmp", "/var/tmp", "/dev/shm"} <= set(fetch["InaccessiblePaths"][0].split())  # noqa: S108 - it has none
    assert fetch["RestrictAddressFamilies"] == ["AF_INET AF_INET6"]


def test_the_lists_are_asked_for_where_they_are_fetched() -> None:
    """The job asks at the socket that systemd opens, and is not held up where there is none."""
    lists, opened = settings("lamplight-lists.service"), settings("lamplight-fetch.socket")
    words = shlex.split(lists["ExecStart"][0])

    assert opened["ListenSequentialPacket"] == [words[words.index("--fetch-by") + 1]]
    assert "lamplight-fetch.socket" in lists["Wants"][0].split()
    assert "lamplight-fetch.socket" in lists["After"][0].split()
    assert "Requires" not in lists
    assert (opened["SocketGroup"], opened["SocketMode"]) == (["lamplight-lists"], ["0660"])


def test_the_recorder_can_ask_how_sure_the_clock_is() -> None:
    """The call that reads the clock's error is not taken away with the one that sets the clock."""
    said = settings("lamplight-recorder.service")

    assert "ProtectClock" not in said
    assert "adjtimex clock_adjtime" in said["SystemCallFilter"]
    assert said["CapabilityBoundingSet"] == [""]


def test_the_filter_waits_for_nobody() -> None:
    """No other service, no clock and no network has to be there before names are answered."""
    socket, agent = settings("lamplight-agent.socket"), settings("lamplight-agent.service")

    assert agent["Requires"] == agent["After"] == ["lamplight-agent.socket"]
    assert "Wants" not in agent
    assert "After" not in socket
    assert agent["StartLimitIntervalSec"] == ["0"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_started_with_options_that_exist(name: str) -> None:
    """Every option in a unit is one of the program's own, spelt as it spells it."""
    words = shlex.split(settings(name)["ExecStart"][0])
    module, *rest = words[words.index("-m") + 1 :]
    done = subprocess.run(
        [sys.executable, "-m", module, *[word for word in rest[:1] if word.isalpha()], "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    known = set(re.findall(r"--[a-z-]+", done.stdout))

    assert {word for word in rest if word.startswith("--")} <= known


def test_every_folder_is_made_and_has_one_owner() -> None:
    """What a service writes to, and no other folder, is made at boot and belongs to its user."""
    made: dict[str, tuple[str, str, str]] = {}
    for line in (UNITS / "lamplight.tmpfiles").read_text(encoding="utf-8").splitlines():
        if line.startswith("d "):
            _, path, mode, owner, group, _ = line.split()
            made[path] = mode, owner, group
    written = {
        (path.lstrip("-"), settings(name)["User"][0])
        for name in SERVICES
        for value in settings(name).get("ReadWritePaths", ())
        for path in value.split()
        if "lamplight" in path
    }

    assert {(path, owner) for path, (_, owner, _) in made.items() if owner != "root"} == written
    assert made["/var/lib/lamplight/recorder"][0] == "0700"
    assert all(not int(mode, 8) & 0o002 for mode, _, _ in made.values())


def test_each_socket_folder_is_for_the_one_service_that_needs_it() -> None:
    """The pages cannot take what the recorder lends, and the filter cannot ask it anything."""
    lines = (UNITS / "lamplight.tmpfiles").read_text(encoding="utf-8").splitlines()
    group = {line.split()[1]: line.split()[4] for line in lines if line.startswith("d ")}

    assert group["/run/lamplight/fetch"] == "lamplight-lists"
    assert group["/run/lamplight/recorder"] == "lamplight-console"
    assert group["/run/lamplight/lend"] == "lamplight-agent"
    assert group["/run/lamplight/agent"] == "lamplight-console"


def test_every_user_of_a_service_is_made() -> None:
    """No service runs as somebody who does not exist, and nobody is made who runs nothing."""
    text = (UNITS / "lamplight.sysusers").read_text(encoding="utf-8")

    assert set(re.findall(r"^u (\S+)", text, re.MULTILINE)) == {
        settings(name)["User"][0] for name in SERVICES
    }


@pytest.mark.parametrize(
    ("unit", "module"), [("agent", "agent/__main__.py"), ("fetch", "agent/fetching/__main__.py")]
)
def test_the_sockets_have_the_names_that_the_programs_look_for(unit: str, module: str) -> None:
    """A socket that nobody takes up would swallow what is asked there."""
    source = (ROOT / module).read_text(encoding="utf-8")
    name = re.search(r'^SOCKETS(?:: Final)? = "(.+)"$', source, re.MULTILINE)

    assert name
    assert settings(f"lamplight-{unit}.socket")["FileDescriptorName"] == [name[1]]


def test_the_way_back_runs_only_after_a_cut_and_holds_nobody_up() -> None:
    """Without an open upgrade it does nothing, and names do not depend on how it ends."""
    way_back, agent = settings(WAY_BACK), settings("lamplight-agent.service")

    assert way_back["ConditionPathExists"] == ["/var/lib/lamplight/upgrade/unconfirmed.json"]
    assert {"lamplight-agent.service"} <= {
        unit for value in way_back["Before"] for unit in value.split()
    }
    assert int(way_back["TimeoutStartSec"][0]) <= 60
    assert not {"Requires", "Wants", "BindsTo"} & set(way_back)
    assert WAY_BACK not in " ".join(value for values in agent.values() for value in values)


def test_the_way_back_needs_nothing_of_what_may_be_half_done() -> None:
    """It runs by the system's Python, from the slot that was kept for it."""
    said = settings(WAY_BACK)

    assert said["ExecStart"] == ["/usr/bin/python3 -m agent.install way-back"]
    assert "PYTHONPATH=/opt/lamplight/before/house" in said["Environment"][0].split()


def test_a_verb_asks_where_the_unit_has_the_recorder_listen() -> None:
    """`lamplight recorder` needs no option on an installed box."""
    said = (ROOT / "systemd" / "lamplight-recorder.service").read_text(encoding="utf-8")

    assert f"--run {RUN} " in said
