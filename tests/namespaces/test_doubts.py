from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent.files import replace_file
from agent.lab.home import BOX, FOUR, INTERFACE, LIAR, LINKS, PREFIXES
from consent.codes import Code
from policy.coverage import Finding, FindingKind, roads_of
from policy.coverage_words import told
from policy.document import household_from_toml
from policy.neighbours import Freshness
from tests.agent.lab_home import Lab, lab_at
from tests.agent.recorder.home import TABLET
from tests.agent.recorder.test_network import Networked, bound_by_links
from tests.namespaces.test_coverage import LAPTOP_SIX
from tests.namespaces.test_whose import EVERYBODYS, HOUSEHOLD, LAPTOPS, NAMES
from tests.namespaces.watched import Asking, Watched
from tests.policy.test_identity import WIFI
from tests.promises.programs import our_python

LAPTOP = f"{FOUR}.20"
SIX_BOX = f"{PREFIXES[0]}2"
STRICTEST = "The strictest rules of the home hold"
NOT_RECORDED = "nothing is written down"


def pretends(lie: str, address: str) -> Callable[[Lab], None]:
    """Let the liar tell everybody that an address is its own."""
    return lambda lab: void(lab.start(LIAR, *our_python("agent.lab.liar", lie, address)))


def has_it_too(address: str, box: str) -> Callable[[Lab], None]:
    """Let the liar have an address too, set by hand, and speak from it."""

    def happens(lab: Lab) -> None:
        option = ("nodad",) if ":" in address else ()
        bits = "64" if ":" in address else "24"
        give = ("ip", "address", "add", f"{address}/{bits}", "dev", INTERFACE, *option)
        lab.start(LIAR, *give).end()
        lab.start(LIAR, "busybox", "ping", "-c", "9", "-I", address, box)

    return happens


def has_its_link_address(lab: Lab) -> None:
    """Let the liar have the laptop's link address, and speak with an address of its own."""
    for change in (("down",), ("address", LINKS["laptop"]), ("up",)):
        lab.start(LIAR, "ip", "link", "set", INTERFACE, *change).end()
    lab.start(LIAR, "busybox", "ping", f"{FOUR}.78")


def void(_: object) -> None:
    """Take something, and give nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to be taken for the laptop, and what is found of it."""

    happens: Callable[[Lab], None]
    found: Finding
    at: tuple[str, ...]


def twice(address: str) -> Finding:
    """Return what is found where an address of the laptop is had twice."""
    return Finding(kind=FindingKind.ADDRESS_TWICE, where=(address,), devices=("laptop",))


WAYS = {
    "ARP poisoning": Way(happens=pretends("arp", LAPTOP), found=twice(LAPTOP), at=(LAPTOP,)),
    "NDP poisoning": Way(
        happens=pretends("ndp", LAPTOP_SIX), found=twice(LAPTOP_SIX), at=(LAPTOP_SIX,)
    ),
    "a duplicate IPv4 address": Way(
        happens=has_it_too(LAPTOP, f"{FOUR}.2"), found=twice(LAPTOP), at=(LAPTOP,)
    ),
    "a duplicate IPv6 address": Way(
        happens=has_it_too(LAPTOP_SIX, SIX_BOX), found=twice(LAPTOP_SIX), at=(LAPTOP_SIX,)
    ),
    "a spoofed link address": Way(
        happens=has_its_link_address,
        found=Finding(kind=FindingKind.LINK_TWICE, devices=("laptop",)),
        at=(LAPTOP, LAPTOP_SIX),
    ),
}


class Recorded:
    """A home with an agreement, as far as its recorder is concerned, about the lab's laptop.

    The recorder is the real one, and what it reads is what the lab's discovery published. Only the
    laptop is called what the agreement's device is called, for it was drawn up elsewhere.
    """

    def __init__(self, lab: Lab, folder: Path) -> None:
        folder.mkdir()
        kept, _ = bound_by_links()
        self._lab = lab
        self._home = Networked(folder, kept=kept)
        self._home.settled()

    def why_off(self) -> str | None:
        """Return why nothing is recorded, None where something is."""
        octets = self._lab.published.read_bytes()
        for ours, theirs in ((LINKS["laptop"], WIFI), (LAPTOP, TABLET)):
            octets = octets.replace(f'"{ours}"'.encode(), f'"{theirs}"'.encode())
        assert self._home.neighbours is not None
        replace_file(self._home.neighbours, (octets,))
        self._home.looked()
        return self._home.why_off()


def is_known(lab: Lab) -> bool:
    """Say whether discovery knows the laptop at both addresses, by asking back."""
    for address in (LAPTOP, LAPTOP_SIX):
        lab.ping(BOX, address)
    seen = lab.seen_of("laptop")
    return seen is not None and all(
        seen.addresses.get(one) is Freshness.CONFIRMED for one in (LAPTOP, LAPTOP_SIX)
    )


def speaks_up(lab: Lab) -> None:
    """Let the laptop ask anew where the box is: else answers go to whoever pretends, for long."""
    lab.start("laptop", "ip", "neighbour", "flush", "dev", INTERFACE).end()


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_what_could_be_another_device_is_in_doubt(way: Way, tmp_path: Path) -> None:
    """A laptop that somebody pretends to be has the strictest rules, no permit, and a sentence."""
    with lab_at(tmp_path) as lab:
        home = Watched(lab, household=HOUSEHOLD)
        home.household = household_from_toml(HOUSEHOLD)
        lab.home.plug_in("laptop")
        lab.home.plug_in(LIAR)
        lab.until(lambda: is_known(lab) and len(lab.seen().routers) == 2)
        home.known = roads_of(lab.seen())
        recorded = Recorded(lab, tmp_path / "recorder")
        laptop = Asking(lab, "laptop", *NAMES)
        lab.until(lambda: all(laptop.blocked_now().get(one) == LAPTOPS for one in way.at))
        assert way.found.kind not in home.found()
        assert recorded.why_off() is None

        way.happens(lab)

        def is_found() -> bool:
            speaks_up(lab)
            return way.found in home.all_found()

        lab.until(is_found)

        def is_strict() -> bool:
            speaks_up(lab)
            return all(laptop.blocked_now().get(one) == EVERYBODYS for one in way.at)

        lab.until(is_strict)
        words = told(way.found)

        assert recorded.why_off() == Code.DEVICE_AMBIGUOUS
        assert STRICTEST.lower() in words.means.lower()
        assert NOT_RECORDED in words.means
        assert way.found.where == () or way.found.where[0] in words.title
