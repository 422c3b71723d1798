"""A text as a square code, for a telephone's camera.

Rules kept here:
- It holds the very text that is shown beside it, and no address of any page.
- Level L (ISO/IEC 18004): the largest texts just fit, and a screen is not dirty. A text that a
  higher level holds in the same square is drawn with that.
"""

from __future__ import annotations

from io import BytesIO

from agent.recorder import words
from consent.desk import DeskRefused

PIXELS = 4
"""How many units of the picture one field of the code is wide."""


def square_code(text: bytes) -> bytes:
    """Return a picture (SVG) of a text. Raises DeskRefused for one that no code can hold."""
    # Here and not at the top: no other verb needs it, and it is not small.
    import segno  # noqa: PLC0415 - the reason stands above

    try:
        code = segno.make_qr(text, error="l", mode="byte")
    except segno.DataOverflowError:
        raise DeskRefused(words.CODE_TOO_SMALL) from None
    picture = BytesIO()
    code.save(picture, kind="svg", scale=PIXELS, dark="#000", light="#fff")
    return picture.getvalue()
