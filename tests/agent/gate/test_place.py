from __future__ import annotations

import pickle
from collections.abc import Collection, Iterator

import pytest

from agent.gate.lens import QUIET_MS
from agent.gate.lent import Lent
from agent.gate.place import Place
from consent.lease import TakeBack, message_to_octets
from policy.names import from_text
from policy.verdict import Allow, Why
from tests.agent.dns.house import ALEX, SAM
from tests.agent.gate.lending import (
    SAMS_PHONE,
    BootClock,
    Way,
    arrived,
    in_force,
    lend,
    pair,
    terms,
)

IN_FORCE = in_force()
WIFI, WIRE, STRANGER = "3c:22:fb:10:20:30", "3c:22:fb:10:20:31", "3c:22:fb:00:00:66"
HELP = "www.childline.org.uk"


class Kernel:
    """What the kernel knows of addresses, and how often it was asked."""

    def __init__(self) -> None:
        self.links: frozenset[str] = frozenset({WIFI})
        self.asked: list[str] = []

    def links_at(self, address: str) -> Collection[str]:
        """Return what is known of any address."""
        self.asked.append(address)
        return self.links


class Phone:
    """A lens at one address, for a device of two link addresses."""

    def __init__(self) -> None:
        self.way = Way(terms(4))
        self.kernel = Kernel()
        self.place = Place(self.way.lens, SAM, frozenset({WIFI, WIRE}), self.kernel.links_at)

    def sites(self, *texts: str) -> list[str | None]:
        """Look names up, and return what arrived of them."""
        for text in texts:
            self.place.observe(from_text(text), Allow(Why.NOTHING), IN_FORCE)
        return [site for _, site in self.way.arrived()]


@pytest.fixture
def phone() -> Iterator[Phone]:
    """Return a lens at an address, that is closed after."""
    found = Phone()
    with found.way:
        yield found


AT_THE_ADDRESS = {
    "its link address": ({WIFI}, True),
    "another one of its own": ({WIRE}, True),
    "both of its own": ({WIFI, WIRE}, True),
    "another's": ({STRANGER}, False),
    "its own and another's": ({WIFI, STRANGER}, False),
    "nobody that the kernel knows": (set(), False),
}


@pytest.mark.parametrize(("links", "is_device"), AT_THE_ADDRESS.values(), ids=list(AT_THE_ADDRESS))
def test_only_what_its_own_link_address_asks_is_sent(
    phone: Phone, links: set[str], *, is_device: bool
) -> None:
    """Where the kernel finds another at the address, or nobody, nothing is sent."""
    phone.kernel.links = frozenset(links)

    assert phone.sites("www.news.com") == (["news.com"] if is_device else [])


def test_the_kernel_is_asked_for_what_would_be_sent_alone(phone: Phone) -> None:
    """What is sent within the minute, never recorded or nobody's site costs no question."""
    phone.sites("www.news.com", "cdn.news.com", "printer.local", HELP, "www.after-help.com")

    assert phone.kernel.asked == [SAM]


def test_what_a_stranger_asked_may_be_sent_when_the_device_asks(phone: Phone) -> None:
    """A look-up that was kept back is not taken for one that was sent."""
    phone.kernel.links = frozenset({STRANGER})
    assert phone.sites("www.news.com") == []
    phone.kernel.links = frozenset({WIFI})

    assert phone.sites("www.news.com") == ["news.com"]


def test_quiet_begins_whoever_seeks_help_there(phone: Phone) -> None:
    """Somebody sought help at the address; nobody knows who, so nothing is sent for a while."""
    phone.kernel.links = frozenset()
    phone.sites(HELP)
    phone.kernel.links = frozenset({WIFI})
    assert phone.sites("www.news.com") == []
    for _ in range(3):
        phone.way.clock.now += QUIET_MS // 3
        until_ms = phone.way.clock.now + QUIET_MS // 2
        phone.way.lens.renew(until_ms, is_settling=False)

    assert phone.sites("www.news.com") == ["news.com"]


def test_a_kernel_that_fails_ends_the_lens(phone: Phone) -> None:
    """What goes wrong while the kernel is asked ends the lens, and the query goes on."""

    def broken(_: str) -> Collection[str]:
        raise OSError("no kernel")

    place = Place(phone.way.lens, SAM, frozenset({WIFI}), broken)
    place.observe(from_text("www.news.com"), Allow(Why.NOTHING), IN_FORCE)

    assert phone.way.lens.is_over()
    assert phone.way.arrived() == []


def test_a_place_shows_nothing_and_is_not_kept(phone: Phone) -> None:
    """Printed it shows no address, and it is written to no file."""
    assert repr(phone.place) == "<Place>"
    with pytest.raises(TypeError):
        pickle.dumps(phone.place)


def test_a_lease_with_link_addresses_has_a_place_at_each_address() -> None:
    """Every address of such a lease asks the kernel about itself; one without asks nothing."""
    clock, kernel = BootClock(), Kernel()
    lent = Lent(clock, kernel.links_at)
    ours, theirs = pair()
    message = lend(clock.now, addresses=(SAM, ALEX), links=(WIFI,))
    lent.take(message_to_octets(message), [theirs.detach()])
    with ours:
        for number, address in enumerate((SAM, ALEX)):
            name = from_text(f"www.site-{number}.com")
            lent.by_address[address].observe(name, Allow(Why.NOTHING), IN_FORCE)
        assert [one.domain for one in arrived(ours)] == ["site-0.com", "site-1.com"]
        assert kernel.asked == [SAM, ALEX]
        lent.take(message_to_octets(TakeBack(device=SAMS_PHONE)), [])

    assert not lent.by_address


def test_without_a_kernel_nothing_is_observed_that_it_would_prove() -> None:
    """Where the kernel cannot be asked, a lease with link addresses observes nothing."""
    clock = BootClock()
    lent = Lent(clock)
    ours, theirs = pair()
    message = lend(clock.now, addresses=(SAM,), links=(WIFI,))
    lent.take(message_to_octets(message), [theirs.detach()])
    with ours:
        lent.by_address[SAM].observe(from_text("www.news.com"), Allow(Why.NOTHING), IN_FORCE)
        assert arrived(ours) == []
        lent.end_all()
