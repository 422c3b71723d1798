"""The key in a certificate, found in its octets: what a pin of RFC 7858 appendix A is a digest of.

Rules kept here:
- Only as much of DER is read as leads to the key (RFC 5280 section 4.1); every length is held
  against the octets that are there.
- What cannot be read has no key, and so fits no pin.
"""

from __future__ import annotations

from hashlib import sha256

_SEQUENCE, _VERSION = 0x30, 0xA0
_BEFORE_THE_KEY = 5
"""Serial number, signature, issuer, validity, subject."""
_MAX_LENGTH_OCTETS = 3


def key_pin(certificate: bytes) -> bytes | None:
    """Return the SHA-256 of a certificate's SubjectPublicKeyInfo, None where there is none."""
    whole = _inside(certificate, 0)
    to_be_signed = whole and _inside(certificate, whole[0])
    if not to_be_signed:
        return None
    at, end = to_be_signed
    if at < end and certificate[at] == _VERSION:
        at = _end(certificate, at)
    for _ in range(_BEFORE_THE_KEY):
        at = _end(certificate, at)
    key_end = _end(certificate, at)
    if not at < key_end <= end or certificate[at] != _SEQUENCE:
        return None
    return sha256(certificate[at:key_end]).digest()


def _inside(octets: bytes, at: int) -> tuple[int, int] | None:
    """Return where a sequence's content begins and ends, None where none is at `at`."""
    if at >= len(octets) or octets[at] != _SEQUENCE:
        return None
    start, size = _length(octets, at + 1)
    return (start, start + size) if start + size <= len(octets) else None


def _end(octets: bytes, at: int) -> int:
    """Return where an element ends: beyond all octets where it has no length."""
    start, size = _length(octets, at + 1)
    return start + size


def _length(octets: bytes, at: int) -> tuple[int, int]:
    """Return where the content begins, and its length (X.690 section 8.1.3)."""
    if at >= len(octets):
        return len(octets) + 1, 0
    first = octets[at]
    if first < 0x80:
        return at + 1, first
    count = first & 0x7F
    if not 0 < count <= _MAX_LENGTH_OCTETS or at + 1 + count > len(octets):
        return len(octets) + 1, 0
    return at + 1 + count, int.from_bytes(octets[at + 1 : at + 1 + count], "big")
