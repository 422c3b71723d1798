from __future__ import annotations

import argparse
import asyncio
import base64
import contextlib
import socket
from collections.abc import Sequence
from pathlib import Path

import dns.message
import pytest

from agent.addresses import read_address
from agent.dns.upstream import Address, UpstreamSilent
from agent.errors import AsksItself, BootstrapMissing, UpstreamsMixed
from agent.upstream_options import (
    Named,
    Transport,
    Written,
    put_together,
    read_upstream,
    read_zone,
    refuse_itself,
)
from agent.upstreams.well_known import BY_WORD
from policy.names import from_text
from tests.agent.dns import house
from tests.agent.dns.packets import query
from tests.agent.dns.upstream.https_upstreams import Reply, scripted_https
from tests.agent.dns.upstream.tls_upstreams import certified, scripted_tls
from tests.agent.dns.upstream_says import ADDRESS, RR, Says
from tests.agent.dns.upstreams import Asked, scripted

PINS = [bytes((number,)) * 32 for number in (0, 255)]
TEXTS = ["sha256/" + base64.b64encode(pin).decode() for pin in PINS]


def https(
    *,
    named: Named | None = None,
    addresses: tuple[Address, ...] = (),
    name: str | None = "dns.example",
    pins: frozenset[bytes] = frozenset(),
    authority: str = "dns.example",
    path: str = "/dns-query",
) -> Written:
    """Return an upstream over HTTPS, as most are written."""
    return Written(
        transport=Transport.HTTPS,
        named=named,
        addresses=addresses,
        name=name,
        pins=pins,
        authority=authority,
        path=path,
    )


READ = {
    "plain": ("192.0.2.1", Written(addresses=(Address("192.0.2.1", 53),))),
    "plain with a port": ("[::1]:5301", Written(addresses=(Address("::1", 5301),))),
    "a name": (
        "tls://192.0.2.1#dns.example",
        Written(
            transport=Transport.TLS, addresses=(Address("192.0.2.1", 853),), name="dns.example"
        ),
    ),
    "a name in capital letters": (
        "tls://192.0.2.1#DNS.Example",
        Written(
            transport=Transport.TLS, addresses=(Address("192.0.2.1", 853),), name="dns.example"
        ),
    ),
    "a name and a port": (
        "tls://192.0.2.1:8530#dns.example",
        Written(
            transport=Transport.TLS, addresses=(Address("192.0.2.1", 8530),), name="dns.example"
        ),
    ),
    "IPv6": (
        "tls://[2001:db8::1]#dns.example",
        Written(
            transport=Transport.TLS, addresses=(Address("2001:db8::1", 853),), name="dns.example"
        ),
    ),
    "IPv6 and a port": (
        "tls://[2001:db8::1]:53#dns.example",
        Written(
            transport=Transport.TLS, addresses=(Address("2001:db8::1", 53),), name="dns.example"
        ),
    ),
    "a pin": (
        f"tls://192.0.2.1#{TEXTS[0]}",
        Written(
            transport=Transport.TLS,
            addresses=(Address("192.0.2.1", 853),),
            pins=frozenset(PINS[:1]),
        ),
    ),
    "two pins, with slashes inside": (
        f"tls://192.0.2.1#{TEXTS[1]},{TEXTS[0]}",
        Written(
            transport=Transport.TLS, addresses=(Address("192.0.2.1", 853),), pins=frozenset(PINS)
        ),
    ),
    "a name to look up": (
        "tls://dns.example",
        Written(transport=Transport.TLS, named=Named("dns.example", 853), name="dns.example"),
    ),
    "a name to look up and a port": (
        "tls://DNS.example:8530",
        Written(transport=Transport.TLS, named=Named("dns.example", 8530), name="dns.example"),
    ),
    "a name to look up and another to prove": (
        "tls://dns.example#other.example",
        Written(transport=Transport.TLS, named=Named("dns.example", 853), name="other.example"),
    ),
    "a name to look up and a key": (
        f"tls://dns.example#{TEXTS[0]}",
        Written(transport=Transport.TLS, named=Named("dns.example", 853), pins=frozenset(PINS[:1])),
    ),
    "HTTPS": ("https://dns.example/dns-query", https(named=Named("dns.example", 443))),
    "HTTPS without a path": ("https://dns.example", https(named=Named("dns.example", 443))),
    "HTTPS with a bare path": ("https://dns.example/", https(named=Named("dns.example", 443))),
    "HTTPS with a path and a port": (
        "https://DNS.example:8443/Some/Path",
        https(named=Named("dns.example", 8443), authority="dns.example:8443", path="/Some/Path"),
    ),
    "HTTPS at an address with a name": (
        "https://192.0.2.1/dns-query#dns.example",
        https(addresses=(Address("192.0.2.1", 443),)),
    ),
    "HTTPS at an address with a port and a name": (
        "https://192.0.2.1:8443/dns-query#dns.example",
        https(addresses=(Address("192.0.2.1", 8443),), authority="dns.example:8443"),
    ),
    "HTTPS at an address that proves itself": (
        "https://[2001:db8::1]/dns-query",
        https(
            addresses=(Address("2001:db8::1", 443),),
            name="2001:db8::1",
            authority="[2001:db8::1]",
        ),
    ),
    "HTTPS at an address with a key": (
        f"https://192.0.2.1/dns-query#{TEXTS[1]}",
        https(
            addresses=(Address("192.0.2.1", 443),),
            name=None,
            authority="192.0.2.1",
            pins=frozenset(PINS[1:]),
        ),
    ),
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_an_upstream_is_read(text: str, expected: Written) -> None:
    """Every form of the grammar is read, with the port that belongs to it."""
    assert read_upstream(text) == expected
    assert read_upstream(text).is_encrypted is ("://" in text)


REFUSED = {
    "nothing": ("", "is not an address"),
    "another way": ("quic://192.0.2.1#dns.example", "is not an address"),
    "another way to the web": ("http://192.0.2.1/dns-query", "is not an address"),
    "no word of ours": ("quad8", "quad9, cloudflare"),
    "a word with another transport": ("quad9+quic", "is not an address"),
    "nobody's certificate": ("tls://192.0.2.1", "whose certificate"),
    "an empty name": ("tls://192.0.2.1#", "whose certificate"),
    "a name that is none": ("tls://192.0.2.1#dns example", "whose certificate"),
    "half an address": ("tls://192.0.2#dns.example", "is not an address"),
    "a name with an empty label": ("tls://dns..example", "two dots"),
    "a port that is none": ("tls://dns.example:70000", "port"),
    "a port of nought": ("tls://dns.example:0", "port"),
    "no host": ("https:///dns-query", "is not an address"),
    "somebody's password": ("https://me:secret@dns.example/", "is not an address"),
    "a query in the path": ("https://dns.example/dns-query?dns=", "no path"),
    "a template": ("https://dns.example/dns-query{?dns}", "no path"),
    "a path with a space": ("https://dns.example/dns query", "no path"),
    "nobody behind the hash sign": ("https://dns.example/dns-query#", "whose certificate"),
    "a port left out": ("tls://192.0.2.1:#dns.example", "is not an address"),
    "a pin cut short": (f"tls://192.0.2.1#{TEXTS[0][:-4]}", "is no pin"),
    "a pin with foreign letters": ("tls://192.0.2.1#sha256/*", "is no pin"),
    "a pin and a name": (f"tls://192.0.2.1#{TEXTS[0]},dns.example", "is no pin"),
    "a second pin without its kind": (f"tls://192.0.2.1#{TEXTS[0]},{TEXTS[1][7:]}", "is no pin"),
    "an empty second pin": (f"tls://192.0.2.1#{TEXTS[0]},", "is no pin"),
}


@pytest.mark.parametrize(("text", "why"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_upstream_is_refused(text: str, why: str) -> None:
    """Anything else is refused, with what to write instead."""
    with pytest.raises(argparse.ArgumentTypeError, match=why):
        read_upstream(text)


ZONES = {
    "a name": ("lan=192.168.1.1", (from_text("lan"), read_upstream("192.168.1.1"))),
    "a reverse zone": (
        "168.192.in-addr.arpa=192.168.1.1:53",
        (from_text("168.192.in-addr.arpa"), read_upstream("192.168.1.1")),
    ),
    "over TLS": (
        "work.example=tls://192.0.2.1#dns.work.example",
        (from_text("work.example"), read_upstream("tls://192.0.2.1#dns.work.example")),
    ),
    "a pin with its own equals signs": (
        f"work.example=tls://192.0.2.1#{TEXTS[0]}",
        (from_text("work.example"), read_upstream(f"tls://192.0.2.1#{TEXTS[0]}")),
    ),
}


@pytest.mark.parametrize(("text", "expected"), ZONES.values(), ids=ZONES)
def test_a_zone_is_read(text: str, expected: tuple[bytes, Written]) -> None:
    """A zone is a name and an upstream of any form."""
    assert read_zone(text) == expected


NO_ZONES = {
    "no upstream": ("lan", "write it as lan=192"),
    "an empty name": ("=192.168.1.1", "empty"),
    "a star": ("*.lan=192.168.1.1", "no star"),
    "an upstream that is none": ("lan=router", "is not an address"),
}


@pytest.mark.parametrize(("text", "why"), NO_ZONES.values(), ids=NO_ZONES)
def test_what_is_no_zone_is_refused(text: str, why: str) -> None:
    """Anything else is refused, with what to write instead."""
    with pytest.raises(argparse.ArgumentTypeError, match=why):
        read_zone(text)


MIXED = {
    "for all names": (["192.0.2.1", "tls://192.0.2.2#dns.example"], []),
    "for a zone": (["192.0.2.1"], ["lan=192.0.2.3", "lan=tls://192.0.2.2#dns.example"]),
}


@pytest.mark.parametrize(("upstreams", "zones"), MIXED.values(), ids=MIXED)
def test_plain_and_encrypted_do_not_stand_beside_each_other(
    upstreams: list[str], zones: list[str]
) -> None:
    """For the same names all upstreams are encrypted or none; strict would mean nothing else."""
    with pytest.raises(UpstreamsMixed, match="either all"):
        put_together(list(map(read_upstream, upstreams)), list(map(read_zone, zones)))


def test_what_is_put_together_over_tls_is_strict(tmp_path: Path) -> None:
    """A pinned upstream is asked over TLS, and with another pin nothing is asked."""
    tls = certified(tmp_path)
    question = house.question_of(query("www.example.org"))

    async def asking() -> int:
        async with scripted_tls(lambda one: [ADDRESS.to(one.packet)], tls.context()) as upstream:
            right, wrong = (
                put_together(
                    [
                        Written(
                            transport=Transport.TLS,
                            addresses=(upstream.address,),
                            pins=frozenset({pin}),
                        )
                    ]
                )
                for pin in (tls.pin, PINS[0])
            )
            await right.ask(question)
            with pytest.raises(UpstreamSilent):
                await wrong.ask(question)
            return len(upstream.asked)

    assert asyncio.run(asking()) == 1


def test_what_is_put_together_asks_each_for_its_own_names() -> None:
    """A zone's upstreams help each other out; other names go to the others; the home's to none."""

    def honest(asked: Asked) -> Sequence[bytes]:
        return [ADDRESS.to(asked.packet)]

    def refusing(asked: Asked) -> Sequence[bytes]:
        return [ADDRESS._replace(rcode=5).to(asked.packet)]

    async def asking() -> list[int]:
        async with scripted(honest) as outside, scripted(refusing) as old, scripted(honest) as new:
            resolver = put_together(
                [Written(addresses=(outside.address,))],
                [(from_text("lan"), Written(addresses=(one.address,))) for one in (old, new)],
            )
            for name in ("www.example.org", "printer.lan", "phone.local"):
                await resolver.ask(house.question_of(query(name)))
            return [len(one.asked) for one in (outside, old, new)]

    assert asyncio.run(asking()) == [1, 1, 1]


@pytest.mark.parametrize("word", BY_WORD)
def test_a_word_stands_for_a_well_known_resolver(word: str) -> None:
    """Each word gives a resolver over TLS, and with +https the same one over HTTPS."""
    known = BY_WORD[word]
    tls, over_https = read_upstream(word), read_upstream(f"{word}+https")
    assert (tls.name, over_https.name) == (known.tls_name, known.https_name)
    assert tls.addresses == tuple(Address(host, 853) for host in known.addresses)
    assert over_https.addresses == tuple(Address(host, 443) for host in known.addresses)
    assert (over_https.authority, over_https.path) == (known.https_name, known.path)


def test_a_name_without_anybody_to_ask_is_refused() -> None:
    """An upstream that was written as a name needs a resolver that knows where it is."""
    with pytest.raises(BootstrapMissing, match="--bootstrap"):
        put_together([read_upstream("tls://dns.example")])


def test_what_is_put_together_over_https_finds_its_place_and_asks(tmp_path: Path) -> None:
    """A name over HTTPS is found by the bootstrap resolver, which hears of nothing else."""
    tls = certified(tmp_path)

    def where(asked: Asked) -> Sequence[bytes]:
        return [Says(answer=(RR("A", "127.0.0.1"),)).to(asked.packet)]

    async def asking() -> list[str]:
        async with (
            scripted(where) as bootstrap,
            scripted_https(lambda one: [Reply(ADDRESS.to(one.packet))], tls.context()) as upstream,
        ):
            port = upstream.address.port
            pin = base64.b64encode(tls.pin).decode()
            written = read_upstream(f"https://dns.example:{port}/dns-query#sha256/{pin}")
            resolver = put_together([written], bootstrap=[bootstrap.address])
            for name in ("www.example.org", "www.example.net"):
                await resolver.ask(house.question_of(query(name)))
            assert len(upstream.asked) == 2
            assert {one.headers[b":authority"] for one in upstream.asked} == {
                b"dns.example:%d" % port
            }
            return [
                dns.message.from_wire(one.packet).question[0].to_text() for one in bootstrap.asked
            ]

    assert sorted(asyncio.run(asking())) == ["dns.example. IN A", "dns.example. IN AAAA"]


LISTENING = {
    "the same": ("127.0.0.1:53", "127.0.0.1:53"),
    "the same over IPv6": ("[::1]:53", "[0:0::1]:53"),
    "every address of the box": ("0.0.0.0:53", "127.0.0.53:53"),
    "every address of the box over IPv6": ("[::]:53", "[::1]:53"),
}


@pytest.mark.parametrize(("listen", "asked"), LISTENING.values(), ids=LISTENING)
def test_the_box_is_not_asked_by_itself(listen: str, asked: str) -> None:
    """An upstream where the program itself listens is refused, and the next port is not."""
    ours, there = read_address(listen), read_address(asked)
    with pytest.raises(AsksItself, match="listens"):
        refuse_itself([ours], [there])
    refuse_itself([ours], [there._replace(port=54), Address("192.0.2.1", 53)])


def test_at_all_addresses_the_one_of_the_network_is_asked_by_itself_too() -> None:
    """Where all addresses are listened at, the machine's own on its network is refused."""
    with socket.socket(type=socket.SOCK_DGRAM) as udp:
        with contextlib.suppress(OSError):  # a machine without a network asks from loopback
            udp.connect(("192.0.2.1", 9))
        host = udp.getsockname()[0].replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - none is bound
    everywhere = Address("0.0.0.0", 53)  # noqa: S104 - none is bound

    with pytest.raises(AsksItself, match="listens"):
        refuse_itself([everywhere], [Address(host, 53)])
    refuse_itself([everywhere], [Address(host, 54)])
    refuse_itself([Address("127.0.0.77", 53)], [Address(host, 53)])
