from __future__ import annotations

import pytest
from hypothesis import given

from policy.decide import NOTHING_SAID
from policy.facts.encrypted_dns import ENCRYPTED_DNS
from policy.names import Name, from_text, parents
from policy.special import BYPASS_SIGNALS
from policy.verdict import Allow, Block, Verdict
from policy.ways_around import is_news, is_way_around
from policy.why import Why
from tests.policy.strategies import names

WAYS = {one.name for one in ENCRYPTED_DNS} | BYPASS_SIGNALS

ASKED = {
    "a service": ("dns.google", True),
    "a service as a browser knows it": ("mozilla.cloudflare-dns.com", True),
    "somebody's own name at a service": ("abc123.dns.nextdns.io", True),
    "a relay": ("mask.icloud.com", True),
    "a browser's question": ("use-application-dns.net", True),
    "a service's own pages": ("www.nextdns.io", False),
    "a name that only ends alike": ("notdns.google", False),
    "a name above a service": ("google", False),
    "the root": ("", False),
    "a page": ("www.example.org", False),
}


@pytest.mark.parametrize(("text", "expected"), ASKED.values(), ids=ASKED)
def test_a_way_around_is_told_by_its_name(text: str, *, expected: bool) -> None:
    """Names of encrypted DNS services and relays are told from all others, also from near ones."""
    name = from_text(text) if text else Name(b"\0")

    assert is_way_around(name) is expected


def test_a_label_that_looks_like_two_is_one() -> None:
    """A name whose octets end as a service's do, in the middle of a label, is no service."""
    label = b"a\x03dns"
    name = Name(bytes((len(label),)) + label + b"\x06google\0")

    assert not is_way_around(name)


@given(names())
def test_the_short_way_says_what_the_long_way_says(name: Name) -> None:
    """Looking at the end first never changes the answer."""
    assert is_way_around(name) is not WAYS.isdisjoint({name, *parents(name)})


@given(names())
def test_what_is_below_a_way_is_one(name: Name) -> None:
    """Whatever stands before the name of a service, it is one of the service's."""
    joined = name[:-1] + from_text("dns.google")
    if len(joined) <= 255:
        assert is_way_around(Name(joined))


VERDICTS: dict[str, tuple[Verdict, bool]] = {
    "answered, for nothing was said": (NOTHING_SAID, True),
    "no to who asks first": (
        Block(Why.BYPASS_SIGNAL, from_text("mask.icloud.com"), 0, denies_below=True),
        True,
    ),
    "blocked as a kind of site": (
        Block(Why.CATEGORY, from_text("dns.google"), 0, denies_below=True),
        True,
    ),
    "allowed by a carer's rule": (Allow(Why.RULE, from_text("dns.google")), False),
}


@pytest.mark.parametrize(("verdict", "expected"), VERDICTS.values(), ids=VERDICTS)
def test_what_a_carer_allowed_is_no_news(verdict: Verdict, *, expected: bool) -> None:
    """What a rule lets through on purpose is not told; everything else is."""
    assert is_news(verdict) is expected
