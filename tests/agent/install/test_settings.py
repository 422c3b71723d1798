from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from agent.__main__ import arguments
from agent.install.settings import (
    KEYS,
    OPTIONS,
    TIME,
    TIME_FILE,
    Network,
    environment_file,
    network_now,
    steps,
)
from agent.install.steps import Step, StepFailed

HOME = Network(interface="eth0", address="192.168.1.5")


def said(*, has_lamp: bool = False) -> dict[str, str]:
    """Return what the file of settings sets."""
    lines = environment_file(HOME, has_lamp=has_lamp).splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def test_the_filter_understands_its_settings() -> None:
    """What is written for the filter is what its own options take."""
    found = said()
    words = shlex.split(found["LAMPLIGHT_UPSTREAMS"]) + shlex.split(found["LAMPLIGHT_ZONES"])

    options = arguments().parse_args(words)

    assert options.upstream
    assert all(one.is_encrypted for one in options.upstream)


def test_the_pages_are_at_the_box_s_own_address() -> None:
    """Plain http and TLS are served at the address that the home knows the box by."""
    assert said()["LAMPLIGHT_PAGES"] == "--listen 192.168.1.5:80 --tls-listen 192.168.1.5:443"
    assert said()["LAMPLIGHT_INTERFACE"] == "eth0"


def test_the_lamp_is_lit_where_there_is_one() -> None:
    """A board without a light of its own goes without."""
    assert said()["LAMPLIGHT_LAMP"] == ""
    assert said(has_lamp=True)["LAMPLIGHT_LAMP"].startswith("--led /sys/class/leds/")


def test_the_time_comes_of_several_who_prove_themselves() -> None:
    """Three servers at least, each by NTS, none of a pool, and two have to agree."""
    servers = [line.split() for line in TIME.splitlines() if line.startswith("server ")]

    assert len({words[1].split(".", 1)[1] for words in servers}) == len(servers) >= 3
    assert all("nts" in words for words in servers)
    assert {"authselectmode require", "minsources 2", "rtcsync"} <= set(TIME.splitlines())
    assert "pool" not in TIME.replace("ntppool1.time.nl", "")


def test_the_way_out_says_where_the_box_stands() -> None:
    """The kernel's own word for the way out names the interface and the address."""
    way = '[{"dst":"192.0.2.1","gateway":"192.168.1.1","dev":"eth0","prefsrc":"192.168.1.5"}]'

    assert network_now(way) == HOME


@pytest.mark.parametrize("way", ["", "[]", "{}", '[{"dev":"eth0"}]', '[{"prefsrc":"x","dev":"e"}]'])
def test_without_a_way_out_nothing_is_guessed(way: str) -> None:
    """A box whose cable is not plugged in is told so."""
    with pytest.raises(StepFailed, match="Plug in its cable"):
        network_now(way)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a machine without systemd: `chrony` there says that it is active."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "etc").mkdir()
    program = tmp_path / "bin" / "systemctl"
    program.write_text(
        f'#!/bin/sh\necho "$*" >> {tmp_path}/calls\n'
        f'case "$1" in is-active) test -e {tmp_path}/chrony ;; esac\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    return tmp_path


def settings_of(machine: Path, keys: Path | None = None) -> list[Step]:
    """Return the steps, for a folder of the home's options on that machine."""
    return steps(machine / "etc/lamplight", machine, keys)


def test_what_failed_takes_nothing_of_a_helper_s_away(machine: Path) -> None:
    """A key that was put there before the first installation is there after one that fails."""
    own = machine / "etc/lamplight/release.keys"
    own.parent.mkdir()
    own.write_text("needs 1\n")
    other = machine / "other.keys"
    other.write_text("needs 2\n")
    found = settings_of(machine, other)
    (own.parent / OPTIONS).write_text("LAMPLIGHT_ZONES=\n")
    found[1].do()
    assert own.read_text() == "needs 2\n"

    for step in reversed(found):
        step.undo()

    assert {path.name: path.read_text() for path in own.parent.iterdir()} == {KEYS: "needs 1\n"}


def test_a_first_installation_that_fails_leaves_no_settings(machine: Path) -> None:
    """Where there was nothing there is nothing: no options, no folder, no sources of the clock."""
    found = settings_of(machine)
    (machine / "etc/lamplight").mkdir()
    (machine / "etc/lamplight" / OPTIONS).write_text("LAMPLIGHT_ZONES=\n")
    found[2].do()
    assert (machine / TIME_FILE).read_text() == TIME

    for step in reversed(found):
        step.undo()

    assert [path for path in (machine / "etc").rglob("*") if path.is_file()] == []
    assert not (machine / "etc/lamplight").exists()


def test_undoing_brings_back_the_clock_s_sources_of_an_older_release(machine: Path) -> None:
    """A box whose new release fails goes on proving the time, or it could not record."""
    (machine / TIME_FILE).parent.mkdir(parents=True)
    (machine / TIME_FILE).write_text("# older\n")
    clock = settings_of(machine)[2]
    clock.do()
    clock.undo()

    assert (machine / TIME_FILE).read_text() == "# older\n"
    assert (machine / "calls").read_text().endswith("try-restart chrony.service\n")


@pytest.mark.parametrize(
    ("has_chrony", "is_ours", "asks"), [(True, False, True), (True, True, False), (False,) * 3]
)
def test_somebody_s_own_chrony_is_asked_for(
    machine: Path, *, has_chrony: bool, is_ours: bool, asks: bool
) -> None:
    """What keeps the time already is touched only after a yes; ours was asked for before."""
    if has_chrony:
        (machine / "chrony").touch()
    if is_ours:
        (machine / TIME_FILE).parent.mkdir(parents=True)
        (machine / TIME_FILE).write_text("# older\n")

    assert (settings_of(machine)[2].asks is not None) is asks
