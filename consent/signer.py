"""Who can sign: the seam to private keys, wherever they are kept.

Rules kept here:
- This room is given a private key, it never makes or stores one.
- A private key has no text form here: neither `repr` nor an error shows any of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consent.keys import PublicKey


class Signer(Protocol):
    """Something that holds a private key and signs with it."""

    @property
    def public_key(self) -> PublicKey:
        """The key under which others check what this one signs."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64 octets of a signature over a message."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Ed25519Signer:
    """A signer with its private key in memory."""

    private_key: Ed25519PrivateKey = field(repr=False)

    @property
    def public_key(self) -> PublicKey:
        """The key under which others check what this one signs."""
        return PublicKey(self.private_key.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Return the 64 octets of a signature over a message (RFC 8032, deterministic)."""
        return self.private_key.sign(message)
