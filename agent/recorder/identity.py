"""The box's own key and the home's shared secret: made once, on the box, by chance.

Rules kept here:
- Neither ever leaves this folder unsealed, and neither opens anything that was recorded.
- A placement's end removes both: what comes after is another box.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.recorder.disk import Disk
from agent.recorder.errors import CardDamaged
from consent.frozen import KEY_OCTETS
from consent.signer import Ed25519Signer
from consent.spoken import SECRET_OCTETS, HomeSecret

KEY_FILE = "box.key"
SPOKEN_FILE = "spoken.key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who this box is, and what it shares with the social worker."""

    signer: Ed25519Signer
    secret: HomeSecret = field(repr=False)

    @property
    def box(self) -> str:
        """The id of the box's key."""
        return str(self.signer.public_key.keyid)


def load_or_make(disk: Disk) -> Identity:
    """Return the box's identity; a new box makes one. Raises RecorderBroken, OSError."""
    key = _octets(disk, KEY_FILE, KEY_OCTETS)
    secret = _octets(disk, SPOKEN_FILE, SECRET_OCTETS)
    return Identity(
        signer=Ed25519Signer(Ed25519PrivateKey.from_private_bytes(key)), secret=HomeSecret(secret)
    )


def forget(disk: Disk) -> None:
    """Remove both. Raises OSError."""
    disk.remove(KEY_FILE)
    disk.remove(SPOKEN_FILE)


def _octets(disk: Disk, name: str, length: int) -> bytes:
    octets = disk.read(name)
    if octets is None:
        octets = secrets.token_bytes(length)
        disk.replace(name, octets)
    if len(octets) != length:
        raise CardDamaged(
            f"{disk.root / name} is damaged; put it back from a backup."
            " Without it this is another box, and every agreement has to be drawn up anew"
        )
    return octets
