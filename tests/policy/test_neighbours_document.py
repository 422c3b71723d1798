from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.errors import NeighboursMalformed
from policy.neighbours import (
    MAX_ADDRESSES,
    NOTHING_SEEN,
    Conflict,
    ConflictKind,
    DhcpFacts,
    Freshness,
    Neighbour,
    Neighbours,
    Router,
    RouterSource,
)
from policy.neighbours_document import MAX_OCTETS, neighbours_from_bytes, neighbours_to_bytes
from tests.fuzz.damage import damaged

BOX, ROUTER, TABLET, LIAR = (f"02:00:5e:00:53:{last:02x}" for last in (1, 2, 3, 6))

SEEN = Neighbours(
    own_links=(BOX,),
    own_addresses=("192.0.2.2/24", "fd00:1a3b::2/64"),
    neighbours=(
        Neighbour(link=ROUTER),
        Neighbour(
            link=TABLET,
            addresses={"192.0.2.20": Freshness.CONFIRMED, "fe80::3": Freshness.CLAIMED},
            dhcp=DhcpFacts(host_name="tablet", vendor_class="tablet-14", parameters=(1, 3)),
            mdns_name="tablet",
        ),
        Neighbour(link=LIAR, dhcp=DhcpFacts()),
    ),
    routers=(
        Router(
            link=ROUTER,
            address="fe80::1",
            told_by=RouterSource.ADVERTISEMENT,
            dns_servers=("fd00::2",),
        ),
    ),
    conflicts=(
        Conflict(kind=ConflictKind.ADDRESS_TWICE, address="192.0.2.20", links=(TABLET, LIAR)),
        Conflict(kind=ConflictKind.LINK_TWICE, links=(TABLET,)),
    ),
)

Change = Callable[[Any], object]


def changed(change: Change) -> bytes:
    """Return the document with something changed in it."""
    document = copy.deepcopy(json.loads(neighbours_to_bytes(SEEN)))
    change(document)
    return json.dumps(document).encode()


def put(*path: str | int, to: object) -> Change:
    """Return a change that puts something at a place."""

    def change(document: Any) -> None:  # noqa: ANN401 - a document of JSON
        *way, last = path
        for step in way:
            document = document[step]
        document[last] = to

    return change


MALFORMED: dict[str, Change] = {
    "another format": put("format", to="lamplight-neighbours/v2"),
    "a member too many": put("history", to=[]),
    "a member missing": lambda document: document.pop("routers"),
    "a time at a neighbour": put("neighbours", 0, "seen_at", to=1),
    "neighbours that are no array": put("neighbours", to={}),
    "a neighbour that is no table": put("neighbours", 0, to="tablet"),
    "a neighbour without a link": lambda document: document["neighbours"][0].pop("link"),
    "a neighbour without addresses": lambda document: document["neighbours"][0].pop("addresses"),
    "addresses in an array": put("neighbours", 0, "addresses", to=[]),
    "too many addresses": put(
        "neighbours",
        0,
        "addresses",
        to={f"fe80::{last + 5:x}": "claimed" for last in range(MAX_ADDRESSES + 1)},
    ),
    "a link in capitals": put("neighbours", 0, "link", to=ROUTER.upper()),
    "a link of a group": put("neighbours", 0, "link", to="01:00:5e:00:53:01"),
    "a link that is none": put("neighbours", 0, "link", to="eth0"),
    "a link that is a number": put("neighbours", 0, "link", to=2),
    "an address in a second spelling": put("neighbours", 0, "addresses", to={"FE80::9": "claimed"}),
    "an address with a zone": put("neighbours", 0, "addresses", to={"fe80::9%eth0": "claimed"}),
    "an address that is none": put("neighbours", 0, "addresses", to={"tablet": "claimed"}),
    "a group's address": put("neighbours", 0, "addresses", to={"ff02::1": "claimed"}),
    "a freshness that says who is there": put(
        "neighbours", 0, "addresses", to={"fe80::9": "reachable"}
    ),
    "an address at two": put("neighbours", 0, "addresses", to={"192.0.2.20": "claimed"}),
    "a neighbour twice": put("neighbours", 0, "link", to=TABLET),
    "a name with a line's end": put("neighbours", 1, "mdns_name", to="a\nb"),
    "a name that is nothing": put("neighbours", 1, "mdns_name", to=None),
    "a long name": put("neighbours", 1, "dhcp", "host_name", to="x" * 64),
    "a make that is a number": put("neighbours", 1, "dhcp", "vendor_class", to=14),
    "a client id": put("neighbours", 1, "dhcp", "client_id", to="01"),
    "no parameters": lambda document: document["neighbours"][1]["dhcp"].pop("parameters"),
    "a parameter too high": put("neighbours", 1, "dhcp", "parameters", to=[256]),
    "a parameter below": put("neighbours", 1, "dhcp", "parameters", to=[-1]),
    "a parameter that is true": put("neighbours", 1, "dhcp", "parameters", to=[True]),
    "too many parameters": put("neighbours", 1, "dhcp", "parameters", to=[1] * 256),
    "an own address without its length": put("own_addresses", to=["192.0.2.2"]),
    "an own address that is none": put("own_addresses", to=["eth0/24"]),
    "an own address with a zone": put("own_addresses", to=["fe80::2%eth0/64"]),
    "an own link that is none": put("own_links", to=["eth0"]),
    "a router without its source": lambda document: document["routers"][0].pop("told_by"),
    "a source of its own": put("routers", 0, "told_by", to="hearsay"),
    "a DNS server that is none": put("routers", 0, "dns_servers", to=["dns.example"]),
    "a conflict of its own kind": put("conflicts", 0, "kind", to="quarrel"),
    "a conflict of nobody": put("conflicts", 0, "links", to=[]),
    "a conflict without a kind": lambda document: document["conflicts"][0].pop("kind"),
    "a conflict about nothing": put("conflicts", 0, "address", to="nothing"),
    "conflicts without end": put("conflicts", to=[{}] * 101),
}

BROKEN = {
    "empty": b"",
    "cut off": neighbours_to_bytes(SEEN)[:-5],
    "not UTF-8": b"\xff",
    "an array": b"[]",
    "a member twice": neighbours_to_bytes(SEEN).replace(b"{", b'{"format": "x",', 1),
    "too long": b" " * (MAX_OCTETS + 1),
}


@pytest.mark.parametrize("seen", [SEEN, NOTHING_SEEN], ids=["a home", "nothing"])
def test_what_was_seen_survives_its_octets(seen: Neighbours) -> None:
    """Written and read back it is the same, and written again it is the same octets."""
    octets = neighbours_to_bytes(seen)

    assert neighbours_from_bytes(octets) == seen
    assert neighbours_to_bytes(neighbours_from_bytes(octets)) == octets


@pytest.mark.parametrize("change", MALFORMED.values(), ids=MALFORMED)
def test_a_document_of_another_shape_is_refused(change: Change) -> None:
    """One thing out of shape, and the reader keeps what it has."""
    with pytest.raises(NeighboursMalformed):
        neighbours_from_bytes(changed(change))


@pytest.mark.parametrize("octets", BROKEN.values(), ids=BROKEN)
def test_broken_octets_are_refused(octets: bytes) -> None:
    """What is not one JSON document of this shape is refused."""
    with pytest.raises(NeighboursMalformed):
        neighbours_from_bytes(octets)


def test_a_refusal_says_where() -> None:
    """Whoever reads a refusal is told the place."""
    with pytest.raises(NeighboursMalformed, match=r"neighbours\[0\]\.link"):
        neighbours_from_bytes(changed(put("neighbours", 0, "link", to="eth0")))


@given(st.randoms(use_true_random=False))
def test_damage_is_refused_or_read_to_the_same_octets(dice: random.Random) -> None:
    """However a document is damaged, a reader refuses it or reads what can be written again."""
    try:
        seen = neighbours_from_bytes(damaged(neighbours_to_bytes(SEEN), dice))
    except NeighboursMalformed:
        return

    assert neighbours_from_bytes(neighbours_to_bytes(seen)) == seen


def test_the_octets_are_pinned() -> None:
    """The members and words of the document do not change unnoticed."""
    document = json.loads(neighbours_to_bytes(SEEN))

    assert document["format"] == "lamplight-neighbours/v1"
    assert document["neighbours"][1] == {
        "link": TABLET,
        "addresses": {"192.0.2.20": "confirmed", "fe80::3": "claimed"},
        "dhcp": {"host_name": "tablet", "vendor_class": "tablet-14", "parameters": [1, 3]},
        "mdns_name": "tablet",
    }
    assert document["routers"] == [
        {
            "link": ROUTER,
            "address": "fe80::1",
            "told_by": "router-advertisement",
            "dns_servers": ["fd00::2"],
        }
    ]
    assert [one["kind"] for one in document["conflicts"]] == [
        "one-address-two-links",
        "one-link-two-devices",
    ]
