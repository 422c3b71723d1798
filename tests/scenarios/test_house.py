from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import dns.message
import dns.rcode
import pytest

from agent.dns import wire
from agent.dns.upstream import Address, Do53Upstreams, Upstream, UpstreamSilent
from agent.dns.wire import Answer, Question
from agent.index_file import open_index
from policy.categories import Category
from policy.document import household_from_toml
from policy.errors import SnapshotRollback
from policy.household import Device, Household
from policy.rules import RuleSet
from policy.snapshot import check_rises, snapshot_from_bytes
from tests.house import (
    EXAMPLE_HOUSEHOLD,
    EXAMPLE_LISTS,
    VISITOR,
    FakeUpstream,
    NotScripted,
    Script,
    Scripted,
    SimulatedHouse,
    main,
)
from tests.promises.sockets import SocketUpstream
from tests.scenarios.household_toml import household_to_toml

SOA = "example. 600 IN SOA ns.example. nobody.example. 1 2 3 4 30"

CASES = {
    "one address": Scripted(name="one.example", answer=("one.example. 300 IN A 192.0.2.1",)),
    "several records": Scripted(
        name="many.example",
        rtype="AAAA",
        answer=("many.example. 60 IN AAAA fd00::1", "many.example. 60 IN AAAA fd00::2"),
    ),
    "an alias": Scripted(
        name="alias.example",
        answer=("alias.example. 300 IN CNAME real.example.", "real.example. 20 IN A 192.0.2.2"),
    ),
    "a lifetime of 0": Scripted(name="zero.example", answer=("zero.example. 0 IN A 192.0.2.3",)),
    "no such name": Scripted(name="no.example", status="NXDOMAIN", authority=(SOA,)),
    "no data": Scripted(name="empty.example", authority=(SOA,)),
    "a failure": Scripted(name="fails.example", status="SERVFAIL"),
    "a refusal": Scripted(name="refuses.example", status="REFUSED"),
    "an answer too large for UDP": Scripted(
        name="large.example",
        rtype="TXT",
        answer=tuple(f'large.example. 60 IN TXT "{number:0>200}"' for number in range(10)),
    ),
}

SCRIPT = Script(CASES.values())


def question(name: str, rtype: str = "A") -> Question:
    """Return a question as the pipeline would hand it over."""
    found = wire.read_question(dns.message.make_query(name, rtype).to_wire())
    assert found is not None
    return found


@pytest.fixture(scope="module")
def listening() -> Iterator[SocketUpstream]:
    """Return an upstream on real sockets with the same script."""
    with SocketUpstream(SCRIPT) as upstream:
        yield upstream


@pytest.fixture(params=["fake", "real"])
def upstream(request: pytest.FixtureRequest, listening: SocketUpstream) -> Upstream:
    """Return an upstream that knows the script: the played one, then the real one."""
    if request.param == "fake":
        return FakeUpstream(SCRIPT)
    return Do53Upstreams([Address("127.0.0.1", listening.port)], udp_seconds=(20.0,))


EXPECTED: dict[str, tuple[int, tuple[int, int, int], int]] = {
    "one address": (0, (1, 0, 0), 300),
    "several records": (0, (2, 0, 0), 60),
    "an alias": (0, (2, 0, 0), 20),
    "a lifetime of 0": (0, (1, 0, 0), 0),
    "no such name": (3, (0, 1, 0), 30),
    "no data": (0, (0, 1, 0), 30),
    "a failure": (2, (0, 0, 0), 0),
    "a refusal": (5, (0, 0, 0), 0),
    "an answer too large for UDP": (0, (10, 0, 0), 60),
}


@pytest.mark.parametrize("case", CASES)
def test_an_upstream_says_what_is_scripted(case: str, upstream: Upstream) -> None:
    """The fake upstream and the real one both give the scripted answer and its lifetime."""
    entry = CASES[case]
    answer = asyncio.run(upstream.ask(question(entry.name, entry.rtype)))

    assert (answer.rcode, answer.counts, answer.lifetime) == EXPECTED[case]


@pytest.mark.parametrize("case", CASES)
def test_the_fake_upstream_says_what_the_real_one_says(
    case: str, listening: SocketUpstream
) -> None:
    """Octet for octet, the fake upstream gives the answer that comes over real sockets."""
    entry = CASES[case]

    async def both() -> tuple[Answer, Answer]:
        real = Do53Upstreams([Address("127.0.0.1", listening.port)], udp_seconds=(20.0,))
        asked = question(entry.name, entry.rtype)
        return await FakeUpstream(SCRIPT).ask(asked), await real.ask(asked)

    fake, real = asyncio.run(both())
    assert fake == real


def silent_fake() -> Upstream:
    """Return a fake upstream that was told to be silent."""
    upstream = FakeUpstream(SCRIPT)
    upstream.silent = True
    return upstream


def test_a_silent_upstream_is_silent_in_both() -> None:
    """Without an answer the fake upstream and the real one raise the same error."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        real = Do53Upstreams([Address(*deaf.getsockname())], udp_seconds=(0.05,))
        for upstream in (silent_fake(), real):
            with pytest.raises(UpstreamSilent):
                asyncio.run(upstream.ask(question("one.example")))


def test_what_nobody_scripted_is_an_error() -> None:
    """A question outside the script is an error that names it, never an empty answer."""
    with pytest.raises(NotScripted, match=r"one\.example AAAA"):
        asyncio.run(FakeUpstream(SCRIPT).ask(question("one.example", "AAAA")))


HOUSEHOLDS: dict[str, Callable[[], Household]] = {
    "the example": lambda: household_from_toml(EXAMPLE_HOUSEHOLD),
    "an empty one": Household,
    "quotes and letters of other scripts": lambda: Household(
        visitors=RuleSet(block_categories=frozenset(Category)),
        devices=(
            Device(name='Leo\'s "big" \\ tv', belongs_to="everyone", addresses=("192.0.2.1",)),
            Device(name="گوشی لیلا", belongs_to="everyone", addresses=()),
        ),
    ),
}


@pytest.mark.parametrize("case", HOUSEHOLDS)
def test_a_household_is_written_so_that_it_reads_back(case: str) -> None:
    """The TOML that is dumped describes the very household."""
    household = HOUSEHOLDS[case]()

    assert household_from_toml(household_to_toml(household)) == household


def test_publishing_raises_the_version() -> None:
    """Each household comes in under a version above the last one, as the real agent demands."""
    house = SimulatedHouse()
    versions = [house.policy.version]
    for _ in range(2):
        house.publish(Household())
        versions.append(house.policy.version)

    assert versions == [0, 1, 2]
    with pytest.raises(SnapshotRollback):
        check_rises(house.policy.version, house.policy.version)


def test_a_device_asks_from_its_own_address() -> None:
    """A device is known by its name, and gets what is decided for its address."""
    house = SimulatedHouse(
        household_from_toml(EXAMPLE_HOUSEHOLD), EXAMPLE_LISTS, Script(otherwise="192.0.2.80")
    )
    told = {
        device: dns.rcode.to_text(house.ask(device, "play.example").rcode())
        for device in ("Sam's phone", "Leo's tablet", VISITOR)
    }

    assert told == {"Sam's phone": "NOERROR", "Leo's tablet": "NXDOMAIN", VISITOR: "NOERROR"}


def test_the_dump_is_a_house_that_the_real_programs_read(tmp_path: Path) -> None:
    """What is dumped reads back: the household, the policy at version 1, the lists, the index."""
    assert main(["--dump", str(tmp_path / "house")]) == 0

    house = tmp_path / "house"
    household = household_from_toml((house / "household.toml").read_text(encoding="utf-8"))
    snapshot = snapshot_from_bytes((house / "console" / "snapshot.json").read_bytes())
    index = open_index(house / "lists" / "categories.idx")
    assert household == household_from_toml(EXAMPLE_HOUSEHOLD)
    assert snapshot.version == 1
    assert snapshot.household == household
    assert index.count == 2
    assert (house / "lists" / "play.txt").read_text(encoding="utf-8") == EXAMPLE_LISTS[1].text
