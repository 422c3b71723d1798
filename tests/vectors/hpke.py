"""RFC 9180's base mode for one suite, written a second time, from the text of the RFC.

DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305. The library that Lamplight uses draws the
ephemeral key itself and takes no AAD, so the RFC's own vectors cannot be run on it. They are run on
this, and this is held against the library. Names are the RFC's.
"""

from __future__ import annotations

import hmac
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

# Section 7.1, table 2; section 7.2, table 3; section 7.3, table 5.
_KEM_SUITE = b"KEM" + (0x0020).to_bytes(2, "big")
_SUITE = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (0x0020, 0x0001, 0x0003))
_NK, _NN, _NSECRET = 32, 12, 32


def _labeled_extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    """Section 4; Extract is that of RFC 5869 section 2.2."""
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, sha256)


def _labeled_expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """Section 4; Expand is that of RFC 5869 section 2.3, for no more than one block."""
    labeled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(prk, labeled + b"\1", sha256)[:length]


def shared_secret(dh: bytes, enc: bytes, recipient: bytes) -> bytes:
    """Return what both sides derive: ExtractAndExpand of section 4.1."""
    prk = _labeled_extract(_KEM_SUITE, b"", b"eae_prk", dh)
    return _labeled_expand(_KEM_SUITE, prk, b"shared_secret", enc + recipient, _NSECRET)


def key_and_nonce(shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Return the key and the base nonce: KeySchedule of section 5.1, in base mode."""
    psk_id_hash = _labeled_extract(_SUITE, b"", b"psk_id_hash", b"")
    info_hash = _labeled_extract(_SUITE, b"", b"info_hash", info)
    context = b"\0" + psk_id_hash + info_hash
    secret = _labeled_extract(_SUITE, shared, b"secret", b"")
    return (
        _labeled_expand(_SUITE, secret, b"key", context, _NK),
        _labeled_expand(_SUITE, secret, b"base_nonce", context, _NN),
    )


def nonce_at(base_nonce: bytes, sequence: int) -> bytes:
    """Return the nonce of one message: ComputeNonce of section 5.2."""
    number = int.from_bytes(base_nonce, "big") ^ sequence
    return number.to_bytes(_NN, "big")


def sealed(
    plaintext: bytes, recipient: bytes, ephemeral: bytes, *, info: bytes, aad: bytes = b""
) -> bytes:
    """Return `enc || ct`, as section 6.1 seals one message, with a given ephemeral key."""
    private = X25519PrivateKey.from_private_bytes(ephemeral)
    enc = private.public_key().public_bytes_raw()
    dh = private.exchange(X25519PublicKey.from_public_bytes(recipient))
    key, nonce = key_and_nonce(shared_secret(dh, enc, recipient), info)
    return enc + ChaCha20Poly1305(key).encrypt(nonce, plaintext, aad)


def opened(octets: bytes, recipient: bytes, *, info: bytes, aad: bytes = b"") -> bytes:
    """Return what was sealed. Raises InvalidTag."""
    private = X25519PrivateKey.from_private_bytes(recipient)
    enc, ct = octets[:32], octets[32:]
    dh = private.exchange(X25519PublicKey.from_public_bytes(enc))
    shared = shared_secret(dh, enc, private.public_key().public_bytes_raw())
    key, nonce = key_and_nonce(shared, info)
    return ChaCha20Poly1305(key).decrypt(nonce, ct, aad)
