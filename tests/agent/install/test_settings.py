from __future__ import annotations

import shlex

import pytest

from agent.__main__ import arguments
from agent.install.settings import TIME, Network, environment_file, network_now
from agent.install.steps import StepFailed

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
