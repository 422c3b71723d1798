from __future__ import annotations

import argparse
import asyncio
import base64
from collections.abc import Sequence
from pathlib import Path

import pytest

from agent.dns.upstream import Address, UpstreamSilent
from agent.errors import UpstreamsMixed
from agent.upstream_options import Written, put_together, read_upstream, read_zone
from policy.names import from_text
from tests.agent.dns import house
from tests.agent.dns.packets import query
from tests.agent.dns.upstream.tls_upstreams import certified, scripted_tls
from tests.agent.dns.upstream_says import ADDRESS
from tests.agent.dns.upstreams import Asked, scripted

PINS = [bytes((number,)) * 32 for number in (0, 255)]
TEXTS = ["sha256/" + base64.b64encode(pin).decode() for pin in PINS]

READ = {
    "plain": ("192.0.2.1", Written(address=Address("192.0.2.1", 53))),
    "plain with a port": ("[::1]:5301", Written(address=Address("::1", 5301))),
    "a name": (
        "tls://192.0.2.1#dns.example",
        Written(address=Address("192.0.2.1", 853), name="dns.example"),
    ),
    "a name in capital letters": (
        "tls://192.0.2.1#DNS.Example",
        Written(address=Address("192.0.2.1", 853), name="dns.example"),
    ),
    "a name and a port": (
        "tls://192.0.2.1:8530#dns.example",
        Written(address=Address("192.0.2.1", 8530), name="dns.example"),
    ),
    "IPv6": (
        "tls://[2001:db8::1]#dns.example",
        Written(address=Address("2001:db8::1", 853), name="dns.example"),
    ),
    "IPv6 and a port": (
        "tls://[2001:db8::1]:53#dns.example",
        Written(address=Address("2001:db8::1", 53), name="dns.example"),
    ),
    "a pin": (
        f"tls://192.0.2.1#{TEXTS[0]}",
        Written(address=Address("192.0.2.1", 853), pins=frozenset(PINS[:1])),
    ),
    "two pins, with slashes inside": (
        f"tls://192.0.2.1#{TEXTS[1]},{TEXTS[0]}",
        Written(address=Address("192.0.2.1", 853), pins=frozenset(PINS)),
    ),
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_an_upstream_is_read(text: str, expected: Written) -> None:
    """Every form of the grammar is read, with the port that belongs to it."""
    assert read_upstream(text) == expected
    assert read_upstream(text).is_encrypted is text.startswith("tls://")


REFUSED = {
    "nothing": ("", "is not an address"),
    "another way": ("https://192.0.2.1/dns-query", "is not an address"),
    "nobody's certificate": ("tls://192.0.2.1", "whose certificate"),
    "an empty name": ("tls://192.0.2.1#", "whose certificate"),
    "a name that is none": ("tls://192.0.2.1#dns example", "whose certificate"),
    "no address": ("tls://dns.example#dns.example", "is not an address"),
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
                put_together([Written(address=upstream.address, pins=frozenset({pin}))])
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
                [Written(address=outside.address)],
                [(from_text("lan"), Written(address=one.address)) for one in (old, new)],
            )
            for name in ("www.example.org", "printer.lan", "phone.local"):
                await resolver.ask(house.question_of(query(name)))
            return [len(one.asked) for one in (outside, old, new)]

    assert asyncio.run(asking()) == [1, 1, 1]
