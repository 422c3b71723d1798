from __future__ import annotations

import pytest
from hypothesis import given

from policy.names import Name, from_text, is_at_or_below, to_text
from policy.never_blocked import NEVER_BLOCKED
from policy.special import BYPASS_SIGNALS, LocalName, local_name
from tests.policy.strategies import wire_names

LOCAL = {
    "localhost": (0, LocalName.LOCALHOST),
    "a.localhost": (2, LocalName.LOCALHOST),
    "resolver.arpa": (0, LocalName.RESOLVER_ARPA),
    "_dns.resolver.arpa": (5, LocalName.RESOLVER_ARPA),
    "site.onion": (5, LocalName.ONION),
    "onion": (0, LocalName.ONION),
    "invalid": (0, LocalName.INVALID),
    "a.b.invalid": (4, LocalName.INVALID),
    "localhost.invalid": (10, LocalName.INVALID),
}

NOT_LOCAL = (
    "arpa",
    "notlocalhost",
    "localhost.example",
    "resolver.arpa.example",
    "onions",
    "local",
)


@pytest.mark.parametrize(("text", "expected"), LOCAL.items(), ids=LOCAL)
def test_local_names_and_all_below_are_the_box_s_own(
    text: str, expected: tuple[int, LocalName]
) -> None:
    """A special-use name and everything below it is known, with where it begins."""
    assert local_name(from_text(text)) == expected


@pytest.mark.parametrize("text", NOT_LOCAL)
def test_names_beside_them_are_not(text: str) -> None:
    """A name that only looks like a local one is forwarded like any other."""
    assert local_name(from_text(text)) is None


@given(wire_names())
def test_any_name_is_local_or_not(name: Name) -> None:
    """Whatever octets a name holds, a local name lies where it is said to begin."""
    found = local_name(name)

    assert found is None or name[found[0] :] == from_text(found[1])


@pytest.mark.parametrize(
    "text",
    [
        "use-application-dns.net",
        "mask.icloud.com",
        "mask-h2.icloud.com",
        "mask-api.icloud.com",
        "doh.dns.apple.com",
    ],
)
def test_the_vendors_own_questions_are_known(text: str) -> None:
    """The names by which Firefox and Apple's devices ask are on the list."""
    assert from_text(text) in BYPASS_SIGNALS


def test_no_bypass_signal_takes_a_lifeline_or_a_shop_with_it() -> None:
    """A signal is one name of a vendor, never the vendor's whole domain, nor above a lifeline."""
    assert not BYPASS_SIGNALS & {from_text("icloud.com"), from_text("apple.com")}
    assert not any(
        is_at_or_below(lifeline, signal) for lifeline in NEVER_BLOCKED for signal in BYPASS_SIGNALS
    )


def test_signals_and_local_names_are_apart() -> None:
    """No name is both answered by the box and refused as a signal."""
    assert [to_text(signal) for signal in BYPASS_SIGNALS if local_name(signal)] == []
