"""Unpacking gzip as it comes (RFC 1952), in little memory however well it was packed.

Rules kept here:
- A kilobyte can hold a megabyte. What it holds is handed out in small pieces, so that whoever
  counts them can stop in time.
- One packed body with its end mark and nothing behind it, or FetchEnded.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from agent.lists.allowance import FetchEnded, FetchFault

PIECE_OCTETS: Final = 2**16

_GZIP_ONLY: Final = zlib.MAX_WBITS | 16


def unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what packed octets hold. Raises FetchEnded where they are damaged or not whole."""
    gzip = zlib.decompressobj(_GZIP_ONLY)
    for piece in pieces:
        packed = piece
        # What waits inside when all of a piece was read comes with the next one: the sum behind
        # the body is only read when the whole body has come out.
        while packed:
            try:
                plain = gzip.decompress(packed, PIECE_OCTETS)
            except zlib.error as error:
                raise FetchEnded(FetchFault.CUT_OFF, "damaged: it cannot be unpacked") from error
            yield plain
            packed = gzip.unconsumed_tail
        if gzip.unused_data:
            raise FetchEnded(FetchFault.CUT_OFF, "damaged: more follows behind its end")
    if not gzip.eof:
        raise FetchEnded(FetchFault.CUT_OFF, "the end of what was packed is missing")
