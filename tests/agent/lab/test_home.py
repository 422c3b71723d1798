from __future__ import annotations

from pathlib import Path

import pytest

from agent.lab import home as homes
from agent.lab.home import (
    BOX,
    DEVICES,
    FOUR,
    LIAR,
    LINKS,
    MACHINES,
    PREFIXES,
    ROUTER,
    Home,
    LabRefused,
    check_programs,
)
from tests.agent.lab_home import hold, lab_at


def test_every_machine_has_a_link_address_of_its_own_for_documentation() -> None:
    """No two machines share a link address, and none is a real maker's."""
    assert len(set(LINKS.values())) == len(MACHINES)
    assert all(link.startswith("02:00:5e:00:53:") for link in LINKS.values())


def test_a_home_comes_up_and_goes_without_a_trace() -> None:
    """All machines are there, none has a way out of the home, and after it nothing is left."""
    holder, enter = hold()
    with holder:
        holder.line_with("held")
        home = Home(name="lamplight-test", enter=enter)
        home.up()
        home.up()  # what another left behind is no hindrance
        standing = set(home._standing())
        interfaces = home._run(home.inside(LIAR, "ls", "/sys/class/net")).split()
        addresses = {one: home.addresses(one) for one in (BOX, ROUTER)}
        home.down()
        left = set(home._standing())

    assert standing == {home.space(one) for one in ("switch", *MACHINES)}
    assert set(interfaces) <= {"eth0", "lo", "sit0", "ip6tnl0", "tunl0"}
    assert left == set()
    assert {f"{FOUR}.2", *(f"{prefix}2" for prefix in PREFIXES)} <= addresses[BOX]
    assert f"{FOUR}.1" in addresses[ROUTER]


def test_devices_get_their_addresses_as_at_home(tmp_path: Path) -> None:
    """By DHCP and by advertisement, the phone with temporary addresses beside, others without."""
    with lab_at(tmp_path) as lab:
        for device in DEVICES:
            lab.home.plug_in(device)
        lab.join("phone")
        lab.until(lambda: len(lab.home.addresses("phone")) == 6)
        lab.until(lambda: len(lab.home.addresses("laptop")) == 4)
        phone = lab.home.addresses("phone")

    assert sum(one.startswith(FOUR) for one in phone) == 1
    assert [sum(one.startswith(prefix[:-1]) for one in phone) for prefix in PREFIXES] == [2, 2]


def test_a_missing_program_is_told_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a program is not there, the sentence says what to install."""
    monkeypatch.setitem(homes.PACKAGES, "no-such-program", "a-package")

    with pytest.raises(LabRefused, match="install the Debian package a-package"):
        check_programs()


def test_what_the_system_refuses_is_told_with_the_command() -> None:
    """A command that fails is named, with what the system said of it."""
    with pytest.raises(LabRefused, match=r"ip .* was refused: "):
        Home(name="lamplight-nowhere")._ip("box", "link show")


def test_what_goes_before_a_command_is_not_told() -> None:
    """The way into a namespace is no part of the sentence."""
    with pytest.raises(LabRefused, match=r"^false was refused"):
        Home(enter=("env",))._run(["env", "false"])
