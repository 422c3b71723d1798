from __future__ import annotations

import json
from typing import NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from consent.codes import Code
from consent.errors import ConsentError, KeyRefused, TextMalformed
from consent.frozen import FIELD_PRIME
from consent.opening_keys import SMALL_ORDER_COORDINATES, OpeningKey, opening_key_listed
from tests.conftest import ROOT
from tests.consent.test_frozen import points_of_small_order

P = FIELD_PRIME


class Case(NamedTuple):
    """One case of Wycheproof's for X25519: two keys and what they share."""

    public: bytes
    private: bytes
    shared: bytes
    flags: frozenset[str]


def wycheproof() -> dict[str, Case]:
    """Return the public cases of Wycheproof for X25519, by number and comment."""
    path = ROOT / "tests" / "vectors" / "public" / "wycheproof" / "x25519_test.json"
    suite = json.loads(path.read_text(encoding="utf-8"))
    cases = {
        f"{test['tcId']} {test['comment'][:40]}": Case(
            bytes.fromhex(test["public"]),
            bytes.fromhex(test["private"]),
            bytes.fromhex(test["shared"]),
            frozenset(test["flags"]),
        )
        for group in suite["testGroups"]
        for test in group["tests"]
    }
    assert len(cases) == suite["numberOfTests"] == 518
    return cases


WYCHEPROOF = wycheproof()


def accepted(octets: bytes) -> bool:
    """Say whether this room takes a key."""
    try:
        OpeningKey(octets)
    except KeyRefused:
        return False
    return True


@pytest.mark.parametrize("case", WYCHEPROOF.values(), ids=WYCHEPROOF)
def test_wycheproof_agrees(case: Case) -> None:
    """A key of Wycheproof's is taken unless it is of low order or written in a second way."""
    refused = {"LowOrderPublic", "NonCanonicalPublic"}

    assert accepted(case.public) is not bool(case.flags & refused)


@pytest.mark.parametrize("case", WYCHEPROOF.values(), ids=WYCHEPROOF)
def test_the_library_shares_no_secret_with_a_key_that_is_refused(case: Case) -> None:
    """The library shares the expected secret with a sound key, and none with one of low order."""
    private = X25519PrivateKey.from_private_bytes(case.private)
    public = X25519PublicKey.from_public_bytes(case.public)
    if "LowOrderPublic" in case.flags:
        with pytest.raises(ValueError, match="shared key"):
            private.exchange(public)
    else:
        assert private.exchange(public) == case.shared


def doubled(u: int) -> int | None:
    """Return the u-coordinate of twice a point, None for the point at infinity.

    The formula is RFC 7748's for x2, z2 (section 5), and holds on the curve and on its twist.
    """
    a, b = (u + 1) * (u + 1) % P, (u - 1) * (u - 1) % P
    e = a - b
    z = e * (a + 121665 * e) % P
    return None if z == 0 else a * b * pow(z, -1, P) % P


def is_killed_by_eight(u: int) -> bool:
    """Say whether three doublings lead to the point at infinity."""
    found: int | None = u
    for _ in range(3):
        if found is None:
            return True
        found = doubled(found)
    return found is None


def test_the_list_of_bad_points_is_the_curves() -> None:
    """The refused coordinates are those of the points of small order, computed anew."""
    # RFC 7748 section 4.1: u = (1 + y) / (1 - y). The neutral point has none, and the point of
    # order 4 at u = -1 is the twist's.
    carried = {
        (1 + y) * pow(1 - y, -1, P) % P for x, y in points_of_small_order() if (x, y) != (0, 1)
    }

    assert carried | {P - 1} == SMALL_ORDER_COORDINATES
    assert all(map(is_killed_by_eight, SMALL_ORDER_COORDINATES))
    assert not any(map(is_killed_by_eight, range(2, 200)))


SECOND_WAYS = {
    "p": P,
    "p + 1": P + 1,
    "p + 9, the base point": P + 9,
    "9 with the topmost bit": 9 | 2**255,
    "0 with the topmost bit": 2**255,
    "the greatest": 2**256 - 1,
}


@pytest.mark.parametrize("coordinate", SECOND_WAYS.values(), ids=SECOND_WAYS)
def test_a_key_is_written_in_one_way(coordinate: int) -> None:
    """A number too large for a coordinate is refused, even where a reader could reduce it."""
    with pytest.raises(KeyRefused) as caught:
        OpeningKey(coordinate.to_bytes(32, "little"))

    assert caught.value.code is Code.KEY_FORM


@pytest.mark.parametrize("coordinate", sorted(SMALL_ORDER_COORDINATES))
def test_a_point_of_small_order_is_no_key(coordinate: int) -> None:
    """Each of the five keys that hide nothing is refused, alone or from a list."""
    octets = coordinate.to_bytes(32, "little")
    with pytest.raises(KeyRefused) as alone:
        OpeningKey(octets)
    with pytest.raises(KeyRefused) as listed:
        opening_key_listed(octets.hex())

    assert alone.value.code is listed.value.code is Code.KEY_OPEN_TO_ALL


LISTED: dict[str, tuple[object, type[ConsentError], Code]] = {
    "nothing": ("", KeyRefused, Code.KEY_LENGTH),
    "an octet too few": ("09" * 31, KeyRefused, Code.KEY_LENGTH),
    "an octet too many": ("09" * 33, KeyRefused, Code.KEY_LENGTH),
    "upper case": ("0A" * 32, TextMalformed, Code.TEXT_HEX),
    "no text": (9, TextMalformed, Code.TEXT_HEX),
}


@pytest.mark.parametrize(("text", "error", "code"), LISTED.values(), ids=LISTED)
def test_what_is_no_key_in_a_list_is_refused(
    text: object, error: type[ConsentError], code: Code
) -> None:
    """A key of another length, or not in lower-case hexadecimal, is refused."""
    with pytest.raises(error) as caught:
        opening_key_listed(text)

    assert caught.value.code is code


def test_the_base_point_is_a_key() -> None:
    """A key that anyone could have made is read to its octets."""
    octets = (9).to_bytes(32, "little")

    assert opening_key_listed(octets.hex()) == OpeningKey(octets)
    assert OpeningKey((P - 2).to_bytes(32, "little")).octets == (P - 2).to_bytes(32, "little")
