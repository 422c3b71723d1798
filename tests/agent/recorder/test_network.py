from __future__ import annotations

import asyncio
import copy
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.files import replace_file
from agent.recorder.memory import BoundDevice, Memory
from agent.recorder.network import MAX_LENT_FOR, Network, device_at, device_facts, whereabouts
from agent.recorder.serving import LEASES_SOCKET, Setting, serve
from consent.codes import Code
from consent.lease import Lend, TakeBack
from consent.recorder_requests import Bind, MoveDevice, NoticeShown
from policy.neighbours import Conflict, ConflictKind, Freshness, Neighbours
from policy.neighbours_document import neighbours_to_bytes
from tests.agent.recorder.home import (
    BUILT_ON,
    LAPTOP,
    TABLET,
    AgentEnd,
    Home,
    Kept,
    put_card,
    somewhere,
    while_recording,
)
from tests.consent.commands import ceremony
from tests.policy.test_identity import OTHER, RANDOM, STRANGER, WIFI, at, seen

TEMPORARY = "2001:db8::5eed"
AT_HOME = seen(at(WIFI, TABLET, "fd00::21", TEMPORARY), at(OTHER, LAPTOP))

CLAIMED_TWICE = Conflict(kind=ConflictKind.ADDRESS_TWICE, address=TABLET, links=(WIFI, STRANGER))
TEMPORARY_TWICE = replace(CLAIMED_TWICE, address=TEMPORARY)
COPIED = Conflict(kind=ConflictKind.LINK_TWICE, links=(WIFI,))

DOUBTS = {
    "a changed link address": (seen(at(RANDOM, TABLET), at(OTHER, LAPTOP)), Code.DEVICE_UNBOUND),
    "its address at the laptop": (seen(at(OTHER, LAPTOP, TABLET)), Code.DEVICE_UNBOUND),
    "its address claimed twice": (
        replace(AT_HOME, conflicts=(CLAIMED_TWICE,)),
        Code.DEVICE_AMBIGUOUS,
    ),
    "a temporary address claimed twice": (
        replace(AT_HOME, conflicts=(TEMPORARY_TWICE,)),
        Code.DEVICE_AMBIGUOUS,
    ),
    "its link address copied": (replace(AT_HOME, conflicts=(COPIED,)), Code.DEVICE_AMBIGUOUS),
    "nothing to be read": (None, Code.DEVICE_UNBOUND),
}


def publish(path: Path, network: Neighbours | None) -> None:
    """Have discovery publish a network; None is what nobody can read."""
    replace_file(path, (b"{" if network is None else neighbours_to_bytes(network),))


class Networked(Home):
    """A home with discovery."""

    def __init__(
        self, folder: Path, network: Neighbours | None = AT_HOME, *, kept: Kept | None = None
    ) -> None:
        self.neighbours = folder / "neighbours.json"
        publish(self.neighbours, network)
        super().__init__(folder, kept=kept)

    def publish(self, network: Neighbours | None) -> None:
        """Have discovery publish, and the recorder look at it as it does by itself."""
        assert self.neighbours is not None
        publish(self.neighbours, network)
        self.looked()

    def looked(self) -> None:
        """Look at what is published, as the recorder does twice a second."""
        assert self.box.network is not None
        if self.box.network.look():
            self.round()


@cache
def bound_by_links() -> tuple[Kept, str]:
    """Return a home with discovery on the first evening of its agreement, and the agreement."""
    with somewhere() as folder:
        home = Networked(folder)
        agreement = home.recording_on()
        found = home.kept()
        home.crash()
    return found, agreement


def test_a_device_is_bound_by_the_link_address_it_has(tmp_path: Path) -> None:
    """With discovery a device is bound by its link address, and keeps it over a new start."""
    home = Networked(tmp_path).bound()
    assert [one.links for one in home.box.memory.devices] == [(WIFI,), (OTHER,)]
    home.restart()

    assert [one.links for one in home.box.memory.devices] == [(WIFI,), (OTHER,)]


NOT_BOUND = {
    "not to be seen": (AT_HOME, "192.168.7.99", Code.DEVICE_UNBOUND),
    "in nothing that can be read": (None, TABLET, Code.DEVICE_UNBOUND),
    "claimed twice": (
        replace(AT_HOME, conflicts=(CLAIMED_TWICE,)),
        TABLET,
        Code.DEVICE_AMBIGUOUS,
    ),
    "copied": (replace(AT_HOME, conflicts=(COPIED,)), TABLET, Code.DEVICE_AMBIGUOUS),
    "another one's, at another address": (
        seen(at(OTHER, LAPTOP, TABLET)),
        TABLET,
        Code.DEVICE_AMBIGUOUS,
    ),
}


@pytest.mark.parametrize(("network", "address", "code"), NOT_BOUND.values(), ids=NOT_BOUND)
def test_what_is_in_doubt_is_not_bound(
    network: Neighbours | None, address: str, code: Code, tmp_path: Path
) -> None:
    """A device that cannot be seen, or could be taken for another, is refused."""
    home = Networked(tmp_path)
    home.done(Bind(label="Laptop", addresses=(LAPTOP,), sole_user=True))
    home.publish(network)

    assert home.refused(Bind(label="Phone", addresses=(address,), sole_user=True)) == code


@pytest.mark.parametrize(("network", "code"), DOUBTS.values(), ids=DOUBTS)
def test_a_doubt_ends_the_lease_and_is_no_permit(
    network: Neighbours | None, code: Code, tmp_path: Path
) -> None:
    """What could be another device is not recorded, from the look on; what clears is again."""
    kept, _ = bound_by_links()
    home = Networked(tmp_path, kept=kept)
    agent = home.settled()
    assert home.why_off() is None
    assert set(agent.lent) == {home.tablet}
    home.publish(network)
    assert home.why_off() == code
    assert not agent.lent
    assert home.kinds()[-1] == "off"
    home.publish(AT_HOME)

    assert home.why_off() is None
    assert isinstance(agent.messages[-1], Lend)
    assert agent.messages[-1].is_settling, "what was asked meanwhile is known to nobody"


def test_it_is_lent_for_every_address_of_its_link_address(tmp_path: Path) -> None:
    """A new address of the device is lent for; one that nobody has confirmed is not."""
    kept, _ = bound_by_links()
    home = Networked(tmp_path, kept=kept)
    agent = home.agent()
    [lend] = [one for one in agent.messages if isinstance(one, Lend)]
    assert lend.addresses == tuple(sorted((TABLET, "fd00::21", TEMPORARY)))
    later = at(WIFI, TABLET, "2001:db8::1a7e")
    claimed = {"2001:db8::bad": Freshness.CLAIMED}
    home.publish(seen(replace(later, addresses={**later.addresses, **claimed})))

    assert isinstance(agent.messages[-1], Lend)
    assert agent.messages[-1].addresses == (TABLET, "2001:db8::1a7e")


def test_a_lease_names_a_bounded_number_of_addresses(tmp_path: Path) -> None:
    """A device with more addresses than a lease can name is lent for as many as it can."""
    kept, _ = bound_by_links()
    home = Networked(tmp_path, kept=kept)
    agent = home.agent()
    home.publish(seen(at(WIFI, *(f"2001:db8::{n:x}" for n in range(1, 21)))))

    assert isinstance(agent.messages[-1], Lend)
    assert len(agent.messages[-1].addresses) == MAX_LENT_FOR
    assert home.why_off() is None


def test_nobody_can_read_in_the_journal_when_a_device_comes_and_goes(tmp_path: Path) -> None:
    """A device that is away is lent for nowhere, and nothing is noted, then or when it is back."""
    kept, _ = bound_by_links()
    home = Networked(tmp_path, kept=kept)
    agent = home.settled()
    places = len(home.entries)
    home.publish(seen(at(OTHER, LAPTOP)))
    assert not agent.lent
    assert isinstance(agent.messages[-1], TakeBack)
    home.publish(AT_HOME)

    assert set(agent.lent) == {home.tablet}
    assert len(home.entries) == places


def test_an_address_that_went_to_another_while_it_is_elsewhere_is_not_its(tmp_path: Path) -> None:
    """A device that has a new address is lent for there, and no more where another is now."""
    kept, _ = bound_by_links()
    home = Networked(tmp_path, kept=kept)
    agent = home.agent()
    home.publish(seen(at(WIFI, "192.168.7.30"), at(STRANGER, TABLET)))

    assert home.why_off() is None
    assert isinstance(agent.messages[-1], Lend)
    assert agent.messages[-1].addresses == ("192.168.7.30",)


def test_a_notice_is_of_the_device_whose_page_it_was(tmp_path: Path) -> None:
    """A page that was opened from a temporary address is its device's; from a doubt, nobody's."""
    home = Networked(tmp_path)
    home.bound()
    assert home.done(NoticeShown(address=TEMPORARY)).id == home.tablet
    assert home.done(NoticeShown(address=LAPTOP)).id == home.laptop
    assert home.refused(NoticeShown(address="192.168.7.99")) == Code.DEVICE_UNBOUND
    home.publish(replace(AT_HOME, conflicts=(CLAIMED_TWICE,)))
    assert home.refused(NoticeShown(address=TABLET)) == Code.DEVICE_UNBOUND


def test_the_card_binds_it_by_its_new_link_address(tmp_path: Path) -> None:
    """After a changed link address, the device in hand and the young person's card bind again."""
    kept, agreement = bound_by_links()
    home = Networked(tmp_path, seen(at(RANDOM, TABLET), at(OTHER, LAPTOP)), kept=kept)
    home.round()
    assert home.why_off() == Code.DEVICE_UNBOUND
    move = MoveDevice(
        nonce="0" * 32,
        device=home.tablet,
        agreement=agreement,
        addresses=(TABLET,),
        signature="0" * 128,
    )
    home.done(home.proven(move, ceremony.young_persons_keys().signer))

    assert home.why_off() is None
    assert home.box.memory.devices[0].links == (RANDOM,)


def test_a_binding_by_address_alone_goes_on_and_ends_in_doubt(tmp_path: Path) -> None:
    """What was bound before there was discovery holds, until two claim its address."""
    kept, _ = while_recording()
    home = Networked(tmp_path, kept=kept)
    home.round()
    assert home.why_off() is None
    home.publish(seen())
    assert home.why_off() is None
    home.publish(replace(AT_HOME, conflicts=(CLAIMED_TWICE,)))
    assert home.why_off() == Code.DEVICE_AMBIGUOUS
    home.publish(replace(AT_HOME, conflicts=(COPIED,)))
    assert home.why_off() == Code.DEVICE_AMBIGUOUS
    home.publish(None)
    assert home.why_off() == Code.DEVICE_UNBOUND


def test_the_file_is_taken_up_whenever_it_is_another(tmp_path: Path) -> None:
    """A look says whether something changed, also where the file goes and comes back."""
    path = tmp_path / "neighbours.json"
    network = Network(path)
    assert network.look() is False
    publish(path, AT_HOME)
    assert network.look() is True
    assert network.look() is False
    publish(path, AT_HOME)
    assert network.look() is False, "written anew, and nothing in it is new"
    path.unlink()
    assert network.look() is True
    assert network.look() is False
    publish(path, AT_HOME)
    assert network.look() is True


IDS = {"a": "aa" * 16, "b": "bb" * 16}
LINKS = st.frozensets(st.sampled_from((WIFI, OTHER, RANDOM)), max_size=2)
ADDRESSES = st.sampled_from((TABLET, LAPTOP, TEMPORARY))


def bound(label: str, links: frozenset[str], *addresses: str) -> BoundDevice:
    """Return a device that was bound some day."""
    return BoundDevice(
        id=IDS[label],
        label=label,
        sole_user=True,
        bound_on=BUILT_ON.date(),
        addresses=addresses,
        links=tuple(sorted(links)),
    )


@given(
    LINKS,
    LINKS,
    st.dictionaries(ADDRESSES, st.sampled_from((WIFI, OTHER, RANDOM, STRANGER))),
    st.dictionaries(ADDRESSES, st.frozensets(st.sampled_from((WIFI, OTHER, STRANGER)), min_size=2)),
    st.booleans(),
)
def test_nobody_is_recorded_as_another(
    first: frozenset[str],
    second: frozenset[str],
    held: dict[str, str],
    twice: dict[str, frozenset[str]],
    is_copied: bool,  # noqa: FBT001 - Hypothesis gives it
) -> None:
    """On any network, no address is lent for two devices, or for one whose link is not there."""
    network = Neighbours(
        neighbours=tuple(
            at(link, *sorted(one for one in held if held[one] == link))
            for link in sorted(set(held.values()))
        ),
        conflicts=(
            *(
                Conflict(kind=ConflictKind.ADDRESS_TWICE, address=one, links=tuple(sorted(links)))
                for one, links in twice.items()
            ),
            *((COPIED,) if is_copied else ()),
        ),
    )
    memory = Memory(devices=(bound("a", first, TABLET), bound("b", second, LAPTOP)))
    with somewhere() as folder:
        publish(folder / "neighbours.json", network)
        found = Network(folder / "neighbours.json")
    lent: list[str] = []
    for device in memory.devices:
        facts = device_facts(device, memory, found)
        where = whereabouts(device, memory, found)
        if not facts.bound or facts.ambiguous:
            continue
        lent += where.addresses
        for address in where.addresses:
            assert device_at(address, memory, found) == device
            if device.links:
                assert held[address] in device.links
                assert twice.get(address, frozenset()) <= set(device.links)
                assert not (is_copied and held[address] == WIFI)
    assert len(lent) == len(set(lent))


async def heard(agent: AgentEnd) -> None:
    """Wait until the agent is told something, and take it in."""
    loop, is_told = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(agent.recorder, is_told.set)
    await is_told.wait()
    loop.remove_reader(agent.recorder)
    agent.hear()


@pytest.mark.parametrize("case", DOUBTS)
@pytest.mark.alone
def test_a_running_recorder_ends_the_lease_within_a_second(case: str, tmp_path: Path) -> None:
    """From the change of the file to the closed lease at the agent it takes less than a second."""
    kept, _ = bound_by_links()
    put_card(kept.card, tmp_path / "state")
    path = tmp_path / "neighbours.json"
    publish(path, AT_HOME)
    setting = Setting(state=tmp_path / "state", run=tmp_path, neighbours=path)

    async def run() -> None:
        stop, is_ready = asyncio.Event(), asyncio.Event()
        clock = copy.copy(kept.time)
        serving = asyncio.create_task(
            serve(setting, clock, built_on=BUILT_ON, stop=stop, ready=is_ready.set)
        )
        await is_ready.wait()
        agent = AgentEnd(tmp_path / LEASES_SOCKET)
        try:
            async with asyncio.timeout(30):
                while not agent.lent:
                    await heard(agent)
            async with asyncio.timeout(1):
                publish(path, DOUBTS[case][0])
                while agent.lent:
                    await heard(agent)
        finally:
            agent.close()
            stop.set()
            await serving

    asyncio.run(run())
