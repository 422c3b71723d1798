from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agent.recorder.errors import RecorderBroken
from agent.recorder.leases import BATCH, Leases, LentFor, listening_at
from consent.lease import Lend, Renew, TakeBack
from consent.observation import MAX_DATAGRAM_OCTETS, Terms
from tests.agent.recorder.home import AgentEnd, Readers

PHONE, TABLET = "d1" * 16, "d2" * 16
TERMS = Terms(
    level=2,
    categories=frozenset({"strangers", "gambling"}),
    watch=frozenset(),
    never_recorded=frozenset({"example.org"}),
)
SETTLING_MS = 900_000


class Lender:
    """The recorder's end, with what arrived there and how often an agent came."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "lend.sock"
        self.readers = Readers()
        self.arrived: list[tuple[str, bytes]] = []
        self.came = 0
        self.now_ms = 1_000_000
        self.agents: list[AgentEnd] = []
        self.links: tuple[str, ...] = ()
        self.leases = Leases(
            self.path,
            watch=self.readers.watch,
            unwatch=self.readers.unwatch,
            observed=self.observed,
            connected=self.connected,
        )

    def observed(self, device: str, octets: bytes) -> None:
        """Keep what arrived."""
        self.arrived.append((device, octets))

    def connected(self) -> None:
        """Count an agent."""
        self.came += 1

    def agent(self) -> AgentEnd:
        """Connect an agent."""
        found = AgentEnd(self.path)
        self.agents.append(found)
        self.readers.poll()
        return found

    def lend(self, device: str = PHONE, terms: Terms = TERMS, *addresses: str) -> None:
        """Lend for a device, or renew."""
        self.leases.lend(
            device,
            terms,
            LentFor(addresses=addresses or ("192.168.7.21",), links=self.links),
            now_ms=self.now_ms,
            until_ms=self.now_ms + 600_000,
            settling_ms=SETTLING_MS,
        )

    def close(self) -> None:
        """Close everything."""
        self.leases.close()
        for one in self.agents:
            one.close()


@pytest.fixture
def lender(tmp_path: Path) -> Iterator[Lender]:
    """Return a recorder's end that is closed after."""
    found = Lender(tmp_path)
    yield found
    found.close()


def test_another_link_address_is_another_lease(lender: Lender) -> None:
    """A device that was bound by another link address is lent a new way; the old one is closed."""
    agent = lender.agent()
    for links in (("3c:22:fb:10:20:30",), ("3c:22:fb:10:20:30",), ("3c:22:fb:10:20:31",)):
        lender.links = links
        lender.lend()
    said = [type(one) for one in agent.hear()]

    assert said == [Lend, Renew, TakeBack, Lend]


def test_what_is_lent_arrives(lender: Lender) -> None:
    """The agent gets the terms and one way to send, and what it sends comes from that device."""
    agent = lender.agent()
    lender.links = ("3c:22:fb:10:20:30",)
    lender.lend(PHONE, TERMS, "192.168.7.21", "fe80::21")
    [lend] = agent.hear()

    assert lend == Lend(
        device=PHONE,
        addresses=("192.168.7.21", "fe80::21"),
        links=lender.links,
        level=2,
        categories=("gambling", "strangers"),
        watch=(),
        never_recorded=("example.org",),
        until_ms=lender.now_ms + 600_000,
        is_settling=True,
    )
    assert lender.leases.has_agent
    assert lender.leases.devices == {PHONE}
    assert lender.leases.lent_since(PHONE) == lender.now_ms
    assert agent.send(PHONE, b"one")
    assert agent.send(PHONE, b"two")
    lender.readers.poll()

    assert lender.arrived == [(PHONE, b"one"), (PHONE, b"two")]


def test_without_an_agent_nothing_is_lent(lender: Lender) -> None:
    """A lease waits for nobody: whoever comes later asks anew."""
    lender.lend()

    assert not lender.leases.has_agent
    assert lender.leases.devices == frozenset()
    assert lender.leases.lent_since(PHONE) is None
    assert lender.agent().hear() == []
    assert lender.came == 1


def test_the_same_terms_are_renewed(lender: Lender) -> None:
    """A renewal is the same way for longer, and says whether it has settled."""
    agent = lender.agent()
    lender.lend()
    since = lender.now_ms
    heard: list[Renew] = []
    for _ in range(2):
        lender.now_ms = since + SETTLING_MS - 1 + len(heard)
        lender.lend()
        heard += [one for one in agent.hear() if isinstance(one, Renew)]

    assert [one.is_settling for one in heard] == [True, False]
    assert heard[1] == Renew(device=PHONE, until_ms=lender.now_ms + 600_000, is_settling=False)
    assert lender.leases.lent_since(PHONE) == since


OTHERWISE: dict[str, tuple[Terms, str]] = {
    "another level": (replace(TERMS, level=1), "192.168.7.21"),
    "another category": (replace(TERMS, categories=frozenset({"strangers"})), "192.168.7.21"),
    "more that is never recorded": (replace(TERMS, never_recorded=frozenset()), "192.168.7.21"),
    "another address": (TERMS, "192.168.7.99"),
}


@pytest.mark.parametrize(("terms", "address"), OTHERWISE.values(), ids=OTHERWISE)
def test_other_terms_are_another_way(lender: Lender, terms: Terms, address: str) -> None:
    """What was sent on the old terms and not read yet is never read, and settling begins anew."""
    agent = lender.agent()
    lender.lend()
    agent.hear()
    agent.send(PHONE, b"on the old terms")
    lender.now_ms += 60_000
    lender.lend(PHONE, terms, address)
    heard = agent.hear()

    assert [type(one) for one in heard] == [TakeBack, Lend]
    assert lender.leases.lent_since(PHONE) == lender.now_ms
    agent.send(PHONE, b"on the new ones")
    lender.readers.poll()
    assert lender.arrived == [(PHONE, b"on the new ones")]


def test_to_take_back_is_to_close(lender: Lender) -> None:
    """What was sent before is not read any more, and what is sent after has nowhere to go."""
    agent = lender.agent()
    lender.lend()
    lender.lend(TABLET)
    agent.hear()
    way = agent.lent[PHONE]
    way.send(b"before")
    lender.leases.take_back(PHONE)
    lender.leases.take_back(PHONE)

    with pytest.raises(ConnectionError):
        way.send(b"after")
    assert agent.hear() == [TakeBack(device=PHONE)]
    agent.send(TABLET, b"still lent")
    lender.readers.poll()
    assert lender.arrived == [(TABLET, b"still lent")]
    assert lender.leases.devices == {TABLET}


def test_a_device_taken_back_while_it_is_read_is_read_no_more(tmp_path: Path) -> None:
    """Where the first of several datagrams ends the lease, the others are dropped unread."""

    class Ending(Lender):
        def observed(self, device: str, octets: bytes) -> None:
            super().observed(device, octets)
            self.leases.take_back(device)

    lender = Ending(tmp_path)
    agent = lender.agent()
    lender.lend()
    agent.hear()
    for n in range(5):
        agent.send(PHONE, b"%d" % n)
    lender.readers.poll()
    lender.close()

    assert lender.arrived == [(PHONE, b"0")]


def test_an_agent_that_closes_a_way_has_none(lender: Lender) -> None:
    """A way that the agent gave up is taken back, and lent anew at the next round."""
    agent = lender.agent()
    lender.lend()
    agent.hear()
    agent.lent.pop(PHONE).close()
    lender.readers.poll()
    assert lender.leases.devices == frozenset()
    lender.lend()
    assert [type(one) for one in agent.hear()] == [TakeBack, Lend]


def test_a_second_agent_takes_the_first_ones_place(lender: Lender) -> None:
    """One agent at a time: what was lent to the first is closed, and it is connected no more."""
    first = lender.agent()
    lender.lend()
    first.hear()
    second = lender.agent()

    assert lender.leases.devices == frozenset()
    with pytest.raises(BrokenPipeError):
        first.lent[PHONE].send(b"after")
    assert first.recorder.recv(1) == b""
    lender.lend()
    assert [type(one) for one in second.hear()] == [Lend]
    assert lender.came == 2


@pytest.mark.parametrize("said", [b"anything", b""], ids=["speaks", "leaves"])
def test_an_agent_that_speaks_or_leaves_loses_everything(lender: Lender, said: bytes) -> None:
    """The recorder only speaks on that connection: whoever answers there is not believed."""
    agent = lender.agent()
    lender.lend()
    agent.hear()
    if said:
        agent.recorder.send(said)
    else:
        agent.recorder.close()
    lender.readers.poll()

    assert not lender.leases.has_agent
    assert lender.leases.devices == frozenset()
    with pytest.raises(BrokenPipeError):
        agent.lent[PHONE].send(b"after")


def test_an_agent_that_does_not_listen_loses_everything(lender: Lender) -> None:
    """A connection that takes no more is closed: nothing here ever waits."""
    agent = lender.agent()
    lender.lend()
    for _ in range(10_000):
        lender.lend()
        if not lender.leases.has_agent:
            break
    agent.hear()

    assert not lender.leases.has_agent
    assert lender.leases.devices == frozenset()
    with pytest.raises(BrokenPipeError):
        agent.lent[PHONE].send(b"after")


def test_a_way_that_cannot_be_handed_over_is_closed(lender: Lender) -> None:
    """Where the agent is gone at the moment of lending, nothing stays open."""
    agent = lender.agent()
    agent.recorder.close()
    lender.lend()

    assert lender.leases.devices == frozenset()
    assert not lender.leases.has_agent


def test_too_much_at_once_is_cut_and_not_believed(lender: Lender) -> None:
    """A datagram that is too long arrives as one octet too many, so that its form is refused."""
    agent = lender.agent()
    lender.lend()
    agent.hear()
    agent.send(PHONE, b"x" * 4_000)
    lender.readers.poll()

    assert [len(octets) for _, octets in lender.arrived] == [MAX_DATAGRAM_OCTETS + 1]


def test_one_device_does_not_keep_others_waiting(lender: Lender) -> None:
    """Of what a device sends only so much is read at once, before the next one's turn."""
    agent = lender.agent()
    lender.lend()
    lender.lend(TABLET)
    agent.hear()
    sent = 0
    while agent.send(PHONE, b"x"):
        sent += 1
    agent.send(TABLET, b"y")
    lender.readers.poll()

    places = [n for n, (device, _) in enumerate(lender.arrived) if device == TABLET]
    assert len(lender.arrived) == sent + 1
    assert places[0] <= BATCH


def test_at_the_end_nothing_is_left(lender: Lender) -> None:
    """Closing takes everything back and listens no more, however often it is done."""
    agent = lender.agent()
    lender.lend()
    agent.hear()
    lender.leases.close()
    lender.leases.close()

    with pytest.raises(BrokenPipeError):
        agent.lent[PHONE].send(b"after")
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as late,
        pytest.raises(ConnectionRefusedError),
    ):
        late.connect(str(lender.path))


def test_an_agent_that_left_before_it_was_heard_is_nobody(tmp_path: Path) -> None:
    """A connection that is gone when its turn comes does no harm."""
    lender = Lender(tmp_path)
    lender.leases._accept()
    lender.leases._hear()
    lender.close()

    assert lender.came == 0


def test_a_socket_of_a_dead_recorder_is_taken_over(tmp_path: Path) -> None:
    """What a killed process left at the path keeps nobody from starting."""
    path = tmp_path / "lend.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as dead:
        dead.bind(str(path))
    with listening_at(path, socket.SOCK_SEQPACKET):
        assert path.stat().st_mode & 0o777 == 0o660


def test_a_living_recorder_is_left_alone(tmp_path: Path) -> None:
    """A second recorder does not take the first one's place."""
    path = tmp_path / "lend.sock"
    with listening_at(path, socket.SOCK_SEQPACKET):
        with pytest.raises(RecorderBroken, match="another recorder is running"):
            listening_at(path, socket.SOCK_SEQPACKET)
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as agent:
            agent.connect(str(path))


def test_a_path_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    """Where there is no folder, the sentence names the path."""
    with pytest.raises(RecorderBroken, match=r"lend\.sock cannot be listened on"):
        listening_at(tmp_path / "none" / "lend.sock", socket.SOCK_SEQPACKET)


def test_a_path_that_is_too_long_is_told_with_what_to_do(tmp_path: Path) -> None:
    """A folder whose name is too long for a socket is named, and a shorter one asked for."""
    with pytest.raises(RecorderBroken, match=r"too long for a socket; take a shorter folder"):
        listening_at(tmp_path / ("long" * 30) / "lend.sock", socket.SOCK_SEQPACKET)
