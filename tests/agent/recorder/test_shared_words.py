from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from agent.recorder.shared_words import sealed_words
from consent.errors import KeyRefused
from consent.keys import KeyId
from consent.shared_words import home_secret, opened_shared_words
from consent.spoken import HomeSecret
from tests.consent.people import PRIYA, signer_named

BOX = signer_named("a box")
SECRET = HomeSecret(bytes(range(32)))
OPENING = X25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
KEYID = PRIYA.public_key.keyid
PUBLIC = OPENING.public_key().public_bytes_raw().hex()


def test_the_worker_it_is_sealed_to_opens_it() -> None:
    """What the box seals to a worker's key is the home's secret, signed by that box."""
    words = opened_shared_words(sealed_words(SECRET, BOX, keyid=KEYID, x25519=PUBLIC))

    assert (words.box_key, words.to) == (BOX.public_key, KeyId(KEYID))
    assert home_secret(words, KEYID, OPENING).octets == SECRET.octets


def test_no_two_are_alike() -> None:
    """Each is sealed with chance of its own, so nobody learns from two that they hold the same."""
    first, second = (sealed_words(SECRET, BOX, keyid=KEYID, x25519=PUBLIC) for _ in range(2))

    assert first != second


def test_nothing_is_sealed_to_a_key_that_opens_to_all() -> None:
    """A key of small order is refused before anything is sealed to it."""
    with pytest.raises(KeyRefused):
        sealed_words(SECRET, BOX, keyid=KEYID, x25519="00" * 32)
