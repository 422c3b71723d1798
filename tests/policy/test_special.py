from __future__ import annotations

import pytest
from hypothesis import given

from policy.names import Name, from_text, is_at_or_below, to_text
from policy.never_blocked import NEVER_BLOCKED
from policy.special import BYPASS_SIGNALS, LocalName, local_name, selftest_nonce
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
    "selftest.lamplight.home.arpa": (0, LocalName.SELFTEST),
    "a.selftest.lamplight.home.arpa": (2, LocalName.SELFTEST),
}

NOT_LOCAL = (
    "arpa",
    "notlocalhost",
    "localhost.example",
    "resolver.arpa.example",
    "home.arpa",
    "lamplight.home.arpa",
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


NONCE = "0123456789abcdef" * 2
END = "selftest.lamplight.home.arpa"

NO_NONCE = {
    "too short": f"{NONCE[1:]}.{END}",
    "too long": f"{NONCE}0.{END}",
    "no hexadecimal": f"{NONCE[1:]}g.{END}",
    "two labels": f"{NONCE[:15]}.{NONCE[:16]}.{END}",
    "something below": f"a.{NONCE}.{END}",
    "no number": END,
    "elsewhere": f"{NONCE}.selftest.lamplight.home.test",
}


def test_the_number_of_a_self_test_is_read() -> None:
    """A number of chance in one label below the test's name is found, in either case."""
    assert selftest_nonce(from_text(f"{NONCE}.{END}")) == NONCE.encode()
    assert selftest_nonce(from_text(f"{NONCE}.{END}".upper())) == NONCE.encode()


@pytest.mark.parametrize("text", NO_NONCE.values(), ids=NO_NONCE)
def test_nothing_else_is_a_self_test(text: str) -> None:
    """What a family could mean to visit is never taken for a number of chance."""
    assert selftest_nonce(from_text(text)) is None
