from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.boot import boot_clock_ms
from agent.lab.home import BOX, FOUR, INTERFACE, LIAR, LINKS, PREFIXES
from tests.agent.gate.lending import Recorder, arrived, lend
from tests.agent.lab_home import Lab, lab_at
from tests.agent.test_main import index
from tests.promises.programs import Program, our_python

LAPTOP_FOUR, LAPTOP_SIX = f"{FOUR}.20", f"{PREFIXES[0]}20"
BOX_AT = {LAPTOP_FOUR: f"{FOUR}.2", LAPTOP_SIX: f"{PREFIXES[0]}2"}
FAMILIES = {"IPv4": LAPTOP_FOUR, "IPv6": LAPTOP_SIX}
MANY = 8


@dataclass(frozen=True, slots=True)
class Lending:
    """A home whose box has an agent, and a recorder that a test holds; nobody discovers."""

    lab: Lab
    recorder: Recorder

    def lend(self, address: str, *links: str) -> socket.socket:
        """Lend for the laptop, and wait until what it asks is observed."""
        ours = self.recorder.lend(lend(boot_clock_ms(), addresses=(address,), links=links))
        self.lab.until(lambda: self.asked("laptop", address, "first") and arrived(ours))
        return ours

    def asked(self, machine: str, address: str, word: str) -> list[str]:
        """Let a machine ask for names from an address; return the sites of those answered."""
        names = [f"www.{word}-{number}.com" for number in range(MANY)]
        asking = self.lab.start(
            machine,
            *our_python("tests.namespaces.asking_once", BOX_AT[address], address, *names),
        )
        asking.end()
        return [name.removeprefix("www.") for name in asking.printed.split()]


@pytest.fixture
def lending(tmp_path: Path) -> Iterator[Lending]:
    """Return the home, with the laptop plugged in, and a stranger's machine beside it."""
    with lab_at(tmp_path) as lab, tempfile.TemporaryDirectory(prefix="lend") as folder:
        path = Path(folder, "lend.sock")
        with Recorder(path) as recorder:
            agent_on(lab, path)
            recorder.accept()
            for machine in ("laptop", LIAR):
                lab.home.plug_in(machine)
            give(lab, "laptop", LAPTOP_SIX)
            yield Lending(lab, recorder)


def agent_on(lab: Lab, recorder: Path) -> Program:
    """Start the real agent on the box; nobody answers it, so every name is a failure, at once."""
    lists = recorder.with_name("categories.idx")
    lists.write_bytes(index("adult-site.com"))
    listen = [option for at in BOX_AT.values() for option in ("--listen", f"{bracketed(at)}:53")]
    options = [*listen, "--upstream", f"{FOUR}.2:1", "--recorder", str(recorder)]
    options += ["--index", str(lists)]
    agent = lab.start(BOX, *our_python("agent", *options))
    agent.line_with("ready")
    return agent


def bracketed(address: str) -> str:
    """Return an address as it stands before a port."""
    return f"[{address}]" if ":" in address else address


def give(lab: Lab, machine: str, address: str) -> None:
    """Let a machine have an address at once."""
    whole = (f"{address}/64", "nodad") if ":" in address else (f"{address}/24",)
    what, *option = whole
    lab.start(machine, "ip", "address", "add", what, "dev", INTERFACE, *option).end()


def take(lab: Lab, machine: str, address: str) -> None:
    """Take an address from a machine."""
    bits = 64 if ":" in address else 24
    lab.start(machine, "ip", "address", "delete", f"{address}/{bits}", "dev", INTERFACE).end()


@pytest.mark.parametrize("address", FAMILIES.values(), ids=FAMILIES)
def test_an_address_that_changes_hands_lends_nobody_elses_look_ups(
    lending: Lending, address: str
) -> None:
    """What a stranger asks at the laptop's address, before anybody noticed, is not observed."""
    with lending.lend(address, LINKS["laptop"]) as ours:
        laptops = lending.asked("laptop", address, "laptop")
        before = [one.domain for one in arrived(ours)]
        take(lending.lab, "laptop", address)
        give(lending.lab, LIAR, address)
        strangers: list[str] = []
        while not strangers:
            strangers = lending.asked(LIAR, address, "stranger")
        after = {one.domain for one in arrived(ours)}

        assert before == laptops
        assert after.isdisjoint(strangers)


def test_a_device_without_link_addresses_is_known_by_its_address(lending: Lending) -> None:
    """Where the home has no discovery, the lease names no link address, and none is asked for."""
    with lending.lend(LAPTOP_FOUR) as ours:
        laptops = lending.asked("laptop", LAPTOP_FOUR, "laptop")

        assert laptops
        assert [one.domain for one in arrived(ours)] == laptops
