from __future__ import annotations

import ipaddress

import pytest

from agent.dns.rebinding import Rebinding, is_nowhere, is_of_a_home
from policy.names import from_text

HERE = """
0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.255
169.254.0.0 169.254.255.255 172.16.0.0 172.31.255.255 192.168.0.0 192.168.255.255
:: ::1 ::192.168.1.1 ::ffff:192.168.1.1 ::ffff:8.8.8.8 fc00:: fdff:ffff::1 fe80::1 febf::1 fec0::1
64:ff9b::192.168.1.1 64:ff9b::10.0.0.1 64:ff9b:1::127.0.0.1 64:ff9b::100.64.0.1
2002:c0a8:101::1 2002:7f00:1::
"""
OUTSIDE = """
1.0.0.0 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.2.1 192.167.255.255 192.169.0.0
198.51.100.1 203.0.113.1 8.8.8.8 192.0.0.170
2001:db8::1 2606:4700::1111 64:ff9b::8.8.8.8 64:ff9b::192.0.0.170 64:ff9b:1::8.8.8.8
2002:808:808::1 fbff::1 fe00::1 fe7f::1 ff02::fb 0:1::1
"""


@pytest.mark.parametrize("text", HERE.split())
def test_an_address_that_only_a_home_has_is_known(text: str) -> None:
    """Private, local, shared and unspecified addresses are a home's, also inside other ones."""
    assert is_of_a_home(ipaddress.ip_address(text).packed)


@pytest.mark.parametrize("text", OUTSIDE.split())
def test_an_address_of_the_internet_is_left_alone(text: str) -> None:
    """Every other address is nobody's home, up to the very edge, and a translator's is none."""
    assert not is_of_a_home(ipaddress.ip_address(text).packed)


def test_nowhere_is_one_address_of_each_family() -> None:
    """Only the unspecified address is nowhere; its neighbours are somewhere."""
    texts = ("0.0.0.0", "::", "0.0.0.1", "::1", "10.0.0.0")  # noqa: S104 - nothing is bound

    assert [is_nowhere(ipaddress.ip_address(text).packed) for text in texts] == [
        *(True, True),
        *(False, False, False),
    ]


PRIVATE, PUBLIC = bytes((192, 168, 1, 1)), bytes((192, 0, 2, 1))
ASKED = {
    "a site of the internet": ("www.example.org", True),
    "the home's own zone": ("printer.lan", False),
    "the zone itself": ("lan", False),
    "a name that an option lists": ("a.dev.example", False),
    "a name beside one": ("xdev.example", True),
    "a name that leads home on purpose": ("192-168-1-7.abc.plex.direct", False),
    "the root": (".", True),
}


@pytest.mark.parametrize(("name", "expected"), ASKED.values(), ids=ASKED)
def test_only_who_may_leads_into_the_home(name: str, *, expected: bool) -> None:
    """A private address among public ones is refused, unless the name is known to lead inside."""
    judge = Rebinding([from_text("lan"), from_text("dev.example")])
    asked = from_text(name) if name != "." else from_text("x")

    assert judge.is_refused(asked, (PUBLIC, PRIVATE)) is expected
    assert not judge.is_refused(asked, (PUBLIC,))
    assert not judge.is_refused(asked, ())
