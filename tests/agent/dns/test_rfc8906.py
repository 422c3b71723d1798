"""RFC 8906, what a name server must answer to the unusual, asked with dig as operators do."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.dns.cache import Cache
from agent.dns.pipeline import Pipeline
from agent.dns.server import Server
from agent.dns.upstream import Address, Do53Upstreams
from tests.agent.dns import house
from tests.agent.dns.upstream_says import RR, Says
from tests.agent.dns.upstreams import Asked, dnsmasq, scripted

DIG = shutil.which("dig")

SOA = RR("SOA", "ns.t.test. admin.t.test. 1 3600 600 86400 300", 300, "t.test")
BIG = Says(answer=(RR("TXT", f'"{"z" * 200}"'),) * 10)


def zone(asked: Asked) -> list[bytes]:
    """Answer as the resolver above us would for the zone t.test."""
    name, qtype = asked.packet[12:].split(b"\0", 1)[0] + b"\0", asked.packet[asked_end(asked) - 3]
    if name == b"\1t\4test\0" and qtype == 6:
        return [Says(answer=(SOA,)).to(asked.packet)]
    if name == b"\3big\1t\4test\0":
        cut = not asked.over_tcp
        return [(Says(flags=0x0380) if cut else BIG).to(asked.packet)]
    if name == b"\1t\4test\0":
        return [Says(authority=(SOA,)).to(asked.packet)]
    return [Says(rcode=3, authority=(SOA,)).to(asked.packet)]


def asked_end(asked: Asked) -> int:
    """Return where the question of a query ends."""
    return asked.packet.index(b"\0", 12) + 5


@contextlib.contextmanager
def agent(upstream: Address | None = None) -> Iterator[Address]:
    """Run the whole server in a thread of its own, over the zone above or another upstream."""
    ready: concurrent.futures.Future[Address] = concurrent.futures.Future()
    stops: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        stop = asyncio.Event()
        stops.append((asyncio.get_running_loop(), stop))
        async with scripted(zone) as own:
            above = Do53Upstreams([upstream or own.address])
            server = Server(Pipeline(house.current(), Cache(house.Clock()), above))
            ready.set_result(Address(*await server.listen("127.0.0.1", 0)))
            await stop.wait()
            await server.close()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        yield ready.result(timeout=10)
    finally:
        for loop, stop in stops:
            loop.call_soon_threadsafe(stop.set)
        thread.join()


def dig(address: Address, *arguments: str) -> str:
    """Return what dig says."""
    assert DIG, "these tests need dig: install the Debian package bind9-dnsutils"
    done = subprocess.run(
        [DIG, f"@{address.host}", "-p", str(address.port), "+tries=1", "+time=10", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"HOME": "/nonexistent"},
    )
    return done.stdout


BY_HAND = {
    "plain": ("+noedns +noad +rec SOA t.test", "NOERROR", r"\bSOA\b; !OPT PSEUDOSECTION"),
    "unknown type": ("+noedns +rec TYPE1000 t.test", "NOERROR", "ANSWER: 0"),
    "reserved bit": ("+noedns +noad +zflag +rec SOA t.test", "NOERROR", "!MBZ: 0x4"),
    "unknown opcode, header only": (
        "+noedns +noad +rec +opcode=15 +header-only",
        "NOTIMP",
        "RESERVED15; ANSWER: 0",
    ),
    "unknown opcode": ("+noedns +noad +rec +opcode=15 SOA t.test", "NOTIMP", "RESERVED15"),
    "EDNS version 1": (
        "+edns=1 +noednsneg +nocookie +noad +rec SOA t.test",
        "BADVERS",
        "EDNS: version: 0; ANSWER: 0",
    ),
    "unknown option": (
        "+edns=0 +ednsopt=100 +nocookie +noad +rec SOA t.test",
        "NOERROR",
        r"\bSOA\b; EDNS: version: 0; !OPT=100",
    ),
    "unknown EDNS flag": (
        "+edns=0 +ednsflags=0x40 +nocookie +noad +rec SOA t.test",
        "NOERROR",
        "EDNS: version: 0; !MBZ: 0x0040",
    ),
    "truncation keeps the OPT": (
        "+edns=0 +bufsize=512 +ignore +nocookie +noad +rec TXT big.t.test",
        "NOERROR",
        r"flags:[^;]* tc; EDNS: version: 0",
    ),
    "truncation, then TCP": ("+edns=0 +nocookie TXT big.t.test", "NOERROR", "ANSWER: 10"),
    "ANY": ("+edns=0 +nocookie +rec +notcp ANY t.test", "NOERROR", "RFC8482"),
    "class CH": ("+noedns +rec CH TXT version.bind", "REFUSED", "!timed out"),
    "resolver.arpa": ("+edns=0 +rec SVCB _dns.resolver.arpa", "NOERROR", "ANSWER: 0"),
}


def shortcomings(output: str, status: str, expected: str) -> list[str]:
    """Return what dig's output lacks, or holds though it must not."""
    lacking = []
    if status != "-" and f"status: {status}" not in output:
        lacking.append(f"status {status}")
    for pattern in filter(None, map(str.strip, re.split(r";(?![^\[]*\])", expected))):
        unwanted = pattern.startswith("!")
        if bool(re.search(pattern.removeprefix("!"), output)) is unwanted:
            lacking.append(pattern)
    return lacking


@pytest.fixture(scope="module")
def ours() -> Iterator[Address]:
    """Return where our server listens, over a zone that answers as the table needs."""
    with agent() as address:
        yield address


@pytest.mark.parametrize(("arguments", "status", "expected"), BY_HAND.values(), ids=BY_HAND)
def test_the_unusual_is_answered_in_form(
    arguments: str, status: str, expected: str, ours: Address
) -> None:
    """What askers rarely send is answered as RFC 8906 says, and never with silence."""
    output = dig(ours, *arguments.split())

    assert not shortcomings(output, status, expected), output


def test_the_whole_table(shared_data: Path | None, ours: Address) -> None:
    """Every line of the published table of RFC 8906 holds for us."""
    if shared_data is None:
        return
    table = shared_data / "conformance" / "rfc8906-forwarder.tsv"
    failed = {}
    for line in table.read_text(encoding="utf-8").splitlines()[1:]:
        number, arguments, status, expected, _ = line.split("\t")
        if lacking := shortcomings(dig(ours, *arguments.split()), status, expected):
            failed[number] = lacking

    assert failed == {}


def test_dnsmasq_above_and_below_us() -> None:
    """Between a real dnsmasq above and another below, answers pass through whole."""
    text = ",".join(["y" * 200] * 10)
    with (
        dnsmasq("--address=/a.test/192.0.2.1", f"--txt-record=big.test,{text}") as above,
        agent(above) as ours,
        dnsmasq(f"--server=127.0.0.1#{ours.port}", "--cache-size=0") as below,
    ):
        address = dig(below, "+short", "a.test")
        long = dig(below, "TXT", "big.test")
        blocked = dig(below, "www.bad.example")

    assert address == "192.0.2.1\n"
    assert long.count("y" * 200) == 10
    assert "status: NXDOMAIN" in blocked
