"""A worker's private keys in a file: two PKCS#8 blocks, encrypted with a passphrase.

Rules kept here:
- No private key is ever written in clear, shown, or taken from an argument.
- One key signs, the other opens what was sealed; each file holds exactly these two, in this order.
- A passphrase is long, because a file can be tried without end: five words of the list, or at least
  sixteen characters. The library stretches it only a little (PBES2, RFC 8018).
- Keys are written only once everything is asked: who breaks off has made nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InternalError, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from consent.desk import Desk, DeskRefused
from consent.frozen import CARD_WORDS, KEY_OCTETS
from consent.records.home_card import PersonalKey
from consent.signer import Ed25519Signer
from consent.words import words_for

LEAST_CHARACTERS: Final = 16
MOST_CHARACTERS: Final = 200
_TRIES: Final = 3
_BLOCK: Final = re.compile(
    rb"-----BEGIN ENCRYPTED PRIVATE KEY-----\n[A-Za-z0-9+/=\n]+"
    rb"-----END ENCRYPTED PRIVATE KEY-----\n"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PrivateKeys:
    """A signer, and the private key that opens what is sealed."""

    signer: Ed25519Signer
    opening_key: X25519PrivateKey = field(repr=False)

    @property
    def public(self) -> PersonalKey:
        """The public halves, as records name them."""
        return PersonalKey(
            keyid=self.signer.public_key.keyid,
            ed25519=self.signer.public_key.octets.hex(),
            x25519=self.opening_key.public_key().public_bytes_raw().hex(),
        )


def fresh_keys(chance: Callable[[int], bytes]) -> PrivateKeys:
    """Return keys that nobody had before."""
    return PrivateKeys(
        signer=Ed25519Signer(Ed25519PrivateKey.from_private_bytes(chance(KEY_OCTETS))),
        opening_key=X25519PrivateKey.from_private_bytes(chance(KEY_OCTETS)),
    )


def to_file(keys: PrivateKeys, passphrase: str) -> bytes:
    """Return the octets of a key file."""
    encryption = BestAvailableEncryption(_secret(passphrase))
    return b"".join(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
        for key in (keys.signer.private_key, keys.opening_key)
    )


def from_file(octets: bytes, passphrase: str) -> PrivateKeys | None:
    """Return the keys of a file, None for another passphrase.

    Raises DeskRefused for anything but a key file.
    """
    blocks = _BLOCK.findall(octets)
    if len(blocks) != 2 or b"".join(blocks) != octets:
        raise DeskRefused("that is not a key file that Lamplight made; it was changed or cut off")
    secret = _secret(passphrase)
    if not secret or len(passphrase) > MOST_CHARACTERS:
        return None
    try:
        signing, opening = (load_pem_private_key(one, secret) for one in blocks)
    except (ValueError, UnsupportedAlgorithm, InternalError):
        # The last: a changed file that still opens, into a key too short for its kind.
        return None
    if not isinstance(signing, Ed25519PrivateKey) or not isinstance(opening, X25519PrivateKey):
        raise DeskRefused("that key file holds keys of another kind; Lamplight did not make it")
    return PrivateKeys(signer=Ed25519Signer(signing), opening_key=opening)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Made:
    """New keys, and the file that is to hold them; nothing is written yet."""

    name: str
    keys: PrivateKeys
    octets: bytes = field(repr=False)


def refuse_if_there(desk: Desk, *names: str) -> None:
    """Raise DeskRefused where one of these files is there."""
    for name in names:
        if desk.exists(name):
            raise DeskRefused(f"{name} is there already; a key is never written over")


def make(desk: Desk, name: str, whose: str) -> Made:
    """Make new keys for a file, and ask for its passphrase. Raises DeskRefused."""
    refuse_if_there(desk, name)
    keys = fresh_keys(desk.chance)
    return Made(name=name, keys=keys, octets=to_file(keys, _chosen_passphrase(desk, whose)))


def keep(desk: Desk, made: Made) -> None:
    """Write a key file, for its owner alone. Raises DeskRefused."""
    desk.write(made.name, made.octets, private=True)
    desk.note(f"Written: {made.name}. Keep it and its passphrase in two places.")


def unlock(desk: Desk, name: str) -> PrivateKeys:
    """Return the keys of a file, asked for its passphrase up to three times. Raises DeskRefused."""
    octets = desk.read(name)
    for _ in range(_TRIES):
        keys = from_file(octets, desk.ask_secret(f"Passphrase of {name}: "))
        if keys is not None:
            return keys
        desk.note("That is not the passphrase of this file.")
    raise DeskRefused(f"{name} was not opened; nothing was signed")


def _chosen_passphrase(desk: Desk, whose: str) -> str:
    offered = " ".join(words_for(desk.chance(32), CARD_WORDS))
    desk.note(
        f"A passphrase for {whose}. Press Enter to take these five words, and write them down:\n"
        f"  {offered}"
    )
    while True:
        typed = desk.ask_secret("Passphrase (Enter for the five words): ")
        if not typed:
            return offered
        if not LEAST_CHARACTERS <= len(" ".join(typed.split())) <= MOST_CHARACTERS:
            desk.note(f"Take at least {LEAST_CHARACTERS} characters, at most {MOST_CHARACTERS}.")
        elif desk.ask_secret("The same once more: ") == typed:
            return typed
        else:
            desk.note("The two were not the same. Nothing was written.")


def _secret(passphrase: str) -> bytes:
    """Return a passphrase as octets; how many spaces stand between words does not count.

    Letters with accents are one and the same, however a keyboard or a machine composes them.
    """
    text = unicodedata.normalize("NFKC", " ".join(passphrase.split()))
    return text.encode(errors="surrogatepass")
