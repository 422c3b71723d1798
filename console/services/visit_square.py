"""A text as a square code, for a telephone's camera: which fields of it are dark.

Rules kept here:
- It holds the very text that is shown beside it, and no address of any page.
- The path is lines as thick as a field is high, each told from the one before it. Drawn as what is
  around each dark field it would be twice as long, also when packed.
- Level L (ISO/IEC 18004): the largest texts just fit, and a screen is not dirty. A text that a
  higher level holds in the same square is drawn with that.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4
"""How many fields stay light around it (ISO/IEC 18004, 5.3.8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A square code: how many fields wide, and the lines (SVG), one field thick, that are dark."""

    size: int
    path: str


def square_of(text: str) -> Square | None:
    """Return the square code of a text; None for one that no code can hold."""
    try:
        code = segno.make_qr(text.encode(), error="l", mode="byte")
    except segno.DataOverflowError:
        return None
    steps = []
    for row, fields in enumerate(code.matrix):
        light = QUIET
        begun = f"M0 {row + QUIET}.5"
        for is_dark, run in groupby(fields, key=bool):
            length = len(list(run))
            if is_dark:
                steps.append(f"{begun}m{light} 0h{length}")
                begun, light = "", 0
            else:
                light += length
    return Square(size=len(code.matrix) + 2 * QUIET, path="".join(steps))
