from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import dns.message
import dns.rcode
import pytest

import agent.demo
from agent.demo.devices import ANSWERED, BLOCKED, TOUR, Visit, ask
from agent.dns.upstream import Address
from agent.lists.catalogue import Entry, Kept, Published, read_catalogue
from agent.lists.ours import text_of_ours
from policy.document import household_from_toml
from tests.house import VISITOR, HouseList, Script, Scripted, SimulatedHouse

DEMO = Path(agent.demo.__file__).parent

VISIT = Visit("a device", "127.0.0.13", "asked.example", ANSWERED, "it is a test")


def text_of(entry: Entry) -> str:
    """Return what a list of the demonstration holds; none of them comes from a publisher."""
    assert not isinstance(entry.origin, Published)
    if isinstance(entry.origin, Kept):
        return entry.origin.path.read_text(encoding="utf-8")
    return text_of_ours(entry.origin, entry.category)


def demo_house() -> SimulatedHouse:
    """Return the demonstration's own household and lists, without its processes."""
    household = household_from_toml((DEMO / "household.toml").read_text(encoding="utf-8"))
    catalogue = read_catalogue((DEMO / "catalogue.toml").read_text(encoding="utf-8"), DEMO)
    lists = [
        HouseList(name=entry.id, category=entry.category, text=text_of(entry))
        for entry in catalogue.by_default()
    ]
    return SimulatedHouse(household, lists, Script(otherwise="192.0.2.1"))


@pytest.mark.parametrize("visit", TOUR, ids=lambda visit: f"{visit.device}, {visit.name}")
def test_each_outcome_written_down_is_the_right_one(visit: Visit) -> None:
    """What the tour promises is what the demonstration's household and lists really decide."""
    response = demo_house().ask(visit.device, visit.name)

    expected = {ANSWERED: dns.rcode.NOERROR, BLOCKED: dns.rcode.NXDOMAIN}[visit.outcome]
    assert expected == response.rcode()
    assert bool(response.answer) == (visit.outcome == ANSWERED)


def test_each_visit_comes_from_an_address_of_its_device() -> None:
    """The tour's addresses are those of the household file; the visitor's is nobody's."""
    house = demo_house()
    known = {device.name: device.addresses for device in house.household.devices}
    taken = {address for addresses in known.values() for address in addresses}

    for visit in TOUR:
        if visit.device == VISITOR:
            assert visit.address not in taken
        else:
            assert visit.address in known[visit.device]
    assert {visit.device for visit in TOUR} == {*known, VISITOR}


def test_the_tour_shows_one_name_blocked_for_one_and_answered_for_another() -> None:
    """One and the same name is answered for one device of the tour and blocked for another."""
    outcomes = {visit.outcome for visit in TOUR if visit.name == "tiktok.com"}

    assert outcomes == {ANSWERED, BLOCKED}


def respond(status: str, *records: str) -> Callable[[bytes], bytes]:
    """Return a box that answers everything alike."""
    script = Script([Scripted(name=VISIT.name, status=status, answer=records)])
    return script.reply


REPLIES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "an address": (respond("NOERROR", "asked.example. 5 IN A 192.0.2.1"), ANSWERED),
    "no such name": (respond("NXDOMAIN"), BLOCKED),
    "a failure": (respond("SERVFAIL"), "an answer with rcode 2"),
    "a name without an address": (respond("NOERROR"), "an answer with rcode 0"),
}


class Box(asyncio.DatagramProtocol):
    """A box that answers by a function, and keeps what it heard and from where."""

    def __init__(self, reply: Callable[[bytes], bytes]) -> None:
        """Answer with what `reply` returns."""
        self._reply = reply
        self.heard: list[tuple[bytes, str]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        self._transport = transport

    def datagram_received(self, packet: bytes, address: tuple[str, int]) -> None:
        """Answer."""
        self.heard.append((packet, address[0]))
        send: Callable[[bytes, tuple[str, int]], None] = self._transport.sendto  # type: ignore[attr-defined] # Python 3.11's transport has no class that says so
        send(self._reply(packet), address)


async def visit_box(reply: Callable[[bytes], bytes]) -> tuple[str, Box]:
    """Return what a device says that it was told, and the box that told it."""
    loop = asyncio.get_running_loop()
    transport, box = await loop.create_datagram_endpoint(
        lambda: Box(reply), local_addr=("127.0.0.1", 0)
    )
    try:
        return await ask(VISIT, Address(*transport.get_extra_info("sockname"))), box
    finally:
        transport.close()


@pytest.mark.parametrize("case", REPLIES)
def test_a_device_says_what_it_was_really_told(case: str) -> None:
    """What the tour shows comes out of the reply, not out of what was expected."""
    reply, expected = REPLIES[case]
    outcome, _ = asyncio.run(visit_box(reply))

    assert expected == outcome


def test_a_device_asks_from_its_own_address() -> None:
    """The question comes from the visit's address, and asks for the address of its name."""
    reply, _ = REPLIES["an address"]
    _, box = asyncio.run(visit_box(reply))
    [(packet, source)] = box.heard
    [question] = dns.message.from_wire(packet).question

    assert source == VISIT.address
    assert question.to_text() == "asked.example. IN A"


def test_a_box_that_is_not_there_is_no_answer() -> None:
    """Where nobody listens the device says so, and does not call it blocked."""

    async def ask_nobody() -> str:
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0)
        )
        nobody = Address(*transport.get_extra_info("sockname"))
        transport.close()
        return await ask(VISIT, nobody)

    assert asyncio.run(ask_nobody()) == "no answer"
