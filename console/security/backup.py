"""A home sealed with a passphrase, as it is kept outside the box.

Rules kept here:
- The key is made of the passphrase by Argon2id and of nothing else; whoever has lost the passphrase
  has lost the backup. How much work that is belongs to the version, and is not read from the file:
  a file that somebody made cannot ask for all the memory there is.
- Everything is sealed by AES-256-GCM, also what stands before it. A file of which one bit differs
  opens as nothing at all, as with a wrong passphrase; the two cannot be told apart.
- Salt and nonce are drawn anew each time.

The format, version 1: `lamplight-backup/v1` as one line; then, as base64 in lines, 16 octets of
salt, 12 of nonce, and the sealed octets with their tag of 16. The first line is authenticated too.
Argon2id: 64 MiB, 3 passes, 1 lane, 32 octets.

Sources: RFC 9106 (4: the second recommended choice has 64 MiB and 3 passes), NIST SP 800-38D.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from enum import StrEnum
from threading import Lock
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from console.errors import ConsoleError
from console.security.passwords import Profile

FULL: Final = Profile(memory_kib=65_536, rounds=3)
"""What version 1 always takes."""

MAX_OCTETS: Final = 4_194_304
MIN_LETTERS: Final = 10

_FIRST_LINE: Final = b"lamplight-backup/v1\n"
_ANY_VERSION: Final = b"lamplight-backup/v"
_SALT: Final = 16
_NONCE: Final = 12
_TAG: Final = 16
_ONE_AT_A_TIME: Final = Lock()


class Unopened(StrEnum):
    """Why a backup could not be opened."""

    NO_BACKUP = "no-backup"
    NEWER = "newer"
    WRONG = "wrong"
    CONTENTS = "contents"


class BackupRefused(ConsoleError):
    """A backup was not opened, and nothing has changed; `why` says why."""

    def __init__(self, why: Unopened) -> None:
        super().__init__(f"the backup was not opened: {why}")
        self.why = why


def seal(octets: bytes, passphrase: str, profile: Profile = FULL) -> bytes:
    """Return octets as they are kept outside the box."""
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    sealed = AESGCM(_key(passphrase, salt, profile)).encrypt(nonce, octets, _FIRST_LINE)
    return _FIRST_LINE + base64.encodebytes(salt + nonce + sealed)


def unseal(backup: bytes, passphrase: str, profile: Profile = FULL) -> bytes:
    """Return what was sealed. Raises BackupRefused."""
    # A file that went through a mail or an editor can have other ends of lines.
    text = backup.replace(b"\r\n", b"\n").strip() + b"\n"
    if not text.startswith(_FIRST_LINE):
        newer = text.startswith(_ANY_VERSION)
        raise BackupRefused(Unopened.NEWER if newer else Unopened.NO_BACKUP)
    try:
        body = base64.b64decode(text.removeprefix(_FIRST_LINE).replace(b"\n", b""), validate=True)
    except binascii.Error:
        raise BackupRefused(Unopened.WRONG) from None
    if len(body) < _SALT + _NONCE + _TAG:
        raise BackupRefused(Unopened.WRONG)
    salt, nonce, sealed = body[:_SALT], body[_SALT : _SALT + _NONCE], body[_SALT + _NONCE :]
    try:
        return AESGCM(_key(passphrase, salt, profile)).decrypt(nonce, sealed, _FIRST_LINE)
    except InvalidTag:
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
