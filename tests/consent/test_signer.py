from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer._crypto_signer import CryptoSigner

from consent.signer import Ed25519Signer, Signer
from tests.consent.people import MORGAN, PRIYA

MESSAGE = b"what everyone agreed"


def test_what_a_signer_signs_its_key_verifies() -> None:
    """A signature fits its own key and message, and no other."""
    signer: Signer = PRIYA
    signature = signer.sign(MESSAGE)

    assert signer.public_key.verifies(signature, MESSAGE)
    assert not signer.public_key.verifies(signature, MESSAGE + b".")
    assert not MORGAN.public_key.verifies(signature, MESSAGE)


def test_a_second_library_signs_alike() -> None:
    """Ed25519 is deterministic, so another library makes the very same signature."""
    theirs = CryptoSigner(PRIYA.private_key)

    assert theirs.sign(MESSAGE).signature == PRIYA.sign(MESSAGE).hex()


def test_a_signer_shows_nothing_of_its_key() -> None:
    """Neither the text of a signer nor that of its key object holds a private octet."""
    seed = bytes(range(32))
    shown = repr(Ed25519Signer(Ed25519PrivateKey.from_private_bytes(seed)))

    assert shown == "Ed25519Signer()"
