"""Public keys of Ed25519 (RFC 8032), and whether one signature is theirs.

Rules kept here:
- A key that this room refuses cannot exist as a value: enrolling, loading and verifying all go
  through the one constructor.
- A key's id is computed from the key, never taken from a file: lower-case hexadecimal SHA-256 of
  its 32 octets.
- The library accepts all fourteen points of small order as keys, and signatures under them can be
  made without any private key; so they are refused here, as keys and as the `R` of a signature.
- Keys are made elsewhere: this room has no randomness.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from consent.codes import Code
from consent.encoding import digest, octets_from_hex
from consent.errors import KeyRefused
from consent.frozen import FIELD_PRIME, KEY_OCTETS, SIGNATURE_OCTETS, SMALL_ORDER_POINTS

KeyId = NewType("KeyId", str)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The 32 octets of one public key. Raises KeyRefused for a key that proves nothing."""

    octets: bytes

    def __post_init__(self) -> None:
        if len(self.octets) != KEY_OCTETS:
            raise KeyRefused(Code.KEY_LENGTH, f"a key is {KEY_OCTETS} octets")
        if self.octets in SMALL_ORDER_POINTS:
            raise KeyRefused(Code.KEY_WEAK, "a point of small order")
        # RFC 8032 section 5.1.3, step 1: the y-coordinate, without the sign of x, is below p.
        y = int.from_bytes(self.octets, "little") & (2**255 - 1)
        if y >= FIELD_PRIME:
            raise KeyRefused(Code.KEY_FORM, "a second encoding of a point")

    @property
    def keyid(self) -> KeyId:
        """The name under which signatures by this key are found."""
        return KeyId(digest(self.octets))

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Say whether a signature over a message was made with this key's private half.

        The library refuses a second encoding of the same signature (RFC 8032 section 5.1.7: S is
        below the group's order); public vectors in the tests hold it to that.
        """
        if len(signature) != SIGNATURE_OCTETS or signature[:KEY_OCTETS] in SMALL_ORDER_POINTS:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.octets).verify(signature, message)
        except InvalidSignature:
            return False
        return True


def public_key_listed(keyid: object, key: object) -> PublicKey:
    """Return the key that a document lists, both written in hexadecimal.

    Raises TextMalformed or KeyRefused, also where the id is not this key's: a list could otherwise
    name one key twice, or put somebody's name on another's key.
    """
    found = PublicKey(octets_from_hex(key, "a public key"))
    if found.keyid != keyid:
        raise KeyRefused(Code.KEY_ID, "an id that is not the key's")
    return found
