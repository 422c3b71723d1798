from __future__ import annotations

from dataclasses import fields
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy import neighbours
from policy.neighbours import (
    NOTHING_SEEN,
    Conflict,
    ConflictKind,
    Freshness,
    Neighbour,
    Neighbours,
    contested,
    link_by_address,
    spelling,
    spelling_of,
)

ONE, OTHER = "02:00:5e:00:53:03", "02:00:5e:00:53:06"

SPELLINGS = {
    "IPv4": ("192.0.2.20", "192.0.2.20"),
    "IPv6": ("FD00:0:0::20", "fd00::20"),
    "with a zone": ("fe80::1%eth0", "fe80::1"),
    "IPv4 inside IPv6": ("::ffff:192.0.2.20", "192.0.2.20"),
    "a group": ("ff02::1", None),
    "an IPv4 group": ("224.0.0.251", None),
    "everybody": ("255.255.255.255", None),
    "nobody": ("::", None),
    "the machine itself": ("127.0.0.1", None),
    "a name": ("tablet.local", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("text", "expected"), SPELLINGS.values(), ids=SPELLINGS)
def test_a_device_s_address_has_one_spelling(text: str, expected: str | None) -> None:
    """However an address is written it is one text, and what is no device's is none."""
    assert spelling(text) == expected


@given(st.ip_addresses())
def test_octets_and_text_are_spelled_alike(address: object) -> None:
    """An address out of a packet and out of a document are the same text."""
    packed = address.packed  # type: ignore[attr-defined] # Hypothesis says object of either family

    assert spelling_of(packed) == spelling(str(address))


@given(st.binary(max_size=20).filter(lambda one: len(one) not in {4, 16}))
def test_octets_of_another_length_are_no_address(octets: bytes) -> None:
    """Only four or sixteen octets can be an address."""
    assert spelling_of(octets) is None


def test_each_address_is_at_one_link() -> None:
    """All addresses of all devices are found with their link address."""
    seen = Neighbours(
        neighbours=(
            Neighbour(link=ONE, addresses={"192.0.2.20": Freshness.CONFIRMED}),
            Neighbour(link=OTHER, addresses={"fe80::6": Freshness.CLAIMED}),
        )
    )

    assert link_by_address(seen) == {"192.0.2.20": ONE, "fe80::6": OTHER}
    assert link_by_address(NOTHING_SEEN) == {}


def test_contested_are_the_addresses_of_conflicts() -> None:
    """A conflict about an address makes it contested, one about a link alone does not."""
    seen = Neighbours(
        conflicts=(
            Conflict(kind=ConflictKind.ADDRESS_TWICE, address="192.0.2.20", links=(ONE, OTHER)),
            Conflict(kind=ConflictKind.LINK_TWICE, links=(ONE,)),
        )
    )

    assert contested(seen) == {"192.0.2.20"}


@pytest.mark.parametrize(
    "shape",
    [
        neighbours.Neighbours,
        neighbours.Neighbour,
        neighbours.DhcpFacts,
        neighbours.Router,
        neighbours.Conflict,
    ],
)
def test_nothing_says_when_anybody_was_there(shape: type) -> None:
    """No part of the document has room for a moment or a count that moves with use."""
    members = {field.name for field in fields(shape)}
    words = {word for member in members for word in member.split("_")}

    assert words.isdisjoint(
        {
            "at",
            "time",
            "seen",
            "last",
            "first",
            "since",
            "until",
            "age",
            "online",
            "count",
            "seconds",
        }
    )
    assert not any(
        "datetime" in str(kind) or kind is float for kind in get_type_hints(shape).values()
    )
