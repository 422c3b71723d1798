"""The form in which a backup holds what was agreed and the box's own journal.

Rules kept here:
- What is held is an audit bundle as the recorder gave it, packed (RFC 1950). What is packed too
  large is not unpacked, and what is no bundle is refused.
- A backup that holds none says why.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Final

from consent.bundle import bundle_from_octets
from consent.encoding import base64_from_octets, octets_from_base64
from consent.errors import ConsentError
from console.services.backup_states import Held

MOST_PACKED: Final = 1_900_000
"""What fits into a backup that a page takes in again (`console.uploaded`), sealed and as text."""

MOST_OCTETS: Final = 24_000_000
"""More is not unpacked, whoever packed it: the pages have to run beside it."""


class RecordsMalformed(ValueError):
    """What stands in a backup as records is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What a backup holds of them; `packed` is empty unless they are held."""

    held: Held
    packed: bytes = b""


NO_RECORDS: Final = Records(held=Held.NONE)


def records_around(bundle: bytes) -> Records:
    """Return an audit bundle as a backup holds it."""
    packed = zlib.compress(bundle, 9) if len(bundle) <= MOST_OCTETS else b""
    if not 0 < len(packed) <= MOST_PACKED:
        return Records(held=Held.LARGE)
    return Records(held=Held.HELD, packed=packed)


def bundle_in(records: Records) -> bytes:
    """Return the audit bundle that is held, as a file. Raises RecordsMalformed."""
    unpacking = zlib.decompressobj()
    try:
        octets = unpacking.decompress(records.packed, MOST_OCTETS)
        if not unpacking.eof or unpacking.unused_data:
            raise RecordsMalformed("they do not end where they should")
        bundle_from_octets(octets)
    except (zlib.error, ConsentError):
        raise RecordsMalformed("they are no audit bundle") from None
    return octets


def records_to(records: Records) -> dict[str, str]:
    """Return records as a document."""
    return {"held": records.held.value, "packed": base64_from_octets(records.packed)}


def records_from(document: object) -> Records:
    """Return the records that a document says. Raises RecordsMalformed."""
    if not isinstance(document, dict) or set(document) != {"held", "packed"}:
        raise RecordsMalformed("they have other parts")
    try:
        held = Held(str(document["held"]))
        packed = octets_from_base64(str(document["packed"]), "packed")
    except (ValueError, ConsentError):
        raise RecordsMalformed("a part of them cannot be read") from None
    records = Records(held=held, packed=packed)
    if (held is Held.HELD) is not bool(packed):
        raise RecordsMalformed("what is held and what is said differ")
    if packed:
        bundle_in(records)
    return records
