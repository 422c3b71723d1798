from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from tests.agent.install.releases import HOUSE, members_of, release_in, rewritten
from tests.architecture.tree import ROOT

SCRIPT: Final = ROOT / "systemd" / "first-boot.sh"
UNIT: Final = "etc/systemd/system/first-boot-of-lamplight.service"
CODE: Final = "abacus abdomen abide"

INSTALLS: Final = """#!/bin/sh
echo "$@" >>"$LAMPLIGHT_ROOT/installed-with"
mkdir -p "$LAMPLIGHT_ROOT/opt/lamplight/current" "$LAMPLIGHT_ROOT/etc/lamplight"
mkdir -p "$LAMPLIGHT_ROOT/var/lib/lamplight/console"
echo "LAMPLIGHT_PAGES=--listen 192.168.77.2:80 --tls-listen 192.168.77.2:443" \\
    >"$LAMPLIGHT_ROOT/etc/lamplight/lamplight.env"
echo "abacus abdomen abide" >"$LAMPLIGHT_ROOT/var/lib/lamplight/console/set-up-code"
echo "It is installed."
echo "It asks for the set-up code: abacus abdomen abide"
"""
FAILS: Final = "#!/bin/sh\necho 'There is no chrony.'\nexit 2\n"

STUBS: Final[Mapping[str, str]] = {
    "systemctl": 'echo "$@" >>"$LAMPLIGHT_ROOT/systemctl"',
    "logger": 'echo "$@" >>"$LAMPLIGHT_ROOT/journal"',
    "ip": '[ ! -e "$LAMPLIGHT_ROOT/no-cable" ]',
    # A carer sets up the home while the script waits, and sees what is on the card just then.
    "sleep": """
cp "$CARD/lamplight-code.txt" "$LAMPLIGHT_ROOT/seen"
rm "$LAMPLIGHT_ROOT/var/lib/lamplight/console/set-up-code"
""",
}
"""What the script asks of the machine, in a made-up one."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A made-up machine: its root, and the boot partition of its card."""

    root: Path
    card: Path
    stubs: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the script from the card."""
        beside = {
            "LAMPLIGHT_ROOT": str(self.root),
            "CARD": str(self.card),
            "PATH": f"{self.stubs}:{os.environ['PATH']}",
        }
        kept = {key: word for key, word in os.environ.items() if key != "JOURNAL_STREAM"}
        return subprocess.run(
            ["bash", self.card / "first-boot.sh", *arguments],
            env=kept | beside,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def brings(self, installer: str, name: str = "lamplight.tar") -> None:
        """Put a release on the card, in the very form that `lamplight bundle` gives it."""
        folder = self.root.parent / f"makers-of-{name}"
        folder.mkdir()
        shutil.copy(release_in(folder, house=HOUSE | {"lamplight": installer}), self.card / name)

    def holds(self) -> list[str]:
        """Return all files of the machine's root."""
        files = (path for path in self.root.rglob("*") if path.is_file())
        return sorted(path.relative_to(self.root).as_posix() for path in files)

    def said(self, name: str) -> str:
        """Return what was written under a name; nothing where there is none."""
        path = self.root / name
        return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Return a machine that nothing is installed on; its card holds the script alone."""
    made = Machine(tmp_path / "root", tmp_path / "boot", tmp_path / "stubs")
    for folder in (made.root, made.card, made.stubs):
        folder.mkdir()
    shutil.copy(SCRIPT, made.card)
    for name, text in STUBS.items():
        (made.stubs / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        (made.stubs / name).chmod(0o755)
    return made


def test_a_release_on_the_card_is_installed_and_the_code_is_told_there(machine: Machine) -> None:
    """Whoever takes the card out reads there the code and where the pages are."""
    machine.brings(INSTALLS)
    done = machine.run("--here")
    seen = machine.said("seen")

    assert (done.returncode, machine.said("installed-with")) == (0, "install --yes\n")
    assert CODE in seen
    assert "https://192.168.77.2/" in seen
    assert "It is installed." in done.stdout
    assert "lamplight-code.txt" in machine.said("journal")


def test_once_the_home_is_set_up_nothing_of_it_is_left(machine: Machine) -> None:
    """The code, the copy of the release and the service are gone from card and machine."""
    machine.brings(INSTALLS)
    machine.run()
    machine.run("--here")

    assert sorted(path.name for path in machine.card.iterdir()) == [
        "first-boot.sh",
        "lamplight.tar",
    ]
    assert not (machine.root / UNIT).exists()
    assert [path for path in machine.holds() if path.startswith("var/")] == []
    assert "disable first-boot-of-lamplight.service" in machine.said("systemctl")


def test_an_unpacked_release_does_as_well(machine: Machine) -> None:
    """A folder beside the script is as good as one file."""
    machine.brings(INSTALLS)
    release = machine.card / "lamplight.tar"
    with tarfile.open(release) as archive:
        archive.extraction_filter = tarfile.data_filter
        archive.extractall(machine.card)  # noqa: S202 - of our own making
    release.unlink()
    [folder] = [path for path in machine.card.iterdir() if path.is_dir()]
    folder.rename(machine.card / "lamplight")

    assert machine.run("--here").returncode == 0
    assert machine.said("installed-with") == "install --yes\n"


@pytest.mark.parametrize("way", ["", "--next-boot", "--here"])
def test_without_a_release_nothing_is_changed(way: str, machine: Machine) -> None:
    """It says so, on the card too, and the machine is as it was."""
    done = machine.run(*([way] if way else []))

    assert done.returncode == 2
    assert "There is no release of Lamplight on this card" in done.stdout
    assert (machine.card / "lamplight-trouble.txt").read_text(encoding="utf-8") == done.stdout
    assert machine.holds() == ["journal"]


@pytest.mark.parametrize("way", ["", "--next-boot", "--here"])
def test_where_it_is_installed_already_nothing_is_done(way: str, machine: Machine) -> None:
    """A second run, also one with another release on the card, leaves the box as it is."""
    machine.brings(INSTALLS)
    (machine.root / "opt/lamplight/current").mkdir(parents=True)
    before = sorted(path.name for path in machine.card.iterdir())
    done = machine.run(*([way] if way else []))

    assert (done.returncode, machine.holds()) == (0, ["journal"])
    assert "installed here already" in done.stdout
    assert sorted(path.name for path in machine.card.iterdir()) == before


def test_two_releases_are_one_too_many(machine: Machine) -> None:
    """Nobody guesses which one was meant."""
    machine.brings(INSTALLS)
    machine.brings(INSTALLS, "lamplight-2.tar")
    done = machine.run("--here")

    assert (done.returncode, machine.holds()) == (2, ["journal"])
    assert "lamplight-2.tar lamplight.tar" in done.stdout


def test_without_a_cable_it_tries_again_later(machine: Machine) -> None:
    """It says where the cable goes, writes nothing down, and its status says: not yet."""
    machine.brings(INSTALLS)
    (machine.root / "no-cable").touch()
    done = machine.run("--here")

    assert (done.returncode, machine.holds()) == (1, ["journal", "no-cable"])
    assert "Put its cable into the router" in done.stdout
    (machine.root / "no-cable").unlink()
    assert machine.run("--here").returncode == 0
    assert not (machine.card / "lamplight-trouble.txt").exists()


def test_what_was_cut_off_goes_on(machine: Machine) -> None:
    """An installation that did not end is done again, though some of it is there already."""
    machine.brings(FAILS)
    failed = machine.run("--here")
    (machine.root / "opt/lamplight/current").mkdir(parents=True)  # as after a power cut
    machine.root.parent.joinpath("makers-of-lamplight.tar").rename(machine.root.parent / "old")
    machine.brings(INSTALLS)

    assert failed.returncode == 1
    assert "There is no chrony." in failed.stdout
    assert machine.run("--here").returncode == 0
    assert machine.said("installed-with") == "install --yes\n"


SPOILT: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "an octet changed": lambda octets: octets.replace(b"A house.", b"A mouse.", 1),
    "cut off": lambda octets: octets[: len(octets) // 2],
    "no archive": lambda _: b"not a release",
    "nothing": lambda _: b"",
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_release_that_is_not_whole_never_runs(how: str, machine: Machine) -> None:
    """What a bad card or copy made of it is noticed before anything of it is started."""
    machine.brings(INSTALLS)
    release = machine.card / "lamplight.tar"
    release.write_bytes(SPOILT[how](release.read_bytes()))
    done = machine.run("--here")

    assert (done.returncode, machine.holds()) == (2, ["journal"])
    assert "anew" in done.stdout


def test_a_file_that_is_not_on_the_list_spoils_it(machine: Machine) -> None:
    """A release with one file more than its list is none."""
    machine.brings(INSTALLS)
    release = machine.card / "lamplight.tar"
    members = members_of(release)
    more, _ = members_of(release)[-1]
    more.name = more.name.replace("one-1", "two-1")
    rewritten(release, [*members, (more, b"more")])
    done = machine.run("--here")

    assert (done.returncode, machine.holds()) == (2, ["journal"])


def test_its_service_begins_at_once_or_at_the_next_start(machine: Machine) -> None:
    """The service is one that systemd understands, and runs until it is done."""
    machine.brings(INSTALLS)
    later = machine.run("--next-boot").returncode, machine.said("systemctl")
    now = machine.run().returncode, machine.said("systemctl").removeprefix(later[1])
    unit = (machine.root / UNIT).read_text(encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", machine.root / UNIT],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (later[0], now[0]) == (0, 0)
    assert "start" not in later[1]
    assert "start --no-block first-boot-of-lamplight.service" in now[1]
    assert f"ExecStart=/bin/bash {machine.card}/first-boot.sh --here" in unit
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_script_has_no_fault_that_can_be_seen() -> None:
    """Bash can read it, and shellcheck, where it is there, finds nothing."""
    checks = [["bash", "-n", str(SCRIPT)]]
    if (shellcheck := shutil.which("shellcheck")) is not None:
        checks.append([shellcheck, str(SCRIPT)])
    found = [subprocess.run(check, capture_output=True, check=False) for check in checks]

    assert [one.stdout + one.stderr for one in found] == [b""] * len(checks)
    assert SCRIPT.stat().st_mode & 0o111


def test_the_example_for_cloud_init_starts_it() -> None:
    """The example runs the script from where Raspberry Pi OS puts the boot partition."""
    example = (ROOT / "systemd" / "first-boot.user-data").read_text(encoding="utf-8")

    assert example.startswith("#cloud-config\n")
    assert "- [bash, /boot/firmware/first-boot.sh]" in example
