from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import pytest

from agent.dns.upstream import Address
from agent.dns.upstream.asking import Known
from agent.dns.upstream.secured import Identity, Secured
from tests.agent.dns.upstream.tls_upstreams import NAME, Certified, certified, scripted_tls
from tests.agent.dns.upstreams import Scripted, free_port


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    """Return the resolver's certificate, made once for all tests."""
    return certified(tmp_path_factory.mktemp("tls"))


@contextlib.asynccontextmanager
async def mute() -> AsyncIterator[socket.socket]:
    """Listen and never say a word: a connection is made, and no handshake comes."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        sock.setblocking(False)
        yield sock


async def opened_at(secured: Secured) -> Address | None:
    """Return where a connection was made, which is closed again."""
    opened = await secured.open()
    if opened is None:
        return None
    opened.writer.transport.abort()
    return opened.address


def friend(tls: Certified) -> contextlib.AbstractAsyncContextManager[Scripted]:
    """Return a resolver that is whom we mean."""
    return scripted_tls(lambda _: [], tls.context())


def test_a_mute_address_holds_nobody_up_and_is_tried_last_after(tls: Certified) -> None:
    """The next address is tried beside one that says nothing, and is the first one after that."""

    async def within() -> None:
        async with mute() as silent, friend(tls) as right:
            where = Known((Address(*silent.getsockname()), right.address))
            secured = Secured(where, Identity(NAME), authorities=str(tls.authority))
            assert await opened_at(secured) == right.address
            silent.accept()[0].close()
            assert await opened_at(secured) == right.address
            with pytest.raises(BlockingIOError):
                silent.accept()

    asyncio.run(within())


def test_who_refuses_is_passed_by_at_once(tls: Certified) -> None:
    """Of many addresses that nobody answers at, the one that is right is found."""

    async def within() -> None:
        async with friend(tls) as right:
            dead = [Address("127.0.0.1", free_port()) for _ in range(8)]
            where = Known((*dead, Address("2001:db8::1", 853), right.address))
            secured = Secured(where, Identity(NAME), authorities=str(tls.authority))
            async with asyncio.timeout(20):
                assert await opened_at(secured) == right.address

    asyncio.run(within())


def test_nowhere_is_nobody(tls: Certified) -> None:
    """Without an address there is no connection."""

    async def within() -> None:
        secured = Secured(Known(()), Identity(NAME), authorities=str(tls.authority))
        assert await secured.open() is None

    asyncio.run(within())


def test_who_stops_waiting_leaves_no_connection(tls: Certified) -> None:
    """Connections that are being made for somebody who went away are closed."""

    async def within() -> None:
        async with mute() as silent, friend(tls) as right:
            where = Known((Address(*silent.getsockname()), right.address))
            secured = Secured(where, Identity(NAME), authorities=str(tls.authority))
            us = asyncio.current_task()
            opening = asyncio.create_task(secured.open())
            for _ in range(3):  # where they are known, a task for each address that is tried
                await asyncio.sleep(0)
            trying = asyncio.all_tasks() - {us, opening}
            opening.cancel()
            with pytest.raises(asyncio.CancelledError):
                await opening
            done, left = await asyncio.wait(trying, timeout=2)  # they have three
            assert (len(done), len(left)) == (1, 0)

    asyncio.run(within())
