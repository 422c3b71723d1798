"""A new router comes, and no device asks the box any more: the pages say so, and name the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from console.words import health, tonight, ways
from policy.coverage import Finding, FindingKind
from policy.coverage_words import told
from policy.neighbours import NOTHING_SEEN, Neighbours, Router, RouterSource
from tests.console.stories.evening import Evening

OURS = "02:00:5e:00:53:02"
OLD = Neighbours(
    own_links=(OURS,),
    own_addresses=("192.168.77.2/24",),
    routers=(
        Router(
            link="02:00:5e:00:53:01",
            address="192.168.77.1",
            told_by=RouterSource.DHCP,
            dns_servers=("192.168.77.2",),
        ),
    ),
)
NEW = Neighbours(
    own_links=(OURS,),
    own_addresses=("192.168.1.70/24",),
    routers=(
        Router(
            link="02:00:5e:00:53:09",
            address="192.168.1.254",
            told_by=RouterSource.DHCP,
            dns_servers=("192.168.1.254",),
        ),
    ),
)


@pytest.fixture
def _old_router(evening: Evening) -> Iterator[None]:
    evening.home.sees(OLD)
    (evening.home.state / "console" / "network.json").unlink(missing_ok=True)
    yield
    evening.home.sees(NOTHING_SEEN)


@pytest.mark.usefixtures("_old_router")
def test_a_router_is_replaced_and_the_pages_say_what_to_do(evening: Evening) -> None:
    """From a network that is known to a line that says nobody uses the box, to the way back."""
    home, me = evening.home, evening.young
    home.becomes("16:00")
    home.asks(me.device, "news.example")
    carer = evening.carer()
    carer.follows(tonight.COVERAGE_GO)
    carer.presses(health.KNOWN_PRESS)
    carer.reads(health.KNOWN_SAID)
    carer.follows(ways.TONIGHT)
    carer.reads_not(tonight.QUIET_TEXT)

    home.sees(NEW)
    home.becomes("16:45")
    evening.comes_back(carer)
    carer.reads_soon(tonight.QUIET.format(time="16:00"))
    carer.reads(tonight.QUIET_TEXT, tonight.QUIET_TODO)
    first = carer.page.locator("main .notice h2, main section h2").first.inner_text()
    assert first == tonight.QUIET.format(time="16:00")
    carer.follows(tonight.COVERAGE_GO)
    for kind, where in (
        (FindingKind.NOBODY_ASKS, ()),
        (FindingKind.NEW_DHCP, ("02:00:5e:00:53:09",)),
        (FindingKind.NEW_SUBNET, ("192.168.1.0/24",)),
        (FindingKind.DNS_BY_DHCP, ("192.168.1.254",)),
    ):
        said = told(Finding(kind=kind, where=where))
        carer.reads(said.title, *said.todo)

    # The new router is told of the box, and devices ask it again.
    carer.presses(health.KNOWN_AGAIN)
    carer.reads(health.KNOWN_SAID)
    home.asks(me.device, "news.example")
    carer.follows(ways.TONIGHT)
    carer.reads_no_more(tonight.QUIET_TEXT)
    home.is_told()
