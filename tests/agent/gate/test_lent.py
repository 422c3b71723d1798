from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import AgentError
from agent.gate.lens import QUIET_MS, Lens
from agent.gate.lent import MAX_LENT, LeaseRefused, Lent
from consent.encoding import json_from_object, object_from_json
from consent.lease import LeaseMessage, Lend, Renew, TakeBack, message_to_octets
from policy.names import from_text
from policy.verdict import Allow, Why
from tests.agent.dns.house import ALEX, SAM, TELEVISION
from tests.agent.gate.lending import (
    MINUTE_MS,
    SAMS_PHONE,
    TABLET,
    BootClock,
    arrived,
    descriptors,
    in_force,
    is_closed,
    lend,
    pair,
)

IN_FORCE = in_force()


class Table:
    """What is lent, with the recorder's end of each way."""

    def __init__(self) -> None:
        """Begin with nothing lent."""
        self.clock = BootClock()
        self.lent = Lent(self.clock)
        self.ours: list[socket.socket] = []

    def close(self) -> None:
        """Close everything on both sides."""
        self.lent.end_all()
        for ours in self.ours:
            ours.close()

    def say(self, message: LeaseMessage, *given: int) -> None:
        """Bring a message with descriptors."""
        self.lent.take(message_to_octets(message), given)

    def lend(self, message: Lend) -> socket.socket:
        """Lend with a way of its own, and return the recorder's end."""
        ours, theirs = pair()
        self.ours.append(ours)
        self.say(message, theirs.detach())
        return ours

    def look_up(self, address: str, text: str = "www.news.com") -> None:
        """Have a name looked up from an address, as the pipeline does."""
        if (lens := self.lent.by_address.get(address)) is not None:
            lens.observe(from_text(text), Allow(Why.NOTHING), IN_FORCE)


@pytest.fixture
def table() -> Iterator[Table]:
    """Return what is lent, and afterwards see that no descriptor is left."""
    before = descriptors()
    found = Table()
    yield found
    found.close()
    assert descriptors() == before


def sites(ours: socket.socket) -> list[str | None]:
    """Return the domains that arrived."""
    return [observation.domain for observation in arrived(ours)]


def test_before_anything_is_lent_the_table_is_empty(table: Table) -> None:
    """The pipeline's table is empty until something is lent, and the same one ever after."""
    looked_in = table.lent.by_address
    before = dict(looked_in)
    table.lend(lend(table.clock.now, addresses=(SAM, "fd00::11")))

    assert not before
    assert looked_in is table.lent.by_address
    assert set(looked_in) == {SAM, "fd00::11"}


def test_a_device_is_known_by_each_of_its_addresses_and_no_other(table: Table) -> None:
    """What is asked from a lent address arrives at its device's way, what is not does not."""
    phone = table.lend(lend(table.clock.now, addresses=(SAM, "fd00::11")))
    tablet = table.lend(lend(table.clock.now, TABLET, addresses=(ALEX,)))
    table.look_up(SAM, "one.com")
    table.look_up("fd00::11", "two.com")
    table.look_up(ALEX, "three.com")
    table.look_up(TELEVISION, "four.com")

    assert sites(phone) == ["one.com", "two.com"]
    assert sites(tablet) == ["three.com"]
    assert table.lent.devices == {SAMS_PHONE, TABLET}


ADDRESSES = {
    "IPv6 in full": ("FD00:0:0:0:0:0:0:11", "fd00::11"),
    "link-local with its interface": ("FE80::11%eth0", "fe80::11%eth0"),
    "IPv4": ("192.0.2.7", "192.0.2.7"),
}


@pytest.mark.parametrize(("said", "written"), ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_is_kept_as_sockets_write_it(table: Table, said: str, written: str) -> None:
    """However the recorder writes an address, it is found as a packet's source is written."""
    table.lend(lend(table.clock.now, addresses=(said,)))

    assert set(table.lent.by_address) == {written}


def test_a_link_local_address_counts_only_with_its_interface(table: Table) -> None:
    """The same link-local address on another interface may be anybody's."""
    table.lend(lend(table.clock.now, addresses=("fe80::11%eth0",)))

    assert "fe80::11%eth1" not in table.lent.by_address
    assert "fe80::11" not in table.lent.by_address


def test_two_devices_with_one_address_are_not_observed(table: Table) -> None:
    """Where two lent devices share an address, neither is observed, at any address."""
    phone = table.lend(lend(table.clock.now, addresses=(SAM, "fd00::11")))
    tablet = table.lend(lend(table.clock.now, TABLET, addresses=(ALEX, SAM)))
    for address in (SAM, "fd00::11", ALEX):
        table.look_up(address)

    assert not table.lent.by_address
    assert (sites(phone), sites(tablet)) == ([], [])


def test_when_an_address_is_clear_again_quiet_comes_first(table: Table) -> None:
    """A device that could not be told apart begins with fifteen minutes of quiet."""
    phone = table.lend(lend(table.clock.now, addresses=(SAM,)))
    table.lend(lend(table.clock.now, TABLET, addresses=(SAM,)))
    table.say(TakeBack(device=TABLET))
    table.look_up(SAM, "at-once.com")
    for _ in range(3):
        table.clock.now += 5 * MINUTE_MS
        until_ms = table.clock.now + 10 * MINUTE_MS
        table.say(Renew(device=SAMS_PHONE, until_ms=until_ms, is_settling=False))
    table.clock.now -= 1
    table.look_up(SAM, "still.com")
    table.clock.now += 1
    table.look_up(SAM, "then.com")
    table.lend(lend(table.clock.now, TABLET, addresses=(ALEX,)))
    table.look_up(SAM, "and-on.com")

    assert sites(phone) == ["then.com", "and-on.com"]
    assert QUIET_MS == 15 * MINUTE_MS


def test_lent_anew_after_that_there_is_no_quiet_left(table: Table) -> None:
    """A device that is lent anew, and clear, begins as any other lease does."""
    table.lend(lend(table.clock.now, addresses=(SAM,)))
    table.lend(lend(table.clock.now, TABLET, addresses=(SAM,)))
    table.say(TakeBack(device=SAMS_PHONE))
    table.say(TakeBack(device=TABLET))
    phone = table.lend(lend(table.clock.now, addresses=(SAM,)))
    table.look_up(SAM)

    assert sites(phone) == ["news.com"]


def test_one_device_may_be_named_by_the_same_address_twice(table: Table) -> None:
    """An address that a device has twice is not shared with anybody."""
    table.lend(lend(table.clock.now, addresses=("fd00::11", "FD00::11")))

    assert set(table.lent.by_address) == {"fd00::11"}


def test_a_device_whose_rival_ran_out_is_clear_at_once(table: Table) -> None:
    """A lease that has run out shares no address with anybody, swept or not."""
    table.lend(lend(table.clock.now, TABLET, addresses=(SAM,), minutes=1))
    table.clock.now += MINUTE_MS
    phone = table.lend(lend(table.clock.now, addresses=(SAM,)))
    table.look_up(SAM)

    assert sites(phone) == ["news.com"]


def test_taken_back_the_way_is_closed(table: Table) -> None:
    """What is taken back is closed and out of the table; the other device's is not."""
    phone = table.lend(lend(table.clock.now))
    tablet = table.lend(lend(table.clock.now, TABLET, addresses=(ALEX,)))
    table.say(TakeBack(device=SAMS_PHONE))

    assert is_closed(phone)
    assert set(table.lent.by_address) == {ALEX}
    assert not is_closed(tablet)


def test_lent_again_it_has_forgotten_what_was_before(table: Table) -> None:
    """A new lease remembers neither what was sent nor quiet; the recorder's settling covers it."""
    table.lend(lend(table.clock.now))
    table.look_up(SAM)
    table.look_up(SAM, "childline.org.uk")
    table.say(TakeBack(device=SAMS_PHONE))
    again = table.lend(lend(table.clock.now, is_settling=True))
    table.look_up(SAM)

    assert sites(again) == []

    until_ms = table.clock.now + MINUTE_MS
    table.say(Renew(device=SAMS_PHONE, until_ms=until_ms, is_settling=False))
    table.look_up(SAM)

    assert sites(again) == ["news.com"]


def test_a_lease_that_ran_out_is_swept_away(table: Table) -> None:
    """What ended by itself is closed and taken out, and a late renewal does not bring it back."""
    phone = table.lend(lend(table.clock.now, minutes=1))
    tablet = table.lend(lend(table.clock.now, TABLET, addresses=(ALEX,)))
    table.clock.now += MINUTE_MS
    table.lent.sweep()
    until_ms = table.clock.now + MINUTE_MS
    table.say(Renew(device=SAMS_PHONE, until_ms=until_ms, is_settling=False))

    assert is_closed(phone)
    assert table.lent.devices == {TABLET}
    assert set(table.lent.by_address) == {ALEX}
    assert not is_closed(tablet)


def test_a_sweep_lets_names_be_forgotten(table: Table) -> None:
    """With each sweep the names that were looked up are forgotten."""
    table.lend(lend(table.clock.now))
    table.look_up(SAM)
    table.lent.sweep()

    lens = table.lent.by_address[SAM]
    assert isinstance(lens, Lens)
    assert not lens._sites


def test_what_is_not_lent_can_be_renewed_and_taken_back_in_vain(table: Table) -> None:
    """A word about a device that has ended a moment ago is no fault."""
    until_ms = table.clock.now + MINUTE_MS
    table.say(Renew(device=TABLET, until_ms=until_ms, is_settling=False))
    table.say(TakeBack(device=TABLET))

    assert not table.lent.devices


def test_what_came_too_late_is_over_at_once(table: Table) -> None:
    """A lease whose time is over when it comes observes nothing."""
    phone = table.lend(lend(table.clock.now, minutes=0))
    table.look_up(SAM)

    assert is_closed(phone)


def test_the_end_of_all_closes_all(table: Table) -> None:
    """With the connection everything ends: ways closed, table empty."""
    ways = [
        table.lend(lend(table.clock.now, f"{number:032x}", addresses=(f"192.0.2.{number}",)))
        for number in range(MAX_LENT)
    ]
    table.lent.end_all()

    assert all(map(is_closed, ways))
    assert not table.lent.by_address
    assert not table.lent.devices


def test_what_was_lost_is_counted_for_all_together(table: Table) -> None:
    """The number of lost observations goes on over leases that end, and names nobody."""
    for device, address in ((SAMS_PHONE, SAM), (TABLET, ALEX)):
        table.lend(lend(table.clock.now, device, addresses=(address,))).close()
        table.look_up(address)
    table.say(TakeBack(device=TABLET))

    assert table.lent.lost == 2


def changed(message: LeaseMessage, **members: object) -> bytes:
    """Return a message as octets with some members altered, whatever that makes of it."""
    document = object_from_json(message_to_octets(message))
    inner = document["message"]
    assert isinstance(inner, dict)
    inner.update(members)  # type: ignore[arg-type]  # it is altered on purpose
    return json_from_object(document)


NOW = BootClock().now
GOOD = lend(NOW)
BACK = TakeBack(device=SAMS_PHONE)
LONG_MS = NOW + 10 * MINUTE_MS + 1

MALFORMED: dict[str, bytes] = {
    "one octet": b"\0",
    "no JSON": b"lend",
    "not UTF-8": b"\xff",
    "an array": b"[]",
    "nothing in it": b"{}",
    "white space behind": message_to_octets(GOOD) + b"\n",
    "another kind of message": changed(GOOD, how="give"),
    "a member more": changed(GOOD, name="Sam"),
    "a device that is no id": changed(GOOD, device="Sam's phone"),
    "no address": changed(GOOD, addresses=[]),
    "too many addresses": changed(GOOD, addresses=["192.0.2.1"] * 17),
    "a name for an address": changed(GOOD, addresses=["phone.example"]),
    "an address with a zero in front": changed(GOOD, addresses=["192.0.2.012"]),
    "an address with letters of another script": changed(GOOD, addresses=["192.0.2.\u0661"]),
    "a network for an address": changed(GOOD, addresses=["192.0.2.0/24"]),
    "a port behind the address": changed(GOOD, addresses=["[fd00::1]:53"]),
    "a level that does not exist": changed(GOOD, level=5),
    "a level that is a word": changed(GOOD, level="4"),
    "a host for a domain": changed(GOOD, never_recorded=["www.example.com"]),
    "a category with a space": changed(GOOD, categories=["social media"]),
    "for more than ten minutes": changed(GOOD, until_ms=LONG_MS),
    "a time that is no number": changed(GOOD, until_ms=None),
    "a time before the start": changed(GOOD, until_ms=-1),
    "settling that is no yes or no": changed(GOOD, is_settling=1),
}


@pytest.mark.parametrize("octets", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_lease_is_refused_and_its_descriptor_closed(table: Table, octets: bytes) -> None:
    """A malformed lease takes nothing, and leaves no descriptor behind."""
    ours, theirs = pair()
    with ours:
        with pytest.raises(LeaseRefused) as refusal:
            table.lent.take(octets, (theirs.detach(),))

        assert is_closed(ours)

    assert not table.lent.devices
    assert isinstance(refusal.value, AgentError)
    assert SAMS_PHONE not in str(refusal.value)


def test_a_renewal_for_too_long_is_refused(table: Table) -> None:
    """No renewal reaches further than ten minutes from now."""
    table.lend(lend(table.clock.now))
    with pytest.raises(LeaseRefused):
        table.say(Renew(device=SAMS_PHONE, until_ms=LONG_MS, is_settling=False))


def test_a_device_is_not_lent_twice(table: Table) -> None:
    """A lease for a device that has one is refused; the first is as it was."""
    first = table.lend(lend(table.clock.now))
    with pytest.raises(LeaseRefused, match="lent already"):
        table.lend(replace(lend(table.clock.now), level=3, watch=("watched.com",)))
    table.look_up(SAM)

    assert sites(first) == ["news.com"]
    assert is_closed(table.ours[1])


def test_more_devices_than_a_home_has_are_refused(table: Table) -> None:
    """Only so many devices can be lent at once."""
    for number in range(MAX_LENT):
        table.lend(lend(table.clock.now, f"{number:032x}", addresses=(f"192.0.2.{number}",)))
    with pytest.raises(LeaseRefused, match="more is lent"):
        table.lend(lend(table.clock.now, TABLET))

    assert len(table.lent.devices) == MAX_LENT
    assert is_closed(table.ours[-1])


def a_file() -> int:
    """Return a descriptor of a file that could be written."""
    return os.memfd_create("names")


def an_unix_stream() -> int:
    """Return a descriptor of one end of a stream."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    ours.close()
    return theirs.detach()


def an_unix_datagram() -> int:
    """Return a descriptor of one end of a datagram pair."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    ours.close()
    return theirs.detach()


def a_network_socket() -> int:
    """Return a descriptor of a socket by which this machine could be left."""
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM).detach()


NO_WAYS: dict[str, Callable[[], int]] = {
    "a file": a_file,
    "a stream": an_unix_stream,
    "datagrams": an_unix_datagram,
    "the network": a_network_socket,
}


@pytest.mark.parametrize("made", NO_WAYS.values(), ids=NO_WAYS)
def test_what_is_no_way_is_refused_and_closed(table: Table, made: Callable[[], int]) -> None:
    """A descriptor by which anything else could be reached is refused and closed."""
    with pytest.raises(LeaseRefused, match="the descriptor is no"):
        table.say(lend(table.clock.now), made())

    assert not table.lent.devices


BROUGHT = {
    "a lease without": (GOOD, 0),
    "a lease with two": (GOOD, 2),
    "a renewal with one": (Renew(device=SAMS_PHONE, until_ms=NOW, is_settling=False), 1),
    "taking back with one": (BACK, 1),
}


@pytest.mark.parametrize(("message", "how_many"), BROUGHT.values(), ids=BROUGHT)
def test_the_wrong_number_of_descriptors_is_refused(
    table: Table, message: LeaseMessage, how_many: int
) -> None:
    """A lease brings one descriptor and nothing else brings any; what is too much is closed."""
    pairs = [pair() for _ in range(how_many)]
    with pytest.raises(LeaseRefused, match="one descriptor"):
        table.say(message, *(theirs.detach() for _, theirs in pairs))

    assert not table.lent.devices
    assert all(is_closed(ours) for ours, _ in pairs)

    for ours, _ in pairs:
        ours.close()


@given(st.binary(max_size=200), st.integers(0, 2))
def test_any_octets_are_taken_or_refused(octets: bytes, how_many: int) -> None:
    """Whatever octets come, with however many descriptors, nothing but a refusal comes of it."""
    before = descriptors()
    lent = Lent(BootClock())
    pairs = [pair() for _ in range(how_many)]
    with contextlib.suppress(LeaseRefused):
        lent.take(octets, [theirs.detach() for _, theirs in pairs])
    lent.end_all()
    for ours, _ in pairs:
        ours.close()

    assert descriptors() == before
    assert not lent.by_address


_DEVICES = st.sampled_from((SAMS_PHONE, TABLET, "9c" * 16))
_ADDRESSES = st.lists(
    st.sampled_from((SAM, ALEX, TELEVISION, "fd00::1")), min_size=1, max_size=3, unique=True
).map(tuple)
_SAID = st.one_of(
    st.tuples(st.just("lend"), _DEVICES, _ADDRESSES, st.sampled_from((0, 1, 10))),
    st.tuples(st.just("renew"), _DEVICES, st.just(()), st.sampled_from((0, 1, 10))),
    st.tuples(st.just("back"), _DEVICES, st.just(()), st.just(0)),
    st.tuples(st.just("wait"), st.just(""), st.just(()), st.sampled_from((1, 9, 10))),
)


@given(st.lists(_SAID, max_size=25))
def test_in_any_order_only_what_is_lent_is_in_the_table(
    said: list[tuple[str, str, tuple[str, ...], int]],
) -> None:
    """Whatever is said in whatever order, an address observes while just one lease has it."""
    table = Table()
    until: dict[str, tuple[int, tuple[str, ...]]] = {}
    with contextlib.closing(table):
        for what, device, addresses, minutes in said:
            now = table.clock.now
            until = {one: found for one, found in until.items() if found[0] > now}
            if what == "wait":
                table.clock.now += minutes * MINUTE_MS
            elif what == "back":
                table.say(TakeBack(device=device))
                until.pop(device, None)
            elif what == "renew":
                new_ms = now + minutes * MINUTE_MS
                table.say(Renew(device=device, until_ms=new_ms, is_settling=False))
                if device in until:
                    until[device] = new_ms, until[device][1]
            elif device not in until:
                message = lend(now, device, addresses=addresses, minutes=minutes)
                table.lend(message)
                until[device] = message.until_ms, addresses
            table.lent.sweep()
            living = [found[1] for found in until.values() if found[0] > table.clock.now]
            every = [address for found in living for address in found]
            clear = [found for found in living if all(every.count(one) == 1 for one in found)]

            assert set(table.lent.by_address) == {one for found in clear for one in found}
