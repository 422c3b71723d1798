"""What goes up, octet for octet, over every transport: the question, and nothing of who asks."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable, Coroutine

import dns.message
import pytest

from agent.dns.cache import Cache
from agent.dns.pipeline import Forward, Pipeline
from agent.dns.upstream import Address, Upstream
from agent.upstream_options import put_together, read_upstream
from tests.agent.dns import house, packets
from tests.agent.dns.packets import AD, RD, opt, query, two
from tests.agent.dns.upstream.https_upstreams import Reply, scripted_https
from tests.agent.dns.upstream.tls_upstreams import Certified, certified, scripted_tls
from tests.agent.dns.upstream_says import RR, Says
from tests.agent.dns.upstreams import Asked, scripted

NAME = "wWw.Example.org"
CLIENT_SUBNET = (8, b"\0\1\x18\0\xc0\0\2")
SCOPED = (8, b"\0\1\x18\x18\xc0\0\2")
SAYS_MUCH = [CLIENT_SUBNET, (10, b"cookies!"), (3, b""), (12, bytes(7)), (65001, b"my own")]
"""Client subnet, a cookie, a wish for the server's name, padding, and a local option."""
PLAIN_OPT = b"\0\0\x29" + two(1232) + bytes(4) + two(0)


def expected(query_id: bytes, *, is_padded: bool) -> bytes:
    """Return the one query that may go up, written by hand."""
    name = b"\3www\7example\3org\0"
    head = query_id + two(RD | AD) + two(1) + bytes(4) + two(1)
    question = head + name + two(1) + two(1)
    if not is_padded:
        return question + PLAIN_OPT
    zeros = 128 - len(question) - len(PLAIN_OPT) - 4
    option = two(12) + two(zeros) + bytes(zeros)
    return question + PLAIN_OPT[:-2] + two(len(option)) + option


def answering(packet: bytes) -> bytes:
    """Answer with a scope, as a resolver does that was told a network."""
    says = Says(answer=(RR("A", "192.0.2.7"),), opt_place=0, opt=opt(options=[SCOPED, (3, b"ns1")]))
    return says.to(packet)


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    """Return the resolver's certificate, made once for all tests."""
    return certified(tmp_path_factory.mktemp("tls"))


Ask = Callable[[Upstream], Awaitable[bytes]]
Heard = Callable[[Ask, Certified], Coroutine[None, None, tuple[bytes, bytes]]]


def _put_together(scheme: str, address: Address, tls: Certified) -> Upstream:
    pin = base64.b64encode(tls.pin).decode()
    path = "/dns-query" if scheme == "https" else ""
    return put_together([read_upstream(f"{scheme}://127.0.0.1:{address.port}{path}#sha256/{pin}")])


async def over_udp(ask: Ask, _: Certified) -> tuple[bytes, bytes]:
    """Ask over UDP; return what was heard, and the reply."""
    async with scripted(lambda asked: [answering(asked.packet)]) as upstream:
        reply = await ask(put_together([read_upstream(f"127.0.0.1:{upstream.address.port}")]))
        (heard,) = upstream.asked
        assert not heard.over_tcp
        return heard.packet, reply


async def over_tcp(ask: Ask, _: Certified) -> tuple[bytes, bytes]:
    """Ask over UDP a resolver that cuts short; return what was heard over TCP, and the reply."""

    def short_over_udp(asked: Asked) -> list[bytes]:
        cut = Says(flags=packets.RD | packets.TC)
        return [answering(asked.packet) if asked.over_tcp else cut.to(asked.packet)]

    async with scripted(short_over_udp) as upstream:
        reply = await ask(put_together([read_upstream(f"127.0.0.1:{upstream.address.port}")]))
        first, heard = upstream.asked
        assert (first.over_tcp, heard.over_tcp) == (False, True)
        return heard.packet, reply


async def over_tls(ask: Ask, tls: Certified) -> tuple[bytes, bytes]:
    """Ask over TLS; return what was heard, and the reply."""
    async with scripted_tls(lambda asked: [answering(asked.packet)], tls.context()) as upstream:
        reply = await ask(_put_together("tls", upstream.address, tls))
        (heard,) = upstream.asked
        return heard.packet, reply


async def over_https(ask: Ask, tls: Certified) -> tuple[bytes, bytes]:
    """Ask over HTTPS; return what was heard, and the reply."""
    context = tls.context()
    async with scripted_https(lambda one: [Reply(answering(one.packet))], context) as upstream:
        reply = await ask(_put_together("https", upstream.address, tls))
        (heard,) = upstream.asked
        assert heard.packet[:2] == b"\0\0"
        return heard.packet, reply


TRANSPORTS: dict[str, tuple[Heard, bool]] = {
    "UDP": (over_udp, False),
    "TCP": (over_tcp, False),
    "TLS": (over_tls, True),
    "HTTPS": (over_https, True),
}


@pytest.mark.parametrize(("transport", "is_padded"), TRANSPORTS.values(), ids=TRANSPORTS)
def test_a_device_that_says_much_is_asked_for_like_any_other(
    transport: Heard, tls: Certified, *, is_padded: bool
) -> None:
    """No option, spelling or size of a device goes up; encrypted, it fills whole blocks."""
    packet = query(NAME, additional=[opt(payload=4096, options=SAYS_MUCH)])
    heard, _ = asyncio.run(transport(_asked_by(packet), tls))

    assert heard == expected(heard[:2], is_padded=is_padded)


@pytest.mark.parametrize(("transport", "is_padded"), TRANSPORTS.values(), ids=TRANSPORTS)
def test_what_an_upstream_says_of_networks_reaches_nobody(
    transport: Heard, tls: Certified, *, is_padded: bool
) -> None:
    """An answer for one network is an answer for all: its scope is neither kept nor told."""
    del is_padded
    packet = query(NAME, additional=[opt(options=[CLIENT_SUBNET])])
    _, reply = asyncio.run(transport(_asked_by(packet), tls))
    read = dns.message.from_wire(reply)

    assert read.answer[0].to_text() == f"{NAME}. 300 IN A 192.0.2.7"
    assert list(read.options) == []


@pytest.mark.parametrize("octets", [1, 10, 20, 30, 40, 50, 60])
def test_how_long_a_name_is_cannot_be_told(octets: int, tls: Certified) -> None:
    """Names of up to 97 octets look alike, and longer ones fill whole blocks too (RFC 8467)."""
    name = ".".join(["x" * octets] * 4)
    sizes = {
        len(asyncio.run(transport(_asked_by(query(name)), tls))[0])
        for transport in (over_tls, over_https)
    }

    assert sizes == {128 if octets <= 20 else 256 if octets <= 50 else 384}


def _asked_by(packet: bytes) -> Ask:
    """Return what asks through the whole pipeline, as the phone of the home."""

    async def ask(upstream: Upstream) -> bytes:
        route = Pipeline(house.current(), Cache(house.Clock()), upstream)
        reply = route.answer(packet, house.SAM, over_tcp=False)
        assert isinstance(reply, Forward)
        return await route.forward(reply)

    return ask
