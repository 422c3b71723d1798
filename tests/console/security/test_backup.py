from __future__ import annotations

import base64
from typing import Final

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from console.security.backup import BackupRefused, _key, seal, seal_to, sealing_key, unseal
from console.security.passwords import TESTS

PHRASE: Final = "seven quiet herons"


def test_each_backup_is_sealed_anew() -> None:
    """Two backups of the same home have nothing in common but their first line."""
    one, two = seal(b"home", PHRASE, TESTS), seal(b"home", PHRASE, TESTS)

    assert one != two
    assert unseal(one, PHRASE, TESTS) == unseal(two, PHRASE, TESTS) == b"home"


def test_other_ends_of_lines_do_no_harm() -> None:
    """A file that went through an editor or a mail still opens."""
    backup = b"\n" + seal(b"home", PHRASE, TESTS).replace(b"\n", b"\r\n") + b"\r\n"

    assert unseal(backup, PHRASE, TESTS) == b"home"


def test_one_bit_of_difference_anywhere_opens_nothing() -> None:
    """Whatever octet of the sealed part is changed, the file does not open."""
    first, _, rest = seal(b"home", PHRASE, TESTS).partition(b"\n")
    body = bytearray(base64.b64decode(rest))
    for place in range(len(body)):
        changed = bytearray(body)
        changed[place] ^= 1
        with pytest.raises(BackupRefused, match="wrong"):
            unseal(first + b"\n" + base64.b64encode(changed), PHRASE, TESTS)


def test_what_stays_on_the_box_seals_and_does_not_open() -> None:
    """The public half is not what the passphrase makes, and opens nothing by itself."""
    key = sealing_key(PHRASE, TESTS)
    sealed = seal_to(b"home", key)

    assert unseal(sealed, PHRASE, TESTS) == b"home"
    assert _key(PHRASE, key.salt, TESTS) not in (key.public, key.salt)
    for guess in (key.public.hex(), key.salt.hex(), PHRASE.upper()):
        with pytest.raises(BackupRefused, match="wrong"):
            unseal(sealed, guess, TESTS)


def test_a_backup_of_the_first_version_still_opens() -> None:
    """Whoever kept one from before brings their home back with it."""
    first, salt, nonce = b"lamplight-backup/v1\n", b"s" * 16, b"n" * 12
    sealed = AESGCM(_key(PHRASE, salt, TESTS)).encrypt(nonce, b"home", first)
    backup = first + base64.encodebytes(salt + nonce + sealed)

    assert unseal(backup, PHRASE, TESTS) == b"home"
    with pytest.raises(BackupRefused, match="wrong"):
        unseal(backup, "another one", TESTS)
