from __future__ import annotations

import asyncio

import dns.message
import dns.rdatatype
import pytest

from agent.dns import answers
from agent.dns.cache import Cache
from agent.dns.pipeline import Forward, Pipeline
from agent.dns.upstream import Do53Upstreams
from agent.dns.upstream.zones import SECONDS, ByZone
from agent.dns.wire import Answer, Question
from policy.names import ROOT, from_text
from tests.agent.dns import house
from tests.agent.dns.packets import AAAA, A, opt, query
from tests.agent.dns.upstreams import dnsmasq

PTR, NS, SOA, DS = 12, 2, 6, 43


class Marked:
    """An upstream that answers with its own mark."""

    def __init__(self, mark: bytes) -> None:
        self.mark = mark

    async def ask(self, _: Question) -> Answer:
        """Return an answer that holds the mark."""
        return Answer(0, (0, 0, 0), self.mark, (), 0, authentic=False)


ZONES = ByZone(
    Marked(b"outside"),
    {
        from_text("lan"): Marked(b"router"),
        from_text("work.lan"): Marked(b"office"),
        from_text("168.192.in-addr.arpa"): Marked(b"router"),
        from_text("5.10.in-addr.arpa"): Marked(b"office"),
    },
)

WHERE = {
    "a site": ("www.example.org", A, b"outside"),
    "the home's own name": ("printer.lan", A, b"router"),
    "the zone itself": ("lan", SOA, b"router"),
    "a corner that is somebody else's": ("wiki.work.lan", A, b"office"),
    "only its end is alike": ("notlan", A, b"outside"),
    "in the middle": ("lan.example.org", A, b"outside"),
    "an address of the home": ("7.1.168.192.in-addr.arpa", PTR, b"router"),
    "a corner of a private net": ("1.0.5.10.in-addr.arpa", PTR, b"office"),
    "an address of the internet": ("8.8.8.8.in-addr.arpa", PTR, b"outside"),
    "DS belongs to who is above": ("lan", DS, b"outside"),
    "DS of a corner": ("work.lan", DS, b"router"),
    "DS inside": ("printer.lan", DS, b"router"),
    "DS of a private net": ("10.in-addr.arpa", DS, b"outside"),
}


def ask(name: str, qtype: int) -> Answer:
    """Return the answer of whoever a name is for."""
    return asyncio.run(ZONES.ask(house.question_of(query(name, qtype))))


@pytest.mark.parametrize(("name", "qtype", "mark"), WHERE.values(), ids=WHERE)
def test_each_name_goes_where_its_zone_says(name: str, qtype: int, mark: bytes) -> None:
    """The longest zone decides, a name of no zone goes out, and DS belongs to who is above."""
    assert ask(name, qtype).body == mark


def test_the_root_goes_out() -> None:
    """The root is in no zone."""
    question = house.question_of(query("example.org"))._replace(name=ROOT)

    assert asyncio.run(ZONES.ask(question)).body == b"outside"


def reply_to(name: str, qtype: int) -> dns.message.Message:
    """Return what a device is told by the whole route, read by another library."""
    packet = query(name, qtype, additional=[opt()])

    async def asking() -> bytes:
        route = Pipeline(house.current(), Cache(house.Clock()), ZONES)
        forward = route.answer(packet, house.ALEX, over_tcp=False)
        assert isinstance(forward, Forward)
        await route.forward(forward)
        again = route.answer(packet, house.ALEX, over_tcp=False)  # out of the cache
        assert isinstance(again, bytes)
        return again

    return dns.message.from_wire(asyncio.run(asking()))


STAYS = {
    "a private address": ("9.9.9.10.in-addr.arpa", PTR, "10.in-addr.arpa.", 3),
    "an address that DHCP did not give": ("7.1.254.169.in-addr.arpa", PTR, "254.169.in-addr.arpa."
        , 3),
    "a name of the home": ("router.home.arpa", A, "home.arpa.", 3),
    "one of multicast DNS": ("printer.local", AAAA, "local.", 3),
    "the zone itself": ("10.in-addr.arpa", A, "10.in-addr.arpa.", 0),
}  # fmt: skip


@pytest.mark.parametrize(("name", "qtype", "zone", "rcode"), STAYS.values(), ids=STAYS)
def test_what_every_home_has_stays_in_the_home(
    name: str, qtype: int, zone: str, rcode: int
) -> None:
    """Names that no zone covers and strangers cannot know are denied here, as RFC 6303 says it."""
    reply = reply_to(name, qtype)
    (soa,) = reply.authority

    assert (reply.rcode(), reply.answer) == (rcode, [])
    assert (soa.name.to_text(), soa.ttl) == (zone, SECONDS)
    assert soa[0].to_text() == f"{zone} nobody.invalid. 1 3600 1200 604800 10800"


def test_an_empty_zone_has_the_two_records_that_a_zone_needs() -> None:
    """Asked for SOA or NS the zone says what RFC 6303 section 3 has it say."""
    (soa,), (ns,) = (reply_to("10.in-addr.arpa", qtype).answer for qtype in (SOA, NS))

    assert soa.to_text().endswith("SOA 10.in-addr.arpa. nobody.invalid. 1 3600 1200 604800 10800")
    assert ns.to_text() == f"10.in-addr.arpa. {SECONDS} IN NS 10.in-addr.arpa."


def test_a_denial_is_kept_as_long_as_it_says() -> None:
    """A name of the home that is denied may be kept like any denial."""
    assert ask("9.9.9.10.in-addr.arpa", PTR).lifetime == SECONDS
    assert ask("9.9.9.10.in-addr.arpa", PTR).rcode == answers.NXDOMAIN


def test_a_real_router_knows_the_home_and_the_one_outside_does_not() -> None:
    """With two real resolvers each is asked for its own names only."""
    with (
        dnsmasq("--host-record=printer.lan,192.168.1.7", "--local=/lan/") as router,
        dnsmasq("--address=/#/203.0.113.66") as outside,
    ):
        home = Do53Upstreams([router])
        zones = {from_text("lan"): home, from_text("168.192.in-addr.arpa"): home}
        resolver = ByZone(Do53Upstreams([outside]), zones)

        async def asking(name: str, qtype: int) -> Answer:
            return await resolver.ask(house.question_of(query(name, qtype)))

        inside = asyncio.run(asking("printer.lan", A))
        backwards = asyncio.run(asking("7.1.168.192.in-addr.arpa", PTR))
        site = asyncio.run(asking("www.example.org", A))

    assert inside.body[-4:] == bytes((192, 168, 1, 7))
    assert backwards.counts[0] == 1
    assert site.body[-4:] == bytes((203, 0, 113, 66))
