"""Sealing the home's shared secret to a social worker's key, so that she can check what she hears.

Rules kept here:
- It leaves the box sealed to one key, which an agreement or the agency's list names, and signed.
- A point of small order opens to everyone, so it never becomes a key here (`OpeningKey`).
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from consent.opening_keys import opening_key_listed
from consent.sealed_day import SUITE
from consent.shared_words import SharedWords, shared_words_binding, signed_shared_words
from consent.signer import Signer
from consent.spoken import HomeSecret


def sealed_words(secret: HomeSecret, signer: Signer, *, keyid: str, x25519: str) -> bytes:
    """Return the home's secret as a signed note that only one key opens.

    `keyid` and `x25519` are a worker's, as the agency's list has them. Raises KeyRefused,
    TextMalformed and SharedWordsRefused.
    """
    to = X25519PublicKey.from_public_bytes(opening_key_listed(x25519).octets)
    box_key = signer.public_key
    sealed = SUITE.encrypt(secret.octets, to, info=shared_words_binding(box_key.keyid, keyid))
    return signed_shared_words(SharedWords(box_key=box_key, to=keyid, sealed=sealed), signer)
