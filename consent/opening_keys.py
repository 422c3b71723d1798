"""Public keys of X25519 (RFC 7748), to which something is sealed: what opens takes the other half.

Rules kept here:
- A key that this room refuses cannot exist as a value, as with the keys that sign (`keys.py`).
- A point of small order gives the same secret to everyone, so whatever is sealed to it lies open:
  refused. The library refuses it only when something is sealed, long after a record was signed.
- One key, one text: RFC 7748 section 5 ignores the topmost bit and reduces what is too large, so
  there a key has several encodings. Here it has the one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from consent.codes import Code
from consent.encoding import octets_from_hex
from consent.errors import KeyRefused
from consent.frozen import FIELD_PRIME, KEY_OCTETS

# The u-coordinates of every point whose order divides eight, on Curve25519 and on its twist: RFC
# 7748 section 6.1 has such a point give zero. The test computes them from the curve.
SMALL_ORDER_COORDINATES: Final = frozenset(
    (
        0,
        1,
        325606250916557431795983626356110631294008115727848805560023387167927233504,
        39382357235489614581723060781553021112529911719440698176882885853963445705823,
        FIELD_PRIME - 1,
    )
)


@dataclass(frozen=True, slots=True)
class OpeningKey:
    """The 32 octets of one public key. Raises KeyRefused for a key that hides nothing."""

    octets: bytes

    def __post_init__(self) -> None:
        if len(self.octets) != KEY_OCTETS:
            raise KeyRefused(Code.KEY_LENGTH, f"a key is {KEY_OCTETS} octets")
        coordinate = int.from_bytes(self.octets, "little")
        if coordinate >= FIELD_PRIME:
            raise KeyRefused(Code.KEY_FORM, "a second encoding of a point")
        if coordinate in SMALL_ORDER_COORDINATES:
            raise KeyRefused(Code.KEY_OPEN_TO_ALL, "a point of small order")


def opening_key_listed(key: object) -> OpeningKey:
    """Return the key that a document lists in hexadecimal. Raises TextMalformed, KeyRefused."""
    return OpeningKey(octets_from_hex(key, "a public key"))
