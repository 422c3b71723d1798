from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from pathlib import Path
from typing import TypeVar

import pytest

from agent.gate.lent import LeaseRefused, Lent
from agent.gate.link import BATCH, Link, Packet, read_suffixes, receive
from consent import suffixes
from consent.lease import MAX_MESSAGE_OCTETS, Renew, TakeBack, message_to_octets
from policy.names import from_text
from policy.verdict import Allow, Why
from tests.agent.dns.house import ALEX
from tests.agent.gate.lending import (
    MINUTE_MS,
    PATIENCE_SECONDS,
    SAMS_PHONE,
    TABLET,
    BootClock,
    Recorder,
    arrived,
    descriptors,
    ends,
    in_force,
    lend,
    pair,
)

T = TypeVar("T")

IN_FORCE = in_force()
AT_ONCE = 0.001


def run(work: Coroutine[object, object, None]) -> None:
    """Run a test's own coroutine, which must end in good time and leave no descriptor behind."""
    before = descriptors()

    async def bounded() -> None:
        async with asyncio.timeout(2 * PATIENCE_SECONDS):
            await work

    asyncio.run(bounded())
    assert descriptors() == before


async def aside(work: Callable[..., T], *given: object) -> T:
    """Have the recorder's side do something that waits, while the link goes on."""
    return await asyncio.to_thread(work, *given)


class Home:
    """A link with what it keeps, and a recorder that a test speaks through."""

    def __init__(self, folder: Path) -> None:
        """Listen; the link begins with `linked`."""
        self.clock = BootClock()
        self.lent = Lent(self.clock)
        self.path = folder / "lend.sock"
        self.prepared = 0

    def prepare(self) -> None:
        """Count, and see that nothing waits for this."""
        assert threading.current_thread() is not threading.main_thread()
        assert not self.lent.devices
        self.prepared += 1

    async def comes_to(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        while not holds():  # noqa: ASYNC110 - the link tells nobody, which is part of it
            await asyncio.sleep(0)

    async def has(self, *devices: str) -> None:
        """Wait until just these devices are lent."""
        await self.comes_to(lambda: self.lent.devices == set(devices))


@contextlib.asynccontextmanager
async def linked(home: Home, *, again_seconds: float = AT_ONCE) -> AsyncIterator[None]:
    """Keep a link until the block ends."""
    link = Link(str(home.path), home.lent, prepare=home.prepare, again_seconds=again_seconds)
    task = asyncio.create_task(link.keep())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a home whose recorder does not listen yet."""
    return Home(tmp_path)


def test_what_the_recorder_says_is_done(home: Home) -> None:
    """Lending, renewing and taking back arrive, one behind the other, over a real socket."""

    async def told() -> None:
        with Recorder(home.path) as recorder:
            async with linked(home):
                await aside(recorder.accept)
                phone = recorder.lend(lend(home.clock.now))
                tablet = recorder.lend(lend(home.clock.now, TABLET, addresses=(ALEX,), minutes=1))
                await home.has(SAMS_PHONE, TABLET)
                until_ms = home.clock.now + 5 * MINUTE_MS
                recorder.say(Renew(device=TABLET, until_ms=until_ms, is_settling=False))
                recorder.say(TakeBack(device=SAMS_PHONE))
                await home.has(TABLET)
                home.clock.now += MINUTE_MS
                lens = home.lent.by_address[ALEX]
                lens.observe(from_text("news.com"), Allow(Why.NOTHING), IN_FORCE)

                assert await aside(ends, phone)
                assert [one.domain for one in arrived(tablet)] == ["news.com"]

            assert await aside(ends, tablet)
        phone.close()
        tablet.close()

    run(told())


def test_a_lease_ends_by_itself_while_the_recorder_says_nothing(home: Home) -> None:
    """A recorder that is there and silent renews nothing, so its lease ends in time."""

    async def waited() -> None:
        with Recorder(home.path) as recorder:
            async with linked(home):
                await aside(recorder.accept)
                phone = recorder.lend(lend(home.clock.now, minutes=1))
                await home.has(SAMS_PHONE)
                home.clock.now += MINUTE_MS
                await home.has()

                assert await aside(ends, phone)
        phone.close()

    run(waited())


def test_the_end_of_the_connection_ends_every_lease(home: Home) -> None:
    """When the recorder goes, everything is closed at once, and found again when it is back."""

    async def lost() -> None:
        async with linked(home):
            for _ in range(3):
                with Recorder(home.path) as recorder:
                    await aside(recorder.accept)
                    phone = recorder.lend(lend(home.clock.now))
                    tablet = recorder.lend(lend(home.clock.now, TABLET, addresses=(ALEX,)))
                    await home.has(SAMS_PHONE, TABLET)
                    recorder.hang_up()

                    assert await aside(ends, phone)
                    assert await aside(ends, tablet)

                await home.has()
                assert not home.lent.by_address
                phone.close()
                tablet.close()
                home.path.unlink()

    run(lost())


def test_a_recorder_that_is_not_there_is_looked_for(home: Home) -> None:
    """Nothing is wrong while nobody listens, nor where the path is no socket."""

    async def looked() -> None:
        async with linked(home):
            home.path.write_text("no socket", encoding="ascii")
            await asyncio.sleep(0)
            home.path.unlink()
            with Recorder(home.path) as recorder:
                await aside(recorder.accept)

        assert home.prepared == 0

    run(looked())


def test_it_is_looked_for_at_most_so_often(home: Home) -> None:
    """Between two tries the time passes that was asked for."""

    async def counted() -> None:
        loop = asyncio.get_running_loop()
        tries = []
        with Recorder(home.path) as recorder:
            async with linked(home, again_seconds=0.05):
                for _ in range(3):
                    await aside(recorder.accept)
                    tries.append(loop.time())
                    recorder.hang_up()

        assert min(after - before for before, after in itertools.pairwise(tries)) >= 0.04

    run(counted())


def test_the_list_of_suffixes_is_read_before_the_first_lease_and_beside_the_answering(
    home: Home,
) -> None:
    """A connection alone reads nothing; the first packet does, in a thread, before it is taken."""

    async def prepared() -> None:
        with Recorder(home.path) as recorder:
            async with linked(home):
                await aside(recorder.accept)
                await asyncio.sleep(0)
                before = home.prepared
                phone = recorder.lend(lend(home.clock.now))
                await home.has(SAMS_PHONE)

                assert (before, home.prepared) == (0, 1)
        phone.close()

    run(prepared())


def test_after_reading_it_the_list_of_suffixes_is_there() -> None:
    """What is read beforehand is the list that look-ups use."""
    suffixes._suffixes.cache_clear()
    read_suffixes()
    before = suffixes._suffixes.cache_info()

    assert suffixes.registrable("www.news.co.uk") == "news.co.uk"
    assert (before.currsize, suffixes._suffixes.cache_info().misses) == (1, before.misses)


def test_many_messages_at_once_are_all_taken(home: Home) -> None:
    """More messages than are read in one go are all read."""

    async def flooded() -> None:
        with Recorder(home.path) as recorder:
            async with linked(home):
                await aside(recorder.accept)
                phone = recorder.lend(lend(home.clock.now))
                until_ms = home.clock.now + 2 * MINUTE_MS
                renewal = Renew(device=SAMS_PHONE, until_ms=until_ms, is_settling=False)
                for _ in range(2 * BATCH):
                    await aside(recorder.say, renewal)
                recorder.say(TakeBack(device=SAMS_PHONE))

                assert await aside(ends, phone)
        phone.close()

    run(flooded())


Spoil = Callable[[Recorder, Home], Awaitable[object]]


async def rubbish(recorder: Recorder, _: Home) -> None:
    """Send what is no message."""
    recorder.send(b"rubbish")


async def too_long(recorder: Recorder, _: Home) -> None:
    """Send a packet longer than any message, with a descriptor."""
    ours, theirs = pair()
    with ours, theirs:
        recorder.send(b" " * (MAX_MESSAGE_OCTETS + 1), theirs)


async def without_descriptor(recorder: Recorder, home: Home) -> None:
    """Lend without a way."""
    recorder.say(lend(home.clock.now, TABLET, addresses=(ALEX,)))


async def with_two(recorder: Recorder, home: Home) -> None:
    """Lend with two descriptors."""
    ours, theirs = pair()
    with ours, theirs:
        recorder.say(lend(home.clock.now, TABLET, addresses=(ALEX,)), theirs, theirs)


async def with_many(recorder: Recorder, home: Home) -> None:
    """Lend with more descriptors than there is room for."""
    ours, theirs = pair()
    with ours, theirs:
        recorder.say(lend(home.clock.now, TABLET, addresses=(ALEX,)), *[theirs] * 100)


async def with_extra(recorder: Recorder, _: Home) -> None:
    """Take back, with a descriptor that nobody asked for."""
    ours, theirs = pair()
    with ours, theirs:
        recorder.say(TakeBack(device=SAMS_PHONE), theirs)


async def for_too_long(recorder: Recorder, home: Home) -> None:
    """Renew for more than ten minutes."""
    until_ms = home.clock.now + 11 * MINUTE_MS
    recorder.say(Renew(device=SAMS_PHONE, until_ms=until_ms, is_settling=False))


async def lent_twice(recorder: Recorder, home: Home) -> None:
    """Lend what is lent."""
    recorder.lend(lend(home.clock.now)).close()


async def nothing_but_a_descriptor(recorder: Recorder, _: Home) -> None:
    """Send an empty packet with a descriptor."""
    ours, theirs = pair()
    with ours, theirs:
        recorder.send(b"", theirs)


SPOILS: dict[str, Spoil] = {
    "rubbish": rubbish,
    "a packet that is too long": too_long,
    "a lease without a descriptor": without_descriptor,
    "a lease with two descriptors": with_two,
    "a lease with a hundred descriptors": with_many,
    "a descriptor with another message": with_extra,
    "a renewal for too long": for_too_long,
    "a device that is lent already": lent_twice,
    "an empty packet with a descriptor": nothing_but_a_descriptor,
}


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_what_is_no_lease_ends_the_connection_and_every_lease(home: Home, spoil: Spoil) -> None:
    """Whoever says what is no lease is heard no more; what it had lent is closed with it."""

    async def spoiled() -> None:
        with Recorder(home.path) as recorder:
            async with linked(home):
                await aside(recorder.accept)
                phone = recorder.lend(lend(home.clock.now))
                await home.has(SAMS_PHONE)
                await spoil(recorder, home)

                assert await aside(ends, phone)
                assert await aside(recorder.was_left)
                assert not home.lent.devices

                recorder.hang_up()
                await aside(recorder.accept)
                again = recorder.lend(lend(home.clock.now))
                await home.has(SAMS_PHONE)
        phone.close()
        again.close()

    run(spoiled())


def test_a_packet_is_read_whole_with_what_it_brought() -> None:
    """The octets and the descriptor of a packet come out as they went in."""
    before = descriptors()
    here, there = pair()
    ours, theirs = pair()
    with here, there, ours:
        with theirs:
            socket.send_fds(there, [message_to_octets(lend(0))], [theirs.fileno()])
        packet = receive(here)

        assert packet is not None
        assert packet.octets == message_to_octets(lend(0))
        [descriptor] = packet.descriptors
        with socket.socket(fileno=descriptor) as brought:
            assert not brought.get_inheritable()

        there.send(b"x")
        assert receive(here) == Packet(b"x", ())
        with pytest.raises(BlockingIOError):
            receive(here)
        there.close()
        assert receive(here) is None
    assert descriptors() == before


TOO_MUCH = {
    "a packet as long as any message": (MAX_MESSAGE_OCTETS, 1, True),
    "a packet longer than any message": (MAX_MESSAGE_OCTETS + 1, 1, False),
    "two descriptors, which are counted later": (1, 2, True),
    "three descriptors": (1, 3, False),
    "a hundred descriptors": (1, 100, False),
}


@pytest.mark.parametrize(("size", "how_many", "is_read"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_there_is_no_room_for_is_refused_whole(
    size: int, how_many: int, *, is_read: bool
) -> None:
    """A packet that is longer, or brings more, than there is room for is not read in part."""
    before = descriptors()
    here, there = pair()
    ours, theirs = pair()
    with here, there, ours, theirs:
        socket.send_fds(there, [bytes(size)], [theirs.fileno()] * how_many)
        if is_read:
            packet = receive(here)
            assert packet is not None
            assert (len(packet.octets), len(packet.descriptors)) == (size, how_many)
            for descriptor in packet.descriptors:
                socket.close(descriptor)
        else:
            with pytest.raises(LeaseRefused):
                receive(here)

    assert descriptors() == before
