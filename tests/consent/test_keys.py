from __future__ import annotations

import hashlib
import json
from typing import NamedTuple

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from securesystemslib.exceptions import UnverifiedSignatureError
from securesystemslib.signer._key import SSlibKey
from securesystemslib.signer._signature import Signature as TheirSignature

from consent.codes import Code
from consent.errors import ConsentError, KeyRefused, TextMalformed
from consent.frozen import FIELD_PRIME, SMALL_ORDER_POINTS
from consent.keys import PublicKey, public_key_listed
from tests.conftest import ROOT
from tests.consent.people import MORGAN, PRIYA, keyid

PUBLIC = ROOT / "tests" / "vectors" / "public"
MESSAGE = b"what everyone agreed"
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493


class Case(NamedTuple):
    """One case of a public file of vectors."""

    key: bytes
    message: bytes
    signature: bytes
    good: bool


def wycheproof() -> dict[str, Case]:
    """Return the public cases of Wycheproof for Ed25519, by number and comment."""
    path = PUBLIC / "wycheproof" / "ed25519_test.json"
    suite = json.loads(path.read_text(encoding="utf-8"))
    cases = {
        f"{test['tcId']} {test['comment'][:40]}": Case(
            bytes.fromhex(group["publicKey"]["pk"]),
            bytes.fromhex(test["msg"]),
            bytes.fromhex(test["sig"]),
            test["result"] == "valid",
        )
        for group in suite["testGroups"]
        for test in group["tests"]
    }
    assert len(cases) == suite["numberOfTests"] == 151
    return cases


def rfc_8032() -> dict[str, dict[str, str]]:
    """Return the cases of RFC 8032 section 7.1, by name."""
    path = PUBLIC / "rfc8032" / "section-7.1.json"
    return {case["name"]: case for case in json.loads(path.read_text(encoding="utf-8"))}


WYCHEPROOF = wycheproof()
RFC_8032 = rfc_8032()


def accepted(key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether this room takes a signature, from octets on."""
    try:
        return PublicKey(key).verifies(signature, message)
    except KeyRefused:
        return False


@pytest.mark.parametrize("case", WYCHEPROOF.values(), ids=WYCHEPROOF)
def test_wycheproof_agrees(case: Case) -> None:
    """What Wycheproof calls valid is accepted, and nothing else, malleable ones included."""
    assert accepted(case.key, case.message, case.signature) is case.good


@pytest.mark.parametrize("case", WYCHEPROOF.values(), ids=WYCHEPROOF)
def test_a_second_library_agrees(case: Case) -> None:
    """The library securesystemslib gives the same answer for each of Wycheproof's cases."""
    theirs = SSlibKey("any", "ed25519", "ed25519", {"public": case.key.hex()})
    try:
        theirs.verify_signature(TheirSignature("any", case.signature.hex()), case.message)
        said = True
    except UnverifiedSignatureError:
        said = False

    assert accepted(case.key, case.message, case.signature) is said


@pytest.mark.parametrize("case", RFC_8032.values(), ids=RFC_8032)
def test_the_rfc_agrees(case: dict[str, str]) -> None:
    """The vectors of RFC 8032 give the RFC's keys and signatures, and these are accepted."""
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(case["secret"]))
    message, signature = bytes.fromhex(case["message"]), bytes.fromhex(case["signature"])

    assert private.public_key().public_bytes_raw().hex() == case["public"]
    assert private.sign(message) == signature
    assert accepted(bytes.fromhex(case["public"]), message, signature)
    assert not accepted(bytes.fromhex(case["public"]), message + b"!", signature)


def test_the_rfc_s_five_vectors_are_here() -> None:
    """No vector of the section was left out, and the longest message is the RFC's 1023 octets."""
    assert [len(bytes.fromhex(case["message"])) for case in RFC_8032.values()] == [
        0,
        1,
        2,
        1023,
        64,
    ]


@pytest.mark.parametrize("point", sorted(SMALL_ORDER_POINTS), ids=bytes.hex)
def test_a_point_of_small_order_is_no_key(point: bytes) -> None:
    """Each of the fourteen keys that let anybody sign is refused, enrolled or loaded."""
    with pytest.raises(KeyRefused) as enrolled:
        PublicKey(point)
    with pytest.raises(KeyRefused) as loaded:
        public_key_listed(hashlib.sha256(point).hexdigest(), point.hex())

    assert enrolled.value.code is loaded.value.code is Code.KEY_WEAK


@pytest.mark.parametrize("point", sorted(SMALL_ORDER_POINTS), ids=bytes.hex)
def test_the_library_alone_could_be_deceived(point: bytes) -> None:
    """For each of these keys a signature made without any private key passes the library."""
    forgeries = (
        (r + bytes(32), str(attempt).encode())
        for attempt in range(256)
        for r in sorted(SMALL_ORDER_POINTS)
    )

    assert any(library_accepts(point, *forgery) for forgery in forgeries)


def library_accepts(key: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether the library takes a signature, without our refusals."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@pytest.mark.parametrize("point", sorted(SMALL_ORDER_POINTS), ids=bytes.hex)
def test_a_point_of_small_order_is_no_r(point: bytes) -> None:
    """A signature whose R is of small order is refused even where its equation holds."""
    secret = hashlib.sha512(bytes(32)).digest()
    scalar = int.from_bytes(secret[:32], "little") & (2**254 - 8) | 2**254
    public = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    challenge = int.from_bytes(hashlib.sha512(point + public + MESSAGE).digest(), "little")
    signature = point + (challenge * scalar % GROUP_ORDER).to_bytes(32, "little")

    assert not PublicKey(public).verifies(signature, MESSAGE)
    if point == (1).to_bytes(32, "little"):
        assert library_accepts(public, signature, MESSAGE)


KEYS = {
    "nothing": (b"", Code.KEY_LENGTH),
    "one octet too few": (bytes(31), Code.KEY_LENGTH),
    "one octet too many": (bytes(33), Code.KEY_LENGTH),
    "p + 2": ((FIELD_PRIME + 2).to_bytes(32, "little"), Code.KEY_FORM),
    "the greatest y": ((2**255 - 1).to_bytes(32, "little"), Code.KEY_FORM),
    "the greatest y, with a sign": ((2**256 - 1).to_bytes(32, "little"), Code.KEY_FORM),
}


@pytest.mark.parametrize(("octets", "code"), KEYS.values(), ids=KEYS)
def test_octets_that_are_no_key_are_refused(octets: bytes, code: Code) -> None:
    """A key of another length, or a second way to write one, does not exist as a value."""
    with pytest.raises(KeyRefused) as caught:
        PublicKey(octets)

    assert caught.value.code is code


def test_a_key_just_below_the_prime_is_a_key() -> None:
    """The refusal of second encodings begins at p, and refuses no first one."""
    highest = (FIELD_PRIME - 2).to_bytes(32, "little")

    assert PublicKey(highest).octets == highest


def test_a_key_s_id_is_computed_from_it() -> None:
    """A key's id is the SHA-256 of its octets in lower-case hexadecimal."""
    key = PRIYA.public_key

    assert key.keyid == hashlib.sha256(key.octets).hexdigest()


LISTED: dict[str, tuple[object, object, Code]] = {
    "another key's id": (keyid(MORGAN), PRIYA.public_key.octets.hex(), Code.KEY_ID),
    "its id in upper case": (keyid(PRIYA).upper(), PRIYA.public_key.octets.hex(), Code.KEY_ID),
    "no id": (None, PRIYA.public_key.octets.hex(), Code.KEY_ID),
    "the key in upper case": (
        keyid(PRIYA),
        PRIYA.public_key.octets.hex().upper(),
        Code.TEXT_HEX,
    ),
    "half a key": (keyid(PRIYA), PRIYA.public_key.octets.hex()[:32], Code.KEY_LENGTH),
    "no key": (keyid(PRIYA), None, Code.TEXT_HEX),
}


@pytest.mark.parametrize(("named", "key", "code"), LISTED.values(), ids=LISTED)
def test_a_key_listed_under_a_name_that_is_not_its_own_is_refused(
    named: object, key: object, code: Code
) -> None:
    """A list cannot put one person's id on another's key, nor write one key in two ways."""
    with pytest.raises((KeyRefused, TextMalformed)) as caught:
        public_key_listed(named, key)

    assert isinstance(caught.value, ConsentError)
    assert caught.value.code is code


def test_a_key_listed_properly_is_read() -> None:
    """A key under its own id comes out as it went in."""
    assert public_key_listed(keyid(PRIYA), PRIYA.public_key.octets.hex()) == PRIYA.public_key


LENGTHS = {"nothing": 0, "half": 32, "one too few": 63, "one too many": 65}


@pytest.mark.parametrize("length", LENGTHS.values(), ids=LENGTHS)
def test_a_signature_of_another_length_is_not_one(length: int) -> None:
    """A signature is 64 octets; a longer one is not read by its beginning."""
    signature = (PRIYA.sign(MESSAGE) + b"\0")[:length]

    assert not PRIYA.public_key.verifies(signature, MESSAGE)
