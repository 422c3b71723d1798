"""Sealing a young person's words to their own card, and opening them with it.

Rules kept here:
- What is sealed opens with that card's key alone, and only as words of this box and agreement.
- Texts are padded, so that the length of what is sealed tells roughly how much was written, and no
  more.
- A point of small order opens to everyone, so it never becomes a key here (`OpeningKey`).

Source: RFC 9180 (HPKE), the suite of `consent.sealed_day`.
"""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from consent.errors import ConsentError
from consent.opening_keys import opening_key_listed
from consent.passphrase import PersonalKeys
from consent.sealed_day import SUITE
from console.errors import ConsoleError

PADDED_TO: Final = 512

_CONTEXT: Final = "lamplight/own-words/v1"


class NotSealed(ConsoleError):
    """The key can hide nothing, so nothing was sealed to it."""


class NotOpened(ConsoleError):
    """These keys do not open it, or it was changed."""


def sealed_text(text: str, *, x25519: str, box: str, agreement: str) -> bytes:
    """Return a text that only one key opens. `x25519` is its public half. Raises NotSealed."""
    octets = text.encode() + b"\x80"
    octets += b"\x00" * (-len(octets) % PADDED_TO)
    try:
        to = X25519PublicKey.from_public_bytes(opening_key_listed(x25519).octets)
    except (ConsentError, ValueError) as error:
        raise NotSealed("a card's key can hide nothing") from error
    return SUITE.encrypt(octets, to, info=_binding(box, agreement))


def opened_text(sealed: bytes, keys: PersonalKeys, *, box: str, agreement: str) -> str:
    """Return the text that was sealed to a card. Raises NotOpened."""
    try:
        octets = SUITE.decrypt(sealed, keys.opening_key, info=_binding(box, agreement))
        return octets.rstrip(b"\x00").removesuffix(b"\x80").decode()
    except (InvalidTag, ValueError) as error:
        raise NotOpened("these words do not open it") from error


def _binding(box: str, agreement: str) -> bytes:
    return f"{_CONTEXT}|{box}|{agreement}".encode("ascii")
