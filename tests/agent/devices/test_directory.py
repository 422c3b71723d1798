from __future__ import annotations

import pytest
from hypothesis import given

from agent.devices.directory import policy_for
from policy.compile import compile_policy
from policy.household import Household
from tests.agent.dns.house import HOUSEHOLD
from tests.policy.strategies import addresses, households

POLICY = compile_policy(HOUSEHOLD, version=1)

FOUND = {
    "by IPv4": ("127.0.0.11", "Sam's phone"),
    "by IPv6": ("::1", "Sam's phone"),
    "by link-local": ("fe80::11", "Sam's phone"),
    "by link-local with the interface": ("fe80::11%eth0", "Sam's phone"),
    "another one": ("127.0.0.12", "Alex's laptop"),
    "a shared one": ("127.0.0.13", "television"),
    "nobody": ("127.0.0.99", None),
    "nobody, link-local": ("fe80::12%eth0", None),
    "nothing": ("", None),
    "an IPv4 address inside IPv6": ("::ffff:127.0.0.11", None),
}


@pytest.mark.parametrize(("address", "expected"), FOUND.values(), ids=FOUND)
def test_whose_packet_it_is(address: str, expected: str | None) -> None:
    """A device is found by any of its addresses; who is not found is a visitor."""
    assert policy_for(POLICY, address).device == expected


@given(households(), addresses())
def test_an_address_has_its_own_device_or_none(household: Household, address: str) -> None:
    """In any household an address leads to the device that lists it, and else to the visitors."""
    owners = [device.name for device in household.devices if address in device.addresses]
    policy = compile_policy(household, version=1)

    assert policy_for(policy, address).device == (owners[0] if owners else None)
    for device in household.devices:
        for own in device.addresses:
            assert policy_for(policy, own).device == device.name
