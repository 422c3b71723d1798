"""One device's day as it lies on the card: a slip, a sealed key for each viewer, and sealed frames.

A key pair is made for a device's day. Frames are sealed to its public half; its private half is
sealed to each viewer and forgotten. Destroying those sealed keys destroys the day.

    slip         who may open, and the public half; its digest is the day key's fingerprint
    sealed key   HPKE of the private half to one viewer, bound to the slip's device, day and viewer
    frame        one line: its place, the digest of the line before, HPKE of some rows

Rules kept here:
- Nothing here seals or makes keys: that needs chance, and is the recorder's. This room says what
  is sealed under which words, opens, and says what is wrong.
- A sealed key or a frame opens only as what it is: those of another box, device, agreement, day,
  viewer or place do not.
- What opens was sealed by somebody who had the public half, which lies on the card. That it was the
  box, only the journal shows: by the slip's fingerprint, and by the last frame's digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from consent.codes import Code
from consent.encoding import json_from_object, object_from_json
from consent.errors import ConsentError, RecordMalformed
from consent.frames import (
    SealedDayRefused,
    checked_frames,
    digest_of_line,
    frame_from_line,
    frame_info,
)
from consent.frozen import DAY_KEY_CONTEXT, KEY_OCTETS
from consent.records.fields import Digest, Id, KeyText, LocalDate
from consent.rows import MAX_ROWS, Row, rows_from_octets
from consent.schema import Items, read, write

__all__ = [
    "MAX_ROWS",
    "SUITE",
    "Row",
    "SealedDayRefused",
    "SealedFor",
    "Slip",
    "check_sealed_key",
    "checked_frames",
    "day_key_info",
    "digest_of_line",
    "fingerprint_of",
    "opened_day_key",
    "opened_rows",
    "slip_from_octets",
    "slip_to_octets",
]

SUITE: Final = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
"""RFC 9180: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305; base mode."""

_SEALED_KEY: Final = "a sealed day key"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFor:
    """Who may open a day, by the id of their key, and the digest of what was sealed for them."""

    viewer: Digest
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A day key: whose day, under which agreement, its public half, and for whom it was sealed.

    Raises RecordMalformed where somebody is named twice.
    """

    type: Literal["day-key"] = "day-key"
    v: Literal[1] = 1
    box: Digest
    device: Id
    agreement: Digest
    day: LocalDate
    public: KeyText
    sealed: Annotated[tuple[SealedFor, ...], Items(1, 8)]

    def __post_init__(self) -> None:
        if len({one.viewer for one in self.sealed}) != len(self.sealed):
            raise RecordMalformed(Code.RECORD_VALUE, "sealed")


def slip_to_octets(slip: Slip) -> bytes:
    """Return a slip in its one form."""
    return json_from_object(write(slip))


def slip_from_octets(octets: bytes) -> Slip:
    """Return the slip that octets say. Raises JsonMalformed, RecordMalformed."""
    return read(Slip, object_from_json(octets))


def fingerprint_of(slip: Slip) -> str:
    """Return the fingerprint under which the journal knows a day key."""
    return hashlib.sha256(slip_to_octets(slip)).hexdigest()


def day_key_info(slip: Slip, viewer: str) -> bytes:
    """Return what binds a sealed day key: HPKE's `info`. The slip's `sealed` has no part in it."""
    parts = (DAY_KEY_CONTEXT, slip.box, slip.device, slip.agreement, slip.day.isoformat())
    return "|".join((*parts, slip.public, viewer)).encode("ascii")


def check_sealed_key(slip: Slip, viewer: str, sealed: bytes) -> None:
    """Raise SealedDayRefused unless these octets are what was sealed for a viewer of the slip."""
    digests = {one.viewer: one.digest for one in slip.sealed}
    if viewer not in digests:
        raise SealedDayRefused(Code.DAY_KEY_CLOSED, _SEALED_KEY)
    if digests[viewer] != hashlib.sha256(sealed).hexdigest():
        raise SealedDayRefused(Code.DAY_KEY_ALTERED, _SEALED_KEY)


def opened_day_key(
    slip: Slip, viewer: str, sealed: bytes, opening_key: X25519PrivateKey
) -> X25519PrivateKey:
    """Return a day's private half, opened with a viewer's key. Raises SealedDayRefused."""
    check_sealed_key(slip, viewer, sealed)
    try:
        octets = SUITE.decrypt(sealed, opening_key, info=day_key_info(slip, viewer))
    except (InvalidTag, ValueError):
        raise SealedDayRefused(Code.DAY_KEY_CLOSED, _SEALED_KEY) from None
    if len(octets) != KEY_OCTETS:
        raise SealedDayRefused(Code.DAY_KEY_CLOSED, _SEALED_KEY)
    day_key = X25519PrivateKey.from_private_bytes(octets)
    if day_key.public_key().public_bytes_raw().hex() != slip.public:
        raise SealedDayRefused(Code.DAY_KEY_CLOSED, _SEALED_KEY)
    return day_key


def opened_rows(slip: Slip, lines: Iterable[bytes], day_key: X25519PrivateKey) -> tuple[Row, ...]:
    """Return every row of a day, first to last. Raises SealedDayRefused."""
    fingerprint, listed = fingerprint_of(slip), tuple(lines)
    rows: list[Row] = []
    for place, line in enumerate(listed):
        try:
            rows += _opened_frame(fingerprint, line, day_key)
        except (InvalidTag, ValueError, ConsentError):
            raise _unopened(fingerprint, listed, place) from None
    checked_frames(fingerprint, listed)
    return tuple(rows)


def _opened_frame(fingerprint: str, line: bytes, day_key: X25519PrivateKey) -> tuple[Row, ...]:
    frame = frame_from_line(line)
    info = frame_info(fingerprint, frame.n, frame.previous)
    return rows_from_octets(SUITE.decrypt(frame.sealed, day_key, info=info))


def _unopened(fingerprint: str, lines: tuple[bytes, ...], place: int) -> SealedDayRefused:
    """Return what is wrong first, where a frame does not open and all before it do."""
    try:
        checked_frames(fingerprint, lines)
    except SealedDayRefused as refused:
        found = place if refused.frame is None else refused.frame
        # One that opens was not altered, but it may stand in the wrong place.
        if found == place or (found < place and refused.code is not Code.FRAME_ALTERED):
            return refused
    return SealedDayRefused(Code.FRAME_ALTERED, "a frame", place)
