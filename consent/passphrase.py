"""From five words on a card to keys, and from a stop code to its digest; nothing is stored.

Rules kept here:
- A card is five words drawn by chance, never chosen: 7,776^5, or 64.6 bits. The words are the key.
  Whoever wants it has to try half of those on average, and each try moves 64 MiB about nine times:
  a graphics card that moves 1 TB a second makes some two thousand tries a second, and a million
  such cards need more than two hundred years. Words that somebody thinks of have no such strength,
  so nobody is ever asked to think of any.
- The salt binds a card to one id, of 128 bits of chance: the young person's `ref`, or the card's
  own. The same five words under another id are other keys, and no table serves two homes.
- One secret never serves two ends: HKDF parts it into a signing key and an opening key.
- The stop code is eight digits, and weak on purpose: whoever holds the agreement could find it
  within weeks, and could do no more with it than stop. Stopping needs no proof.
- Nothing here shows a secret: neither `repr` nor an error holds any of it.
"""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from consent.codes import Code
from consent.encoding import octets_from_hex
from consent.errors import TextMalformed
from consent.frozen import (
    ARGON2_LANES,
    ARGON2_MEMORY_KIB,
    ARGON2_PASSES,
    CARD_OPENING_INFO,
    CARD_SALT_CONTEXT,
    CARD_SIGNING_INFO,
    CARD_WORDS,
    DIGEST_OCTETS,
    KEY_OCTETS,
    STOP_CODE_DIGITS,
    STOP_CODE_SALT_CONTEXT,
)
from consent.records.agreement import StopCode
from consent.records.home_card import PersonalKey
from consent.signer import Ed25519Signer
from consent.words import letters_of, words_from_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """How much work Argon2id makes of one try."""

    memory_kib: int
    passes: int
    lanes: int


FULL_COST: Final = Cost(memory_kib=ARGON2_MEMORY_KIB, passes=ARGON2_PASSES, lanes=ARGON2_LANES)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PersonalKeys:
    """What a card's words turn into: a signer, and the private key that opens what is sealed."""

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


def keys_from_words(words: tuple[str, ...], salt: str, *, cost: Cost = FULL_COST) -> PersonalKeys:
    """Return the keys of a card. `salt` is the id it is bound to, in hexadecimal.

    Raises TextMalformed for anything but five words of the list. Whether they are the right words
    shows only when their public key is compared with the one on record.
    """
    letters = letters_of(words_from_text(" ".join(words), CARD_WORDS))
    secret = _stretched(letters.encode(), _salt(CARD_SALT_CONTEXT, salt), KEY_OCTETS, cost)
    return PersonalKeys(
        signer=Ed25519Signer(
            Ed25519PrivateKey.from_private_bytes(_parted(secret, CARD_SIGNING_INFO))
        ),
        opening_key=X25519PrivateKey.from_private_bytes(_parted(secret, CARD_OPENING_INFO)),
    )


def stop_code_for(code: str, salt: str, *, cost: Cost = FULL_COST) -> StopCode:
    """Return what an agreement keeps of a stop code. `salt` is chance of 16 octets in hexadecimal.

    Raises TextMalformed for anything but eight digits.
    """
    digits = _digits(code)
    if digits is None:
        raise TextMalformed(Code.STOP_CODE_FORM, f"a stop code is {STOP_CODE_DIGITS} digits")
    octets = _stretched(digits, _salt(STOP_CODE_SALT_CONTEXT, salt), DIGEST_OCTETS, cost)
    return StopCode(salt=salt, digest=octets.hex())


def stop_code_matches(code: str, kept: StopCode, *, cost: Cost = FULL_COST) -> bool:
    """Say whether what somebody typed is the stop code. Spaces and hyphens between do not count."""
    if _digits(code) is None:
        return False
    return hmac.compare_digest(stop_code_for(code, kept.salt, cost=cost).digest, kept.digest)


def _digits(code: str) -> bytes | None:
    """Return the eight digits that somebody typed, in whichever script; None for anything else."""
    kept = [one for one in code[:80] if not (one.isspace() or unicodedata.category(one) == "Pd")]
    values = [unicodedata.decimal(one, None) for one in kept]
    if len(code) > 80 or len(values) != STOP_CODE_DIGITS or None in values:
        return None
    return "".join(map(str, values)).encode()


def _salt(context: bytes, salt: str) -> bytes:
    octets = octets_from_hex(salt, "a salt")
    # Sixteen octets, as every id: with another length two salts could be written alike.
    if len(octets) != 16:
        raise TextMalformed(Code.TEXT_HEX, "a salt")
    return context + octets


def _stretched(secret: bytes, salt: bytes, length: int, cost: Cost) -> bytes:
    argon2id = Argon2id(
        salt=salt,
        length=length,
        iterations=cost.passes,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    )
    return argon2id.derive(secret)


def _parted(secret: bytes, info: bytes) -> bytes:
    """Return one key's 32 octets (RFC 5869, without a salt: Argon2id has had it)."""
    return HKDF(algorithm=SHA256(), length=KEY_OCTETS, salt=None, info=info).derive(secret)
