"""The files that never change while one version runs: style, font, pictures, licences.

Rules kept here:
- Their address holds a digest of all of them, so a browser may keep them for a year and still
  never shows a page in yesterday's clothes.
- Style and font name each other by relative address, so one digest for all is enough.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "static"


def address_of(folder: Path) -> str:
    """Return the path below which the files of `folder` are served, without a final slash."""
    digest = blake2b(digest_size=8)
    for path in sorted(folder.iterdir()):
        octets = path.read_bytes()
        # The length keeps one file's end from being taken for the next one's beginning.
        digest.update(f"{path.name} {len(octets)}\n".encode() + octets)
    return f"/static/{digest.hexdigest()}"
