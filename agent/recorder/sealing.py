"""Making day keys and sealing with them: chance lives here, formats in `consent/sealed_day.py`.

Rules kept here:
- The private half of a day's key exists in one function, is sealed to each viewer there, and is
  handed to nobody. Python cannot promise that memory is overwritten where its octets lay for that
  moment; no name and no value keeps them.
- Nothing is sealed to a key that opens to all, nor anything that could not be read again.
- What is sealed is what the level allows, in rows, padded. Rows are put in order first: the order
  in which a device asked is more than any level lets through.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from consent.encoding import digest
from consent.frames import Frame, frame_info, frame_to_line
from consent.observation import BY_KIND, Observation
from consent.opening_keys import opening_key_listed
from consent.records.home_card import PersonalKey
from consent.rows import Row, rows_to_octets
from consent.sealed_day import (
    SUITE,
    SealedFor,
    Slip,
    day_key_info,
    slip_from_octets,
    slip_to_octets,
)

_NOBODY: Final = (SealedFor(viewer="0" * 64, digest="0" * 64),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MintedDay:
    """A new day key: its slip, and its private half sealed to each viewer, by their key's id."""

    slip: Slip
    sealed_keys: Mapping[str, bytes] = field(repr=False)


def minted(
    *, box: str, device: str, agreement: str, day: date, viewers: tuple[PersonalKey, ...]
) -> MintedDay:
    """Return a new key for a device's day, sealed to these viewers.

    Raises KeyRefused for a viewer's key that opens to all, RecordMalformed for no viewer or one
    that is named twice.
    """
    keys = [(one.keyid, _sealing_key(one.x25519)) for one in viewers]
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw().hex()
    slip = Slip(box=box, device=device, agreement=agreement, day=day, public=public, sealed=_NOBODY)
    octets = private.private_bytes_raw()
    sealed = [
        (keyid, SUITE.encrypt(octets, key, info=day_key_info(slip, keyid))) for keyid, key in keys
    ]
    del octets, private
    whom = tuple(SealedFor(viewer=keyid, digest=digest(blob)) for keyid, blob in sealed)
    slip = replace(slip, sealed=whom)
    # A slip that could not be read again would be a day that nobody can open.
    slip_from_octets(slip_to_octets(slip))
    return MintedDay(slip=slip, sealed_keys=dict(sealed))


def sealed_frame(
    fingerprint: str, public: str, n: int, previous: str, rows: Sequence[Row]
) -> bytes:
    """Return some rows as a sealed line, at its place in a day.

    Raises RecordMalformed for rows that no frame holds, KeyRefused for a key that opens to all.
    """
    info = frame_info(fingerprint, n, previous)
    sealed = SUITE.encrypt(rows_to_octets(rows), _sealing_key(public), info=info)
    return frame_to_line(Frame(n=n, previous=previous, sealed=sealed))


def rows_of(level: int, observed: Sequence[tuple[int, Observation]]) -> tuple[Row, ...]:
    """Return rows of what was observed at hours of a day: counted at level 1, else each once."""
    if level == BY_KIND:
        times = Counter(one.category or "" for _, one in observed)
        return tuple(
            Row(hour=None, category=category, domain=None, times=count)
            for category, count in sorted(times.items())
        )
    named = {(hour, one.domain or "", one.category or "") for hour, one in observed}
    return tuple(
        Row(hour=hour, category=category or None, domain=domain, times=None)
        for hour, domain, category in sorted(named)
    )


def _sealing_key(public: str) -> X25519PublicKey:
    """Return a public key to seal to. Raises TextMalformed, KeyRefused."""
    return X25519PublicKey.from_public_bytes(opening_key_listed(public).octets)
