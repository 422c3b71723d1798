"""Sealed days with fixed keys, made without the library's HPKE and without any of the recorder.

The chance in them is made of digests that anyone can compute, so that the octets are always the
same; the private keys are for tests alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from consent.encoding import digest
from consent.frames import Frame, digest_of_line, frame_info, frame_to_line
from consent.records.home_card import PersonalKey
from consent.rows import Row, rows_to_octets
from consent.sealed_day import SealedFor, Slip, day_key_info, fingerprint_of
from consent.signer import Ed25519Signer
from tests.consent.people import ALEX, PRIYA, STRANGER
from tests.vectors import hpke

BOX, DEVICE, AGREEMENT = "b0" * 32, "d1" * 16, "a1" * 32
DAY = date(2026, 12, 9)


def octets_named(name: str) -> bytes:
    """Return 32 octets made of a name."""
    return hashlib.sha256(f"lamplight test day: {name}".encode()).digest()


def private_half(viewer: Ed25519Signer) -> X25519PrivateKey:
    """Return the private key with which somebody opens."""
    return X25519PrivateKey.from_private_bytes(octets_named(viewer.public_key.keyid))


def personal_key(viewer: Ed25519Signer) -> PersonalKey:
    """Return somebody's public halves, as records name them."""
    key = viewer.public_key
    x25519 = private_half(viewer).public_key().public_bytes_raw().hex()
    return PersonalKey(keyid=key.keyid, ed25519=key.octets.hex(), x25519=x25519)


VIEWERS = (personal_key(ALEX), personal_key(PRIYA))


def counted(category: str, times: int) -> Row:
    """Return a row of level 1."""
    return Row(hour=None, category=category, domain=None, times=times)


def named(hour: int, domain: str, category: str | None = None) -> Row:
    """Return a row of level 2, or without a category of level 3 or 4."""
    return Row(hour=hour, category=category, domain=domain, times=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedSample:
    """A day with everything that belongs to it, and the private half that nobody keeps."""

    slip: Slip
    sealed_keys: Mapping[str, bytes]
    lines: tuple[bytes, ...]
    private: X25519PrivateKey

    @property
    def fingerprint(self) -> str:
        """The name of its key on the journal."""
        return fingerprint_of(self.slip)

    @property
    def last_frame(self) -> str | None:
        """How the journal names its last frame."""
        return digest_of_line(self.lines[-1]) if self.lines else None

    def key_for(self, viewer: Ed25519Signer) -> bytes:
        """Return the private half as it is sealed to somebody."""
        return self.sealed_keys[viewer.public_key.keyid]


def sealed_line(slip: Slip, n: int, previous: str, octets: bytes) -> bytes:
    """Return any octets as a frame's line, sealed to the day's public half."""
    fingerprint = fingerprint_of(slip)
    sealed = hpke.sealed(
        octets,
        bytes.fromhex(slip.public),
        octets_named(f"frame {fingerprint} {n} {previous}"),
        info=frame_info(fingerprint, n, previous),
    )
    return frame_to_line(Frame(n=n, previous=previous, sealed=sealed))


def sealed_lines(slip: Slip, frames: Iterable[Sequence[Row]]) -> tuple[bytes, ...]:
    """Return frames of these rows, each naming the one before."""
    lines: list[bytes] = []
    previous = fingerprint_of(slip)
    for n, rows in enumerate(frames):
        lines.append(sealed_line(slip, n, previous, rows_to_octets(rows)))
        previous = digest_of_line(lines[-1])
    return tuple(lines)


def sealed_sample(
    frames: Iterable[Sequence[Row]],
    *,
    viewers: Sequence[PersonalKey] | None = None,
    box: str = BOX,
    device: str = DEVICE,
    agreement: str = AGREEMENT,
    day: date = DAY,
) -> SealedSample:
    """Return a day of these frames for these viewers; for Alex and Priya if none are named."""
    private = X25519PrivateKey.from_private_bytes(octets_named(f"{box} {device} {agreement} {day}"))
    nobody = (SealedFor(viewer="0" * 64, digest="0" * 64),)
    public = private.public_key().public_bytes_raw().hex()
    slip = Slip(box=box, device=device, agreement=agreement, day=day, public=public, sealed=nobody)
    keys = {
        one.keyid: hpke.sealed(
            private.private_bytes_raw(),
            bytes.fromhex(one.x25519),
            octets_named(f"key {public} {one.keyid}"),
            info=day_key_info(slip, one.keyid),
        )
        for one in (VIEWERS if viewers is None else viewers)
    }
    whom = tuple(SealedFor(viewer=keyid, digest=digest(blob)) for keyid, blob in keys.items())
    slip = replace(slip, sealed=whom)
    return SealedSample(
        slip=slip, sealed_keys=keys, lines=sealed_lines(slip, frames), private=private
    )


FRAMES = (
    (named(15, "example.com", "strangers"), named(15, "example.org", "strangers")),
    (named(16, "example.net", "messaging"),),
    (named(18, "example.com", "strangers"),),
    (named(21, "example.org", "strangers"), named(21, "example.net", "messaging")),
)
ROWS = tuple(row for rows in FRAMES for row in rows)
SAMPLE = sealed_sample(FRAMES)
# Each differs from the sample in one thing alone.
OTHERS = {
    "another day": sealed_sample(FRAMES, day=date(2026, 12, 8)),
    "another device": sealed_sample(FRAMES, device="d2" * 16),
    "another box": sealed_sample(FRAMES, box="b1" * 32),
    "another agreement": sealed_sample(FRAMES, agreement="a2" * 32),
    "another viewer": sealed_sample(FRAMES, viewers=tuple(map(personal_key, (ALEX, STRANGER)))),
}
