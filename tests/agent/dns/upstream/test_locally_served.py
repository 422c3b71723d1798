from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.dns.upstream.locally_served import LOCALLY_SERVED
from policy.names import from_text, suffix_offsets

NETWORKS: tuple[IPv4Network | IPv6Network, ...] = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
            *("172.16.0.0/12", "192.0.2.0/24", "192.168.0.0/16", "198.51.100.0/24"),
            *("203.0.113.0/24", "255.255.255.255/32"),
            *("::/128", "::1/128", "fd00::/8", "fe80::/10", "2001:db8::/32"),
        ),
    )
)


def is_served(name: str) -> bool:
    """Say whether a name is in one of the zones."""
    wire = from_text(name)
    return any(wire[at:] in LOCALLY_SERVED for at in suffix_offsets(wire))


def of_a_home(address: object) -> bool:
    """Say whether an address is in one of the networks that every home may have."""
    return any(address in network for network in NETWORKS)


@given(st.sampled_from(NETWORKS).flatmap(lambda network: st.ip_addresses(network=network)))
def test_the_name_of_every_private_address_is_in_a_zone(address: object) -> None:
    """No address of the networks of RFC 6303 and RFC 7793 has a name outside the zones."""
    assert is_served(ip_address(str(address)).reverse_pointer)


@given(st.ip_addresses().filter(lambda address: not of_a_home(address)))
def test_the_name_of_every_other_address_is_in_none(address: object) -> None:
    """Addresses of the internet keep their names."""
    assert not is_served(ip_address(str(address)).reverse_pointer)


NAMES = {
    "a router": ("router.home.arpa", True),
    "a printer": ("printer.local", True),
    "a test": ("www.test", True),
    "no DNS at all": ("name.alt", True),
    "a site": ("www.example.org", False),
    "a site that only ends alike": ("bestlocal", False),
    "the reverse tree": ("in-addr.arpa", False),
    "a neighbour": ("32.172.in-addr.arpa", False),
}


@pytest.mark.parametrize(("name", "expected"), NAMES.values(), ids=NAMES)
def test_names_of_the_home_are_in_a_zone(name: str, *, expected: bool) -> None:
    """Special-use names that only a home can know are in a zone, others are not."""
    assert is_served(name) is expected


def test_the_number_of_zones_is_that_of_the_sources() -> None:
    """Four names, 9 and 16 nets of RFC 6303, 64 of RFC 7793, and eight of IPv6."""
    assert len(LOCALLY_SERVED) == 4 + 9 + 16 + 64 + 8
