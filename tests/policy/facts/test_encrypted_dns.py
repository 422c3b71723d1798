from __future__ import annotations

from pathlib import Path

import pytest

from policy.facts.encrypted_dns import ENCRYPTED_DNS
from policy.facts.everyday import EVERYDAY
from policy.facts.never_blocked import LIFELINES
from policy.names import from_text, parents, to_text
from policy.special import BYPASS_SIGNALS

NAMES = {one.name for one in ENCRYPTED_DNS}
LISTS = {"crypt0rr": "crypt0rr-doh-names.txt", "nextdns": "nextdns-encrypted-dns.txt"}
IN_WORDS = {"public text", "the organisation"}

WELL_KNOWN = (
    *("dns.google", "cloudflare-dns.com", "dns.quad9.net", "doh.opendns.com", "dns.nextdns.io"),
    *("dns.adguard-dns.com", "doh.cleanbrowsing.org", "dns.mullvad.net", "freedns.controld.com"),
)


def test_the_services_that_are_used_most_are_here() -> None:
    """What browsers and phones offer by name is in the table, and nothing found once is lost."""
    assert {from_text(text) for text in WELL_KNOWN} <= NAMES
    assert len(NAMES) >= 99


def test_none_lies_below_another() -> None:
    """An entry that another one covers would only be noise."""
    assert [to_text(name) for name in NAMES if not NAMES.isdisjoint(parents(name))] == []


def test_no_signal_stands_here_too() -> None:
    """Names by which a device asks first are answered as such, and stand in one place."""
    both = {name for name in BYPASS_SIGNALS if not NAMES.isdisjoint({name, *parents(name)})}

    assert both == set()


def test_nobody_is_told_of_for_an_everyday_name() -> None:
    """No name that people visit, and none that is never blocked, is or lies below one of these."""
    usual = {one.name for one in EVERYDAY} | {one.name for one in LIFELINES}

    assert [to_text(one) for one in usual if not NAMES.isdisjoint({one, *parents(one)})] == []


def test_each_source_is_a_list_or_a_kind_of_text() -> None:
    """A source is one of the lists that are named above the table, or says who prints the name."""
    said = {one.source for one in ENCRYPTED_DNS}

    assert said <= IN_WORDS | {"crypt0rr", "nextdns", "crypt0rr, nextdns"}


@pytest.mark.parametrize("short", LISTS)
def test_each_name_stands_where_its_source_says(short: str, shared_data: Path | None) -> None:
    """A name whose source is a list is on that list."""
    if shared_data is None:
        pytest.skip("the lists are not here")
    lines = (shared_data / "bypass" / LISTS[short]).read_text(encoding="utf-8").splitlines()
    listed = {line.partition("#")[0].strip() for line in lines}
    wrong = [one for one in ENCRYPTED_DNS if short in one.source.split(", ")]

    assert wrong
    assert [to_text(one.name) for one in wrong if to_text(one.name) not in listed] == []


def test_another_list_knows_nearly_all_of_them(shared_data: Path | None) -> None:
    """Most are on a list of this year too, so that they are not services of the past."""
    if shared_data is None:
        pytest.skip("the list is not here")
    text = (shared_data / "bypass" / "dibdot-doh-domains.txt").read_text(encoding="utf-8")
    listed = set(text.split())
    known = [one for one in ENCRYPTED_DNS if to_text(one.name) in listed]

    assert len(known) >= 0.8 * len(ENCRYPTED_DNS)
