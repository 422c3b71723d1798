from __future__ import annotations

import argparse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.addresses import read_address, show_address
from agent.dns.upstream import Address

READ = {
    "IPv4 and port": ("127.0.0.1:5301", Address("127.0.0.1", 5301)),
    "IPv4 alone": ("192.0.2.1", Address("192.0.2.1", 53)),
    "IPv6 and port": ("[::1]:5301", Address("::1", 5301)),
    "IPv6 alone": ("[2001:db8::1]", Address("2001:db8::1", 53)),
    "port 0": ("127.0.0.1:0", Address("127.0.0.1", 0)),
    "the last port": ("127.0.0.1:65535", Address("127.0.0.1", 65535)),
}

REFUSED = {
    "nothing": "",
    "a name": "localhost:53",
    "a port alone": ":53",
    "a number alone": "53",
    "IPv6 without brackets": "::1",
    "IPv6 and port without brackets": "::1:53",
    "IPv4 in brackets that is none": "[1.2.3]:53",
    "a part too large": "256.0.0.1:53",
    "a part too few": "127.0.1:53",
    "a port too large": "127.0.0.1:65536",
    "a port that is none": "127.0.0.1:dns",
    "a port left out": "127.0.0.1:",
    "a space": "127.0.0.1 :53",
    "a line end": "127.0.0.1:53\n",
    "two addresses": "127.0.0.1:53,127.0.0.2:53",
    "foreign digits": "١٢٧.0.0.1:53",
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ)
def test_an_address_is_read(text: str, expected: Address) -> None:
    """An address is read as people write it, with port 53 where none is written."""
    assert read_address(text) == expected


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_is_no_address_is_refused(text: str) -> None:
    """Anything else is refused with the forms that are right."""
    with pytest.raises(argparse.ArgumentTypeError, match=r"127\.0\.0\.1:5301 or \[::1\]:5301"):
        read_address(text)


@given(st.ip_addresses(), st.integers(0, 65_535))
def test_what_is_shown_can_be_read(host: object, port: int) -> None:
    """Every address is shown in the form in which it is read."""
    address = Address(str(host), port)

    assert read_address(show_address(address)) == address
