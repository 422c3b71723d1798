from __future__ import annotations

from agent.discovery.heard import RouterSaid
from agent.discovery.routers import FORGOTTEN_SECONDS, Routers
from policy.neighbours import MAX_ROUTERS, Router, RouterSource

LINK = "02:00:5e:00:53:02"
ADVERTISED, DHCP = RouterSource.ADVERTISEMENT, RouterSource.DHCP


def said(address: str = "fe80::1", **fields: object) -> RouterSaid:
    """Return what a router says."""
    whole: dict[str, object] = {"link": LINK, "address": address, "told_by": ADVERTISED, **fields}
    return RouterSaid(**whole)  # type: ignore[arg-type] # the fields are given by name


def test_every_router_stands_with_its_latest_word() -> None:
    """Two routers stand side by side, each with what it said last."""
    routers = Routers()
    routers.hear(said("fe80::2"), 0.0)
    routers.hear(said(dns_servers=("fd00::1",)), 0.0)
    routers.hear(said(dns_servers=("fd00::2",)), 1.0)

    assert routers.now() == (
        Router(link=LINK, address="fe80::1", told_by=ADVERTISED, dns_servers=("fd00::2",)),
        Router(link=LINK, address="fe80::2", told_by=ADVERTISED),
    )
    assert routers.links() == {LINK}


def test_a_router_that_takes_itself_back_is_gone() -> None:
    """After its farewell a router is none, and neither are its networks ours."""
    routers = Routers()
    routers.hear(said(prefixes=("2001:db8:1::/64",)), 0.0)
    before = routers.prefixes
    routers.hear(said(stays=False), 1.0)

    assert [str(one) for one in before] == ["2001:db8:1::/64"]
    assert (routers.now(), routers.prefixes) == ((), ())


def test_a_silent_router_is_forgotten_after_three_hours() -> None:
    """A router stays as long as any advertisement can hold, and not much longer."""
    routers = Routers()
    routers.hear(said(), 0.0)
    routers.lapse(FORGOTTEN_SECONDS)
    before = len(routers.now())
    routers.lapse(FORGOTTEN_SECONDS + 1)

    assert (before, routers.now()) == (1, ())


def test_the_way_out_is_the_advertiser_or_what_dhcp_names() -> None:
    """A DHCP server is not itself the way out; the routers that it names are."""
    routers = Routers()
    routers.hear(said(), 0.0)
    routers.hear(said("192.0.2.3", told_by=DHCP, gateways=("192.0.2.1",)), 0.0)

    assert routers.addresses() == {"fe80::1", "192.0.2.1"}


def test_a_prefix_for_half_the_world_is_not_ours() -> None:
    """Only a network as long as a home's is taken for the home's own."""
    routers = Routers()
    routers.hear(said(prefixes=("2000::/3", "2001:db8::/47", "2001:db8:1::/48")), 0.0)

    assert [str(one) for one in routers.prefixes] == ["2001:db8:1::/48"]


def test_made_up_routers_push_out_the_oldest() -> None:
    """There are never more than a reader takes."""
    routers = Routers()
    for last in range(MAX_ROUTERS + 5):
        routers.hear(said(f"fe80::{last + 1:x}"), float(last))

    assert len(routers.now()) == MAX_ROUTERS
    assert f"fe80::{MAX_ROUTERS + 5:x}" in routers.addresses()
