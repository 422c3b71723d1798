"""A text as a square code, for a telephone's camera: which fields of it are dark.

Rules kept here:
- It holds the very text that is shown beside it, and no address of any page.
- It is one line, as thick as a field is high, which goes along each row and back along the next,
  and is dashed: dark, light, dark, light. Each dark part drawn by itself would take a quarter more,
  also when packed. The line turns outside the code, where it is light.
- Level L (ISO/IEC 18004): the largest texts just fit, and a screen is not dirty. A text that a
  higher level holds in the same square is drawn with that.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4
"""How many fields stay light around it (ISO/IEC 18004, 5.3.8)."""

_TURN = (False, False, False)
"""Between two rows the line goes a field out of the code, one down, and one in again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A square code: how many fields wide, and the line (SVG) with its dashes, dark ones first."""

    size: int
    path: str
    dashes: str


def square_of(text: str) -> Square | None:
    """Return the square code of a text; None for one that no code can hold."""
    try:
        code = segno.make_qr(text.encode(), error="l", mode="byte")
    except segno.DataOverflowError:
        return None
    wide = len(code.matrix)
    fields: list[bool] = []  # in the order of the line; the first is a corner, and always dark
    for row, along in enumerate(code.matrix):
        fields += map(bool, along if row % 2 == 0 else reversed(along))
        fields += _TURN
    dashes = [len(list(run)) for _, run in groupby(fields)]
    return Square(
        size=wide + 2 * QUIET,
        path=f"M{QUIET} {QUIET}.5h{wide + 1}" + f"v1h-{wide + 2}v1h{wide + 2}" * (wide // 2),
        dashes=" ".join(map(str, dashes)),
    )
