"""A home sealed with a passphrase, as it is kept outside the box.

Rules kept here:
- The key is made of the passphrase by Argon2id and of nothing else; whoever has lost the passphrase
  has lost the backup. How much work that is belongs to the version, and is not read from the file:
  a file that somebody made cannot ask for all the memory there is.
- Everything is sealed, also what stands before it. A file of which one bit differs opens as nothing
  at all, as with a wrong passphrase; the two cannot be told apart.
- What the passphrase makes is a private key, and only its public half may stay on the box: with
  that the box seals a backup each night, and cannot open one.

The format, version 2: `lamplight-backup/v2` as one line; then, as base64 in lines, 16 octets of
salt and the octets sealed by HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305) to the key
that passphrase and salt make. The first line and the salt are bound to it as HPKE's `info`.
Argon2id: 64 MiB, 3 passes, 1 lane, 32 octets, which are the private key.
Version 1, which is still opened, has a nonce of 12 octets behind the salt, and AES-256-GCM by the
same 32 octets.

Sources: RFC 9106 (4: the second recommended choice has 64 MiB and 3 passes), RFC 9180, RFC 7748,
NIST SP 800-38D.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from threading import Lock
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from consent.sealed_day import SUITE
from console.errors import ConsoleError
from console.security.passwords import Profile
from console.services.backup_states import Unopened

FULL: Final = Profile(memory_kib=65_536, rounds=3)
"""What version 1 always takes."""

MAX_OCTETS: Final = 4_194_304
MIN_LETTERS: Final = 10

_FIRST_LINE: Final = b"lamplight-backup/v2\n"
_VERSION_1: Final = b"lamplight-backup/v1\n"
_ANY_VERSION: Final = b"lamplight-backup/v"
_SALT: Final = 16
_NONCE: Final = 12
_TAG: Final = 16
_ONE_AT_A_TIME: Final = Lock()


class BackupRefused(ConsoleError):
    """A backup was not opened, and nothing has changed; `why` says why."""

    def __init__(self, why: Unopened) -> None:
        super().__init__(f"the backup was not opened: {why}")
        self.why = why


@dataclass(frozen=True, slots=True)
class SealingKey:
    """With what a box seals and cannot open: a salt, and the public half of the key it makes."""

    salt: bytes
    public: bytes


def sealing_key(passphrase: str, profile: Profile = FULL) -> SealingKey:
    """Return what may stay on the box of a passphrase. The salt is drawn anew each time."""
    salt = secrets.token_bytes(_SALT)
    private = X25519PrivateKey.from_private_bytes(_key(passphrase, salt, profile))
    return SealingKey(salt, private.public_key().public_bytes_raw())


def seal(octets: bytes, passphrase: str, profile: Profile = FULL) -> bytes:
    """Return octets as they are kept outside the box."""
    return seal_to(octets, sealing_key(passphrase, profile))


def seal_to(octets: bytes, key: SealingKey) -> bytes:
    """Return octets as they are kept outside the box, for whoever has the passphrase of a key."""
    to = X25519PublicKey.from_public_bytes(key.public)
    sealed = SUITE.encrypt(octets, to, info=_FIRST_LINE + key.salt)
    return _FIRST_LINE + base64.encodebytes(key.salt + sealed)


def unseal(backup: bytes, passphrase: str, profile: Profile = FULL) -> bytes:
    """Return what was sealed. Raises BackupRefused."""
    # A file that went through a mail or an editor can have other ends of lines.
    text = backup.replace(b"\r\n", b"\n").strip() + b"\n"
    first = next((one for one in (_FIRST_LINE, _VERSION_1) if text.startswith(one)), None)
    if first is None:
        newer = text.startswith(_ANY_VERSION)
        raise BackupRefused(Unopened.NEWER if newer else Unopened.NO_BACKUP)
    try:
        body = base64.b64decode(text.removeprefix(first).replace(b"\n", b""), validate=True)
    except binascii.Error:
        raise BackupRefused(Unopened.WRONG) from None
    if len(body) < _SALT + _NONCE + _TAG:
        raise BackupRefused(Unopened.WRONG)
    salt, sealed = body[:_SALT], body[_SALT:]
    key = _key(passphrase, salt, profile)
    try:
        if first == _VERSION_1:
            return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], first)
        return SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(key), info=first + salt)
    except (InvalidTag, ValueError):
        raise BackupRefused(Unopened.WRONG) from None


def _key(passphrase: str, salt: bytes, profile: Profile) -> bytes:
    argon2id = Argon2id(
        salt=salt,
        length=32,
        iterations=profile.rounds,
        lanes=profile.lanes,
        memory_cost=profile.memory_kib,
    )
    with _ONE_AT_A_TIME:  # each takes the profile's memory, and a small machine has little
        return argon2id.derive(passphrase.encode(errors="replace"))
