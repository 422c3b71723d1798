"""Which letters a text for a page may hold: those that can be printed, and the two joiners.

Rules kept here:
- Persian, Dari and Urdu write two letters apart within a word by a joiner that has no width, and
  scripts of India and Sri Lanka shape some letters by one. A name is not whole without it.
- A joiner stands only where it does something: after a virama, or, if it keeps apart, before an
  Arabic letter within a word. Elsewhere nobody would see it, and two names could look like one.

Source: RFC 5892, appendices A.1 and A.2. Joining types are not looked at, only the script.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_APART: Final = "\u200c"
_TOGETHER: Final = "\u200d"
_VIRAMA: Final = 9
"""The canonical combining class of a virama."""


def is_readable(text: str) -> bool:
    """Say whether all of a text can be read on a page."""
    return text.isprintable() or all(_is_there(text, at) for at in range(len(text)))


def made_readable(text: str) -> str:
    """Return a text with a space for each letter that cannot be read on a page."""
    return "".join(letter if _is_there(text, at) else " " for at, letter in enumerate(text))


def _is_there(text: str, at: int) -> bool:
    letter = text[at]
    if letter not in (_APART, _TOGETHER):
        return letter.isprintable()
    if at and unicodedata.combining(text[at - 1]) == _VIRAMA:
        return True
    before = next((one for one in reversed(text[:at]) if not unicodedata.combining(one)), " ")
    is_arabic = unicodedata.bidirectional(text[at + 1 : at + 2] or " ") == "AL"
    return letter == _APART and before.isalnum() and is_arabic
