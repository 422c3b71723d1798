from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.store.known_roads import FORMAT, MAX_EACH, MAX_OCTETS, KnownRoads, digest_of
from policy.coverage import Roads
from tests.policy.test_coverage import KNOWN

OTHER = Roads(routers=frozenset({"3c:22:fb:00:00:01"}))
GOOD = {"format": FORMAT, "routers": [], "dhcp_servers": [], "dns_servers": [], "subnets": []}

MALFORMED: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "another format": json.dumps(GOOD | {"format": "lamplight-known-network/v2"}).encode(),
    "one part less": json.dumps({k: v for k, v in GOOD.items() if k != "subnets"}).encode(),
    "one part more": json.dumps(GOOD | {"devices": []}).encode(),
    "a number": json.dumps(GOOD | {"routers": [1]}).encode(),
    "a text in place of a list": json.dumps(GOOD | {"routers": "3c:22:fb:00:00:01"}).encode(),
    "too many": json.dumps(GOOD | {"subnets": ["x"] * (MAX_EACH + 1)}).encode(),
    "too long": json.dumps(GOOD).encode() + b" " * MAX_OCTETS,
}


def test_before_anybody_said_so_none_is_known(tmp_path: Path) -> None:
    """A home in which nobody said that the network is right knows none."""
    assert KnownRoads(tmp_path).read() is None


def test_what_was_said_is_read_again(tmp_path: Path) -> None:
    """The network that was said to be right is read as it was, and the newer one replaces it."""
    kept = KnownRoads(tmp_path)
    for roads in (KNOWN, OTHER):
        kept.keep(roads)

        assert kept.read() == roads


@pytest.mark.parametrize("octets", MALFORMED.values(), ids=MALFORMED)
def test_what_cannot_be_read_is_as_if_nobody_said_it(tmp_path: Path, octets: bytes) -> None:
    """A damaged file breaks no page; the question is asked again."""
    kept = KnownRoads(tmp_path)
    kept.keep(KNOWN)
    kept.path.write_bytes(octets)

    assert kept.read() is None


def test_a_network_is_told_from_another() -> None:
    """Two networks have two digests, and one has the same each time."""
    assert digest_of(KNOWN) == digest_of(KNOWN)
    assert digest_of(KNOWN) != digest_of(OTHER)
